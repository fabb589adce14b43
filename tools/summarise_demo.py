"""Print what the bundled packages add up to, to be read critically: ``python -m tools.summarise_demo``."""

from __future__ import annotations

import pandas as pd

from tools.demo_place import CITIES, YEARS
from tools.make_demo import SLUGS

CENTRAL, DECENTRAL = ["hostel", "large_hostel", "container", "gymnasium"], ["flat", "project"]
TODAY = "2026-07-01"


def load(slug: str, name: str) -> pd.DataFrame:
    """A table as text."""
    return pd.read_csv(CITIES / slug / f"{name}.csv", dtype=str, keep_default_na=False)


def summarise(slug: str) -> None:
    """Places by kind, shares, load by district, Kita coverage, occupancy."""
    sites, offers, figures, cases = (load(slug, name) for name in ("sites", "offers", "statistics", "caseload"))
    rows = offers.merge(sites, on="site_id").assign(capacity=lambda frame: pd.to_numeric(frame["capacity"]))
    is_open = (rows["opened_on"] <= TODAY) & ((rows["closes_on"] == "") | (rows["closes_on"] > TODAY))
    places = rows[is_open].groupby(["category", "kind"])["capacity"].agg(["size", "sum"])
    print(f"== {slug}: {len(sites)} sites, {(sites['lon'] == '').sum()} unlocated\n{places.to_string()}")
    housing = rows[is_open & (rows["category"] == "accommodation")]
    central, decentral = (housing.loc[housing["kind"].isin(k), "capacity"].sum() for k in (CENTRAL, DECENTRAL))
    print(f"decentral by places {decentral / (central + decentral):.4f} of {central + decentral}")
    lived = cases[cases["as_of"] == YEARS[-1]].merge(rows[["site_id", "kind", "category"]].drop_duplicates("site_id"))
    lived = lived[lived["category"] == "accommodation"].assign(occupied=lambda f: pd.to_numeric(f["occupied"]))
    sums = lived.groupby("kind")["occupied"].sum()
    shared = sums.reindex(CENTRAL).sum()
    print(f"central by people {shared / (shared + sums.reindex(DECENTRAL).sum()):.4f}; {sums.to_dict()}")
    figures = figures.assign(value=pd.to_numeric(figures["value"]))
    last = figures[figures["as_of"] == YEARS[-1]].set_index(["indicator", "group", "area_id"])["value"]
    cut = {"zwickau": 8}.get(slug, 1)
    load_by = housing.groupby(housing["area_id"].str[:cut])["capacity"].sum().sort_values(ascending=False)
    people = last["population", "total"].rename(lambda a: a[:cut] if slug == "duisburg" and a[1:] == "00" else a)
    per = (load_by / people.reindex(load_by.index) * 1000).round(1)
    print((load_by / load_by.sum()).round(3).head(6).to_dict(), per.sort_values(ascending=False).head(6).to_dict())
    for kind, group in (("under_3", "age_0_2"), ("3_to_6", "age_3_5")):
        supply = rows[rows["kind"] == kind].groupby("area_id")["capacity"].sum()
        children = last["population", group]
        leaves = [area for area in children.index if area in set(sites["area_id"])]
        cover = (supply.reindex(leaves).fillna(0) / children[leaves] * 100).round(0)
        print(kind, f"overall {supply.sum() / children[leaves].sum():.3f}", cover.describe().round(0).to_dict())
        print("  lowest", cover.nsmallest(8).to_dict())
    totals = figures[figures["area_id"] == figures["area_id"].iloc[0]]
    print(totals.pivot_table(index=["indicator", "group"], columns="as_of", values="value").to_string())


if __name__ == "__main__":
    for chosen in SLUGS:
        summarise(chosen)
