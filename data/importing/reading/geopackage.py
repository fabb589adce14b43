"""A GeoPackage looked at by SQLite alone before GDAL opens it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from data.errors import DataRefusedError, Problem

CELL = 64 * 1024 * 1024
"""Bytes that one cell may have: the shape of a whole country has fewer."""

STEPS = 10_000
MILLION_STEPS = 500_000
OWN_TABLE = re.compile(r"(gpkg|rtree|sqlite|ogr)_", re.IGNORECASE)
RTREE = re.compile(r"\s*CREATE\s+VIRTUAL\s+TABLE\s+.*\sUSING\s+rtree\s*\(", re.IGNORECASE | re.DOTALL)
OWN_TRIGGER = re.compile(r"(rtree|gpkg|trigger_(insert|delete)_feature_count|fti|ogr|feature_count)_", re.IGNORECASE)
OWN_VIEW = re.compile(r"st_(geometry_columns|spatial_ref_sys)|spatial_ref_sys|geometry_columns", re.IGNORECASE)
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
        database = sqlite3.connect(f"file:{quote(str(file.resolve()))}?mode=ro&immutable=1", uri=True)
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
