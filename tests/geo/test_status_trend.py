"""Status and trend: bounds by hand, and the published classes of Berlin's 536 Planungsräume."""

from pathlib import Path

import pandas as pd
import pytest

from geo.status_trend import STATUS, TREND, index, status, trend

MEANT_STATUS = {"hoch": "high", "mittel": "middle", "niedrig": "low", "sehr niedrig": "very_low"}
MEANT_TREND = {"positiv": "positive", "stabil": "stable", "negativ": "negative"}
NEED = ["Unemployment Percent", "Social Benefits Receivers Percent", "Child Poverty Percent"]
CHANGE = ["Change in Unemployment", "Change in Social Benefits Receivers", "Change in Child Poverty"]


def test_the_index_is_a_standard_score_of_summed_standard_scores() -> None:
    found = index(pd.DataFrame({"a": [1.0, 2.0, 6.0, None], "b": [5.0, 9.0, 4.0, 1.0]}, index=list("wxyz")))
    assert found.mean() == pytest.approx(0)
    assert found.std(ddof=0) == pytest.approx(1)
    assert found.isna().tolist() == [False, False, False, True]
    assert found.name == "index"


def test_an_indicator_that_is_the_same_everywhere_adds_nothing() -> None:
    values = pd.DataFrame({"a": [1.0, 2.0, 6.0]})
    pd.testing.assert_series_equal(index(values.assign(same=3.0)), index(values))
    assert index(pd.DataFrame({"same": [3.0, 3.0]})).isna().all()


def test_every_class_has_a_code() -> None:
    far = pd.Series([-9.0, 0.0, 1.2, 9.0, None])
    assert status(far).dropna().tolist() == list(STATUS)
    assert trend(far).dropna().tolist() == [TREND[0], TREND[1], TREND[2], TREND[2]]
    assert status(far).isna().tolist() == trend(far).isna().tolist() == [False] * 4 + [True]


@pytest.fixture
def monitoring(sample_data: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Berlin 2021: shares and changes by Planungsraum, and the classes that were published."""
    shares = pd.read_csv(sample_data / "berlin" / "mss_2021_easy.csv", dtype={"PLR_ID": str}).set_index("PLR_ID")
    file = sample_data / "berlin" / "mss_2021_index-indikatoren_z-werte_plr.csv"
    published = pd.read_csv(file, sep=";", encoding="utf-8-sig", dtype=str).set_index("PLR-ID")
    published.columns = published.columns.str.strip()
    published = published[published["Status-summe"].notna()]
    return shares.loc[published.index], published


def test_berlins_classes_come_out_as_published(monitoring: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    shares, published = monitoring
    assert len(published) == 536
    need, change = index(shares[NEED]), index(shares[CHANGE])
    said = published["Status-Index (standardisierte Statussumme)"].astype(float)
    assert (need - said).abs().max() < 0.006  # published with two decimals
    said = published["Dynamik-Index (standardisierte Dynamik-summe)"].astype(float)
    assert (change - said).abs().max() < 0.006
    assert status(need).tolist() == published["Zuordnung Klasse Status-Index"].map(MEANT_STATUS).tolist()
    assert trend(change).tolist() == published["Zuordnung Klasse Dynamik-Index"].map(MEANT_TREND).tolist()
