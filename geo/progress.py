"""How far a figure has come on its way from a baseline to a target, and how far it should have come by now."""

from __future__ import annotations

import pandas as pd

YEAR = 365.0
"""Days before the due date within which a measure has to move."""


def progress(current: pd.Series, baseline: pd.Series, target: pd.Series) -> pd.Series:
    """Share of the way from baseline to target that a figure has covered.

        progress = (current − baseline) ÷ (target − baseline)

    0 is where it began, 1 the target, more than 1 beyond it, and below 0 the wrong way. It reads the same whether the
    figure shall rise or fall. Where baseline and target are the same there is nothing to cover: the progress is
    unknown, as it is where one of the three is.

    Source: result indicators with baseline and target in the European Commission's Guidance Document on Monitoring
    and Evaluation for the Cohesion Fund and the ERDF (2014).

    Args:
        current: figures as they are now.
        baseline: figures as they were, indexed alike.
        target: figures as they shall be, indexed alike.

    Returns:
        Series "progress", NaN where unknown.

    Example:
        >>> now = pd.Series([60.0, 40.0, 5.0], index=["rises", "falls", "unknown"])
        >>> progress(now, pd.Series([50.0, 50.0, None], now.index), pd.Series([70.0, 30.0, 9.0], now.index)).to_dict()
        {'rises': 0.5, 'falls': 0.5, 'unknown': nan}
    """
    way = target.astype(float) - baseline.astype(float)
    covered = (current.astype(float) - baseline.astype(float)) / way.where(way != 0)
    return covered.rename("progress")


def expected(days: pd.Series, *, horizon: float = YEAR) -> pd.Series:
    """Share of the way that has to be covered by now, so that the target is reached in time at an even pace.

        expected = 1 − days ÷ horizon, between 0 and 1

    Nothing is expected earlier than ``horizon`` days before the due date, because nobody records when a measure
    began to work; from there on the way is spread evenly over the days.

    Args:
        days: days until the due date, negative after it.
        horizon: days over which the way is spread.

    Returns:
        Series "expected" from 0 to 1, NaN where there is no date.

    Example:
        >>> expected(pd.Series([730, 365, 73, 0, -10])).round(2).tolist()
        [0.0, 0.0, 0.8, 1.0, 1.0]
    """
    return (1 - days.astype(float) / horizon).clip(lower=0.0, upper=1.0).rename("expected")
