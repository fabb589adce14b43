"""Keys of a fair share are data; a key with an unknown figure gives no share at all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from data.city import City, city_toml, parse_city
from data.concentration import concentration, fair_places
from data.errors import DataRefusedError
from data.settings import settings_text
from data.shares import ShareKey
from data.snapshot import Snapshot
from data.store import Store
from tests.data.little_city import CITY, MANAGER, little_store

END = date(2024, 12, 31)
HALF = ShareKey("half", (("population", 0.5), ("area_km2", 0.5)), "Beschluss")


def snapshot(store: Store) -> Snapshot:
    return Snapshot(store, "klein", MANAGER)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = little_store(tmp_path_factory.mktemp("little"), replace(CITY, shares=(*CITY.shares, HALF)))
    yield made
    made.close()


@pytest.mark.parametrize("city", [CITY, replace(CITY, shares=(HALF,)), replace(CITY, shares=())])
def test_keys_are_written_and_read_again(city: City) -> None:
    assert parse_city(city_toml(city)) == city
    assert parse_city(settings_text(city)).shares == city.shares


def test_places_by_each_key_reckoned_on_paper(store: Store) -> None:
    found = fair_places(snapshot(store), "neighbourhood", END, 100)
    assert found["inhabitants"].tolist() == [10, 30, 20, 40]
    assert found["half"].tolist() == pytest.approx([17.5, 27.5, 22.5, 32.5])  # four areas of a square kilometre each
    assert found["hamburg"].isna().all()  # there is no social monitoring here


def test_the_concentration_distributes_its_own_places(store: Store) -> None:
    found = concentration(snapshot(store), "neighbourhood", END)
    assert found.fair["inhabitants"].sum() == pytest.approx(found.table["places"].sum())
    assert found.fair["inhabitants"].tolist() == pytest.approx(found.table["fair_share"].tolist())


@pytest.mark.parametrize(
    ("weights", "code"),
    [
        ("{ population = 0.5 }", "share_weights_wrong"),
        ("{ population = 1.5, area_km2 = -0.5 }", "share_weights_wrong"),
        ("{}", "share_weights_wrong"),
        ('"population"', "share_weights_wrong"),
    ],
)
def test_weights_that_are_no_key_are_refused_with_their_line(weights: str, code: str) -> None:
    text = city_toml(CITY) + f'\n[[shares]]\nid = "own"\nweights = {weights}\nsource = "x"\n'
    with pytest.raises(DataRefusedError) as caught:
        parse_city(text)
    problem = caught.value.problems[0]
    assert problem.code == code
    assert text.splitlines()[problem.values["line"] - 1].startswith("weights")
