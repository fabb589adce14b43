"""Write the published figures that the packages cite: tools/figures_<slug>.csv.

    python -m tools.derive_figures ../shared/data

The argument is a folder with the publishers' tables; which table a figure comes from stands in source_id
(data/cities/<slug>/sources.csv). Every row is a published count or a sum of published counts: nothing is
estimated here.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd

TOOLS = Path(__file__).parent
COLUMNS = ["area_id", "indicator", "group", "as_of", "value", "source_id"]
DRESDEN, DUISBURG, ZWICKAU = "14612000", "05112000", "14524"
END_2025, END_2018 = "2025-12-31", "2018-12-31"


def _long(values: pd.Series, indicator: str, group: str, as_of: str, source: str) -> pd.DataFrame:
    rows = values.rename_axis("area_id").reset_index(name="value")
    return rows.assign(indicator=indicator, group=group, as_of=as_of, source_id=source)[COLUMNS]


def _with_totals(values: pd.Series, city: str, *, by_district: bool) -> pd.Series:
    districts = values.groupby(values.index.str[0]).sum() if by_district else values.iloc[:0]
    return pd.concat([pd.Series({city: values.sum()}), districts, values])


def dresden(folder: Path) -> pd.DataFrame:
    """Main residents and foreigners by Stadtbezirk, households by Stadtteil, the city in August 2017 (C1)."""
    tables = {path.name: path for path in (folder / "dresden" / "statistik").glob("*.csv")}
    people, size, parents = (
        pd.read_csv(next(path for name, path in tables.items() if part in name), sep=";")
        for part in ("md105e", "md23e", "md233")
    )
    residents, households = "dd_residents", "dd_households"
    district = people["Stadtbezirk mit zugeordneten Ortschaften"].str[4]
    count = people["Anzahl Einwohner"]
    foreign = people["Migrationshintergrund M2 (aggregiert)"] == "Ausländer"
    old = people["AltK_03A__-17-64-"].str.startswith("65")
    parts = [
        _long(_with_totals(count[rows].groupby(district[rows]).sum(), DRESDEN, by_district=False), *names)
        for rows, names in (
            (count >= 0, ("population", "total", END_2025, residents)),
            (old, ("population", "age_65_plus", END_2025, residents)),
            (foreign, ("foreigners", "total", END_2025, residents)),
        )
    ]
    code, five = size["Stadtteil zus."].str[:2], size["Haushalt-Größe-5"].str.startswith("5")
    for column, rows, indicator, group in (
        ("Anzahl Einwohner", code != "", "household_population", "total"),
        ("Anzahl Haushalte", code != "", "households", "total"),
        ("Anzahl Haushalte", five, "households", "five_plus"),
    ):
        values = _with_totals(size.loc[rows, column].groupby(code[rows]).sum(), DRESDEN, by_district=True)
        parts.append(_long(values, indicator, group, END_2025, households))
    single = parents["Anzahl Haushalte"].groupby(parents["Stadtteil zus."].str[:2]).sum()
    single = _with_totals(single, DRESDEN, by_district=True)
    parts.append(_long(single, "households", "single_parent", END_2025, households))
    for indicator, value in (("foreigners", 39013), ("protection_seekers", 8500)):
        parts.append(_long(pd.Series({DRESDEN: value}), indicator, "total", "2017-08-31", "dd_press_2017"))
    return pd.concat(parts)


def duisburg(folder: Path) -> pd.DataFrame:
    """Inhabitants of the city at the end of 2018."""
    text = (folder / "deutschland" / "gemeinden_nrw_simplify200.geojson").read_text(encoding="utf-8")
    found = next(
        feature["properties"]["destatis"]
        for feature in json.loads(text)["features"]
        if feature["properties"]["AGS"] == DUISBURG
    )
    groups = {"total": "population", "male": "population_m", "female": "population_w"}
    return pd.concat(
        _long(pd.Series({DUISBURG: found[key]}), "population", group, END_2018, "destatis_2018")
        for group, key in groups.items()
    )


def zwickau(folder: Path) -> pd.DataFrame:
    """Inhabitants of the 33 municipalities at the end of 2018 and their sum."""
    table = folder / "zwickau" / "derived_gemeinden_landkreis_zwickau.csv"
    raw = pd.read_csv(table, sep=";", dtype={"ags": str}).set_index("ags")
    groups = {"total": "einwohner_2018", "male": "maennlich", "female": "weiblich"}
    return pd.concat(
        _long(_with_totals(raw[key], ZWICKAU, by_district=False), "population", group, END_2018, "destatis_2018")
        for group, key in groups.items()
    )


def main(folder: Path) -> None:
    """Write the three files."""
    for slug, derive in (("dresden", dresden), ("duisburg", duisburg), ("zwickau", zwickau)):
        rows = derive(folder).sort_values(["indicator", "group", "as_of", "area_id"])
        rows.to_csv(TOOLS / f"figures_{slug}.csv", index=False, lineterminator="\n")
        print(f"{slug}: {len(rows)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
