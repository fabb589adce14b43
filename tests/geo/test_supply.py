"""Need against capacity: on paper, and never smaller for what is not known."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.counts import NegativeError
from geo.supply import ThresholdsError, gap, reachable, staffed, units

NAN = float("nan")


def one(value: float) -> pd.Series:
    return pd.Series([value], dtype=float)


@pytest.mark.parametrize(
    ("staff", "clients", "posts", "capacity"),
    [
        (2.0, 150, 1, 300.0),  # C3, 1:150
        (1.5, 120, 1, 180.0),
        (0.0, 75, 1, 0.0),
        (2.0, 150, 2, 150.0),  # Z1, 2:150
        (NAN, 75, 1, NAN),
    ],
)
def test_staff_serves_by_its_key(staff: float, clients: float, posts: float, capacity: float) -> None:
    found = staffed(one(staff), clients=clients, posts=posts)
    pd.testing.assert_series_equal(found, one(capacity).rename("capacity"))


@pytest.mark.parametrize(
    ("persons", "per_unit", "step", "expected"),
    [
        (0.0, 1, 1, 0.0),
        (11.0, 1, 1, 11.0),
        (11.2, 1, 1, 12.0),
        (0.1 * 3 * 10, 1, 1, 3.0),  # 3.0000000000000004 is 3
        (150.0, 75, 1, 2.0),
        (151.0, 75, 1, 3.0),
        (151.0, 75, 0.5, 2.5),
        (1.0, 150, 0.25, 0.25),
        (NAN, 75, 1, NAN),
    ],
)
def test_missing_places_and_posts_are_rounded_up_to_what_there_is(
    persons: float, per_unit: float, step: float, expected: float
) -> None:
    found = units(one(persons), persons_per_unit=per_unit, step=step)
    pd.testing.assert_series_equal(found, one(expected).rename("units"))


def test_reachable_capacity_is_unknown_only_where_somebody_needs_it() -> None:
    need = pd.Series([60, 0, None, 40, 20], index=list("abcde"), dtype="Int64")
    access = pd.Series([0.5, NAN, 0.5, NAN, 0.0], index=list("abcde"))
    expected = pd.Series([30.0, 0.0, NAN, NAN, 0.0], index=list("abcde"), name="reachable")
    pd.testing.assert_series_equal(reachable(need, access.iloc[::-1]), expected)


# need, capacity, known part of each; coverage, missing, at least, at most, status, reason (met 1, severe below ½)
@pytest.mark.parametrize(
    ("need", "capacity", "need_known", "capacity_known", "expected"),
    [
        (100, 100, 100, 100, (1.0, 0, 0, 0, "met", "")),
        (100, 130, 100, 130, (1.3, 0, 0, 0, "met", "")),
        (100, 99, 100, 99, (0.99, 1, 1, 1, "short", "")),
        (100, 50, 100, 50, (0.5, 50, 50, 50, "short", "")),
        (100, 49, 100, 49, (0.49, 51, 51, 51, "severe", "")),
        (100, 0, 100, 0, (0.0, 100, 100, 100, "severe", "")),
        (0, 0, 0, 0, (NAN, 0, 0, 0, "met", "no_need")),
        (0, NAN, 0, 0, (NAN, 0, 0, 0, "met", "no_need")),
        (100, NAN, 100, 0, (NAN, NAN, 0, 100, "unknown", "capacity_unknown")),
        (100, NAN, 100, 60, (NAN, NAN, 0, 40, "unknown", "capacity_unknown")),
        (100, NAN, 100, 100, (NAN, 0, 0, 0, "met", "capacity_unknown")),  # the known part is enough
        (NAN, 20, 0, 20, (NAN, NAN, 0, NAN, "unknown", "need_unknown")),
        (NAN, 20, 30, 20, (NAN, NAN, 10, NAN, "unknown", "need_unknown")),
        (NAN, 20, 50, 20, (NAN, NAN, 30, NAN, "severe", "need_unknown")),  # however many more there are
        (NAN, NAN, 50, 20, (NAN, NAN, 0, NAN, "unknown", "both_unknown")),
    ],
)
def test_a_status_is_given_where_it_holds_whatever_the_unknown_is(
    need: float, capacity: float, need_known: float, capacity_known: float, expected: tuple[float | str, ...]
) -> None:
    found = gap(one(need), one(capacity), need_at_least=one(need_known), capacity_at_least=one(capacity_known))
    columns = ["coverage", "missing", "missing_at_least", "missing_at_most", "status", "reason"]
    row = dict(zip(columns, expected, strict=True))
    assert found.loc[0, columns].to_dict() == pytest.approx(row, nan_ok=True)


def test_a_required_coverage_below_1_counts_in_what_is_missing() -> None:
    found = gap(one(200), one(150), met=0.9, severe=0.8)
    assert found["missing"].tolist() == [pytest.approx(30)]
    assert found["status"].tolist() == ["severe"]


def test_rounding_does_not_miss_a_threshold() -> None:
    assert gap(one(100), one(35 * 0.1 * 10), met=0.35, severe=0.1)["status"].tolist() == ["met"]


def test_the_index_is_that_of_the_need_and_an_area_without_capacity_is_not_known() -> None:
    need = pd.Series({"b": 10, "a": 20}, dtype="Int64")
    found = gap(need, pd.Series({"a": 20, "c": 99}))
    assert found.index.tolist() == ["b", "a"]
    assert found["status"].tolist() == ["unknown", "met"]
    assert found["status"].dtype == "str"
    assert gap(need.iloc[:0], need.iloc[:0]).empty


@pytest.mark.parametrize(("met", "severe"), [(1.0, 0.0), (0.5, 0.8), (NAN, 0.5)])
def test_thresholds_that_do_not_follow_each_other_are_refused(met: float, severe: float) -> None:
    with pytest.raises(ThresholdsError):
        gap(one(1), one(1), met=met, severe=severe)


def test_keys_and_counts_that_cannot_be_are_refused() -> None:
    with pytest.raises(ThresholdsError):
        staffed(one(1), clients=0)
    with pytest.raises(ThresholdsError):
        units(one(1), step=0)
    with pytest.raises(NegativeError):
        gap(one(-1), one(1))


FIGURE = st.integers(0, 60)


@settings(deadline=None, max_examples=100)
@given(FIGURE, FIGURE, FIGURE, FIGURE, st.booleans(), st.booleans())
def test_what_is_hidden_never_contradicts_what_is_said(
    need: int, need_known: int, capacity: int, capacity_known: int, hide_need: bool, hide_capacity: bool
) -> None:
    truth = gap(one(need), one(capacity)).iloc[0]
    said = gap(
        one(NAN if hide_need else need),
        one(NAN if hide_capacity else capacity),
        need_at_least=one(min(need, need_known)),
        capacity_at_least=one(min(capacity, capacity_known)),
    ).iloc[0]
    assert said["status"] in ("unknown", truth["status"])
    assert said["missing_at_least"] <= truth["missing"]
    assert np.isnan(said["missing_at_most"]) or said["missing_at_most"] >= truth["missing"]
    assert np.isnan(said["missing"]) or said["missing"] == truth["missing"]
    assert (hide_need or hide_capacity) or said["status"] != "unknown"
