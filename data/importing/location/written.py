"""Shapes that stand as text in a column of a table: WKT, WKB in hexadecimal digits, GeoJSON, ``51.05, 13.74``."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.errors import Problem
from data.importing.reading.crs import WGS84, known_crs
from data.importing.reading.geojson import beyond_degrees
from data.importing.reading.raw import Raw
from data.importing.reading.shapes import SAID, shapes_of, single

NAMES = frozenset(
    (
        *("wkt", "wkb", "geometry", "geometrie", "geom", "the_geom", "wkb_geometry", "wkt_geom"),
        *("geo_shape", "geo_point", "geo_point_2d", "geopunkt", "shape", "koordinaten", "koordinate"),
        *("coordinates", "coordinate", "position", "location", "latlon", "lat_lon", "geojson"),
    )
)
"""Columns that may hold them, in small letters with ``_`` for blanks."""

WKT = re.compile(
    r"\s*(?:SRID=(\d+);)?\s*((?:MULTI)?(?:POINT|POLYGON|LINESTRING)|GEOMETRYCOLLECTION)\s*(?:Z|M|ZM)?\s*(?:\(|EMPTY)",
    re.IGNORECASE,
)
NUMBER = r"[+-]?\d+(?:\.\d+)?"
PAIR = re.compile(rf"\s*[(\[]?\s*({NUMBER})\s*°?\s*[,;\s]\s*({NUMBER})\s*°?\s*[)\]]?\s*")
HEX = re.compile(r"0[01](?:[0-9A-Fa-f]{2}){20,}")


def with_written_shapes(raw: Raw) -> Raw:
    """A table that has a column of written shapes, with them as its geometry and without the column.

    Coordinates in degrees are EPSG:4326 where the text names no other CRS. A pair of degrees is latitude and
    longitude, as people and portals write it; pairs of metres are easting and northing.
    """
    if raw.geometry is not None:
        return raw
    for name in raw.names:
        if re.sub(r"[\s\-.]+", "_", name.strip().lower()) in NAMES:
            found = _shapes(raw.texts[name].fillna("").str.strip())
            if found is not None:
                shapes, broken = found
                notes = [_broken(int(str(row)), name, text) for row, text in broken.items()]
                texts, told = raw.texts.drop(columns=name), (*raw.notes, *notes)
                return replace(raw, texts=texts, geometry=shapes, crs=_name(shapes), notes=told)
    return raw


def _broken(row: int, name: str, text: str) -> Problem:
    return Problem("no_geometry", row=row, column=name, value=text if len(text) <= SAID else f"{text[:SAID]}…")


def _name(shapes: gpd.GeoSeries) -> str | None:
    return None if shapes.crs is None else str(shapes.crs)


def _shapes(texts: pd.Series) -> tuple[gpd.GeoSeries, pd.Series] | None:
    """One shape a text, and the texts that are meant as one and are none; None where most texts are none.

    A word ("unbekannt") in a column of shapes says that there is none.
    """
    filled = texts[texts.str.contains(r"[\d({]")]
    readers: tuple[tuple[Callable[[str], Any], Callable[[pd.Series], tuple[Any, Any]]], ...] = (
        (WKT.match, _of_wkt),
        (PAIR.fullmatch, _of_pairs),
        (HEX.fullmatch, _of_hex),
        (lambda text: text.startswith("{"), _of_json),
    )
    for fits, read in readers:
        like = filled[[bool(fits(text)) for text in filled]]
        if not len(like) or len(like) * 2 < len(filled):
            continue
        shapes, crs = read(like)
        sound = ~shapely.is_missing(shapes)
        if not sound.any():
            return None
        found = np.full(len(texts), None, dtype="object")
        found[texts.index.get_indexer(like.index)] = shapes
        if crs is None and not beyond_degrees(shapes[sound]):
            crs = known_crs(WGS84)
        return gpd.GeoSeries(found, index=texts.index, crs=crs), filled.drop(index=like.index[sound])
    return None


def _of_wkt(texts: pd.Series) -> tuple[Any, Any]:
    numbers = {match[1] for match in map(WKT.match, texts) if match}
    plain = texts.str.replace(r"^\s*SRID=\d+;", "", case=False, regex=True)
    shapes = shapely.force_2d(shapely.from_wkt(plain.to_numpy(), on_invalid="ignore"))
    shapes = np.array([one and single(one) for one in shapes], dtype="object")
    return shapes, known_crs(numbers.pop()) if len(numbers) == 1 and None not in numbers else None


def _of_hex(texts: pd.Series) -> tuple[Any, Any]:
    shapes = shapely.from_wkb(texts.to_numpy(), on_invalid="ignore")
    numbers = set(shapely.get_srid(shapes[~shapely.is_missing(shapes)]).tolist())
    crs = known_crs(str(numbers.pop())) if len(numbers) == 1 and 0 not in numbers else None
    return shapely.set_srid(shapely.force_2d(shapes), 0), crs


def _of_pairs(texts: pd.Series) -> tuple[Any, Any]:
    found = [PAIR.fullmatch(text) for text in texts]
    xy = np.array([(float(match[1]), float(match[2])) for match in found if match])
    degrees = (np.abs(xy) <= (90, 180)).all(axis=1).mean() > 0.5
    return shapely.points(xy[:, ::-1] if degrees else xy), None


def _of_json(texts: pd.Series) -> tuple[Any, Any]:
    shapes, _ = shapes_of([_parsed(text) for text in texts])
    return shapes, None


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
