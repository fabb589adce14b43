"""Where rows lie: geometry of a file, or its columns of longitude and latitude, in the city's CRS."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from data.errors import Problem
from data.importing.geojson import WGS84
from data.importing.raw import Raw
from data.importing.values import decimal_of, numbers


def positions(raw: Raw, texts: pd.DataFrame, crs: str) -> tuple[gpd.GeoSeries, list[Problem]]:
    """One geometry a row, reprojected once.

    Args:
        raw: the file.
        texts: its columns of the contract; ``lon`` and ``lat`` count where the file has no geometry.
        crs: metric CRS of the city.
    """
    if raw.geometry is not None:
        found, problems = _reprojected(raw.geometry, crs)
    elif "lon" in texts and "lat" in texts:
        found, problems = _from_columns(texts, crs, raw.delimiter)
    else:
        nowhere = np.full(len(texts), None, dtype="object")
        return gpd.GeoSeries(nowhere, index=texts.index, crs=crs), []
    return gpd.GeoSeries(tidied(found.to_numpy()), index=texts.index, crs=crs), problems


def tidied(shapes: Any) -> Any:
    """Coordinates on whole millimetres and rings turned as GeoJSON wants them.

    So that what is exported in degrees and read in again is the very same geometry.
    """
    rounded = shapely.transform(shapes, lambda coordinates: np.round(coordinates, 3))
    broken = shapely.is_valid(shapes) & ~shapely.is_valid(rounded)
    return shapely.orient_polygons(np.where(broken, shapes, rounded))


def _reprojected(geometry: gpd.GeoSeries, crs: str) -> tuple[gpd.GeoSeries, list[Problem]]:
    found = geometry.to_crs(crs)
    found = found.where(~found.is_empty, None)
    single = found.geom_type == "MultiPoint"
    if single.any():  # some programs write every point as a collection of one
        points = found[single].map(lambda many: many.geoms[0] if len(many.geoms) == 1 else many)
        found = found.copy()
        found[single] = points
    finite = np.isfinite(shapely.bounds(found.to_numpy())).all(axis=1) | found.isna().to_numpy()
    if finite.all():
        return found, []
    values = {"crs": str(geometry.crs)}
    rows = found.index[~finite]
    return found, [Problem("outside_crs", row=int(row), column="geometry", values=values) for row in rows]


def _from_columns(texts: pd.DataFrame, crs: str, delimiter: str | None) -> tuple[gpd.GeoSeries, list[Problem]]:
    decimal, problems = decimal_of([texts["lon"], texts["lat"]], delimiter)
    problems = [problem for problem in problems if problem.severity == "error"]
    longitude, no_longitude = numbers(texts["lon"], decimal)
    latitude, no_latitude = numbers(texts["lat"], decimal)
    unlocated = (texts["lon"].str.strip() == "") & (texts["lat"].str.strip() == "")
    fits = longitude.between(-180, 180) & latitude.between(-90, 90) & ~no_longitude & ~no_latitude
    wrong = texts[~fits & ~unlocated]
    for row, east, north in zip(wrong.index, wrong["lon"], wrong["lat"], strict=True):
        value = f"{east} / {north}"
        problems.append(Problem("no_position", row=int(row), column="lon", value=value))
    points = gpd.GeoSeries.from_xy(longitude.where(fits), latitude.where(fits), crs=WGS84).to_crs(crs)
    return points.where(fits, None), problems


def within_crs(geometry: gpd.GeoSeries) -> bool:
    """Whether the middle of some geometries lies where their CRS is made for, give or take three degrees."""
    area = CRS.from_user_input(geometry.crs).area_of_use
    if area is None or geometry.empty:
        return True
    west, south, east, north = geometry.to_crs(WGS84).total_bounds
    longitude, latitude = (west + east) / 2, (south + north) / 2
    return bool(area.west - 3 <= longitude <= area.east + 3 and area.south - 3 <= latitude <= area.north + 3)
