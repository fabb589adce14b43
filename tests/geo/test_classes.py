"""Class bounds: exact, rounded as shown, and never more classes than values."""

from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.classes import breaks, classify

NAN = float("nan")


def spread(values: list[float], bounds: tuple[float, ...]) -> float:
    groups = pd.Series(values).groupby(np.searchsorted(bounds, values, side="left"))
    return float(groups.agg(lambda group: ((group - group.mean()) ** 2).sum()).sum())


@pytest.mark.parametrize(
    ("values", "classes", "expected"),
    [
        ([1, 2, 3, 10, 11, 12, 20, 21, 22], 3, (3.0, 12.0)),
        ([0, 0, 0, 0, 100], 2, (0.0,)),
        ([5, 5, 5], 5, ()),
        ([1, 2], 5, (1.0,)),
        ([NAN, NAN], 5, ()),
        ([NAN, 1, 9], 2, (1.0,)),
    ],
)
def test_natural_breaks_of_small_rows(values: list[float], classes: int, expected: tuple[float, ...]) -> None:
    assert breaks(pd.Series(values, dtype=float), classes=classes) == expected


@pytest.mark.parametrize(
    ("method", "expected"), [("quantiles", (2.0, 4.0, 6.0, 8.0)), ("equal", (2.8, 4.6, 6.4, 8.2))]
)
def test_other_methods(method: str, expected: tuple[float, ...]) -> None:
    assert breaks(pd.Series(range(1, 11), dtype=float), classes=5, method=method) == expected


@given(st.lists(st.integers(0, 60), min_size=4, max_size=12), st.integers(2, 4))
def test_natural_breaks_are_the_best_of_all_possible_ones(values: list[int], classes: int) -> None:
    row = [float(value) for value in values]
    distinct = sorted(set(row))
    wanted = min(classes, len(distinct))
    if wanted < 2:
        assert breaks(pd.Series(row), classes=classes) == ()
        return
    best = min(spread(row, cut) for cut in combinations(distinct[:-1], wanted - 1))
    assert spread(row, breaks(pd.Series(row), classes=classes)) == pytest.approx(best, abs=1e-9)


@given(st.lists(st.floats(0, 1000, allow_nan=False), max_size=80), st.sampled_from(["natural", "quantiles", "equal"]))
def test_every_value_has_a_class_and_none_is_empty_at_the_top(values: list[float], method: str) -> None:
    row = pd.Series(values, dtype=float)
    bounds = breaks(row, method=method)
    assert all(lower < upper for lower, upper in pairwise(bounds))
    found = classify(row, bounds)
    assert found.notna().all()
    assert not len(row) or found.max() == len(bounds)


def test_an_upper_bound_belongs_to_its_class_and_unknown_has_none() -> None:
    assert classify(pd.Series([1.0, 1.04, 1.06, NAN]), (1.0,), decimals=1).tolist() == [0, 0, 1, pd.NA]
