"""What comes out of a child process: Arrow and JSON in its folder, checked on this side, never unpickled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from itertools import zip_longest
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import shapely
from pyproj import CRS

from data.errors import AtlasError, DataRefusedError, Problem
from data.importing.reading.raw import Raw

ANSWER = "answer.json"
ROWS = ("rows-0.arrow", "rows-1.arrow")
"""Files of the columns, by turns: each is written, and looked through, by a thread of its own."""

CHUNK = 65_536
"""Rows that go over at once."""

DEPTHS = {shapely.GeometryType.POLYGON: 2, shapely.GeometryType.MULTIPOLYGON: 3}
"""Lists within lists that hold the rings of a shape."""


def write_raw(folder: Path, raw: Raw) -> None:
    """Leave a file as read in a folder."""
    known = {
        one.name: getattr(raw, one.name) for one in fields(Raw) if one.name not in ("texts", "geometry", "notes")
    }
    known["notes"] = [problem.as_json() for problem in raw.notes]
    known["names"] = raw.names
    known["shapes_crs"] = _crs_text(raw)
    columns = [pa.array(cells, pa.large_string()) for _, cells in raw.texts.items()]
    if raw.geometry is not None:
        columns.append(_packed(raw.geometry.to_numpy()))
    known["has_gaps"] = not (columns and raw.texts.index.equals(pd.RangeIndex(len(raw.texts))))
    if known["has_gaps"]:
        columns.append(pa.array(raw.texts.index.to_numpy(), pa.int64()))
    with ThreadPoolExecutor(len(ROWS)) as pool:
        shares = [columns[number :: len(ROWS)] for number in range(len(ROWS))]
        list(pool.map(_leave, [folder / name for name in ROWS], shares))
    write_answer(folder, {"raw": known})


def read_raw(folder: Path, known: dict[str, Any]) -> Raw:
    """What :func:`write_raw` left.

    Raises:
        ValueError: it is not of that form (also as ``pyarrow.ArrowInvalid``).
    """
    with ThreadPoolExecutor(len(ROWS)) as pool:
        shares = list(pool.map(_take, [folder / name for name in ROWS]))
    columns = [column for turn in zip_longest(*shares) for column in turn if column is not None]
    if len({*map(len, columns)}) != 1:  # pandas would believe the index
        raise ValueError([len(column) for column in columns])
    names = known.pop("names")
    index = pd.Index(columns.pop().to_numpy()) if known.pop("has_gaps") else pd.RangeIndex(len(columns[0]))
    text: Any = pd.StringDtype(na_value=float("nan"))
    cells = {number: text.__from_arrow__(columns[number]) for number in range(len(names))}
    texts = pd.DataFrame(cells, index=index, copy=False)
    texts.columns = pd.Index(names, dtype="str")
    geometry = None
    crs = known.pop("shapes_crs")
    if crs is not None:
        shapes = _unpacked(columns[len(names)])
        geometry = gpd.GeoSeries(shapes, index=index, crs=CRS.from_user_input(crs) if crs else None)
    notes = tuple(map(problem_from, known.pop("notes")))
    told: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in known.items()}
    return Raw(texts, geometry, notes=notes, **told)


def _leave(file: Path, columns: list[Any]) -> None:
    table = pa.table(columns, names=[str(number) for number in range(len(columns))])
    with pa.OSFile(str(file), "wb") as stream, pa.ipc.new_stream(stream, table.schema) as out:
        out.write_table(table, max_chunksize=CHUNK)


def _take(file: Path) -> list[Any]:
    with pa.memory_map(str(file)) as stream:
        table = pa.ipc.open_stream(stream).read_all()
    table.validate(full=True)
    return list(table.columns)


def _packed(shapes: Any) -> Any:
    """Shapes as an Arrow column: polygons of one kind as lists of coordinates, everything else as WKB.

    From lists they are built again five times as fast as from WKB.
    """
    kinds = np.unique(shapely.get_type_id(shapes))
    depth = DEPTHS.get(shapely.GeometryType(int(kinds[0]))) if len(kinds) == 1 else None
    parts = shapes if depth == 2 else shapely.get_parts(shapes)
    if depth is not None and not shapely.has_z(shapes).any() and not shapely.is_empty(parts).any():
        _, coordinates, offsets = shapely.to_ragged_array(shapes, include_z=False)
        if np.isfinite(coordinates).all() and len(offsets) == depth:
            column = pa.FixedSizeListArray.from_arrays(pa.array(coordinates.ravel()), 2)
            for one in offsets:
                column = pa.LargeListArray.from_arrays(pa.array(one, pa.int64()), column)
            return column
    return pa.array(shapely.to_wkb(shapes), pa.large_binary())


def _unpacked(column: Any) -> Any:
    """The shapes of a column whose offsets Arrow has looked through."""
    if pa.types.is_large_binary(column.type):
        return shapely.from_wkb(column.to_numpy(zero_copy_only=False))
    nested, offsets = column.combine_chunks(), []
    while pa.types.is_large_list(nested.type):
        offsets.append(nested.offsets.to_numpy())
        nested = nested.values
    kinds = {depth: kind for kind, depth in DEPTHS.items()}
    if len(offsets) not in kinds:
        raise ValueError(column.type)
    coordinates = nested.flatten().to_numpy().reshape(-1, 2)
    return shapely.from_ragged_array(kinds[len(offsets)], coordinates, tuple(offsets[::-1]))


def _crs_text(raw: Raw) -> str | None:
    """The CRS of the geometry, "" for none, None where there is no geometry."""
    if raw.geometry is None:
        return None
    crs = raw.geometry.crs
    if crs is None:
        return ""
    authority = crs.to_authority(min_confidence=100)
    named = ":".join(authority) if authority else ""
    return named if named and CRS.from_user_input(named) == crs else str(crs.to_wkt())


def problem_from(known: dict[str, Any]) -> Problem:
    """A finding from :meth:`data.errors.Problem.as_json`."""
    return Problem(**known | {"remedies": tuple(known.get("remedies", ()))})


def write_answer(folder: Path, answer: dict[str, Any]) -> None:
    """Leave an answer; the last thing that a child does."""
    (folder / ANSWER).write_text(json.dumps(answer, ensure_ascii=False, default=_plain), encoding="utf-8")


def _plain(value: Any) -> Any:
    """What JSON does not know: figures of numpy, days, paths."""
    return value.item() if isinstance(value, np.generic) else str(value)


def read_answer(folder: Path) -> dict[str, Any]:
    """The answer in a folder.

    Raises:
        ValueError: there is none of that form.
        AtlasError, OSError: the answer is that error.
    """
    try:
        answer = json.loads((folder / ANSWER).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ValueError(error) from None
    if not isinstance(answer, dict):
        raise ValueError(ANSWER)
    if "error" in answer:
        raise error_from(answer["error"])
    return answer


def error_json(error: AtlasError | OSError) -> dict[str, Any]:
    """An error as JSON."""
    if isinstance(error, OSError):
        return {"os": [error.errno, error.strerror, str(error.filename or "")]}
    if isinstance(error, DataRefusedError):
        return {"problems": [problem.as_json() for problem in error.problems]}
    return {"code": error.code, "values": error.values}


def error_from(known: dict[str, Any]) -> AtlasError | OSError:
    """The same error again, of the same class."""
    if "os" in known:
        return OSError(*known["os"])
    if "problems" in known:
        return DataRefusedError(map(problem_from, known["problems"]))
    kinds = {kind.code: kind for kind in _kinds(AtlasError)}
    return kinds.get(known["code"], AtlasError)(**known["values"])


def _kinds(kind: type[AtlasError]) -> Iterator[type[AtlasError]]:
    for below in kind.__subclasses__():
        yield from _kinds(below)
        yield below
