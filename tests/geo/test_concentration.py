"""Indices of concentration: by hand, in their range, and unknown where a figure is."""

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import evenness
from geo.concentration import (
    dissimilarity,
    gini,
    hhi,
    hoover,
    largest_share,
    location_quotient,
    lorenz,
    per_1000,
)
from geo.counts import NegativeError

NAN = float("nan")


def areas(*figures: float) -> pd.Series:
    return pd.Series(figures, index=[f"{at:02d}" for at in range(len(figures))], dtype=float)


# Four districts of 1000, 2000, 3000 and 4000 people; 0, 65, 65 and 130 of 260 places.
PEOPLE = areas(1000, 2000, 3000, 4000)
PLACES = areas(0, 65, 65, 130)


def test_places_per_1000_inhabitants() -> None:
    expected = areas(0, 32.5, 65 / 3, 32.5).rename("per_1000")
    pd.testing.assert_series_equal(per_1000(PLACES, PEOPLE), expected)
    assert math.isnan(per_1000(areas(5), areas(0))["00"])


def test_location_quotients_compare_shares() -> None:
    # shares of places 0, 1/4, 1/4, 1/2; of people 0.1, 0.2, 0.3, 0.4
    expected = areas(0, 1.25, 2.5 / 3, 1.25).rename("location_quotient")
    pd.testing.assert_series_equal(location_quotient(PLACES, PEOPLE), expected)


@pytest.mark.parametrize(
    ("places", "people", "expected"),
    [
        ([30, 10], [0, 500], [NAN, 0.25]),  # nobody lives in the first: no quotient, and all places count
        ([0, 0], [500, 500], [NAN, NAN]),
        ([30, 10], [0, 0], [NAN, NAN]),
        ([30, NAN], [500, 500], [NAN, NAN]),
        ([30, 10], [500, NAN], [NAN, NAN]),
        ([], [], []),
    ],
)
def test_a_share_of_the_unknown_is_unknown(places: list[float], people: list[float], expected: list[float]) -> None:
    found = location_quotient(areas(*places), areas(*people))
    pd.testing.assert_series_equal(found, areas(*expected).rename("location_quotient"))


def test_hoover_is_half_the_summed_differences() -> None:
    # ½ (0.1 + 0.05 + 0.05 + 0.1)
    assert hoover(PLACES, PEOPLE) == pytest.approx(0.15)


def test_dissimilarity_compares_with_the_other_people() -> None:
    # the others 900, 1900, 2000, 5200 of 10000: ½ (0.09 + |0.25 − 0.19| + |0.25 − 0.2| + |0.5 − 0.52|)
    assert dissimilarity(PLACES, areas(900, 1900, 2000, 5200)) == pytest.approx(0.11)


def test_the_lorenz_curve_climbs_from_the_least_loaded_area() -> None:
    # per head: "00" 0, "02" 21.7, "01" and "03" 32.5 (equal: in their order)
    expected = pd.DataFrame(
        {"base": [0, 0.1, 0.4, 0.6, 1.0], "amount": [0, 0, 0.25, 0.5, 1.0]}, index=[-1, 0, 2, 1, 3]
    )
    pd.testing.assert_frame_equal(lorenz(PLACES, PEOPLE), expected)
    # area below: 0.1·0 + 0.3·0.125 + 0.2·0.375 + 0.4·0.75 = 0.4125
    assert gini(PLACES, PEOPLE) == pytest.approx(1 - 2 * 0.4125)


def test_an_area_that_holds_places_without_people_comes_last() -> None:
    assert lorenz(areas(5, 5, 0), areas(0, 10, 0)).index.tolist() == [-1, 2, 1, 0]
    assert gini(areas(5, 5), areas(0, 10)) == pytest.approx(0.5)


def test_hhi_and_largest_share_speak_of_the_places_alone() -> None:
    assert hhi(PLACES) == pytest.approx(2 * 0.25**2 + 0.5**2)
    assert largest_share(PLACES) == 0.5


TWO = [dissimilarity, hoover, gini]
ONE = [hhi, largest_share]


