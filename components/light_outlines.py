"""Boundaries for small maps: whole units and relative steps, as few signs as a picture of that size needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

import geopandas as gpd
import shapely

from components.report.outlines import Outlines

SIDE = 300.0
"""Width and height of a cut-out, in its own units."""

AROUND = 1.5

POINT = re.compile(r"(-?[\d.]+) (-?[\d.]+)")


def light(drawn: Outlines) -> Outlines:
    """The same boundaries in whole units and relative steps: a third of the signs, no difference at this size."""
    paths = {
        area: "".join(_ring(_corners(ring)) for ring in path.split("Z")[:-1]) for area, path in drawn.paths.items()
    }
    return Outlines(paths, drawn.middles, drawn.width, drawn.height, drawn.metres)


def _corners(ring: str) -> Iterator[tuple[float, float]]:
    return ((float(x), float(y)) for x, y in POINT.findall(ring))


def cut_outs(areas: gpd.GeoSeries, chosen: Sequence[str]) -> dict[str, Outlines]:
    """Each of some areas in the middle of a picture with what lies around it, all to the same scale.

    Args:
        areas: polygons of a level indexed by area id; projected CRS.
        chosen: ids; the largest of them fills two thirds of its picture.

    Returns:
        By id of the chosen area: a square drawing of the areas that reach into it.
    """
    bounds = areas.loc[list(chosen)].bounds
    side = float(max((bounds["maxx"] - bounds["minx"]).max(), (bounds["maxy"] - bounds["miny"]).max())) * AROUND
    metres = max(side / SIDE, 1e-9)
    found = {}
    for area, (west, south, east, north) in zip(chosen, bounds.to_numpy(), strict=True):
        x, y = (west + east - side) / 2, (south + north + side) / 2
        shapes = areas.clip_by_rect(x, y - side, x + side, y)
        shapes = shapes[~shapes.is_empty].simplify(metres / 2)
        paths = {str(one): _path(shape, x, y, metres) for one, shape in shapes.items()}
        inside = {
            str(one): ((point.x - x) / metres, (y - point.y) / metres)
            for one, point in shapes.representative_point().items()
        }
        found[area] = Outlines(paths, inside, SIDE, SIDE, metres)
    return found


def _path(shape: shapely.Geometry, west: float, north: float, metres: float) -> str:
    rings = [
        shapely.get_coordinates(ring)
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    ]
    return "".join(_ring(((x - west) / metres, (north - y) / metres) for x, y in ring) for ring in rings)


def _ring(points: Iterable[tuple[float, float]]) -> str:
    corners = [corner for corner, _ in groupby((round(x), round(y)) for x, y in points)]
    steps = [f"{x - before[0]} {y - before[1]}" for before, (x, y) in pairwise(corners)]
    return f"M{corners[0][0]} {corners[0][1]}l{' '.join(steps)}z".replace(" -", "-") if len(corners) > 2 else ""
