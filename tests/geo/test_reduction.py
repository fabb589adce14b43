"""Fewer places: first where most people are placed (D5)."""

import heapq

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.counts import NegativeError
from geo.reduction import cut, cut_order


def test_the_order_is_by_people_placed_or_by_load() -> None:
    placed = pd.Series({"a": 130, "b": 400, "c": 0, "d": None, "e": 130}, dtype="Int64")
    inhabitants = pd.Series({"a": 1000, "b": 40000, "c": 500, "d": 500, "e": 2000})
    assert cut_order(placed).tolist() == [2, 1, pd.NA, pd.NA, 2]
    assert cut_order(placed, inhabitants).tolist() == [1, 3, pd.NA, pd.NA, 2]
    assert cut_order(placed).name == "cut_order"


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (0, [0, 0, 0]),
        (270, [0, 270, 0]),  # down to the next
        (271, [0, 271, 0]),  # then in turn, the fullest first
        (290, [10, 280, 0]),
        (590, [130, 400, 60]),
        (9999, [130, 400, 60]),
    ],
)
def test_the_fullest_are_levelled_down(places: int, expected: list[int]) -> None:
    found = cut(pd.Series({"a": 130, "b": 400, "c": 60}), places)
    pd.testing.assert_series_equal(found, pd.Series(expected, index=["a", "b", "c"], name="cut", dtype="Int64"))


def test_what_is_not_known_gives_up_nothing_known() -> None:
    assert cut(pd.Series([None, 50, 40], dtype="Int64"), 20).tolist() == [pd.NA, 15, 5]
    assert cut(pd.Series([], dtype=float), 5).empty
    with pytest.raises(NegativeError):
        cut(pd.Series([5]), -1)


@settings(deadline=None, max_examples=80)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=8), st.integers(0, 200))
def test_it_is_the_cut_one_by_one(placed: list[int], places: int) -> None:
    heap = [(-people, at) for at, people in enumerate(placed)]
    heapq.heapify(heap)
    for _ in range(min(places, sum(placed))):
        people, at = heap[0]
        heapq.heapreplace(heap, (people + 1, at))
    left = {at: -people for people, at in heap}
    found = cut(pd.Series(placed), places)
    assert found.sum() == min(places, sum(placed))
    assert sorted(pd.Series(placed) - found) == sorted(left.values())
    assert (found >= 0).all()
