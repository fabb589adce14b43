"""Sites of a file against the city: shapes as points, points outside, points on one spot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.checks import NEARBY_M, mended
from data.errors import Problem
from data.importing.location.positions import named
from data.importing.options import Options
from data.importing.place import Place
from data.importing.tables.batch import Batch

GROUPS = 5


def sited(batch: Batch, place: Place, options: Options) -> None:
    """Do with the positions of a batch of sites what was asked for, and say what is odd about them.

    With ``repair`` a polygon gives a point inside it; with ``drop_outside`` sites outside the city are left
    out, with their offers.
    """
    sites = batch.tables.get("sites")
    if sites is None:
        return
    if options.repair:
        sites = _points_inside(batch, sites)
    batch.drawn = sites
    if options.drop_outside:
        sites = _dropped(batch, sites, place)
    batch.tables["sites"] = sites
    batch.problems += stacked(sites)


def sheltered(sites: pd.DataFrame, before: Mapping[str, pd.DataFrame]) -> tuple[pd.DataFrame, list[Problem]]:
    """Sites of a file; protected shelters that come without a position keep theirs, since exports leave it out."""
    protected = before["offers"].loc[before["offers"]["kind"] == "protected", "site_id"]
    known = before["sites"].set_index("site_id")["geometry"].dropna()
    known = known[known.index.isin(protected)]
    stays = sites["geometry"].isna() & sites["site_id"].isin(known.index)
    if not stays.any():
        return sites, []
    geometry = sites["geometry"].to_numpy().copy()
    geometry[stays.to_numpy()] = known.reindex(sites.loc[stays, "site_id"]).to_numpy()
    note = Problem("shelters_stay", "note", column="geometry", values={"count": int(stays.sum())})
    frame = gpd.GeoDataFrame(sites)
    return frame.set_geometry(gpd.GeoSeries(geometry, index=frame.index, crs=frame.crs)), [note]


def _points_inside(batch: Batch, sites: pd.DataFrame) -> pd.DataFrame:
    shapes = sites["geometry"].to_numpy().copy()
    wide = shapely.area(shapes) > 0
    if not wide.any():
        return sites
    whole = [mended(shape) for shape in shapes[wide]]
    shapes[wide] = shapely.points(np.round(shapely.get_coordinates(shapely.point_on_surface(whole)), 3))
    rows = [int(str(row)) for row in sites.index[wide]]
    values = {"count": len(rows), "rows": named(rows)}
    batch.problems.append(Problem("points_inside", "note", column="geometry", values=values))
    frame = gpd.GeoDataFrame(sites)
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))


def _dropped(batch: Batch, sites: pd.DataFrame, place: Place) -> pd.DataFrame:
    """Without the sites outside the city; where all are outside, the fault is another and they stay."""
    far = outside_of(sites["geometry"].to_numpy(), place.outline)
    if not far.any() or far.all():
        return sites
    rows = [int(str(row)) for row in sites.index[far]]
    values = {"count": len(rows), "rows": named(rows)}
    batch.problems.append(Problem("outside_dropped", "note", column="geometry", values=values))
    kept: pd.DataFrame = sites.loc[~far]
    if "offers" in batch.tables:
        offers = batch.tables["offers"]
        batch.tables["offers"] = offers[offers["site_id"].isin(kept["site_id"])]
    return kept


def outside_of(shapes: Any, outline: Any) -> Any:
    """Which shapes lie more than :data:`data.checks.NEARBY_M` outside; none where there is no outline."""
    if outline is None:
        return np.zeros(len(shapes), dtype=bool)
    shapely.prepare(outline)
    return ~shapely.is_missing(shapes) & ~shapely.dwithin(shapes, outline, NEARBY_M)


def unlocated(sites: pd.DataFrame) -> list[Problem]:
    """A note with the rows of sites that have no position; they are kept."""
    rows = [int(str(row)) for row in sites.index[sites["geometry"].isna()]]
    if not rows:
        return []
    return [Problem("unlocated", "note", values={"count": len(rows), "rows": named(rows)})]


def stacked(sites: pd.DataFrame) -> list[Problem]:
    """A note where several sites stand on the very same coordinate, as geocoders put them on the middle of a town."""
    shapes = sites["geometry"].to_numpy()
    points = shapely.get_type_id(shapes) == 0
    spots = pd.DataFrame({"x": shapely.get_x(shapes[points]), "y": shapely.get_y(shapes[points])})
    spots["row"] = sites.index[points]
    again = spots[spots.duplicated(["x", "y"], keep=False)]
    if again.empty:
        return []
    groups = [sorted(map(int, rows)) for _, rows in again.groupby(["x", "y"])["row"]]
    groups.sort(key=lambda rows: (-len(rows), rows))
    shown = "; ".join(named(rows) for rows in groups[:GROUPS]) + ("; …" if len(groups) > GROUPS else "")
    values = {"count": len(groups), "sites": len(again), "rows": shown}
    return [Problem("stacked", "note", column="geometry", values=values)]
