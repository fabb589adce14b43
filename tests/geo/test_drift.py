"""Urban-rural drift on paper: three villages, a town, a city."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from geo.counts import NegativeError
from geo.drift import by_class, complete, rank_correlation, relative_change, shares, size_class

PEOPLE = pd.Series({"v1": 900.0, "v2": 2000.0, "v3": 4999.0, "town": 20_000.0, "city": 85_000.0})
COUNTS = pd.DataFrame(
    {"2022": [50.0, 40.0, None, 100.0, 800.0], "2025": [25.0, 30.0, 10.0, 110.0, 1000.0]}, index=PEOPLE.index
)


def test_change_is_a_share_of_what_was() -> None:
    found = relative_change(COUNTS["2022"], COUNTS["2025"])
    assert found.tolist() == pytest.approx([-0.5, -0.25, np.nan, 0.1, 0.25], nan_ok=True)
    assert found.name == "relative_change"
    assert relative_change(pd.Series([0.0]), pd.Series([9.0])).isna().all()
    with pytest.raises(NegativeError):
        relative_change(pd.Series([-1.0]), pd.Series([9.0]))


def test_sizes_follow_the_bounds_of_small_towns() -> None:
    assert size_class(PEOPLE).tolist() == ["small", "small", "small", "middle", "large"]
    assert size_class(pd.Series([5000.0, 20_001.0, None])).isna().tolist() == [False, False, True]


def test_only_what_is_known_at_both_dates_is_summed() -> None:
    found = by_class(COUNTS, size_class(PEOPLE))
    assert list(found.index) == ["small", "middle", "large"]
    assert found.loc["small"].tolist() == [90, 55, 2]  # the third village was not known
    assert complete(COUNTS).index.tolist() == ["v1", "v2", "town", "city"]


def test_shares_add_up_to_one() -> None:
    found = shares(by_class(COUNTS, size_class(PEOPLE)).drop(columns="areas"))
    assert found.sum().tolist() == pytest.approx([1, 1])
    assert found.at["small", "2022"] == pytest.approx(90 / 990)
    assert shares(pd.DataFrame({"a": [0.0, 0.0]})).isna().all(axis=None)


def test_rank_correlation_is_spearmans_with_ties() -> None:
    dice = np.random.default_rng(3)
    for _ in range(20):
        one, other = pd.Series(dice.integers(0, 9, 30)), pd.Series(dice.integers(0, 9, 30))
        assert rank_correlation(one, other) == pytest.approx(spearmanr(one, other).statistic, abs=1e-9)
    assert rank_correlation(PEOPLE, relative_change(COUNTS["2022"], COUNTS["2025"])) == 1.0


@pytest.mark.parametrize("other", [[1.0, 2.0, None], [4.0, 4.0, 4.0]])
def test_too_few_or_equal_figures_have_no_correlation(other: list[float]) -> None:
    assert np.isnan(rank_correlation(pd.Series([1.0, 2.0, 3.0]), pd.Series(other)))
