"""Frames of a contract to stored rows and back, and the digest that makes every edit visible."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from data.contracts import LATER, TABLES

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
    rows = zip(*columns, strict=True)
    if any(None in columns[position] for position in key):
        return sorted(rows, key=lambda row: tuple(row[position] or "" for position in key))
    return sorted(rows, key=itemgetter(*key))


def _stored(column: pd.Series, kind: str) -> list[Any]:
    if kind == "geometry":
        return list(shapely.to_wkb(column.to_numpy()))
    if kind in ("text", "date"):  # few different ones stand in many rows
        codes, different = pd.factorize(column)
        texts = [value.strftime("%Y-%m-%d") if kind == "date" else str(value) for value in different]
        return [None if code < 0 else texts[code] for code in codes.tolist()]
    convert, plain = (float, "float64") if kind == "number" else (int, "int64")
    missing = pd.isna(column)
    if not missing.any():
        return list(column.astype(plain).to_numpy().tolist())  # type: ignore[call-overload]
    return [None if gone else convert(value) for gone, value in zip(missing, column, strict=True)]


def to_frame(name: str, rows: Sequence[Sequence[Any]], crs: str) -> pd.DataFrame:
    """Stored rows as a frame in the types of the contract; a GeoDataFrame where it has a geometry."""
    dtypes = dtypes_of(name)
    frame = pd.DataFrame(rows, columns=pd.Index(list(dtypes)), dtype="object")
    for column, kind in dtypes.items():
        frame[column] = _restored(frame[column], kind)
    for column, said in LATER.get(name, {}).items():
        frame[column] = frame[column].fillna(said)
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


def completed(name: str, row: Row) -> Row:
    """A row as it is read: where it was written before a column was there, with what it says in that column."""
    later = LATER.get(name)
    if not later:
        return row
    own = row[: len(row) - len(later)]
    told = zip(row[len(own) :], later.values(), strict=True)
    return (*own, *(said if value is None else value for value, said in told))


def digest(name: str, added: Iterable[Row], removed: Iterable[Row]) -> str:
    """SHA-256 over the rows that came and went, each as one line of JSON.

    What a row says anyway in columns that came later is left out from the end: rows that were written without
    these columns keep their digest.
    """
    later = list(LATER.get(name, {}).values())
    sha = hashlib.sha256()
    for sign, rows in (("+", added), ("-", removed)):
        for row in rows:
            values = [value.hex() if isinstance(value, bytes) else value for value in completed(name, row)]
            for said in reversed(later):
                if values[-1] != said:
                    break
                values.pop()
            sha.update(f"{sign}{json.dumps(values, ensure_ascii=True)}\n".encode())
    return sha.hexdigest()
