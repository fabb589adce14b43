"""What has changed since a state: by table, as far as a viewer may see it."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from data.audiences import PUBLIC, Viewer
from data.contracts import validate
from data.publishing.public_store import PublicStore
from data.publishing.run import publish
from data.since import since
from data.store import Store, UnknownStateError
from tests.data.little_city import COUNCIL, MANAGER, little_store

Counts = dict[str, tuple[int | None, int | None, int | None]]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = little_store(tmp_path / "var")
    yield made
    made.close()


def counts(store: Store, viewer: Viewer, state: int = 1) -> Counts:
    """Added, changed and removed rows by table."""
    found = since(store, "klein", state, viewer=viewer)
    return {one.table: (one.added, one.changed, one.removed) for one in found.changes}


@pytest.mark.parametrize("viewer", [PUBLIC, COUNCIL, MANAGER])
def test_nothing_has_changed_since_today(viewer: Viewer, store: Store) -> None:
    found = since(store, "klein", store.state("klein"), viewer=viewer)
    assert found.changes == ()
    assert found.can_go_back
    assert found.at.isoformat() == "2026-01-02T03:04:05+00:00"


def test_rows_are_counted_as_a_viewer_sees_them(store: Store) -> None:
    with store.change("klein", viewer=MANAGER, action="edit") as change:
        sites = change.read("sites")
        sites.loc[sites["site_id"] == "hostel", "name"] = "Neuer Name"
        sites.loc[sites["site_id"] == "kita1", "name"] = "Neuer Name"
        change.write("sites", sites[sites["site_id"] != "kita2"])
    assert counts(store, MANAGER) == {"sites": (0, 2, 1)}
    assert counts(store, COUNCIL) == {"sites": (0, 2, 1)}
    assert counts(store, PUBLIC) == {"sites": (0, 1, 1)}


def test_nobody_below_manager_hears_of_a_shelter(store: Store) -> None:
    with store.change("klein", viewer=MANAGER, action="edit") as change:
        offers = change.read("offers")
        offers.loc[offers["site_id"] == "shelter", "capacity"] = 9
        change.write("offers", offers)
    assert counts(store, MANAGER) == {"offers": (0, 1, 0)}
    assert counts(store, COUNCIL) == counts(store, PUBLIC) == {}


def test_what_went_and_came_back_is_no_change(store: Store) -> None:
    for rows in (slice(1, None), slice(None)):
        whole = store.read("klein", "statistics", viewer=MANAGER, edition=1)
        with store.change("klein", viewer=MANAGER, action="edit") as change:
            change.write("statistics", whole.iloc[rows])
    assert counts(store, PUBLIC) == {}
    assert counts(store, PUBLIC, 2) == {"statistics": (1, 0, 0)}


def test_settings_are_one_change_and_agendas_none(store: Store) -> None:
    with store.change("klein", viewer=MANAGER, action="settings") as change:
        frame = change.read("city")
        change.write("city", frame.assign(toml=frame["toml"].str.replace("Kleinstadt", "Neustadt")))
        row = {"agenda_id": "a", "position": 0, "title": "Sitzung"}
        change.write("agendas", validate("agendas", pd.DataFrame([row])))
    assert counts(store, COUNCIL) == {"city": (0, 1, 0)}


def test_a_published_file_says_which_tables_are_newer_and_no_more(store: Store, tmp_path: Path) -> None:
    out, releases = tmp_path / "public.sqlite", tmp_path / "releases"
    publish(store, out, releases=releases, texts=tmp_path)
    first = PublicStore(out)
    state = first.state("klein")
    assert state == 20260102030405
    assert since(first, "klein", state, viewer=PUBLIC).changes == ()
    first.close()
    store._clock = lambda: pd.Timestamp("2026-02-03T04:05:06Z").to_pydatetime()
    with store.change("klein", viewer=MANAGER, action="edit") as change:
        sites = change.read("sites")
        sites.loc[sites["site_id"] == "kita1", "name"] = "Neuer Name"
        change.write("sites", sites)
    publish(store, out, releases=releases, texts=tmp_path)
    later = PublicStore(out)
    assert later.state("klein") == 20260203040506
    found = since(later, "klein", state, viewer=PUBLIC)
    assert [(one.table, one.added) for one in found.changes] == [("sites", None)]
    assert not found.can_go_back
    with pytest.raises(UnknownStateError):
        later.editions("klein", at=state)
    assert later.editions("klein", at=20260203040506) == later.editions("klein")
    for never in (0, 1, 20260203040507, 20269999999999):
        with pytest.raises(UnknownStateError):
            since(later, "klein", never, viewer=PUBLIC)
    later.close()
