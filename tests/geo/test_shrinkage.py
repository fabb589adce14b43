"""Small numbers: drawn towards the mean, ranked with intervals, the same for the same seed."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.counts import NegativeError
from geo.shrinkage import rank_interval, shrunken_rate

NAN = float("nan")


def test_a_small_area_moves_towards_the_mean_and_a_large_one_stays() -> None:
    # m = 302/2010; Σn(r − m)²/Σn = 0.009963; A = 0.009963 − m/670 = 0.009738; w = A/(A + m/n)
    cases, people = (
        pd.Series([2.0, 50.0, 250.0], index=list("abc")),
        pd.Series([10.0, 1000.0, 1000.0], index=list("abc")),
    )
    mean = 302 / 2010
    spread = (10 * (0.2 - mean) ** 2 + 1000 * (0.05 - mean) ** 2 + 1000 * (0.25 - mean) ** 2) / 2010 - mean / 670
    weights = [spread / (spread + mean / n) for n in (10, 1000, 1000)]
    expected = [w * r + (1 - w) * mean for w, r in zip(weights, (0.2, 0.05, 0.25), strict=True)]
    found = shrunken_rate(cases, people)
    pd.testing.assert_series_equal(found, pd.Series(expected, index=list("abc"), name="shrunken_rate"))
    assert found["a"] == pytest.approx(0.1698, abs=1e-4)


def test_rates_that_chance_explains_are_all_the_mean() -> None:
    cases, people = pd.Series([1.0, 2.0, 1.0, 0.0]), pd.Series([10.0] * 4)
    assert shrunken_rate(cases, people).tolist() == [0.1] * 4
    expected = pd.DataFrame({"rank": 1, "lower": 1, "upper": 4}, index=range(4), dtype="Int64")
    pd.testing.assert_frame_equal(rank_interval(cases, people), expected, check_index_type=False)


def test_what_is_not_known_has_neither_rate_nor_rank() -> None:
    cases, people = pd.Series([NAN, 5.0, 5.0, 90.0, 5.0]), pd.Series([100.0, NAN, 0.0, 1000.0, 1000.0])
    assert shrunken_rate(cases, people).isna().tolist() == [True, True, True, False, False]
    found = rank_interval(cases, people)
    assert found.isna().all(axis=1).tolist() == [True, True, True, False, False]
    assert found.loc[3].tolist() == [1, 1, 1]
    assert found.loc[4].tolist() == [2, 2, 2]


@pytest.mark.parametrize(("cases", "people"), [([], []), ([NAN], [NAN]), ([0.0, 0.0], [9.0, 5.0]), ([3.0], [9.0])])
def test_little_or_nothing_is_answered(cases: list[float], people: list[float]) -> None:
    rates = shrunken_rate(pd.Series(cases, dtype=float), pd.Series(people, dtype=float))
    known = [x / sum(people) * 1.0 for x in cases]
    np.testing.assert_allclose(rates, known)
    assert rank_interval(pd.Series(cases, dtype=float), pd.Series(people, dtype=float)).shape == (len(cases), 3)


def test_less_than_nothing_is_refused() -> None:
    with pytest.raises(NegativeError):
        shrunken_rate(pd.Series([-1.0]), pd.Series([5.0]))


def test_the_same_seed_gives_the_same_intervals_and_a_higher_level_wider_ones() -> None:
    rng = np.random.default_rng(1)
    people = pd.Series(rng.integers(200, 4000, 20).astype(float))
    cases = pd.Series(rng.poisson(people * rng.gamma(20, 0.005, 20)).astype(float))
    first, again, wide = (rank_interval(cases, people, level=level, draws=400) for level in (0.5, 0.5, 0.99))
    pd.testing.assert_frame_equal(first, again)
    assert (wide["upper"] - wide["lower"] >= first["upper"] - first["lower"]).all()
    assert (wide["lower"] <= wide["rank"]).all()
    assert (wide["rank"] <= wide["upper"]).all()


COUNTS = st.lists(st.tuples(st.integers(0, 100), st.integers(1, 2000)), min_size=1, max_size=15)


@settings(deadline=None, max_examples=60)
@given(COUNTS)
def test_a_shrunken_rate_lies_between_the_rate_and_the_mean(rows: list[tuple[int, int]]) -> None:
    cases, people = (pd.Series(column, dtype=float) for column in zip(*rows, strict=True))
    rates, mean = cases / people, cases.sum() / people.sum()
    found = shrunken_rate(cases, people)
    assert (found >= np.minimum(rates, mean) - 1e-12).all()
    assert (found <= np.maximum(rates, mean) + 1e-12).all()
