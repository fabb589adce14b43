"""GeoJSON without GDAL, which would guess types: a key like 06010102 stays text."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.geometry import shape

from data.errors import DataRefusedError, Problem
from data.importing.raw import Raw, as_text

WGS84 = "EPSG:4326"


def read_geojson(content: bytes) -> Raw:
    """Features of a FeatureCollection.

    An old-style member ``crs`` is honoured; without it coordinates are EPSG:4326 (RFC 7946).

    Raises:
        DataRefusedError: no GeoJSON, or a CRS that is not known.
    """
    encoding = "utf-8-bom" if content.startswith(b"\xef\xbb\xbf") else "utf-8"
    document = _document(content)
    features = document["features"]
    properties = [_properties(feature) for feature in features]
    texts = pd.DataFrame(properties, index=range(len(features)), dtype="str").fillna("")
    shapes: list[Any] = []
    for row, feature in enumerate(features):
        try:
            geometry = feature.get("geometry")
            shapes.append(shapely.force_2d(shape(geometry)) if geometry else None)
        except Exception as error:  # shapely raises whatever its constructors meet in foreign coordinates
            raise _refused("no_geometry", row=row, column="geometry", value=str(error)) from None
    crs = _crs(document.get("crs"))
    return Raw(texts, gpd.GeoSeries(shapes, index=texts.index, crs=crs), crs, encoding)


def _document(content: bytes) -> dict[str, Any]:
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _refused("no_geojson", value=str(error)) from None
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise _refused("no_geojson", value="")
    return dict(document)


def _properties(feature: dict[str, Any]) -> dict[str, str]:
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise _refused("no_geojson", value="properties")
    found = {str(name): as_text(value) for name, value in properties.items()}
    number = as_text(feature.get("id"))
    # RFC 7946 puts a key beside the properties; most programs repeat it among them
    return found if not number or number in found.values() else {"id": number} | found


def _crs(member: Any) -> str:
    if member is None:
        return WGS84
    try:
        name = str(member["properties"]["name"])
    except (KeyError, TypeError):
        raise _refused("crs_unknown", column="crs", value="") from None
    try:
        crs = CRS.from_user_input(name)
    except CRSError:
        raise _refused("crs_unknown", column="crs", value=name) from None
    return crs_name(crs)


def crs_name(crs: CRS) -> str:
    """A CRS as ``EPSG:25833``; the longitude-latitude twin of EPSG:4326 counts as that."""
    authority = crs.to_authority(min_confidence=70)
    if authority is None:
        return str(crs.to_wkt())
    return WGS84 if authority[1] == "CRS84" else ":".join(authority)


def _refused(code: str, **known: Any) -> DataRefusedError:
    return DataRefusedError([Problem(code, **known)])
