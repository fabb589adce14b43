"""Stores and public files from before a contract got its later columns: they are opened, read and verified."""

import hashlib
import json
import sqlite3
from pathlib import Path

import pandas as pd
import pytest

from data import rows as stored
from data import schema
from data.audiences import PUBLIC
from data.contracts import LATER, TABLES, validate
from data.differences import difference
from data.measures import measures_of
from data.publishing.file import APPLICATION, HEADER, checksum
from data.publishing.public_store import PublicStore
from data.publishing.run import publish
from data.snapshot import Snapshot
from data.store import Store
from data.verification import verify
from tests.data.little_city import COUNCIL, MANAGER, little_store

MEASURES = pd.DataFrame({"measure_id": ["a", "b"], "title": ["Kurse", "Lotsen"], "note": "intern"})


def old_digest(rows: list[tuple[object, ...]]) -> str:
    """The digest of added rows as it was made when the contract had no later columns."""
    lines = [f"+{json.dumps(list(row), ensure_ascii=True)}\n" for row in rows]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with two measures as an older program has written it: without the later columns."""
    folder = tmp_path / "var"
    store = little_store(folder)
    with store.change("klein", viewer=MANAGER, action="import") as change:
        change.write("measures", validate("measures", MEASURES))
    store.close()
    with sqlite3.connect(folder / "atlas.sqlite") as connection:
        for column in LATER["measures"]:
            connection.execute(f"ALTER TABLE measures DROP COLUMN {column}")
    return folder


def test_later_columns_stand_at_the_end_of_their_contract_and_are_text() -> None:
    for name, columns in LATER.items():
        assert TABLES[name].columns[-len(columns) :] == tuple(columns)
        assert {TABLES[name].dtypes[column] for column in columns} == {"text"}
        defaults = TABLES[name].model.to_schema().columns
        assert {column: defaults[column].default for column in columns} == columns


def test_a_row_without_later_columns_has_the_digest_it_always_had(folder: Path) -> None:
    with sqlite3.connect(folder / "atlas.sqlite") as connection:
        columns = [column for column in TABLES["measures"].columns if column not in LATER["measures"]]
        rows = connection.execute(f"SELECT {', '.join(columns)} FROM measures ORDER BY row_id").fetchall()
        kept = connection.execute("SELECT digest FROM editions WHERE table_name = 'measures'").fetchone()
    assert kept == (old_digest(rows),)


def test_an_older_store_is_opened_read_and_verified(folder: Path) -> None:
    store = Store(folder)
    assert schema.missing_columns(store._engine) == []
    rows = store.read("klein", "measures", viewer=MANAGER)
    assert rows[["audience", "source_id"]].to_numpy().tolist() == [["council", ""]] * 2
    assert len(store.read("klein", "measures", viewer=COUNCIL)) == 2
    assert store.read("klein", "measures", viewer=PUBLIC).empty
    assert len(measures_of(Snapshot(store, "klein", MANAGER), pd.Timestamp("2025-01-01").date())) == 2
    assert verify(store) == []
    store.close()
    again = Store(folder)
    assert verify(again) == []
    again.close()


def test_only_what_changes_is_written_anew(folder: Path) -> None:
    store = Store(folder)
    with store.change("klein", viewer=MANAGER, action="edit") as change:
        rows = change.read("measures")
        made = change.write("measures", rows.assign(audience=["council", "public"]))
    assert (made.added, made.changed, made.removed) == (0, 1, 0)
    cells = difference(store, "klein", "measures", 2, viewer=MANAGER).cells
    assert cells[["column", "old", "new"]].to_numpy().tolist() == [["audience", "council", "public"]]
    assert store.read("klein", "measures", viewer=PUBLIC)["measure_id"].tolist() == ["b"]
    store.undo("klein", "measures", 2, viewer=MANAGER)
    assert store.read("klein", "measures", viewer=PUBLIC).empty
    assert verify(store) == []
    store.close()


def test_a_later_column_cannot_be_tampered_with(folder: Path) -> None:
    store = Store(folder)
    with sqlite3.connect(folder / "atlas.sqlite") as connection:
        connection.execute("UPDATE measures SET audience = 'public' WHERE measure_id = 'a'")
    assert [problem.code for problem in verify(store)] == ["edition_damaged"]
    store.close()


def test_two_programs_may_open_it_at_once(folder: Path) -> None:
    first, second = Store(folder), Store(folder)
    assert len(second.read("klein", "measures", viewer=MANAGER)) == len(
        first.read("klein", "measures", viewer=MANAGER)
    )
    first.close()
    second.close()


def test_an_older_public_file_goes_on(folder: Path, tmp_path: Path) -> None:
    store, out = Store(folder), tmp_path / "public" / "atlas.sqlite"
    publish(store, out, releases=tmp_path / "releases")
    store.close()
    with sqlite3.connect(out) as connection:
        for column in LATER["measures"]:
            connection.execute(f"ALTER TABLE measures DROP COLUMN {column}")
        connection.execute(f"UPDATE {HEADER} SET checksum = ?", (checksum(connection),))
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
    public = PublicStore(out)
    assert public.read("klein", "measures", viewer=PUBLIC).empty
    assert len(public.read("klein", "areas", viewer=PUBLIC)) == 7


def test_a_row_is_completed_with_what_it_says_anyway() -> None:
    row = ("a",) * (len(TABLES["measures"].columns) - 2)
    assert stored.completed("measures", (*row, None, None)) == (*row, "council", "")
    assert stored.completed("measures", (*row, "public", None)) == (*row, "public", "")
    assert stored.completed("areas", ("x", None)) == ("x", None)
    same = [(*row, None, None)], [(*row, "council", "")]
    assert stored.digest("measures", same[0], ()) == stored.digest("measures", same[1], ())
    assert stored.digest("measures", [(*row, "public", "")], ()) != stored.digest("measures", same[1], ())
