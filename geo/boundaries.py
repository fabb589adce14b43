"""Boundaries: neighbours, and shapes light enough for a map."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import require_projected


def neighbours(areas: gpd.GeoSeries, *, within: float = 1.0) -> pd.Series:
    """Areas that share a border with each area (rook contiguity).

    Args:
        areas: polygons of one level indexed by area id; projected CRS.
        within: metres of play, for boundaries drawn apart; a shared border is longer than this.

    Returns:
        Series ``neighbours`` indexed as ``areas``: a tuple of area ids each, in the order of ``areas``.

    Example:
        >>> import geopandas as gpd
        >>> from shapely.geometry import box
        >>> row = gpd.GeoSeries([box(x, 0, x + 100, 100) for x in (0, 100, 200)], index=["a", "b", "c"], crs=25833)
        >>> neighbours(row).tolist()
        [('b',), ('a', 'c'), ('b',)]
    """
    require_projected(areas)
    shapes = areas.to_numpy()
    first, second = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=within)
    pairs = first != second
    first, second = first[pairs], second[pairs]
    near = shapely.intersection(shapely.buffer(shapes[first], within), shapes[second])
    shared = shapely.area(near) > 4 * within * within
    found: list[list[str]] = [[] for _ in shapes]
    for one, other in sorted(zip(first[shared], second[shared], strict=True)):
        found[one].append(areas.index[other])
    return pd.Series([tuple(ids) for ids in found], index=areas.index, name="neighbours", dtype=object)


def simplified(areas: gpd.GeoSeries, *, tolerance: float) -> gpd.GeoSeries:
    """The same coverage with fewer points: common borders stay common, no gaps open.

    Visvalingam-Whyatt over the coverage as a whole (GEOS ``CoverageSimplify``). A border that is drawn apart in the
    original stays apart.

    Args:
        areas: polygons of one level; projected CRS.
        tolerance: metres; the square root of the smallest triangle that stays.

    Returns:
        Polygons indexed as ``areas``.

    Example:
        >>> import geopandas as gpd
        >>> from shapely.geometry import Polygon
        >>> bent = gpd.GeoSeries([Polygon([(0, 0), (50, 1), (100, 0), (100, 100), (0, 100)])], crs=25833)
        >>> simplified(bent, tolerance=20).count_coordinates().tolist()
        [5]
    """
    require_projected(areas)
    shapes = areas.to_numpy()
    light = shapely.coverage_simplify(shapes, tolerance)
    kept = np.where(shapely.is_empty(light), shapes, light)
    return gpd.GeoSeries(kept, index=areas.index, crs=areas.crs)
