"""Fair shares by a key."""

import pandas as pd
import pytest

from geo.shares import WeightsError, fair_share

NAN = float("nan")
TOWN = pd.DataFrame(
    {"population": [600, 300, 100], "area": [10.0, 30.0, 40.0], "social": [50.0, NAN, 50.0], "none": 0},
    index=["a", "b", "c"],
)


def test_a_key_weighs_the_shares_of_its_figures() -> None:
    # 0.4·0.6 + 0.6·0.125, 0.4·0.3 + 0.6·0.375, 0.4·0.1 + 0.6·0.5
    expected = pd.Series([0.315, 0.345, 0.34], index=TOWN.index, name="fair_share")
    pd.testing.assert_series_equal(fair_share(TOWN, {"population": 0.4, "area": 0.6}), expected)


def test_by_inhabitants_alone_the_share_is_theirs() -> None:
    assert fair_share(TOWN, {"population": 1, "social": 0}).tolist() == [0.6, 0.3, 0.1]


@pytest.mark.parametrize("column", ["social", "none"])
def test_a_figure_unknown_in_one_area_or_0_in_all_leaves_every_share_unknown(column: str) -> None:
    assert fair_share(TOWN, {"population": 0.5, column: 0.5}).isna().all()


@pytest.mark.parametrize(
    "weights", [{}, {"population": 0.9}, {"population": 1.5, "area": -0.5}, {"people": 1}, {"population": NAN}]
)
def test_keys_that_are_none_are_refused(weights: dict[str, float]) -> None:
    with pytest.raises(WeightsError):
        fair_share(TOWN, weights)
