"""Sites one by one, with what they offer, for a viewer who may see them."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.figures import places
from data.snapshot import Snapshot, open_on


def open_offers(of: Snapshot, level: str, on: date) -> pd.DataFrame:
    """Offers of the sites that are open on a day, one row an offer, sorted by category, name and kind.

    Args:
        of: the city as the viewer may use it.
        level: decides the ``area_id`` of each site.
        on: the day.

    Returns:
        Columns of ``sites`` (without geometry) and ``offers``, ``area_id`` placed at the level, ``places`` (usable
        else approved) and ``occupied`` (latest count not after the day, missing where nobody counted).
    """
    sites = of.sites.drop(columns="geometry").assign(area_id=of.area_of_sites(level))
    sites = sites[open_on(sites, on)].rename_axis("site_id").reset_index()
    rows = sites.merge(of.offers, on="site_id", how="left")
    rows = rows.assign(places=places(rows), occupied=rows["site_id"].map(occupied(of, on)))
    text = ["kind", "role", "funding"]
    rows[text] = rows[text].fillna("")
    return rows.sort_values(["category", "name", "kind", "role"], ignore_index=True)


def occupied(of: Snapshot, on: date) -> pd.Series:
    """People in each visible site: the latest count of all groups not after a day, indexed by site id."""
    rows = of.caseload
    rows = rows[(rows["site_id"] != "") & (rows["group"] == "total") & (rows["as_of"] <= pd.Timestamp(on))]
    return rows.sort_values("as_of").drop_duplicates("site_id", keep="last").set_index("site_id")["occupied"]
