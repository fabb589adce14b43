"""A GeoPackage looked at by SQLite alone before GDAL opens it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import shapely

from data.errors import DataRefusedError, Problem

CELL = 64 * 1024 * 1024
"""Bytes that one cell may have: the shape of a whole country has fewer."""

STEPS = 10_000
MILLION_STEPS = 500_000
OWN_TABLE = re.compile(r"(gpkg|rtree|sqlite|ogr)_", re.IGNORECASE)
RTREE = re.compile(r"\s*CREATE\s+VIRTUAL\s+TABLE\s+.*\sUSING\s+rtree\s*\(", re.IGNORECASE | re.DOTALL)
OWN_TRIGGER = re.compile(r"(rtree|gpkg|trigger_(insert|delete)_feature_count|fti|ogr|feature_count)_", re.IGNORECASE)
OWN_VIEW = re.compile(r"st_(geometry_columns|spatial_ref_sys)|spatial_ref_sys|geometry_columns", re.IGNORECASE)
ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
"""Bytes of the envelope before the shape, by the flag of the header."""

SAID = 12
"""Bytes of a damaged geometry that its finding repeats."""

COMPUTED = (2, 3)
"""How ``table_xinfo`` marks a column that is computed when it is read."""


def check_geopackage(file: Path) -> None:
    """Make sure that a database holds tables only, and that it is whole.

    It is opened read-only, as a file that nobody changes, and nothing in its schema is trusted: no view, no
    trigger and no virtual table is run by looking at it. What belongs to the format (spatial index, counters
    of features) is known by its name and may stand.

    Raises:
        DataRefusedError: damaged, or with views, triggers or virtual tables of its own.
    """
    try:
        database = _opened(file)
    except sqlite3.Error as error:
        raise _refused("no_table", str(error)) from None
    try:
        _careful(database)
        problems = list(_foreign(database))
        if not problems:
            problems = [*_damage(database)]
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise _refused("no_table", str(error)) from None
    finally:
        database.close()
    if problems:
        raise DataRefusedError(problems)


def damaged_blobs(file: Path, layer: str) -> dict[int, str]:
    """Rows of a layer of a checked GeoPackage whose geometry is something, but none that could be read.

    Returns:
        The rows, counted from 0 in the order of the table, with the first bytes of what stands there.
    """
    database = _opened(file)
    try:
        _careful(database)
        asked = "SELECT column_name FROM gpkg_geometry_columns WHERE lower(table_name) = lower(?)"
        named = database.execute(asked, (layer,)).fetchone()
        if named is None:
            return {}
        column, table = (str(name).replace('"', '""') for name in (named[0], layer))
        cells = database.execute(f'SELECT "{column}" FROM "{table}" ORDER BY rowid')
        return {
            row: _said(cell) for row, (cell,) in enumerate(cells) if cell not in (None, b"") and _is_damaged(cell)
        }
    except sqlite3.Error:  # GDAL has told, or will
        return {}
    finally:
        database.close()


def _is_damaged(cell: Any) -> bool:
    """Whether a cell is no geometry in the form of the GeoPackage: "GP", version, flags, CRS, envelope, WKB."""
    if not isinstance(cell, bytes) or cell[:2] != b"GP" or len(cell) < 8 or (cell[3] >> 1 & 7) not in ENVELOPES:
        return True
    body = cell[8 + ENVELOPES[cell[3] >> 1 & 7] :]
    return body[:1] not in (b"\x00", b"\x01") or shapely.from_wkb(body, on_invalid="ignore") is None


def _said(cell: Any) -> str:
    if isinstance(cell, bytes):
        return cell[:SAID].hex(" ") + (" …" if len(cell) > SAID else "")
    return str(cell)[: 2 * SAID]


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(file.resolve()))}?mode=ro&immutable=1", uri=True)


def _careful(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA trusted_schema = 0")
    database.execute("PRAGMA cell_size_check = 1")
    database.execute("PRAGMA mmap_size = 0")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, CELL)
    steps = 0

    def tick() -> int:
        nonlocal steps
        steps += 1
        return int(steps > MILLION_STEPS)

    database.set_progress_handler(tick, STEPS)


def _foreign(database: sqlite3.Connection) -> Iterator[Problem]:
    """Everything in the schema that runs, or that is kept elsewhere than in the file."""
    layers = _layers(database)
    listed = database.execute("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master").fetchall()
    for kind, name, table, sql in listed:
        own = (
            (kind == "table" and (not sql.upper().lstrip().startswith("CREATE VIRTUAL") or RTREE.match(sql)))
            or kind == "index"
            or (kind == "trigger" and (OWN_TRIGGER.match(name) or OWN_TABLE.match(table)))
            or (kind == "view" and OWN_VIEW.fullmatch(name) and name.lower() not in layers)
        )
        columns = database.execute("SELECT hidden FROM pragma_table_xinfo(?)", (name,)) if kind == "table" else ()
        if not own or any(hidden in COMPUTED for (hidden,) in columns):
            yield Problem("geopackage_foreign", value=str(name)[:100], values={"kind": str(kind)})


def _layers(database: sqlite3.Connection) -> set[str]:
    """What the file names as layers, whose rows GDAL will read."""
    try:
        return {str(name).lower() for (name,) in database.execute("SELECT table_name FROM gpkg_contents")}
    except sqlite3.OperationalError:  # no such table: GDAL says so
        return set()


def _damage(database: sqlite3.Connection) -> Iterator[Problem]:
    for (found,) in database.execute("PRAGMA quick_check(5)"):
        if found != "ok":
            yield Problem("no_table", value=str(found)[:200])


def _refused(code: str, value: str) -> DataRefusedError:
    return DataRefusedError([Problem(code, value=value)])
