"""Any of the known formats, by the ending of the file and by what its first bytes show."""

from __future__ import annotations

import mmap
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from data.errors import DataRefusedError, Problem
from data.importing.options import Options
from data.importing.reading.archive import DAMAGED, opened, several
from data.importing.reading.delimited import read_csv
from data.importing.reading.formats import (
    ARCHIVE,
    JSON,
    KINDS,
    LAYER,
    READ,
    TEXT,
    WORKBOOK,
    UnknownEndingError,
    kind_of,
    refuse_ending,
)
from data.importing.reading.geojson import read_geojson
from data.importing.reading.raw import Raw

__all__ = ["ENDINGS", "LIMIT", "UnknownEndingError", "read_file"]

ENDINGS = tuple(READ)
LIMIT = 1024 * 1024 * 1024
LONGEST = 16 * 1024 * 1024
"""Letters that one cell may have: a polygon written as text is long, and nothing else is."""

BEST_FIRST = (
    (".gpkg", ".geojson"),
    (".xlsx", ".xlsm", ".xls", ".ods"),
    (".csv", ".tsv"),
    (".json",),
    (".txt", ".tab"),
)
"""Which files of an archive are meant: the later are often descriptions of the earlier."""


def read_file(file: Path, options: Options) -> Raw:
    """Read a whole file, in this process: :func:`data.importing.process.apart.read_apart` is for files of others.

    Args:
        file: by its ending one of the known formats.
        options: sheet and header lines.

    Raises:
        UnknownEndingError: by its ending it is none of the known formats.
        DataRefusedError: it is not what its ending says, or damaged.
        OSError: it cannot be opened.
    """
    ending = file.suffix.lower()
    if ending not in READ:
        raise refuse_ending(ending, file.name)
    size = file.stat().st_size
    if size > LIMIT:
        megabytes = {"limit": LIMIT // 2**20}
        raise DataRefusedError([Problem("file_too_large", value=str(size // 2**20), values=megabytes)])
    if size == 0:
        raise DataRefusedError([Problem("empty_file")])
    reader, shown = _reader(file, ending)
    raw = READERS[reader](file, options)
    _refuse_long(raw)
    if shown is None:
        return raw
    other = Problem("ending_differs", "warning", value=ending, values={"format": shown})
    return replace(raw, notes=(other, *raw.notes))


def _reader(file: Path, ending: str) -> tuple[str, str | None]:
    """What reads the file, and the name of its format where the ending is of another.

    Raises:
        DataRefusedError: it is of a format that is not read.
    """
    expected = READ[ending]
    if expected == LAYER:
        return LAYER, None
    found = kind_of(file)
    if found is None:
        # a table of texts is often named as if a spreadsheet had written it
        return (TEXT, "CSV") if expected == WORKBOOK and _is_text(file) else (expected, None)
    kind, name = found
    if kind == expected:
        return expected, None
    if kind == "html":
        with file.open("rb") as stream:
            table = b"<table" in stream.read(4 * 2**20).lower().replace(b"\x00", b"")
        raise DataRefusedError([Problem("html_table" if table else "html_page", value=ending)])
    if kind in KINDS:
        raise DataRefusedError([Problem(f"format_not_read.{kind}", value=name, values={"format": name})])
    if kind == LAYER or (kind == JSON and expected == ARCHIVE):
        raise DataRefusedError([Problem("ending_wrong", value=ending, values={"format": name})])
    return kind, name


def _refuse_long(raw: Raw) -> None:
    """Refuse cells that everything after would look through again and again."""
    for name, cells in raw.texts.items():
        texts = pa.array(cells, pa.large_string())
        pieces = texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]
        if all(piece.nbytes <= LONGEST for piece in pieces):
            continue  # not even a whole piece is
        if pc.max(pc.binary_length(texts)).as_py() <= LONGEST:
            continue  # not even in bytes
        lengths = cells.str.len()
        if lengths.max() > LONGEST:
            row, value = int(str(lengths.idxmax())), str(int(lengths.max()))
            column = str(name)[:100]
            raise DataRefusedError([Problem("text_too_long", "error", row, column, value, {"limit": LONGEST})])


def _is_text(file: Path) -> bool:
    with file.open("rb") as stream:
        start = stream.read(4096)
    return not start.startswith(b"PK") and (b"\x00" not in start or start[:2] in (b"\xff\xfe", b"\xfe\xff"))


def _text(file: Path, options: Options) -> Raw:
    with file.open("rb") as stream:  # mapped, not read: of a large file there would be two copies at once
        return read_csv(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ), options.header_rows)


def _json(file: Path, options: Options) -> Raw:
    return read_geojson(file.read_bytes(), options.sheet)


def _workbook(file: Path, options: Options) -> Raw:
    from data.importing.reading.workbook import read_workbook

    return read_workbook(file, options)


def _layer(file: Path, options: Options) -> Raw:
    from data.importing.reading.layers import read_layer

    return read_layer(file, options.sheet)


def _archive(file: Path, options: Options) -> Raw:
    """The one file of an archive that can be read, or its Shapefile."""
    with opened(file) as archive:
        names = [name for name in archive.namelist() if _is_meant(name)]
        if any(name.lower().endswith(".shp") for name in names):
            return _layer(file, options)
        candidates = next(filter(None, (_of(names, endings) for endings in BEST_FIRST)), [])
        if not candidates:
            said = ", ".join(sorted({PurePosixPath(name).suffix or name for name in names})[:10])
            raise DataRefusedError([Problem("archive_without_data", value=said)])
        entry = options.sheet if options.sheet in candidates else candidates[0]
        if len(candidates) > 1 and options.sheet not in candidates:
            raise several(options.sheet, tuple(candidates))
        with tempfile.TemporaryDirectory() as folder:
            inner = Path(folder) / f"file{PurePosixPath(entry).suffix.lower()}"
            try:
                inner.write_bytes(archive.read(entry))
            except DAMAGED as error:
                raise DataRefusedError([Problem("no_archive", value=str(error))]) from None
            raw = read_file(inner, replace(options, sheet=None) if options.sheet == entry else options)
    note = Problem("read_from_archive", "note", value=PurePosixPath(entry).name)
    return replace(raw, notes=(note, *raw.notes))


def _is_meant(name: str) -> bool:
    path = PurePosixPath(name)
    return not name.endswith("/") and "__MACOSX" not in path.parts and not path.name.startswith((".", "~$"))


def _of(names: list[str], endings: tuple[str, ...]) -> list[str]:
    return [name for name in names if name.lower().endswith(endings)]


READERS: dict[str, Callable[[Path, Options], Raw]] = {
    TEXT: _text,
    JSON: _json,
    WORKBOOK: _workbook,
    LAYER: _layer,
    ARCHIVE: _archive,
}
