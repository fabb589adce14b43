"""What comes out of a child process: Arrow and JSON in its folder, checked on this side, never unpickled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
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
ROWS = "rows.arrow"
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
    columns = [pa.array(raw.texts.index.to_numpy(), pa.int64())]
    columns += [pa.array(cells, pa.large_string()) for _, cells in raw.texts.items()]
    if raw.geometry is not None:
        columns.append(_packed(raw.geometry.to_numpy()))
    table = pa.table(columns, names=[str(number) for number in range(len(columns))])
    with pa.OSFile(str(folder / ROWS), "wb") as file, pa.ipc.new_stream(file, table.schema) as out:
        out.write_table(table, max_chunksize=CHUNK)
    write_answer(folder, {"raw": known})


def read_raw(folder: Path, known: dict[str, Any]) -> Raw:
    """What :func:`write_raw` left.

    Raises:
        ValueError: it is not of that form (also as ``pyarrow.ArrowInvalid``).
    """
    with pa.memory_map(str(folder / ROWS)) as file:
        table = pa.ipc.open_stream(file).read_all()
    table.validate(full=True)
    names, spatial = known.pop("names"), known["shapes_crs"] is not None
    rows = table.column(0).to_numpy()
    plain = bool(len(rows)) and rows[0] == 0 and rows[-1] == len(rows) - 1
    index = pd.RangeIndex(len(rows)) if plain or not len(rows) else pd.Index(rows)
    text: Any = pd.StringDtype(na_value=float("nan"))
    cells = {number: text.__from_arrow__(table.column(number + 1)) for number in range(len(names))}
    texts = pd.DataFrame(cells, index=index, copy=False)
    texts.columns = pd.Index(names, dtype="str")
    geometry = None
    crs = known.pop("shapes_crs")
    if spatial:
        shapes = _unpacked(table.column(len(names) + 1))
        geometry = gpd.GeoSeries(shapes, index=index, crs=CRS.from_user_input(crs) if crs else None)
    notes = tuple(map(problem_from, known.pop("notes")))
    told: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in known.items()}
    return Raw(texts, geometry, notes=notes, **told)


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
