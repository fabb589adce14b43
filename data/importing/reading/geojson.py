"""GeoJSON without GDAL, which would guess types: a key like 06010102 stays text."""

from __future__ import annotations

import gc
import json
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.errors import DataRefusedError, Problem
from data.importing.reading.crs import WGS84, crs_name, known_crs
from data.importing.reading.features import COLUMNS, Found, found_in, properties_of
from data.importing.reading.raw import Raw
from data.importing.reading.shapes import shapes_of

__all__ = ["WGS84", "crs_name", "read_geojson"]

BOM = "\ufeff"
PAIR = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
HALF = re.compile(rf"\\\\|{PAIR}|(\\u[dD][89a-fA-F][0-9a-fA-F]{{2}})")
"""A backslash, two halves of one sign, or (caught) a half alone."""


def read_geojson(content: bytes, sheet: str | None = None) -> Raw:
    """The features of a document, wherever in it they stand; without any, its records as a table.

    An old-style member ``crs`` is honoured; without it coordinates are EPSG:4326 (RFC 7946), unless their
    numbers cannot be degrees: then the file does not say.

    Args:
        content: the file.
        sheet: key of the layer where the document holds several.

    Raises:
        DataRefusedError: neither GeoJSON nor records, or several layers.
    """
    text, encoding = _decoded(content)
    with _without_collector():
        document, constants = _parsed(text)
        found = found_in(document, sheet)
        if found is None:
            return _records(document)
        if constants:
            raise DataRefusedError(_not_finite(found.features))
        return _raw(found, encoding)


def _records(document: Any) -> Raw:
    from data.importing.reading.records import read_records

    raw = read_records(document)
    if raw is None:
        raise _refused("no_geojson", value="")
    return raw


def _raw(found: Found, encoding: str) -> Raw:
    texts = _texts(properties_of(found.features))
    shapes, problems = shapes_of([feature.get("geometry") for feature in found.features])
    if problems:
        raise DataRefusedError(problems)
    stated = _stated(found.crs)
    crs = known_crs(stated) if stated else None
    if not stated and not beyond_degrees(shapes):
        crs = known_crs(WGS84)
    name = crs_name(crs) if crs else stated or None
    geometry = gpd.GeoSeries(shapes, index=texts.index, crs=crs)
    return Raw(texts, geometry, name, encoding, sheet=found.key, sheets=found.keys)


def _decoded(content: bytes) -> tuple[str, str]:
    """Text and encoding; marks of byte order at the start are taken off, however many."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:4]:
        order = "" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "-le" if content[1:2] == b"\0" else "-be"
        encodings: tuple[str, ...] = (f"utf-16{order}",)
    else:
        encodings = ("utf-8", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        plain = text.lstrip(BOM)
        bom = encoding == "utf-8" and len(plain) < len(text)
        return plain, "utf-8-bom" if bom else encoding[:6]
    raise _refused("encoding_unknown", value=", ".join(encodings))


@contextmanager
def _without_collector() -> Iterator[None]:
    """Millions of small lists would be looked through for cycles again and again."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _parsed(text: str) -> tuple[Any, list[str]]:
    """The document, and which of NaN and Infinity occur in it; a line a feature is read too."""
    constants: list[str] = []

    def constant(name: str) -> float:
        constants.append(name)
        return float(name.replace("Infinity", "inf"))

    # half of a sign is none that could be stored or sent; hardly any file has one, and the search is slow
    if ("\\ud" in text or "\\uD" in text) and HALF.search(text):
        text = HALF.sub(_whole, text)
    try:
        try:
            return json.loads(text, parse_constant=constant), constants
        except json.JSONDecodeError as error:
            lines = [line.strip("\x1e \r\t") for line in text.split("\n")]
            if not error.msg.startswith("Extra data") and not text.startswith("\x1e"):
                raise
            return [json.loads(line, parse_constant=constant) for line in lines if line], constants
    except RecursionError:
        raise _refused("json_too_deep") from None
    except json.JSONDecodeError as error:
        raise _refused("no_geojson", value=str(error)[:200]) from None
    except ValueError:  # a number of thousands of digits is not turned into one
        raise _refused("number_too_long") from None


def _whole(found: re.Match[str]) -> str:
    return found[0] if found[1] is None else r"\ufffd"


def _not_finite(features: list[dict[str, Any]]) -> Iterator[Problem]:
    """Where NaN and Infinity stand, which JSON does not have."""
    for row, feature in enumerate(features):
        for part in ("properties", "geometry"):
            for path, value in _leaves(feature.get(part), ()):
                if isinstance(value, float) and not math.isfinite(value):
                    column = ".".join(path) if part == "properties" else "geometry"
                    yield Problem("json_constant", row=row, column=column, value=str(value))
                    break


def _leaves(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, (*path, str(name)))
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, path)
    else:
        yield path, value


def _texts(properties: list[dict[str, str]]) -> pd.DataFrame:
    names: dict[str, None] = {}
    for known in properties:
        names.update(dict.fromkeys(known))
    if len(names) > COLUMNS:
        raise _refused("too_many_columns", value=str(len(names)), values={"limit": COLUMNS})
    columns = {name: [known.get(name, "") for known in properties] for name in names}
    return pd.DataFrame(columns, index=range(len(properties)), dtype="str")


def _stated(member: Any) -> str:
    """What the member ``crs`` says, as text; empty where there is none."""
    if not member:
        return ""
    try:
        return str(member["properties"]["name"])
    except (KeyError, TypeError):
        return str(member)[:100]


def beyond_degrees(shapes: Any) -> bool:
    """Whether the numbers of most shapes are none of longitude and latitude."""
    bounds = shapely.bounds(shapes)
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    return bool(len(bounds)) and bool((np.abs(bounds) > (360, 90.001, 360, 90.001)).any(axis=1).mean() > 0.5)


def _refused(code: str, **known: Any) -> DataRefusedError:
    return DataRefusedError([Problem(code, **known)])
