"""What a service can offer and who needs it, as of a day: rows of a snapshot to persons."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd

from data.contracts import CENTRAL, DECENTRAL
from data.figures import Counted, count_of, places
from data.indicators import Capacity, Cases, Statistic, Term
from data.services import COUNTED, OFFERED, Need, Service
from data.snapshot import Snapshot, open_on
from geo.lapsing import last_day
from geo.supply import staffed


@lru_cache(maxsize=64)
def in_force(of: Snapshot, category: str, on: date) -> pd.DataFrame:
    """Offers that count on a day: their site is open and their funding has not ended.

    Kept for the next service of the category; nobody changes it in place.

    Args:
        of: the city as the viewer may use it.
        category: of the sites.
        on: the day.

    Returns:
        Columns of ``offers`` with ``operator``, ``source_id`` and ``closes_on`` of their site and ``last_day``
        (missing where neither closing nor end of funding is known), one row an offer.
    """
    sites = of.counted_sites
    sites = sites[(sites["category"] == category) & open_on(sites, on)]
    rows = of.counted_offers.merge(
        sites[["operator", "source_id", "closes_on"]], left_on="site_id", right_index=True, how="inner"
    ).reset_index(drop=True)
    rows = rows.assign(last_day=last_day(rows["closes_on"], rows["funded_until"]))
    return rows[rows["last_day"].isna() | (rows["last_day"] >= pd.Timestamp(on))].reset_index(drop=True)


def supply(of: Snapshot, service: Service, on: date) -> pd.DataFrame | None:
    """Offers of a service with what they can serve.

    An offer of the category as a whole, where the service is one of its kinds, and a post without role, where it
    counts some roles, may or may not belong to the service: its persons are not known.

    Returns:
        Rows of :func:`in_force` with ``persons`` (posts where there is no key), or None where nobody has told of
        any such offer, open or not.
    """
    ids = of.counted_sites.index[of.counted_sites["category"] == service.category]
    told = of.counted_offers[of.counted_offers["site_id"].isin(ids)]
    if not told["kind"].isin(service.kinds).any():
        return None
    rows = in_force(of, service.category, on)
    undivided = (rows["kind"] == "") & ("" not in service.kinds)
    wanted = rows["kind"].isin(service.kinds)
    if service.roles:
        undivided |= wanted & (rows["role"] == "") & (rows["staff"] > 0)
        wanted &= rows["role"].isin(service.roles)
    if service.measured == "staff":
        staff = rows["staff"].astype(float)
        persons = staffed(staff, clients=service.clients, posts=service.posts) if service.clients else staff
    else:
        persons = places(rows).astype(float)
    rows = rows.assign(persons=persons.where(~undivided, np.nan))
    return rows[wanted | undivided].reset_index(drop=True)


def need_of(of: Snapshot, need: Need, level: str, on: date) -> Counted:
    """Persons in need in each area of a level, as of a day: figure × rate."""
    found = count_of(of, term(need), level, on)
    return Counted(
        found.total.astype(float) * need.rate,
        found.at_least.astype(float) * need.rate,
        found.marker,
        found.dates,
        found.sources,
    )


def term(need: Need) -> Term:
    """What a need counts. Protected shelters stand apart from all other accommodation (D2)."""
    category, _, part = need.group.partition(".")
    if need.indicator == OFFERED:
        return Capacity(category, (part,))
    if need.indicator == COUNTED:
        return Cases(part, category, (*CENTRAL, *DECENTRAL) if category == "accommodation" else ())
    return Statistic(need.indicator, need.group)


def positions(of: Snapshot, sites: pd.Index) -> gpd.GeoSeries:
    """Points of those sites that have one."""
    points = of.counted_sites.geometry.reindex(sites)
    return gpd.GeoSeries(points[points.notna()])
