"""Schematic areas: each centre gets what lies nearer to it than to any other centre."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import require_projected


def voronoi_cells(points: gpd.GeoSeries, outline: BaseGeometry) -> gpd.GeoSeries:
    """Voronoi cells around points, clipped to an outline.

    The cells share their edges exactly and together fill the outline. They are no official
    boundaries and have to be labelled as schematic wherever they are drawn.

    Args:
        points: at least two distinct centres in a projected CRS (metres).
        outline: polygon or multipolygon in the same CRS.

    Returns:
        One cell a point, named ``cell``, indexed as the points. A cell of a bent outline may have
        several parts; that of a point far outside the outline may be empty.

    Raises:
        NotProjectedError: the points are in degrees or without CRS.
        ValueError: fewer than two points, or two points at one place.

    Source:
        Voronoi 1908, doi 10.1515/crll.1908.134.198; Okabe et al. 2000, Spatial Tessellations.

    >>> from shapely import Point, box
    >>> centres = gpd.GeoSeries([Point(1, 1), Point(3, 1)], index=["west", "east"], crs=25833)
    >>> voronoi_cells(centres, box(0, 0, 4, 2)).area
    west    4.0
    east    4.0
    dtype: float64
    """
    require_projected(points)
    places = shapely.get_coordinates(points.to_numpy())
    distinct = len(np.unique(places, axis=0))
    if distinct < 2 or distinct < len(points):
        raise ValueError(f"{len(points)} points at {distinct} places: two or more distinct points are needed")
    diagram = shapely.voronoi_polygons(shapely.MultiPoint(places), extend_to=outline, ordered=True)
    cells = shapely.intersection(shapely.get_parts(diagram), outline)
    return gpd.GeoSeries(cells, index=points.index, crs=points.crs, name="cell")
