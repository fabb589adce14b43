"""Likeness of areas: standard scores by hand, distances by hand, gaps left out pair by pair."""

import numpy as np
import pandas as pd
import pytest

from geo.similarity import UnknownAreaError, distances, standardised

KNOWN = pd.DataFrame(
    {"share": [10.0, 20.0, 30.0, 40.0], "density": [100.0, 100.0, 300.0, None], "same": [7.0] * 4},
    index=pd.Index(["a", "b", "c", "d"], name="area_id"),
)


def test_standard_scores_have_mean_0_and_deviation_1() -> None:
    found = standardised(KNOWN)
    spread = np.sqrt(125.0)
    assert found["share"].tolist() == pytest.approx([-15 / spread, -5 / spread, 5 / spread, 15 / spread])
    assert found["density"].dropna().mean() == pytest.approx(0)
    assert found["density"].dropna().std(ddof=0) == pytest.approx(1)
    assert found["same"].isna().all()
    pd.testing.assert_index_equal(found.index, KNOWN.index)


def test_figures_that_only_rounding_tells_apart_say_nothing() -> None:
    assert standardised(pd.DataFrame({"a": [0.1 + 0.2, 0.3]})).isna().all(axis=None)


def test_distance_is_the_root_mean_square_over_what_both_know() -> None:
    found = distances(KNOWN, "a")
    spread = np.sqrt(125.0)
    ab, ac, ad = 10 / spread, 20 / spread, 30 / spread
    density = 200 / np.sqrt(80000 / 9)
    expected = [0.0, np.sqrt(ab**2 / 2), np.sqrt((ac**2 + density**2) / 2), ad]
    assert found["distance"].tolist() == pytest.approx(expected)
    assert found["shared"].tolist() == [2, 2, 2, 1]


def test_too_few_shared_indicators_give_no_distance() -> None:
    found = distances(KNOWN, "d", least=2)
    assert found["distance"].isna().all()
    assert found["shared"].tolist() == [1, 1, 1, 1]


def test_the_scale_of_an_indicator_does_not_matter() -> None:
    scaled = KNOWN.assign(share=KNOWN["share"] * 1000 - 5)
    pd.testing.assert_frame_equal(distances(scaled, "b"), distances(KNOWN, "b"))


def test_an_area_that_is_not_there_is_named() -> None:
    with pytest.raises(UnknownAreaError, match="nowhere"):
        distances(KNOWN, "nowhere")


def test_no_indicator_at_all_gives_no_distance() -> None:
    found = distances(pd.DataFrame(index=["a", "b"]), "a")
    assert found["distance"].isna().all()
