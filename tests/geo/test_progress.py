"""Progress between baseline and target, and how much of the way is due by now."""

import math

import pandas as pd
import pytest

from geo.progress import expected, progress

CASES = {
    # baseline, target, current: share of the way
    "rises": (50, 70, 60, 0.5),
    "falls": (50, 30, 40, 0.5),
    "from zero": (0, 4, 1, 0.25),
    "not begun": (50, 70, 50, 0.0),
    "reached": (50, 70, 70, 1.0),
    "beyond": (50, 70, 80, 1.5),
    "the wrong way": (50, 70, 40, -0.5),
    "to zero": (20, 0, 5, 0.75),
    "no way to go": (50, 50, 50, math.nan),
    "no baseline": (None, 70, 60, math.nan),
    "no target": (50, None, 60, math.nan),
    "no figure": (50, 70, None, math.nan),
}


def test_the_share_of_the_way_covered() -> None:
    table = pd.DataFrame(CASES, index=["baseline", "target", "current", "share"]).T.astype(float)
    found = progress(table["current"], table["baseline"], table["target"])
    pd.testing.assert_series_equal(found, table["share"].rename("progress"))


@pytest.mark.parametrize(
    ("days", "horizon", "share"),
    [
        (730, 365, 0),
        (365, 365, 0),
        (182.5, 365, 0.5),
        (0, 365, 1),
        (-400, 365, 1),
        (30, 120, 0.75),
        (None, 365, None),
    ],
)
def test_the_way_is_spread_over_the_last_days(days: float, horizon: float, share: float) -> None:
    found = expected(pd.Series([days], dtype=float), horizon=horizon)
    pd.testing.assert_series_equal(found, pd.Series([share], dtype=float, name="expected"))


def test_integers_that_may_be_missing_are_taken() -> None:
    found = progress(*(pd.Series([one, None], dtype="Int64") for one in (3, 2, 4)))
    assert found.tolist()[0] == 0.5
    assert math.isnan(found.tolist()[1])
