"""Distance as the crow flies: the nearest site, and how many people have one near enough."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from geo.crs import require_projected

MICROMETRE = 1e-6
"""Metres of play at an upper bound: what stands 500 m away is within 500 m in spite of rounded coordinates."""


class UnlocatedError(ValueError):
    """Points without coordinates reached a measure of distance."""


def nearest(need_points: gpd.GeoSeries, site_points: gpd.GeoSeries) -> pd.Series:
    """Straight distance from each need point to the nearest site.

    Args:
        need_points: where people live; points in a projected CRS.
        site_points: where the service is; the same CRS.

    Returns:
        Series ``distance`` in metres indexed as ``need_points``; infinite where there is no site at all.

    Raises:
        NotProjectedError: a CRS is missing or in degrees.
        DifferentCrsError: the two are not in one CRS.
        UnlocatedError: a point is missing.

    Example:
        >>> import geopandas as gpd
        >>> from shapely.geometry import Point
        >>> homes = gpd.GeoSeries([Point(0, 0), Point(30, 40)], crs=25833)
        >>> nearest(homes, gpd.GeoSeries([Point(0, 0), Point(900, 0)], crs=25833)).tolist()
        [0.0, 50.0]
    """
    require_projected(need_points, site_points)
    metres, _ = cKDTree(coordinates(site_points)).query(coordinates(need_points))
    return pd.Series(metres, index=need_points.index, name="distance", dtype=float)


def share_within(need: pd.Series, distance: pd.Series, metres: float) -> float:
    """Share of need within a distance: ``Σ_{d_i ≤ metres} P_i / Σ_i P_i``.

    Args:
        need: persons at each need point, NaN where not known.
        distance: metres from :func:`nearest`, indexed as ``need``; infinite where there is no site.
        metres: upper bound, included.

    Returns:
        0 to 1; NaN where nobody is in need, a need is unknown, or the distance of anybody in need is.

    Example:
        >>> import pandas as pd
        >>> share_within(pd.Series([30.0, 10.0]), pd.Series([400.0, float("inf")]), 500)
        0.75
    """
    persons = need.to_numpy(dtype=float, na_value=np.nan)
    away = distance.reindex(need.index).to_numpy(dtype=float, na_value=np.nan)
    total = persons.sum()
    if not total > 0 or np.isnan(away[persons > 0]).any():
        return float("nan")
    return float(persons[away <= metres + MICROMETRE].sum() / total)


def coordinates(points: gpd.GeoSeries) -> np.ndarray:
    """Coordinates of points, one row each.

    Raises:
        UnlocatedError: a point is missing, empty or no point; leave it out beforehand and say so.

    Example:
        >>> import geopandas as gpd
        >>> from shapely.geometry import Point
        >>> coordinates(gpd.GeoSeries([Point(3, 4), None], crs=25833))
        Traceback (most recent call last):
        geo.distance.UnlocatedError: 1 of 2 are not located, the first is 1
    """
    shapes = points.to_numpy(copy=True)
    shapes[shapely.is_empty(shapes)] = None  # GEOS has no coordinate for an empty point
    found = np.column_stack([shapely.get_x(shapes), shapely.get_y(shapes)])
    missing = points.index[np.flatnonzero(~np.isfinite(found).all(axis=1))]
    if len(missing):
        raise UnlocatedError(f"{len(missing)} of {len(points)} are not located, the first is {missing[0]!r}")
    return found
