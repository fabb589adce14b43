"""Frames of a contract to stored rows and back, and the digest that makes every edit visible."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from data.contracts import TABLES

Row = tuple[Any, ...]

SETTINGS = {"slug": "text", "toml": "text"}


def dtypes_of(name: str) -> dict[str, str]:
    """Column to kind of a contract, or of the city's settings."""
    return SETTINGS if name == "city" else TABLES[name].dtypes


def key_of(name: str) -> tuple[str, ...]:
    """Key columns of a contract, or of the city's settings."""
    return ("slug",) if name == "city" else TABLES[name].key


def to_rows(name: str, frame: pd.DataFrame) -> list[Row]:
    """Values as the store keeps them, a tuple a row, in the order of the contract, sorted by key.

    Missing values become None, dates ISO text, truth 0 or 1, geometries WKB.
    """
    dtypes = dtypes_of(name)
    columns = [_stored(frame[column], kind) for column, kind in dtypes.items()]
    key = [list(dtypes).index(column) for column in key_of(name)]
    return sorted(zip(*columns, strict=True), key=lambda row: tuple(row[position] or "" for position in key))


def _stored(column: pd.Series, kind: str) -> list[Any]:
    if kind == "geometry":
        return list(shapely.to_wkb(column.to_numpy()))
    if kind == "date":
        return [None if pd.isna(value) else value.strftime("%Y-%m-%d") for value in column]
    convert = {"text": str, "integer": int, "number": float, "truth": int}[kind]
    return [None if pd.isna(value) else convert(value) for value in column]


def to_frame(name: str, rows: Sequence[Sequence[Any]], crs: str) -> pd.DataFrame:
    """Stored rows as a frame in the types of the contract; a GeoDataFrame where it has a geometry."""
    dtypes = dtypes_of(name)
    frame = pd.DataFrame(rows, columns=pd.Index(list(dtypes)), dtype="object")
    for column, kind in dtypes.items():
        frame[column] = _restored(frame[column], kind)
    if name in TABLES and "demo" in frame:
        frame["demo"] = frame["demo"].astype(bool)
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=crs) if "geometry" in dtypes else frame


def _restored(column: pd.Series, kind: str) -> Any:
    if kind == "geometry":
        return shapely.from_wkb(column.to_numpy())
    if kind == "date":
        return pd.to_datetime(column, format="%Y-%m-%d").astype("datetime64[ns]")
    dtype = {"text": "str", "integer": "Int64", "number": "float64", "truth": "boolean"}[kind]
    return column.astype(dtype)  # type: ignore[call-overload]


def digest(added: Iterable[Row], removed: Iterable[Row]) -> str:
    """SHA-256 over the rows that came and went, each as one line of JSON."""
    sha = hashlib.sha256()
    for sign, rows in (("+", added), ("-", removed)):
        for row in rows:
            values = [value.hex() if isinstance(value, bytes) else value for value in row]
            sha.update(f"{sign}{json.dumps(values, ensure_ascii=True)}\n".encode())
    return sha.hexdigest()
