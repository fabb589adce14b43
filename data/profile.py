"""The profile of an area, of some areas or of the whole city, as far as it needs no words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import pandas as pd

from data.contracts import TABLES
from data.figures import Figures, places
from data.gaps import Gap
from data.snapshot import Snapshot, open_on

LEAST = 3
"""Similar areas with a figure that make a middle; fewer say nothing."""

STATES = ("severe", "short", "unknown", "met")
"""Statuses of a gap, the worst first."""


def middle(found: Figures, areas: Iterable[str]) -> float:
    """Median of an indicator over some areas; NaN where fewer than :data:`LEAST` of them have a figure.

    The median, as a single unusual area would carry a mean of five away.
    """
    known = found.table["value"].reindex(list(areas)).dropna().astype(float)
    return float(known.median()) if len(known) >= LEAST else float("nan")


def whole_state(gap: Gap) -> str:
    """Status of a service in the whole city: the worst of its areas, ``unknown`` only where no area is known."""
    present = set(gap.table["judged"]) - {"unknown"}
    return next((state for state in STATES if state in present), "unknown")


def endings(of: Snapshot, level: str, on: date, until: date, areas: Sequence[str] = ()) -> pd.DataFrame:
    """What ends after a day and by another: sites that close, offers whose funding runs out.

    Args:
        of: the city as the viewer may use it; only sites that the viewer may see one by one.
        level: decides the area of each site.
        on: the day; sites open on it count.
        until: the last day, included.
        areas: only sites in these; everywhere where none is named.

    Returns:
        One row an offer, sorted by day: ``day`` (the earlier of both ends), ``closes`` (True where the whole site
        closes, False where only the funding ends), ``name``, ``category``, ``kind``, ``role``, ``area_id``,
        ``places``, ``staff`` (NaN where not known).
    """
    sites = of.sites.drop(columns="geometry").assign(area_id=of.area_of_sites(level))
    sites = sites[open_on(sites, on)].rename_axis("site_id").reset_index()
    if areas:
        sites = sites[sites["area_id"].isin(list(areas))]
    rows = sites.merge(of.offers, on="site_id", how="left")
    rows = rows.assign(places=places(rows), day=rows[["closes_on", "funded_until"]].min(axis=1))
    rows = rows[(rows["day"] >= pd.Timestamp(on)) & (rows["day"] <= pd.Timestamp(until))]
    rows = rows.assign(closes=rows["closes_on"].eq(rows["day"]))
    text = ["kind", "role"]
    rows[text] = rows[text].fillna("")
    columns = ["day", "closes", "name", "category", "kind", "role", "area_id", "places", "staff"]
    return rows.sort_values(["day", "category", "name", "kind", "role"], ignore_index=True)[columns]


def used_sources(of: Snapshot, level: str, found: Iterable[Sequence[str]]) -> pd.DataFrame:
    """The sources of some figures, the sites counted and the boundaries of a level, by title."""
    ids = {one for some in found for one in some} | set(of.level(level)["source_id"]) - {""}
    return of.sources[of.sources.index.isin(ids)].sort_values("title")


def editions(of: Snapshot) -> dict[str, int]:
    """Edition of each table that has one."""
    return {table: of.editions[table] for table in TABLES if of.editions.get(table)}
