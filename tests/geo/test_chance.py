"""The null model: whole sites at random, the same for the same seed, a verdict only where chance is excluded."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.chance import against_chance, random_placements
from geo.concentration import dissimilarity, gini, hhi, hoover, largest_share, location_quotient
from geo.counts import NegativeError

NAN = float("nan")
PEOPLE = pd.Series(1000.0, index=[f"{at:02d}" for at in range(64)])


def spread_evenly(sites: int) -> pd.Series:
    return pd.Series([PEOPLE.index[at % 64] for at in range(sites)])


def test_the_observed_indices_are_those_of_the_town() -> None:
    people = pd.Series({"a": 500.0, "b": 300.0, "c": 200.0})
    others = pd.Series({"a": 400.0, "b": 400.0, "c": 200.0})
    sizes, sited = pd.Series([65.0, 40.0, 20.0]), pd.Series(["a", "c", "a"])
    placed = pd.Series({"a": 85.0, "b": 0.0, "c": 40.0})
    found = against_chance(sizes, sited, people, others=others, placements=9)
    assert {name: one.observed for name, one in found.items()} == pytest.approx(
        {
            "dissimilarity": dissimilarity(placed, others),
            "hoover": hoover(placed, people),
            "gini": gini(placed, people),
            "hhi": hhi(placed),
            "largest_share": largest_share(placed),
            "largest_ratio": location_quotient(placed, people).max(),
        }
    )


def test_two_hostels_in_two_of_64_districts_prove_nothing() -> None:
    found = against_chance(pd.Series([65.0, 65.0]), pd.Series(["00", "01"]), PEOPLE, seed=3)["hoover"]
    assert found.observed == pytest.approx(62 / 64)
    assert found.lower == pytest.approx(62 / 64)
    assert 45 < found.percentile <= 55


def test_an_even_spread_is_more_even_than_chance_and_a_heap_is_not() -> None:
    sizes = pd.Series(65.0, index=range(192))
    even = against_chance(sizes, spread_evenly(192), PEOPLE, placements=199)
    heap = against_chance(sizes, pd.Series(["00"] * 96 + ["01"] * 96), PEOPLE, placements=199)
    for name in even:
        assert even[name].percentile == 0, name
        assert heap[name].percentile == 100, name
    assert even["hoover"].observed == pytest.approx(0)


def test_sites_that_are_placed_at_random_lie_anywhere_in_the_distribution() -> None:
    rng = np.random.default_rng(11)
    sizes = pd.Series(rng.integers(10, 65, 40).astype(float))
    percentiles = [
        against_chance(sizes, pd.Series(rng.choice(PEOPLE.index, 40)), PEOPLE, placements=99)["gini"].percentile
        for _ in range(60)
    ]
    assert 35 < np.mean(percentiles) < 65
    assert np.mean([percentile > 95 for percentile in percentiles]) < 0.2


def test_the_same_seed_draws_the_same_and_another_another() -> None:
    sizes = pd.Series([65.0, 30.0, 12.0])
    first, again, other = (against_chance(sizes, spread_evenly(3), PEOPLE, seed=seed)["gini"] for seed in (5, 5, 6))
    assert first == again
    np.testing.assert_array_equal(first.distribution, again.distribution)
    assert not np.array_equal(first.distribution, other.distribution)
    assert (first.placements, first.seed, len(first.distribution)) == (999, 5, 999)


@pytest.mark.parametrize("area", ["", "99"])
def test_a_site_of_unknown_area_leaves_the_verdict_open(area: str) -> None:
    found = against_chance(pd.Series([65.0, 30.0]), pd.Series(["00", area]), PEOPLE, placements=9)["gini"]
    assert np.isnan([found.observed, found.percentile]).all()
    assert found.expected > 0.9


@pytest.mark.parametrize(
    ("sizes", "people"),
    [
        ([65.0, NAN], PEOPLE),
        ([0.0, 0.0], PEOPLE),
        ([], PEOPLE),
        ([65.0, 30.0], PEOPLE * 0),
        ([65.0, 30.0], PEOPLE.where(PEOPLE.index != "07")),
        ([65.0, 30.0], PEOPLE.iloc[:0]),
    ],
)
def test_what_cannot_be_placed_has_no_index(sizes: list[float], people: pd.Series) -> None:
    found = against_chance(pd.Series(sizes, dtype=float), spread_evenly(len(sizes)), people, placements=9)
    for name, one in found.items():
        assert np.isnan([one.expected, one.lower, one.upper, one.percentile]).all()
        assert np.isnan(one.observed) or (name in ("hhi", "largest_share") and len(people) and sum(sizes) > 0)


def test_less_than_nothing_is_refused() -> None:
    with pytest.raises(NegativeError):
        against_chance(pd.Series([-1.0]), pd.Series(["00"]), PEOPLE)


def test_areas_are_drawn_as_often_as_their_chance() -> None:
    drawn = random_placements(np.ones(4000), np.array([0.0, 0.1, 0.6, 0.3, 0.0]), placements=5, seed=2)
    np.testing.assert_allclose(drawn.mean(axis=0) / 4000, [0, 0.1, 0.6, 0.3, 0], atol=0.02)
    assert not drawn[:, [0, 4]].any()


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.integers(0, 200), max_size=15),
    st.lists(st.integers(0, 90), min_size=1, max_size=8).filter(any),
    st.integers(0, 99),
)
def test_every_placement_holds_all_places(sizes: list[int], people: list[int], seed: int) -> None:
    chances = np.array(people) / sum(people)
    drawn = random_placements(np.array(sizes, dtype=float), chances, placements=7, seed=seed)
    assert drawn.shape == (7, len(people))
    assert drawn.sum(axis=1).tolist() == [sum(sizes)] * 7
    assert not drawn[:, chances == 0].any()
