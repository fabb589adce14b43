"""How a measure came to what it is: who sees which of its changes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from data.audiences import PUBLIC, Audience, Viewer
from data.editing import change_rows
from data.edits import Edit
from data.measure_history import MeasureChange, measure_history
from data.store import Store
from tests.data.little_city import COUNCIL, MANAGER, little_store

CITY = "klein"
NOWAK = Viewer(Audience.MANAGER, "Frau Nowak")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store whose clock goes on by a day with every change."""
    made = little_store(tmp_path)
    day = datetime(2026, 1, 1, tzinfo=UTC)

    def clock() -> datetime:
        nonlocal day
        day += timedelta(days=1)
        return day

    made._clock = clock
    return made


def change(store: Store, what: str, viewer: Viewer = NOWAK, **values: object) -> None:
    edit = Edit(what, "measures", ("m",), values)  # type: ignore[arg-type]
    change_rows(store, CITY, [edit], read=store.editions(CITY), viewer=viewer)


def told(store: Store, viewer: Viewer) -> list[tuple[int, str, str, object, object]]:
    found = measure_history(store, CITY, "m", viewer=viewer)
    return [(one.edition, one.actor, one.column, one.was, one.now) for one in found]


def test_each_change_says_when_who_and_what_the_latest_first(store: Store) -> None:
    change(store, "add", title="Kurse")
    change(store, "change", status="running", due=pd.Timestamp("2027-12-31"))
    change(store, "change", viewer=MANAGER, target=48.0)
    assert told(store, MANAGER) == [
        (3, "test", "target", None, 48.0),
        (2, "Frau Nowak", "status", "proposed", "running"),
        (2, "Frau Nowak", "due", None, pd.Timestamp("2027-12-31")),
        (1, "Frau Nowak", "", None, None),
    ]
    assert [one.at[:10] for one in measure_history(store, CITY, "m", viewer=MANAGER)] == [
        "2026-01-04", "2026-01-03", "2026-01-03", "2026-01-02",
    ]  # fmt: skip


def test_the_council_learns_what_and_when_but_not_who(store: Store) -> None:
    change(store, "add", title="Kurse")
    change(store, "change", status="running")
    assert told(store, COUNCIL) == [(2, "", "status", "proposed", "running"), (1, "", "", None, None)]


def test_the_public_learns_nothing_of_earlier_states(store: Store) -> None:
    change(store, "add", title="Kurse", audience="public")
    change(store, "change", title="Mehr Kurse")
    assert told(store, PUBLIC) == []


def test_states_that_were_for_managers_stay_with_them(store: Store) -> None:
    change(store, "add", title="Geheimer Titel", audience="manager")
    change(store, "change", title="Kurse", audience="council")
    change(store, "change", status="running")
    assert told(store, COUNCIL) == [(3, "", "status", "proposed", "running"), (2, "", "", None, None)]
    assert (2, "Frau Nowak", "title", "Geheimer Titel", "Kurse") in told(store, MANAGER)
    change(store, "change", audience="manager")
    assert told(store, COUNCIL) == []


def test_a_measure_that_went_and_came_back_came_twice(store: Store) -> None:
    change(store, "add", title="Kurse")
    change(store, "remove")
    assert told(store, MANAGER) == []
    change(store, "add", title="Wieder da")
    assert told(store, MANAGER) == [(3, "Frau Nowak", "", None, None), (1, "Frau Nowak", "", None, None)]


def test_other_measures_and_other_tables_do_not_appear(store: Store) -> None:
    change(store, "add", title="Kurse")
    other = Edit("add", "measures", ("n",), {"title": "Lotsen"})
    change_rows(store, CITY, [other], read=store.editions(CITY), viewer=NOWAK)
    assert told(store, MANAGER) == [(1, "Frau Nowak", "", None, None)]
    assert measure_history(store, CITY, "nobody", viewer=MANAGER) == []
    assert isinstance(measure_history(store, CITY, "n", viewer=MANAGER)[0], MeasureChange)
