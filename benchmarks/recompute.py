"""All gaps, standards and concentration of Dresden from the store, beside the same answers by sjoin and groupby.

The peer is what one writes first: a spatial join a service and a question, a loop over areas for what is reachable, a
loop over sites for standards, a loop over placements for the null model. Both answer the same services, and their
capacities inside the areas are compared.
"""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd

from benchmarks.chance import by_measures, looped
from benchmarks.context import Context
from benchmarks.rows import Goal, Row
from benchmarks.timing import cpu
from data.audiences import Audience, Viewer
from data.concentration import concentration
from data.gaps import gaps, horizon
from data.services import COUNTED, OFFERED, Service
from data.snapshot import Snapshot
from data.standards import standards
from data.store import Store

CITY, LEVEL, DAY = "dresden", "neighbourhood", date(2025, 12, 31)
VIEWER = Viewer(Audience.MANAGER, "benchmark")
FASTER = 2
EQUAL = 1e-9
PLACEMENTS = 999


def run(context: Context) -> list[Row]:
    """Ours from the store to every answer; the peer likewise."""
    store = Store(context.folder)
    times = context.times(5, 1)
    ours, found = cpu(lambda: recomputed(store), times)
    peer, known = cpu(lambda: joined(store), context.times(3, 1))
    store.close()
    apart = max(float((found[service] - known[service]).abs().max()) for service in known)
    name = "all gaps, standards and concentration of Dresden"
    return [
        Row(f"{name}; peer: sjoin and groupby", ours, peer, "ms", Goal("times", FASTER)),
        Row(
            "largest difference in capacity, all services and areas",
            apart / EQUAL,
            unit="· 10⁻⁹",
            goal=Goal("at most", 1),
        ),
    ]


def recomputed(store: Store) -> dict[str, pd.Series]:
    """Capacity by area of each service that is counted in places, as our entries give it."""
    of = Snapshot(store, CITY, VIEWER)
    found = gaps(of, LEVEL, DAY)
    standards(of, DAY)
    concentration(of, LEVEL, DAY)
    return {gap.service.id: gap.table["capacity"] for gap in found if in_places(gap.service)}


def in_places(service: Service) -> bool:
    """Services whose capacity the peer computes as well: counted in places, whatever the role."""
    return service.measured == "places" and not service.roles and service.applied


def joined(store: Store) -> dict[str, pd.Series]:
    """The same questions with a spatial join each."""
    read = {
        name: store.read(CITY, name, viewer=VIEWER) for name in ("areas", "sites", "offers", "statistics", "caseload")
    }
    areas = read["areas"][read["areas"]["level"] == LEVEL][["area_id", "geometry"]]
    day = pd.Timestamp(DAY)
    sites = read["sites"]
    sites = sites[~(sites["opened_on"] > day) & ~(sites["closes_on"] < day)]
    offers = read["offers"].assign(places=read["offers"]["usable"].fillna(read["offers"]["capacity"]))
    offers = offers[~(offers["funded_until"] < day)]
    city = store.city(CITY, viewer=VIEWER)
    found = {}
    for service in city.services:
        rows = sites[sites["category"] == service.category].merge(
            offers[offers["kind"].isin(service.kinds)], on="site_id"
        )
        rows = gpd.GeoDataFrame(rows, geometry="geometry", crs=city.crs)
        inside = by_area(rows, areas, "places")
        by_area(rows[rows["closes_on"] <= pd.Timestamp(horizon(DAY))], areas, "places")
        need = needed(service, read, areas)
        (need - inside.reindex(need.index)).clip(lower=0)
        reachable(service, rows, areas, need)
        if in_places(service):
            found[service.id] = inside
    judged(sites, offers)
    placed = sites[sites["category"] == "accommodation"].merge(offers[offers["kind"] != "protected"], on="site_id")
    placed = gpd.GeoDataFrame(placed, geometry="geometry", crs=city.crs)
    people = needed_of("population", "total", read, areas)
    by_area(placed, areas, "places")
    looped(placed["places"].astype(float), people, PLACEMENTS, by_measures)
    return found


def by_area(rows: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, column: str) -> pd.Series:
    """Sums by area: one spatial join, and the stated area where there is no point."""
    located = gpd.sjoin(rows[rows.geometry.notna()].drop(columns="area_id"), areas, predicate="intersects")
    every = pd.concat([located[["area_id", column]], rows.loc[rows.geometry.isna(), ["area_id", column]]])
    sums = every.groupby("area_id")[column].sum(min_count=0).astype(float)
    return sums.reindex(areas["area_id"], fill_value=0.0)


def needed(service: Service, read: dict[str, pd.DataFrame], areas: gpd.GeoDataFrame) -> pd.Series:
    """Persons in need by area, where it comes from statistics."""
    if service.need is None or service.need.indicator in (OFFERED, COUNTED):
        return pd.Series(np.nan, index=areas["area_id"])
    return needed_of(service.need.indicator, service.need.group, read, areas) * service.need.rate


def needed_of(indicator: str, group: str, read: dict[str, pd.DataFrame], areas: gpd.GeoDataFrame) -> pd.Series:
    """The latest figures of an indicator and group."""
    rows = read["statistics"]
    rows = rows[(rows["indicator"] == indicator) & (rows["group"] == group) & (rows["as_of"] <= pd.Timestamp(DAY))]
    return rows.sort_values("as_of").groupby("area_id")["value"].last().reindex(areas["area_id"]).fillna(0.0)


def reachable(service: Service, rows: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, need: pd.Series) -> pd.Series:
    """Two steps of a floating catchment, an area after the other."""
    rows = rows[rows.geometry.notna()]
    homes = areas.geometry.representative_point()
    weights = []
    for home in homes:
        distance = rows.geometry.distance(home)
        weight = pd.Series(0.0, index=rows.index)
        for metres, share in reversed(service.bands or ((1e9, 1.0),)):
            weight = weight.mask(distance <= metres, share)
        weights.append(weight)
    matrix = pd.DataFrame(weights, index=need.index)
    demand = matrix.mul(need, axis=0).sum()
    ratio = rows["places"].astype(float) / demand.where(demand > 0)
    return matrix.mul(ratio, axis=1).sum(axis=1)


def judged(sites: gpd.GeoDataFrame, offers: pd.DataFrame) -> list[tuple[str, bool]]:
    """Hostels against their limit and their rooms, one after the other."""
    found = []
    for _, site in sites[sites["category"] == "accommodation"].iterrows():
        mine = offers[offers["site_id"] == site["site_id"]]
        found.append((site["site_id"], bool((mine["capacity"] <= 65).all() and site["self_catering"] is not False)))
    return found
