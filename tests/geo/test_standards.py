"""Figures against thresholds, and what would heal them."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.standards import Comparison, ComparisonError, Healing, evaluate, healing, to_add, to_move

NAN = float("nan")


@pytest.mark.parametrize(
    ("figure", "comparison", "threshold", "tolerance", "margin", "excess", "status"),
    [
        (60, "<=", 65, 0, 5, 0, "met"),  # D1
        (65, "<=", 65, 0, 0, 0, "met"),
        (66, "<=", 65, 0, -1, 1, "missed"),
        (68, "<=", 65, 3, -3, 3, "near"),
        (69, "<=", 65, 3, -4, 4, "missed"),
        (2 / 3, ">=", 2 / 3, 0, 0, 0, "met"),  # D2
        (1 - 1 / 3, ">=", 0.6666666666666667, 0, 0, 0, "met"),  # rounding of the machine is no miss
        (0.63, ">=", 2 / 3, 0, 0.63 - 2 / 3, 2 / 3 - 0.63, "missed"),  # 63 % is not two thirds
        (0.63, ">=", 2 / 3, 0.05, 0.63 - 2 / 3, 2 / 3 - 0.63, "near"),
        (True, ">=", 1, 0, 0, 0, "met"),  # D3: has a common room
        (False, ">=", 1, 0, -1, 1, "missed"),
        (NAN, "<=", 65, 3, NAN, NAN, "unknown"),
    ],
)
def test_a_figure_meets_its_standard_nearly_meets_or_misses_it(
    figure: float,
    comparison: Comparison,
    threshold: float,
    tolerance: float,
    margin: float,
    excess: float,
    status: str,
) -> None:
    found = evaluate(pd.Series([figure]), comparison=comparison, threshold=threshold, tolerance=tolerance)
    assert found.loc[0].to_dict() == pytest.approx(
        {"figure": float(figure), "margin": margin, "excess": excess, "status": status}, nan_ok=True, abs=1e-12
    )


def test_nullable_yes_and_no_and_the_index_are_kept() -> None:
    rooms = pd.Series([True, None, False], index=["c", "a", "b"], dtype="boolean")
    found = evaluate(rooms, comparison=">=", threshold=1)
    assert found.index.tolist() == ["c", "a", "b"]
    assert found["status"].tolist() == ["met", "unknown", "missed"]
    assert found["status"].dtype == "str"


def test_healing_counts_rows_and_sums_what_is_over_the_limit() -> None:
    hostels = pd.Series({"a": 60, "b": 68, "c": 100, "d": 85, "e": None}, dtype="Int64")
    found = healing(evaluate(hostels, comparison="<=", threshold=65, tolerance=3))
    assert found == Healing(met=1, near=1, missed=2, unknown=1, excess=58.0, worst="c")


@pytest.mark.parametrize("figures", [[], [NAN], [65.0], [65.0, NAN]])
def test_where_none_known_misses_there_is_nothing_to_heal(figures: list[float]) -> None:
    found = healing(evaluate(pd.Series(figures, dtype=float), comparison="<=", threshold=65))
    assert (found.excess, found.worst, found.missed, found.near) == (0.0, None, 0, 0)


@pytest.mark.parametrize(
    ("comparison", "threshold", "tolerance"), [("==", 5, 0), ("<=", NAN, 0), (">=", 5, -1), (">=", math.inf, 0)]
)
def test_rules_that_cannot_be_computed_are_refused(
    comparison: Comparison, threshold: float, tolerance: float
) -> None:
    with pytest.raises(ComparisonError):
        evaluate(pd.Series([1.0]), comparison=comparison, threshold=threshold, tolerance=tolerance)


@pytest.mark.parametrize(
    ("part", "whole", "share", "move", "add"),
    [
        (630, 1000, 2 / 3, 37, 110),  # 667/1000; 740/1110
        (200, 300, 2 / 3, 0, 0),
        (0, 0, 2 / 3, 0, 0),
        (90, 100, 1.0, 10, math.inf),
        (100, 100, 1.0, 0, 0),
        (NAN, 100, 0.5, NAN, NAN),
    ],
)
def test_a_share_is_healed_by_moving_or_by_adding(
    part: float, whole: float, share: float, move: float, add: float
) -> None:
    assert to_move(part, whole, at_least=share) == pytest.approx(move, nan_ok=True)
    assert to_add(part, whole, at_least=share) == pytest.approx(add, nan_ok=True)


@settings(deadline=None)
@given(st.integers(0, 3000), st.integers(0, 3000), st.sampled_from([0.5, 2 / 3, 0.75]))
def test_what_heals_a_share_is_enough_and_the_least(part: int, rest: int, share: float) -> None:
    whole = part + rest
    moved, added = to_move(part, whole, at_least=share), to_add(part, whole, at_least=share)
    assert part + moved >= share * whole - 1e-6
    assert part + added >= share * (whole + added) - 1e-6
    assert moved == 0 or part + moved - 1 < share * whole
    assert added == 0 or part + added - 1 < share * (whole + added - 1)
