"""A change of one site gives what the whole town computed anew would give."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from geo.access import ShapeMismatchError, floating_catchment
from geo.catchment import Catchment
from geo.counts import NegativeError

NAN = float("nan")
WITHIN = csr_array([[1.0, 0.0], [1.0, 0.5], [0.0, 1.0]])
NEED = pd.Series([60.0, 40.0, 20.0], index=["a", "b", "c"])


def small(capacity: list[float]) -> Catchment:
    return Catchment.of(NEED, pd.Series(capacity, index=["p", "q"]), WITHIN)


@pytest.mark.parametrize(
    ("site", "value", "access", "changed"),
    [
        ("p", 100.0, [1.0, 1.125, 0.25], {"a": 0.5, "b": 0.5}),
        ("q", 0.0, [0.5, 0.5, 0.0], {"b": -0.125, "c": -0.25}),
        ("q", 10.0, [0.5, 0.625, 0.25], {"b": 0.0, "c": 0.0}),
        ("q", NAN, [0.5, NAN, NAN], {"b": NAN, "c": NAN}),
    ],
)
def test_one_site_changes_only_what_it_reaches(
    site: str, value: float, access: list[float], changed: dict[str, float]
) -> None:
    before = small([50.0, 10.0])
    after = before.with_capacity(site, value)
    pd.testing.assert_series_equal(after.access, pd.Series(access, index=NEED.index, name="access"))
    pd.testing.assert_series_equal(before.change(site, value), pd.Series(changed, name="change"))
    assert before.access.tolist() == [0.5, 0.625, 0.25]  # the state asked is untouched
    assert before.capacity.tolist() == [50.0, 10.0]
    assert np.array_equal(after.capacity.loc[[site]], [value], equal_nan=True)


def test_what_becomes_known_is_summed_anew() -> None:
    unknown = small([50.0, NAN])
    assert unknown.access.isna().tolist() == [False, True, True]
    assert unknown.with_capacity("q", 10.0).access.tolist() == [0.5, 0.625, 0.25]
    assert unknown.with_capacity("p", 0.0).access.isna().tolist() == [False, True, True]


def test_an_opening_starts_from_0_and_a_closing_leaves_exactly_0() -> None:
    closed = small([50.0, 10.0]).with_capacity("p", 0.3).with_capacity("q", 0.1)
    assert closed.with_capacity("p", 0).with_capacity("q", 0).access.tolist() == [0.0, 0.0, 0.0]
    assert small([0.0, 0.0]).with_capacity("p", 50).with_capacity("q", 10).access.tolist() == [0.5, 0.625, 0.25]


def test_what_cannot_be_is_refused() -> None:
    town = small([50.0, 10.0])
    with pytest.raises(NegativeError):
        town.with_capacity("p", -1)
    with pytest.raises(KeyError):
        town.change("r", 5)
    with pytest.raises(ShapeMismatchError):
        Catchment.of(NEED.iloc[:2], town.capacity, WITHIN)
    twice = Catchment.of(NEED, pd.Series([50.0, 10.0], index=["p", "p"]), WITHIN)
    with pytest.raises(KeyError, match="several"):
        twice.change("p", 5)


CAPACITY = st.one_of(st.integers(0, 300).map(float), st.just(NAN))


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 2**32 - 1), st.lists(st.tuples(st.integers(0, 11), CAPACITY), min_size=1, max_size=30))
def test_any_row_of_changes_ends_where_the_full_computation_does(seed: int, changes: list[tuple[int, float]]) -> None:
    rng = np.random.default_rng(seed)
    weights = rng.choice([0.0, 0.22, 0.68, 1.0], p=[0.7, 0.1, 0.1, 0.1], size=(40, 12))
    need, capacity = pd.Series(rng.integers(0, 90, 40).astype(float)), pd.Series(rng.integers(0, 200, 12) * 1.0)
    within = csr_array(weights)
    town = Catchment.of(need, capacity, within)
    for site, value in changes:
        town = town.with_capacity(site, value)
        capacity[site] = value
    np.testing.assert_allclose(town.access, floating_catchment(need, capacity, within), rtol=1e-9, atol=1e-9)
