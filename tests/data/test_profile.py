"""What a profile needs without words: the middle of similar areas, what ends when, the state of a whole city."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.audiences import PUBLIC
from data.figures import Figures
from data.gaps import gaps
from data.indicators import find
from data.profile import editions, endings, middle, used_sources, whole_state
from data.snapshot import Snapshot
from data.store import Store
from tests.data.little_city import COUNCIL, MANAGER, little_store

DAY, UNTIL = date(2024, 1, 1), date(2026, 12, 31)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = little_store(tmp_path)
    with made.change("klein", viewer=MANAGER, action="edit") as change:
        offers = change.read("offers")
        offers.loc[offers["site_id"] == "kita1", "funded_until"] = pd.Timestamp("2025-03-31")
        change.write("offers", offers)
        sites = change.read("sites")
        sites.loc[sites["site_id"].isin(["hostel", "shelter"]), "closes_on"] = pd.Timestamp("2025-12-31")
        change.write("sites", sites)
    yield made
    made.close()


def of_values(values: list[float]) -> Figures:
    index = [f"a{number}" for number in range(len(values))]
    table = pd.DataFrame({"value": values}, index=index)
    return Figures(find("population"), "part", DAY, table, float("nan"), None, ())


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1.0, 2.0, 30.0], 2.0),
        ([1.0, 2.0, 3.0, 30.0], 2.5),
        ([1.0, 2.0, np.nan], np.nan),
        ([1.0, 2.0, np.nan, 3.0], 2.0),
        ([], np.nan),
    ],
)
def test_the_middle_needs_three_figures(values: list[float], expected: float) -> None:
    found = of_values(values)
    assert middle(found, found.table.index) == pytest.approx(expected, nan_ok=True)


def test_areas_that_do_not_exist_have_no_figure() -> None:
    assert np.isnan(middle(of_values([1.0, 2.0, 3.0]), ["a0", "a1", "zz"]))


def test_what_ends_is_listed_by_day_as_far_as_one_may_see(store: Store) -> None:
    def names(viewer: object) -> list[tuple[str, bool, str]]:
        found = endings(Snapshot(store, "klein", viewer), "neighbourhood", DAY, UNTIL)
        return [(f"{row.day:%Y-%m-%d}", row.closes, row.name) for row in found.itertuples(index=False)]

    public = [
        ("2024-06-30", True, "Kita Zwei"),
        ("2025-03-31", False, "Kita Eins"),
        ("2025-03-31", False, "Kita Eins"),
    ]
    assert names(PUBLIC) == public
    assert names(COUNCIL) == [*public, ("2025-12-31", True, "Wohnheim")]
    assert names(MANAGER) == [*public, ("2025-12-31", True, "Schutzhaus"), ("2025-12-31", True, "Wohnheim")]


@pytest.mark.parametrize(
    ("on", "until", "areas", "expected"),
    [
        (DAY, UNTIL, ("01",), {"Kita Eins"}),
        (DAY, UNTIL, ("02",), set()),
        (DAY, date(2024, 6, 30), (), {"Kita Zwei"}),
        (DAY, date(2024, 6, 29), (), set()),
        (date(2024, 7, 1), UNTIL, (), {"Kita Eins"}),
    ],
)
def test_only_within_the_days_and_areas(
    store: Store, on: date, until: date, areas: tuple[str, ...], expected: set[str]
) -> None:
    found = endings(Snapshot(store, "klein", PUBLIC), "neighbourhood", on, until, areas)
    assert set(found["name"]) == expected


def test_a_city_is_as_its_worst_area(store: Store) -> None:
    found = gaps(Snapshot(store, "klein", MANAGER), "neighbourhood", date(2024, 12, 31))
    for gap in found:
        known = set(gap.table["judged"]) - {"unknown"}
        assert whole_state(gap) in (known or {"unknown"})
        if "severe" in known:
            assert whole_state(gap) == "severe"
    assert {whole_state(gap) for gap in found} >= {"unknown"}


def test_sources_are_those_used_and_of_the_boundaries(store: Store) -> None:
    of = Snapshot(store, "klein", PUBLIC)
    assert list(used_sources(of, "neighbourhood", [("office",), ()]).index) == ["office", "outline"]
    assert list(used_sources(of, "neighbourhood", [("sites", "nothing")]).index) == ["sites", "outline"]


def test_editions_name_every_table_that_has_one(store: Store) -> None:
    found = editions(Snapshot(store, "klein", PUBLIC))
    assert found["offers"] == 2
    assert found["areas"] == 1
    assert 0 not in found.values()
