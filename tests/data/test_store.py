"""Editions: immutable, numbered, taken back as new ones; two writers lose nothing."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from data.audiences import PUBLIC, Audience, Viewer
from data.contracts import TABLES, validate
from data.errors import NotAllowedError, UnknownCityError, UnknownEditionError, UnknownTableError
from data.importing import Options, Report, import_file
from data.rows import to_frame, to_rows
from data.store import LaterChangeError, Store
from data.verification import verify
from tests.data.conftest import MANAGER, TODAY

HEADER = "site_id,category,name,capacity\n"
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=12)
NUMBER = st.one_of(st.none(), st.floats(-1e12, 1e12))
COUNT = st.one_of(st.none(), st.integers(0, 2**53))
DAY = st.dates(date(1700, 1, 1), date(2199, 12, 31)).map(lambda day: pd.Timestamp(day))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(TEXT, COUNT, NUMBER.filter(lambda n: n is None or n >= 0), DAY),
        max_size=5,
        unique_by=lambda row: row[0],
    )
)
def test_rows_come_back_as_they_were_written(rows: list[tuple[Any, ...]]) -> None:
    frame = pd.DataFrame(rows, columns=["site_id", "capacity", "staff", "funded_until"])
    offers = validate("offers", frame.astype({"capacity": "Int64", "staff": "float64", "site_id": "str"}))
    stored = to_rows("offers", offers)
    expected = offers.sort_values("site_id", ignore_index=True)
    assert_frame_equal(to_frame("offers", stored, "EPSG:25833"), expected)


@pytest.mark.parametrize("name", TABLES)
def test_writing_what_was_read_changes_nothing(name: str, town: Store) -> None:
    with town.change("muster", viewer=MANAGER, action="import") as change:
        made = change.write(name, change.read(name))
    assert (made.added, made.changed, made.removed) == (0, 0, 0)
    assert verify(town) == []


def test_an_edition_never_changes(town: Store, bring: Callable[..., Report]) -> None:
    before = town.read("muster", "sites", viewer=MANAGER)
    bring("sites", "a.csv", f"{HEADER}n1,kita,A,5\n")
    bring("sites", "a.csv", f"{HEADER}n1,kita,B,6\nn2,kita,C,7\n")
    assert_frame_equal(town.read("muster", "sites", viewer=MANAGER, edition=1), before)
    assert town.read("muster", "sites", viewer=MANAGER, edition=2)["name"].to_list() == ["Heim", "A"]
    assert isinstance(town.read("muster", "sites", viewer=MANAGER, edition=0), gpd.GeoDataFrame)
    assert town.editions("muster")["sites"] == town.edition("muster", "sites") == 3


def test_undo_is_a_new_edition_with_the_old_content(town: Store, bring: Callable[..., Report]) -> None:
    before = {name: town.read("muster", name, viewer=MANAGER) for name in ("sites", "offers", "caseload")}
    bring("sites", "a.csv", f"{HEADER}n1,kita,A,5\n")
    bring("sites", "a.csv", f"{HEADER}n1,kita,B,6\n")
    assert {name: made.edition for name, made in town.undo("muster", "sites", 3, viewer=MANAGER).items()} == {
        "sites": 4,
        "offers": 4,
    }
    assert town.read("muster", "sites", viewer=MANAGER)["name"].to_list() == ["Heim", "A"]
    town.undo("muster", "sites", 1, viewer=MANAGER)
    for name, frame in before.items():
        assert_frame_equal(town.read("muster", name, viewer=MANAGER), frame)
    assert [edition.action for edition in town.history("muster", "sites", viewer=MANAGER)] == [
        "undo",
        "undo",
        "import",
        "import",
        "seed",
    ]
    assert verify(town) == []


def test_what_a_later_change_builds_on_is_not_taken_away(town: Store, bring: Callable[..., Report]) -> None:
    bring("sites", "a.csv", f"{HEADER}n1,kita,A,5\n")
    bring("offers", "o.csv", "site_id,kind,capacity\nn1,under_3,7\n")
    with pytest.raises(LaterChangeError):
        town.undo("muster", "sites", 2, viewer=MANAGER)


def test_history_names_who_what_and_how_much(town: Store, bring: Callable[..., Report]) -> None:
    bring("sites", "a.csv", f"{HEADER}n1,kita,A,5\n", source="amt")
    made = town.history("muster", "sites", viewer=MANAGER)[0]
    assert (made.edition, made.actor, made.action, made.at) == (2, "test", "import", "2026-11-22T12:00:00+00:00")
    assert (made.added, made.changed, made.removed) == (1, 0, 1)
    assert made.detail["file"] == "a.csv"


def test_nobody_writes_or_looks_back_but_managers(town: Store) -> None:
    for viewer in (PUBLIC, Viewer(Audience.COUNCIL)):
        with pytest.raises(NotAllowedError), town.change("muster", viewer=viewer, action="import"):
            pass
        with pytest.raises(NotAllowedError):
            town.history("muster", viewer=viewer)
        with pytest.raises(NotAllowedError):
            import_file(town, "muster", "sites", Path("a.csv"), options=Options(), viewer=viewer, today=TODAY)


def test_what_is_not_there_is_named(town: Store) -> None:
    with pytest.raises(UnknownCityError):
        town.read("nirgendwo", "sites", viewer=MANAGER)
    with pytest.raises(UnknownTableError):
        town.read("muster", "nichts", viewer=MANAGER)
    with pytest.raises(UnknownEditionError):
        town.read("muster", "sites", viewer=MANAGER, edition=2)
    with pytest.raises(UnknownEditionError):
        town.undo("muster", "sites", 9, viewer=MANAGER)


def test_a_change_that_fails_leaves_nothing(town: Store) -> None:
    before = town.editions("muster")

    def fail() -> None:
        with town.change("muster", viewer=MANAGER, action="import") as change:
            change.write("sites", change.read("sites").iloc[:0])
            raise KeyError("in between")

    with pytest.raises(KeyError, match="in between"):
        fail()
    assert town.editions("muster") == before
    assert len(town.read("muster", "sites", viewer=MANAGER)) == 2


def test_two_imports_at_once_keep_each_others_rows(town: Store, tmp_path: Path) -> None:
    reports: list[Report] = []

    def work(name: str) -> None:
        store = Store(tmp_path / "var")
        for number in range(4):
            file = tmp_path / f"{name}{number}.csv"
            file.write_text(f"{HEADER}{name}{number},kita,A,5\n")
            reports.append(
                import_file(store, "muster", "sites", file, options=Options(), viewer=MANAGER, today=TODAY)
            )
        store.close()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert sorted(report.edition for report in reports if report.edition) == list(range(2, 10))
    expected = {"h1", *(f"{name}{number}" for name in "ab" for number in range(4))}
    assert set(town.read("muster", "sites", viewer=MANAGER)["site_id"]) == expected
    assert set(town.read("muster", "offers", viewer=MANAGER)["site_id"]) == expected
    assert verify(town) == []


def test_a_backup_is_a_whole_store(town: Store, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    town.backup(tmp_path / "copy" / "atlas.sqlite")
    copy = Store(tmp_path / "copy")
    assert_frame_equal(copy.read("muster", "sites", viewer=MANAGER), town.read("muster", "sites", viewer=MANAGER))
    assert verify(copy) == []
    copy.close()
