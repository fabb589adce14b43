"""Boundaries of a level as paths of a drawing: north up, metres to scale, made once an edition."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import shapely

from geo.boundaries import simplified

WIDTH, HEIGHT = 560.0, 420.0
"""Room of the drawing, in its own units."""

EDGE = 8.0
FINEST = 10.0
"""Metres that a boundary may lose at most in a small place; a larger one loses half a unit of the drawing."""


@dataclass(frozen=True)
class Outlines:
    """A level, drawn.

    Attributes:
        paths: path data by area id, in the order of the ids.
        middles: a point within each area, by its id.
        width: of the drawing, in its own units.
        height: likewise.
        metres: of one unit.
    """

    paths: dict[str, str]
    middles: dict[str, tuple[float, float]]
    width: float
    height: float
    metres: float


def outlines(areas: gpd.GeoSeries) -> Outlines:
    """The areas of one level as paths that fit into :data:`WIDTH` × :data:`HEIGHT`.

    Args:
        areas: polygons indexed by area id; projected CRS, which keeps lengths true enough for a scale bar.
    """
    west, south, east, north = areas.total_bounds
    metres = max((east - west) / (WIDTH - 2 * EDGE), (north - south) / (HEIGHT - 2 * EDGE), 1e-9)
    shapes = simplified(areas, tolerance=max(FINEST, metres / 2))
    width, height = (east - west) / metres + 2 * EDGE, (north - south) / metres + 2 * EDGE
    paths = {str(area): _path(shape, west, north, metres) for area, shape in shapes.items()}
    inner = shapely.point_on_surface(shapes.to_numpy())
    middles = {
        str(area): ((point.x - west) / metres + EDGE, (north - point.y) / metres + EDGE)
        for area, point in zip(shapes.index, inner, strict=True)
    }
    return Outlines(paths, middles, round(width, 1), round(height, 1), metres)


def _path(shape: shapely.Geometry, west: float, north: float, metres: float) -> str:
    return "".join(
        _ring(shapely.get_coordinates(ring), west, north, metres)
        for part in shapely.get_parts(shape)
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    )


def _ring(points: list[tuple[float, float]], west: float, north: float, metres: float) -> str:
    steps = [f"{(x - west) / metres + EDGE:.1f} {(north - y) / metres + EDGE:.1f}" for x, y in points[:-1]]
    return f"M{'L'.join(steps)}Z"


def scale(metres: float, widest: float) -> tuple[float, float]:
    """A round length for the scale bar: metres, and units of the drawing that show it.

    Args:
        metres: of one unit.
        widest: units that the bar may take.

    Example:
        >>> scale(50.0, 120.0)
        (5000.0, 100.0)
    """
    room, step = metres * widest, 1.0
    while step * 10 <= room:
        step *= 10
    length = max(step * factor for factor in (1, 2, 5) if step * factor <= max(room, step))
    return length, length / metres