@pytest.mark.parametrize("index", TWO)
@pytest.mark.parametrize(
    ("places", "people", "expected"),
    [
        ([1, 2, 3], [10, 20, 30], 0.0),
        ([0, 0, 7], [10, 10, 0], 1.0),
        ([7], [3], 0.0),
        ([0, 0], [1, 1], NAN),
        ([1, 1], [0, 0], NAN),
        ([1, NAN], [1, 1], NAN),
        ([1, 1], [1, NAN], NAN),
        ([], [], NAN),
    ],
)
def test_each_its_share_is_0_and_nowhere_together_is_1(
    index: Callable[..., float], places: list[float], people: list[float], expected: float
) -> None:
    assert index(areas(*places), areas(*people)) == pytest.approx(expected, nan_ok=True, abs=1e-12)


@pytest.mark.parametrize("index", ONE)
@pytest.mark.parametrize(
    ("places", "expected"), [([7, 0], 1.0), ([5, 5], 0.5), ([0, 0], NAN), ([1, NAN], NAN), ([], NAN)]
)
def test_all_in_one_area_is_1(index: Callable[..., float], places: list[float], expected: float) -> None:
    assert index(areas(*places)) == pytest.approx(expected, nan_ok=True)


def test_unknown_figures_draw_no_curve() -> None:
    assert lorenz(areas(1, NAN), areas(1, 1)).empty
    assert lorenz(areas(), areas()).columns.tolist() == ["base", "amount"]


@pytest.mark.parametrize("index", [*TWO, *ONE, location_quotient, lorenz])
def test_less_than_nothing_is_refused(index: Callable[..., object]) -> None:
    with pytest.raises(NegativeError):
        index(areas(1, -1), *([] if index in ONE else [areas(1, 1)]))


def test_the_base_is_matched_by_its_index() -> None:
    assert hoover(areas(1, 3), areas(10, 30).iloc[::-1]) == pytest.approx(0)


ROWS = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 5000)), min_size=1, max_size=30).filter(
    lambda rows: sum(row[0] for row in rows) > 0 and sum(row[1] for row in rows) > 0
)


@settings(deadline=None, max_examples=60)
@given(ROWS, st.randoms(use_true_random=False))
def test_indices_stay_in_range_and_order_and_scale_do_not_matter(rows: list[tuple[int, int]], random) -> None:
    placed, people = (areas(*column) for column in zip(*rows, strict=True))
    found = [hoover(placed, people), gini(placed, people), hhi(placed), largest_share(placed)]
    assert all(-1e-12 <= value <= 1 + 1e-12 for value in found)
    assert found[0] <= found[1] + 1e-12  # the Lorenz curve bows at least as far as its widest gap
    assert found[2] >= 1 / len(rows) - 1e-12
    assert found[3] ** 2 <= found[2] + 1e-12 <= found[3] + 2e-12
    random.shuffle(rows)
    placed, people = (areas(*column) * scale for column, scale in zip(zip(*rows, strict=True), (3, 7), strict=True))
    again = [hoover(placed, people), gini(placed, people), hhi(placed), largest_share(placed)]
    assert again == pytest.approx(found, abs=1e-12)


@settings(deadline=None, max_examples=40)
@given(ROWS)
def test_gini_is_the_mean_difference_of_all_pairs(rows: list[tuple[int, int]]) -> None:
    placed, people = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    pairs = np.abs(np.outer(placed, people) - np.outer(people, placed)).sum()
    expected = pairs / (2 * placed.sum() * people.sum())
    assert gini(pd.Series(placed), pd.Series(people)) == pytest.approx(expected, abs=1e-12)


def test_many_distributions_at_once_are_as_one_by_one() -> None:
    rng = np.random.default_rng(4)
    placed = evenness.shares(rng.integers(0, 50, (20, 9)).astype(float))
    people = evenness.shares(rng.integers(0, 50, 9).astype(float))
    for index in (evenness.apart, evenness.bow, evenness.largest_ratio):
        np.testing.assert_allclose(index(placed, people), [index(row, people) for row in placed], rtol=1e-12)
    assert math.isnan(evenness.largest_ratio(placed[0], np.full(9, NAN)))
