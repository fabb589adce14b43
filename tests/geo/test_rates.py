"""Rates, ranks and sums keep what is not known."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.rates import rank, rate, sum_known

NAN = float("nan")


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(120, 150, 80.0), (0, 150, 0.0), (5, 0, NAN), (0, 0, NAN), (NAN, 150, NAN), (5, NAN, NAN), (5, -1, NAN)],
)
def test_a_rate_is_known_only_where_both_sides_are_and_somebody_is_there(
    numerator: float, denominator: float, expected: float
) -> None:
    found = rate(pd.Series([numerator]), pd.Series([denominator]), per=100)
    pd.testing.assert_series_equal(found, pd.Series([expected], name="rate"))


def test_a_rate_follows_the_numerators_index() -> None:
    found = rate(pd.Series({"b": 1.0, "a": 2.0}), pd.Series({"a": 4.0, "c": 9.0}))
    assert found.index.tolist() == ["b", "a"]
    assert math.isnan(found["b"])
    assert found["a"] == 0.5


def test_equal_values_share_the_better_rank_and_unknown_ones_have_none() -> None:
    assert rank(pd.Series([7.0, 9.0, 7.0, NAN, 1.0])).tolist() == [2, 1, 2, pd.NA, 4]


def test_a_sum_with_an_unknown_part_is_unknown_and_bounded() -> None:
    sums = sum_known(pd.Series([5, None, 2, None]), pd.Series(["a", "a", "b", "c"]), pd.Index(["a", "b", "c", "d"]))
    assert sums["total"].fillna(-1).tolist() == [-1, 2, -1, 0]
    assert sums["at_least"].tolist() == [5, 2, 0, 0]
    assert sums["unknown"].tolist() == [1, 0, 1, 0]


def test_values_of_no_area_count_nowhere() -> None:
    sums = sum_known(pd.Series([5, 3]), pd.Series(["", "a"]), pd.Index(["a"]))
    assert sums["total"].tolist() == [3]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.one_of(st.none(), st.integers(0, 1000))), max_size=40))
def test_no_sum_is_silently_smaller(parts: list[tuple[str, int | None]]) -> None:
    areas = pd.Series([area for area, _ in parts], dtype="str")
    values = pd.Series([value for _, value in parts], dtype="Int64")
    sums = sum_known(values, areas, pd.Index(["a", "b", "c"]))
    for area in "abc":
        mine = [value for one, value in parts if one == area]
        assert sums.at[area, "unknown"] == mine.count(None)
        assert sums.at[area, "at_least"] == sum(value for value in mine if value is not None)
        assert math.isnan(sums.at[area, "total"]) == (None in mine)
