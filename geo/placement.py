"""Which area a point lies in."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import require_projected


def area_of(points: gpd.GeoSeries, areas: gpd.GeoSeries) -> pd.Series:
    """Area that each point lies in, from one spatial index over the points.

    A point on a common border belongs to the first of its areas, so that nothing counts twice.

    Args:
        points: points, some may be missing; projected CRS.
        areas: polygons indexed by area id; the same CRS.

    Returns:
        Text Series ``area_id`` indexed as ``points``; ``""`` where no area contains the point.

    Example:
        >>> import geopandas as gpd
        >>> from shapely.geometry import Point, box
        >>> areas = gpd.GeoSeries([box(0, 0, 10, 10), box(10, 0, 20, 10)], index=["01", "02"], crs=25833)
        >>> points = gpd.GeoSeries([Point(3, 3), Point(10, 5), Point(99, 0), None], crs=25833)
        >>> area_of(points, areas).tolist()
        ['01', '01', '', '']
    """
    require_projected(points, areas)
    tree = shapely.STRtree(points.to_numpy())
    area, point = tree.query(areas.to_numpy(), predicate="intersects")
    last = np.argsort(-area, kind="stable")  # the first area is written last and stays
    found = np.full(len(points), "", dtype=object)
    found[point[last]] = areas.index.to_numpy(dtype=object)[area[last]]
    return pd.Series(found, index=points.index, name="area_id", dtype="str")
