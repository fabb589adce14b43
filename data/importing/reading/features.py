"""Where the features of a JSON document stand, and what they say besides their geometry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from data.errors import DataRefusedError, Problem
from data.importing.reading.archive import several
from data.importing.reading.raw import as_text

GEOMETRIES = (
    *("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"),
)
SHAPE_KEYS = ("geometry", "geo_shape", "geom", "the_geom", "shape")
"""Where records of portals keep a geometry that is written as in GeoJSON."""

COLUMNS = 2000
DEPTH = 3


@dataclass(frozen=True)
class Found:
    """The features of one layer.

    Attributes:
        features: as in GeoJSON.
        crs: member ``crs`` of the layer, or of what holds it.
        key: under which the layer stands, None where it is the document.
        keys: of all layers.
    """

    features: list[dict[str, Any]]
    crs: Any = None
    key: str | None = None
    keys: tuple[str, ...] = ()


def found_in(document: Any, sheet: str | None = None) -> Found | None:
    """The one layer of a document, None where nothing in it is a feature.

    Raises:
        DataRefusedError: TopoJSON, JSON of Esri, or several layers without saying which.
    """
    _foreign(document)
    crs = document.get("crs") if isinstance(document, dict) else None
    features = _layer(document)
    if features is not None:
        return Found(features, crs)
    layers = dict(_below(document, (), DEPTH))
    if not layers:
        return None
    keys = tuple(layers)
    if sheet not in layers if sheet is not None else len(layers) > 1:
        raise several(sheet, keys)
    key = sheet if sheet is not None else keys[0]
    features, own = layers[key]
    return Found(features, own or crs, key, keys)


def _foreign(document: Any) -> None:
    if not isinstance(document, dict):
        return
    if document.get("type") == "Topology":
        raise DataRefusedError([Problem("format_other", value="TopoJSON")])
    first = document.get("features")
    one = first[0] if isinstance(first, list) and first else None
    if isinstance(one, dict) and "attributes" in one and "properties" not in one:
        raise DataRefusedError([Problem("format_other", value="Esri JSON")])


def _layer(value: Any) -> list[dict[str, Any]] | None:
    """The features that a value is, None where it is none."""
    if isinstance(value, dict):
        features = value.get("features")
        if isinstance(features, list) and all(isinstance(one, dict) for one in features):
            return [_as_feature(one) or one for one in features]
        one = _as_feature(value)
        return None if one is None else [one]
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        found = [_as_feature(one) for one in value]
        if any(one is not None for one in found):
            return [one or {"properties": _plain(known)} for one, known in zip(found, value, strict=True)]
    return None


def _as_feature(value: dict[str, Any]) -> dict[str, Any] | None:
    kind = value.get("type")
    if kind == "Feature":
        return value
    if kind in GEOMETRIES and ("coordinates" in value or "geometries" in value):
        return {"geometry": value, "properties": {}}
    for key in SHAPE_KEYS:
        shape = value.get(key)
        if isinstance(shape, dict) and shape.get("type") in (*GEOMETRIES, "Feature") and "properties" not in value:
            geometry = shape.get("geometry") if shape["type"] == "Feature" else shape
            return {"geometry": geometry, "properties": {name: one for name, one in value.items() if name != key}}
    return None


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in SHAPE_KEYS}


def _below(value: Any, path: tuple[str, ...], depth: int) -> list[tuple[str, tuple[list[dict[str, Any]], Any]]]:
    if not isinstance(value, dict) or depth == 0:
        return []
    found = []
    for name, inner in value.items():
        features = _layer(inner) if isinstance(inner, (dict, list)) else None
        if features is not None:
            crs = inner.get("crs") if isinstance(inner, dict) else value.get("crs")
            found.append((".".join((*path, str(name))), (features, crs)))
        else:
            found += _below(inner, (*path, str(name)), depth - 1)
    return found


def properties_of(features: list[dict[str, Any]]) -> list[dict[str, str]]:
    """What each feature says, as text; objects in it become columns with dots.

    RFC 7946 puts a key beside the properties; most programs repeat it among them: where one feature does not,
    it becomes the column ``id``, or ``feature_id`` where a program only counted the features.

    Raises:
        DataRefusedError: properties that are no object.
    """
    found: list[dict[str, str]] = []
    for row, feature in enumerate(features):
        properties = feature.get("properties")
        if properties is not None and not isinstance(properties, dict):
            raise DataRefusedError([Problem("no_geojson", row=row, value="properties")])
        own: dict[str, str] = {}
        _flatten(properties or {}, "", own)
        found.append(own)
    numbers = [as_text(feature.get("id")) for feature in features]
    counted = any(numbers == [str(first + row) for row in range(len(numbers))] for first in (0, 1))
    if all(not number or number in own.values() for number, own in zip(numbers, found, strict=True)):
        return found
    return [{"feature_id" if counted else "id": number} | own for number, own in zip(numbers, found, strict=True)]


def _flatten(properties: dict[str, Any], prefix: str, into: dict[str, str]) -> None:
    for name, value in properties.items():
        if type(value) is str:
            into[prefix + name] = value
        elif isinstance(value, dict):
            _flatten(value, f"{prefix}{name}.", into)
        else:
            into[prefix + name] = as_text(value)
