"""Write the centres that the schematic areas grow from: tools/centres_<slug>.csv.

    python -m tools.derive_centres ../shared/data

The argument is a folder with dresden/derived_stadtteile_uebersicht.csv and duisburg/ortsteile.csv.
Only code, name, district and a centre rounded to three decimals are carried over.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

TOOLS = Path(__file__).parent

SPELLED_OUT = {
    "04": "Wilsdruffer Vorstadt/Seevorstadt-West",
    "25": "Pieschen-Nord/Trachenberge",
    "90": "Cossebaude/Mobschatz/Oberwartha",
}
"""Names that the statistics shorten."""

MOVED = {"42": (13.838, 51.063)}
"""The inner point of Bühlau/Weißer Hirsch lies in the forest: put where people live."""

NOTES = {
    "dresden": "Codes und Namen: Landeshauptstadt Dresden, opendata.dresden.de, dl-de/by-2-0. "
    "Mittelpunkte aus den Wahlbezirken 2024 derselben Quelle, auf drei Stellen gerundet; by_hand: verschoben.",
    "duisburg": "Mittelpunkte (polygon): © OpenStreetMap contributors, ODbL 1.0, auf drei Stellen gerundet; "
    "approximate: von Hand gesetzt, auf etwa 1 km genau.",
}


def dresden(folder: Path) -> pd.DataFrame:
    """The 61 statistical Stadtteile."""
    raw = pd.read_csv(folder / "dresden" / "derived_stadtteile_uebersicht.csv", dtype={"code": str})
    frame = pd.DataFrame(
        {
            "code": raw["code"],
            "name": raw["code"].map(SPELLED_OUT).fillna(raw["name_statistik"]),
            "district": raw["stadtbezirk"].str.replace(r"^StB \d ", "", regex=True),
            "lon": raw["lon"].round(3),
            "lat": raw["lat"].round(3),
            "centre": "polygon",
        }
    )
    for code, (lon, lat) in MOVED.items():
        frame.loc[frame["code"] == code, ["lon", "lat", "centre"]] = [lon, lat, "by_hand"]
    return frame


def duisburg(folder: Path) -> pd.DataFrame:
    """The 46 Ortsteile."""
    raw = pd.read_csv(folder / "duisburg" / "ortsteile.csv", dtype={"code": str})
    return raw.rename(columns={"bezirk": "district"})[["code", "name", "district", "lon", "lat", "centre"]]


def main(folder: Path) -> None:
    """Write both files."""
    for slug, frame in (("dresden", dresden(folder)), ("duisburg", duisburg(folder))):
        rows = frame.to_csv(index=False, lineterminator="\n")
        (TOOLS / f"centres_{slug}.csv").write_text(f"# {NOTES[slug]}\n{rows}", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
