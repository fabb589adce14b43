"""Geometries of GeoJSON as shapes: all polygons, and all points, of a file at once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import chain
from typing import Any

import numpy as np
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape

from data.errors import Problem

SAID = 80
"""Letters of a geometry that cannot be read which its finding repeats."""


def shapes_of(geometries: list[Any]) -> tuple[Any, list[Problem]]:
    """An array with a shape (or None) a geometry, in two dimensions.

    Returns:
        The shapes, and an error for each geometry that cannot be read.
    """
    found = np.full(len(geometries), None, dtype="object")
    kinds = [one.get("type") if isinstance(one, dict) else None for one in geometries]
    rest: list[int] = []
    for many, build in ((("Polygon", "MultiPolygon"), _polygons), (("Point",), _points)):
        rows = [row for row, kind in enumerate(kinds) if kind in many]
        try:
            if rows:
                found[rows] = build([geometries[row] for row in rows])
        except (ShapelyError, TypeError, ValueError, KeyError, IndexError):
            rest += rows  # one of them is broken: each for itself, so that it can be named
    known = ("Polygon", "MultiPolygon", "Point")
    rest += [row for row, kind in enumerate(kinds) if kind not in known and geometries[row]]
    problems = []
    for row in sorted(rest):
        try:
            found[row] = single(shapely.force_2d(shape(geometries[row])))
            if not _finite(found[row]):
                raise ValueError("NaN")
        except Exception:  # shapely raises whatever its constructors meet in foreign coordinates
            problems.append(Problem("no_geometry", row=row, column="geometry", value=_said(geometries[row])))
    return found, problems


def _said(geometry: Any) -> str:
    """The beginning of what stands there."""
    try:
        text = json.dumps(geometry, ensure_ascii=False)
    except RecursionError:
        text = str(geometry.get("type")) if isinstance(geometry, dict) else "[[["
    return text if len(text) <= SAID else f"{text[:SAID]}…"


def _finite(one: Any) -> bool:
    return bool(np.isfinite(shapely.get_coordinates(one)).all())


def single(one: Any) -> Any:
    """A collection of one as that one, a collection of polygons as a multipolygon."""
    if shapely.get_type_id(one) != 7 or shapely.is_empty(one):
        return one
    parts = list(one.geoms)
    if len(parts) == 1:
        return single(parts[0])
    if all(part.geom_type in ("Polygon", "MultiPolygon") for part in parts):
        return shapely.multipolygons(shapely.get_parts(shapely.get_parts(parts)))
    return one


def _pairs(positions: Iterable[Any], count: int) -> Any:
    listed = list(positions)
    wide = set(map(len, listed))
    if len(wide) != 1 or not wide <= {2, 3, 4} or len(listed) != count:
        raise ValueError("positions")
    flat = np.fromiter(chain.from_iterable(listed), "float64")
    pairs = flat.reshape(count, wide.pop())[:, :2]
    if not np.isfinite(pairs).all():
        raise ValueError("NaN")
    return pairs


def _points(geometries: list[Any]) -> Any:
    return shapely.points(_pairs((one["coordinates"] for one in geometries), len(geometries)))


def _polygons(geometries: list[Any]) -> Any:
    several = np.array([one["type"] == "MultiPolygon" for one in geometries])
    parts = [one["coordinates"] if one["type"] == "MultiPolygon" else [one["coordinates"]] for one in geometries]
    row_of_part = np.repeat(np.arange(len(parts)), [len(one) for one in parts])
    polygons = [polygon for one in parts for polygon in one]
    part_of_ring = np.repeat(np.arange(len(polygons)), [len(polygon) for polygon in polygons])
    rings = [ring for polygon in polygons for ring in polygon]
    lengths = [len(ring) for ring in rings]
    if len(set(row_of_part)) < len(parts) or len(np.unique(part_of_ring)) < len(polygons) or min(lengths) < 3:
        raise ValueError("empty")
    pairs = _pairs(chain.from_iterable(rings), sum(lengths))
    lines = shapely.linearrings(pairs, indices=np.repeat(np.arange(len(rings)), lengths))
    made = shapely.polygons(lines, indices=part_of_ring)
    found = np.full(len(parts), None, dtype="object")
    in_several = several[row_of_part]
    found[~several] = made[~in_several]
    rows, order = np.unique(row_of_part[in_several], return_inverse=True)
    if len(rows):
        found[rows] = shapely.multipolygons(made[in_several], indices=order)
    return found
