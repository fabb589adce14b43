"""A manager changes rules and services of a city; each change is an edition, and nothing is overwritten unseen."""

from pathlib import Path

import pytest

from data.city import parse_city
from data.errors import ChangedMeanwhileError, DataRefusedError, NotAllowedError
from data.settings import change_settings, settings_text
from data.store import Store
from tests.data.little_city import CITY, COUNCIL, MANAGER, little_store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return little_store(tmp_path)


def test_the_text_holds_the_default_rules_and_services_too() -> None:
    text = settings_text(CITY)
    assert 'id = "d1_hostel_places"' in text
    assert parse_city(text) == CITY


def test_a_changed_threshold_holds_from_the_next_edition_on(store: Store) -> None:
    text = settings_text(CITY).replace("threshold = 65", "threshold = 50")
    made = change_settings(store, "klein", text, read=1, viewer=MANAGER)
    assert made.edition == 2
    rule = next(rule for rule in store.city("klein", viewer=MANAGER).rules if rule.id == "d1_hostel_places")
    assert rule.threshold == 50


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('metric = "places"', 'metric = "beauty"', "rule_metric_unknown"),
        ('slug = "klein"', 'slug = "gross"', "setting_fixed"),
        ('crs = "EPSG:25833"', 'crs = "EPSG:25832"', "setting_fixed"),
        ('crs = "EPSG:25833"', 'crs = "EPSG:4326"', "crs_not_metric"),
        ("[[levels]]", "[[levels", "no_toml"),
    ],
)
def test_a_fault_is_named_and_nothing_is_stored(store: Store, old: str, new: str, code: str) -> None:
    text = settings_text(CITY).replace(old, new)
    with pytest.raises(DataRefusedError) as caught:
        change_settings(store, "klein", text, read=1, viewer=MANAGER)
    assert code in {problem.code for problem in caught.value.problems}
    assert store.edition("klein", "city") == 1


def test_the_later_of_two_managers_is_told(store: Store) -> None:
    text = settings_text(CITY)
    change_settings(store, "klein", text.replace("Kleinstadt", "Kleinstadt am Fluss"), read=1, viewer=MANAGER)
    with pytest.raises(ChangedMeanwhileError) as caught:
        change_settings(store, "klein", text, read=1, viewer=MANAGER)
    assert caught.value.values == {"edition": 2}
    assert store.city("klein", viewer=MANAGER).name == "Kleinstadt am Fluss"


def test_only_managers_change_settings(store: Store) -> None:
    with pytest.raises(NotAllowedError):
        change_settings(store, "klein", settings_text(CITY), read=1, viewer=COUNCIL)
