"""A city as it was: never more of it than a viewer may see today, and shelters stay hidden for good."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from data.agendas import Agenda, rows_of
from data.audiences import PUBLIC, Viewer
from data.errors import UnknownCityError
from data.figures import figures
from data.indicators import find
from data.past import Past, past
from data.snapshot import Snapshot
from data.store import Store, UnknownStateError
from tests.data.little_city import COUNCIL, MANAGER, little_store

ON = date(2024, 12, 31)
VIEWERS = [PUBLIC, COUNCIL, MANAGER]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The little city, changed twice: first sites and offers, then statistics."""
    made = little_store(tmp_path / "var")
    with made.change("klein", viewer=MANAGER, action="edit") as change:
        sites, offers = change.read("sites"), change.read("offers")
        sites.loc[sites["site_id"] == "kita1", "name"] = "Kita Umbenannt"
        sites.loc[sites["site_id"] == "kita2", "audience"] = "manager"
        offers.loc[offers["site_id"] == "hostel", "kind"] = "protected"
        offers.loc[offers["kind"] == "3_to_6", "capacity"] += 5
        change.write("sites", sites[sites["site_id"] != "school"])
        change.write("offers", offers[offers["site_id"] != "school"])
    with made.change("klein", viewer=MANAGER, action="edit") as change:
        change.write("statistics", change.read("statistics").iloc[1:])
    yield made
    made.close()


def then(store: Store, viewer: Viewer) -> Past:
    return past(store, "klein", store.editions("klein", at=1), viewer=viewer)


def test_a_state_is_the_number_of_the_latest_change(store: Store) -> None:
    assert store.state("klein") == 3
    assert store.editions("klein", at=3) == store.editions("klein")
    assert store.editions("klein", at=2) == store.editions("klein") | {"statistics": 1}
    assert store.editions("klein", at=1) == dict.fromkeys(store.editions("klein"), 1) | {"measures": 0, "agendas": 0}
    assert store.stood_since("klein", 1).startswith("2026-01-02T03:04:05")


@pytest.mark.parametrize("state", [0, -1, 4, 10**13])
def test_a_state_that_has_never_been_is_refused(state: int, store: Store) -> None:
    with pytest.raises(UnknownStateError):
        store.editions("klein", at=state)
    with pytest.raises(UnknownStateError):
        store.stood_since("klein", state)


def test_a_city_has_no_state_from_before_it_came(store: Store) -> None:
    with store.change("spaet", viewer=MANAGER, action="seed") as change:
        text = store.city("klein", viewer=MANAGER)
        frame = change.read("sources")
        change.write("sources", frame)
    assert text.slug == "klein"
    with pytest.raises(UnknownStateError):
        store.editions("spaet", at=2)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_the_past_is_read_at_its_editions(viewer: Viewer, store: Store) -> None:
    of = then(store, viewer)
    assert of.editions == store.editions("klein", at=1)
    assert of.today == store.editions("klein")
    assert of.sites.at["kita1", "name"] == "Kita Eins"
    assert len(of.statistics) == len(Snapshot(store, "klein", viewer).statistics) + 1
    assert figures(of, find("kita"), "neighbourhood", ON).table.at["01", "numerator"] == 34


def test_only_what_could_be_seen_then_and_can_be_seen_today_is_there(store: Store) -> None:
    assert list(then(store, PUBLIC).sites.index) == ["kita1"]
    assert list(then(store, COUNCIL).sites.index) == ["flat", "kita1"]
    assert list(then(store, MANAGER).sites.index) == ["flat", "hostel", "kita1", "kita2", "school", "shelter"]
    assert set(then(store, PUBLIC).offers["site_id"]) == {"kita1"}
    assert set(then(store, COUNCIL).caseload["site_id"]) == {"flat"}


def test_what_is_a_shelter_today_was_one_already_for_everyone_below_manager(store: Store) -> None:
    """The hostel became a shelter: its places are in no sum of the past either, and managers get no position."""
    for viewer in (PUBLIC, COUNCIL):
        of = then(store, viewer)
        assert {"hostel", "shelter"}.isdisjoint(of.counted_sites.index)
        assert {"hostel", "shelter"}.isdisjoint(of.counted_offers["site_id"])
        assert {"hostel", "shelter"}.isdisjoint(of.counted_caseload["site_id"])
    known = then(store, MANAGER)
    assert set(known.sites.index[known.sites.geometry.isna()]) == {"hostel", "shelter", "kita2"}


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_map_of_the_past_draws_for_everyone_what_everyone_may_see_today(viewer: Viewer, store: Store) -> None:
    assert list(then(store, viewer).open_to_all.index) == ["kita1"]


def test_rows_with_an_audience_of_their_own_follow_the_same_rule(store: Store) -> None:
    with store.change("klein", viewer=MANAGER, action="agenda") as change:
        change.write("agendas", rows_of(Agenda("a", "Sitzung", "", "public")))
    with store.change("klein", viewer=MANAGER, action="agenda") as change:
        change.write("agendas", rows_of(Agenda("a", "Sitzung", "", "council")))
    editions = store.editions("klein", at=4)
    assert len(past(store, "klein", editions, viewer=PUBLIC).agendas) == 0
    assert len(past(store, "klein", editions, viewer=COUNCIL).agendas) == 1


def test_settings_are_those_of_the_state(store: Store) -> None:
    with store.change("klein", viewer=MANAGER, action="settings") as change:
        frame = change.read("city")
        change.write("city", frame.assign(toml=frame["toml"].str.replace('name = "Kleinstadt"', 'name = "Neustadt"')))
    assert store.city("klein", viewer=PUBLIC).name == "Neustadt"
    assert then(store, PUBLIC).city.name == "Kleinstadt"


def test_a_city_that_is_hidden_today_has_no_past(store: Store) -> None:
    with store.change("klein", viewer=MANAGER, action="settings") as change:
        frame = change.read("city")
        change.write("city", frame.assign(toml=frame["toml"].str.replace("demo = true", "demo = false")))
    with pytest.raises(UnknownCityError):
        then(store, PUBLIC)
    assert then(store, COUNCIL).city.demo
