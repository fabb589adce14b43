"""Coordinate reference systems: measures count in metres or not at all."""

from __future__ import annotations

import geopandas as gpd


class NotProjectedError(ValueError):
    """Geometries without a projected CRS reached a measure of lengths or areas."""


class DifferentCrsError(ValueError):
    """Two sets of geometries are not in the same CRS."""


def require_projected(*frames: gpd.GeoSeries | gpd.GeoDataFrame) -> None:
    """Refuse geometries that are not all in one projected CRS.

    Args:
        frames: geometries that a measure is about to compare.

    Raises:
        NotProjectedError: quoting the CRS found.
        DifferentCrsError: quoting both.

    Example:
        >>> import geopandas as gpd
        >>> from shapely.geometry import Point
        >>> require_projected(gpd.GeoSeries([Point(13.7, 51.0)], crs=4326))
        Traceback (most recent call last):
        geo.crs.NotProjectedError: expected a projected CRS in metres, got EPSG:4326
    """
    for frame in frames:
        if frame.crs is None or not frame.crs.is_projected:
            found = frame.crs.to_string() if frame.crs is not None else "none"
            raise NotProjectedError(f"expected a projected CRS in metres, got {found}")
    first, *others = frames
    for other in others:
        if other.crs != first.crs:
            raise DifferentCrsError(f"expected one CRS, got {first.crs} and {other.crs}")
