"""One value edited anywhere in the store's file is found, whichever row, edition or entry it stands in (S8).

Not covered, because nothing is told by it: ``row_id``, the order in which rows were written.
"""

import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.importing import Options, import_file
from data.seeding import seed
from data.store import Store
from data.verification import verify
from tests.data.conftest import MANAGER, TODAY, clock, package

TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
CODES = {"audit_chain_broken", "edition_damaged", "edition_not_logged"}
Place = tuple[str, int, str, Any]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with something added, changed, removed and taken back; in one file."""
    folder = tmp_path_factory.mktemp("written")
    store = Store(folder / "var", clock=clock)
    seed(store, package(folder / "packages"))
    for number, rows in enumerate(["a,kita,A,4\nb,kita,B,5\n", "a,kita,Anders,4\n", "c,kita,C,6\n"]):
        file = folder / "sites.csv"
        file.write_text(f"site_id,category,name,capacity\n{rows}")
        report = import_file(store, "muster", "sites", file, options=Options(), viewer=MANAGER, today=TODAY)
        assert report.edition == number + 2
    store.undo("muster", "sites", 4, viewer=MANAGER)
    store.backup(folder / "atlas.sqlite")
    store.close()
    return folder / "atlas.sqlite"


def places(file: Path) -> list[Place]:
    """Every value of the store: table, row, column, what stands there."""
    found = []
    with closing(sqlite3.connect(file)) as connection:
        for (table,) in connection.execute(TABLES).fetchall():
            cursor = connection.execute(f'SELECT rowid, * FROM "{table}"')
            columns = [column[0] for column in cursor.description][1:]
            for number, *values in cursor:
                pairs = zip(columns, values, strict=True)
                found += [(table, number, column, value) for column, value in pairs if column != "row_id"]
    return found


def other(value: Any, at: int) -> Any:
    """Another value of the same kind, changed at one position."""
    if value is None or isinstance(value, (int, float)):
        return (value or 0) + 1 + at
    if not value:
        return b"x" if isinstance(value, bytes) else "x"
    at %= len(value)
    if isinstance(value, bytes):
        return value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]
    return value[:at] + ("x" if value[at] != "x" else "y") + value[at + 1 :]


def findings(written: Path, folder: Path, place: Place, at: int) -> set[str]:
    """What verification says of one edit."""
    table, number, column, value = place
    folder.mkdir(exist_ok=True)
    shutil.copyfile(written, folder / "atlas.sqlite")
    with closing(sqlite3.connect(folder / "atlas.sqlite")) as connection:
        for edited in (other(value, at), "x", b"x"):  # an empty cell does not tell which kind its column takes
            with suppress(sqlite3.IntegrityError):
                connection.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (edited, number))
                break
        assert connection.total_changes == 1
        connection.commit()
    store = Store(folder)
    try:
        return {problem.code for problem in verify(store)}
    finally:
        store.close()
        for file in folder.iterdir():
            file.unlink()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_edited_value_anywhere_is_found(written: Path, tmp_path: Path, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(places(written)))
    at = data.draw(st.integers(0, 200))
    assert findings(written, tmp_path / "edited", place, at) & CODES


def test_every_column_of_editions_and_log_is_covered(written: Path, tmp_path: Path) -> None:
    """Each column at least once, not by chance."""
    first = {(table, column): place for place in places(written) for table, _, column, _ in [place]}
    for (table, column), place in first.items():
        if table in ("editions", "audit", "sites"):
            assert findings(written, tmp_path / "edited", place, 1) & CODES, (table, column)
