"""Who sees which rows: viewer × table → exact rows (S5, design.md "Audiences")."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data.audiences import PUBLIC, Audience, Viewer
from data.errors import NotAllowedError, UnknownCityError
from data.store import Store
from tests.data.little_city import CITY, COUNCIL, MANAGER, little_store

OPEN = ["kita1", "kita2", "school"]
EXPECTED = {
    ("sites", Audience.PUBLIC): OPEN,
    ("sites", Audience.COUNCIL): ["flat", "hostel", *OPEN],
    ("sites", Audience.MANAGER): ["flat", "hostel", *OPEN[:2], "school", "shelter"],
    ("offers", Audience.PUBLIC): ["kita1", "kita1", "kita2", "school"],
    ("offers", Audience.COUNCIL): ["flat", "hostel", "kita1", "kita1", "kita2", "school"],
    ("offers", Audience.MANAGER): ["flat", "hostel", "kita1", "kita1", "kita2", "school", "shelter"],
    ("caseload", Audience.PUBLIC): [],
    ("caseload", Audience.COUNCIL): ["flat", "hostel", "hostel"],
    ("caseload", Audience.MANAGER): ["flat", "hostel", "hostel", "shelter"],
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = little_store(tmp_path_factory.mktemp("little"))
    yield made
    made.close()


@pytest.mark.parametrize(("name", "audience"), EXPECTED)
def test_each_audience_sees_exactly_its_rows(store: Store, name: str, audience: Audience) -> None:
    rows = store.read("klein", name, viewer=Viewer(audience))
    assert sorted(rows["site_id"]) == sorted(EXPECTED[name, audience])


@pytest.mark.parametrize("name", ["areas", "statistics", "sources"])
@pytest.mark.parametrize("viewer", [PUBLIC, COUNCIL])
def test_figures_about_areas_are_for_everyone(store: Store, name: str, viewer: Viewer) -> None:
    assert len(store.read("klein", name, viewer=viewer)) == len(store.read("klein", name, viewer=MANAGER))


@pytest.mark.parametrize("name", ["sites", "offers", "caseload"])
def test_an_old_edition_shows_a_lower_audience_nothing_more(store: Store, name: str) -> None:
    rows = store.read("klein", name, viewer=PUBLIC, edition=1)
    assert sorted(rows["site_id"]) == sorted(EXPECTED[name, Audience.PUBLIC])


def test_the_public_sees_demo_cities_only(tmp_path: Path) -> None:
    store = little_store(tmp_path, replace(CITY, demo=False))
    assert [city.slug for city in store.cities(viewer=COUNCIL)] == ["klein"]
    assert store.cities(viewer=PUBLIC) == []
    with pytest.raises(UnknownCityError):
        store.read("klein", "areas", viewer=PUBLIC)
    store.close()


@pytest.mark.parametrize("viewer", [PUBLIC, COUNCIL])
def test_only_managers_change_data_or_read_its_history(store: Store, viewer: Viewer) -> None:
    with pytest.raises(NotAllowedError), store.change("klein", viewer=viewer, action="import"):
        raise AssertionError("the change must not begin")
    with pytest.raises(NotAllowedError):
        store.history("klein", viewer=viewer)
    with pytest.raises(NotAllowedError):
        store.undo("klein", "sites", 1, viewer=viewer)
