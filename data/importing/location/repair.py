"""Polygons that are none as they stand, taken as mended where somebody asked for it."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from data.checks import mended, square_kilometres
from data.errors import Problem
from data.polygon_faults import polygon_fault


def repaired(geometry: gpd.GeoSeries) -> tuple[gpd.GeoSeries, list[Problem]]:
    """Invalid polygons, and collections that hold polygons, as valid ones.

    What crosses itself, repeats itself or has holes outside becomes the polygons it encloses; lines and points
    that are left over go.

    Args:
        geometry: in metres.

    Returns:
        The shapes, those that have no area left as they were, and a note a row that was repaired with the
        square kilometres before and after.
    """
    shapes = geometry.to_numpy().copy()
    kinds = shapely.get_type_id(shapes)
    wanted = ~shapely.is_missing(shapes) & ((np.isin(kinds, (3, 6)) & ~shapely.is_valid(shapes)) | (kinds == 7))
    notes = []
    for position in np.flatnonzero(wanted & ~shapely.is_empty(shapes)):
        before = shapes[position]
        after = mended(before)
        if after is None:
            continue
        shapes[position] = after
        notes.append(_note(int(geometry.index[int(position)]), before, after))
    return gpd.GeoSeries(shapes, index=geometry.index, crs=geometry.crs), notes


def _note(row: int, before: Any, after: Any) -> Problem:
    reason, place = polygon_fault(before)
    values = {"before": square_kilometres(before), "after": square_kilometres(after), "fault": reason}
    return Problem("polygons_repaired", "note", row=row, column="geometry", value=place, values=values)
