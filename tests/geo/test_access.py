"""Reach, floating catchments and crowding: small towns by hand, and what always holds."""

from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from shapely.geometry import Point

from geo.access import BandsError, ShapeMismatchError, counts, crowding, floating_catchment, per_head, reach
from geo.counts import NegativeError
from geo.crs import DifferentCrsError, NotProjectedError
from geo.distance import UnlocatedError

NAN = float("nan")
BANDS = [(500.0, 1.0), (1000.0, 0.68), (1500.0, 0.22)]
Places = list[tuple[float, float]]


def points(places: Places, crs: int = 25833) -> gpd.GeoSeries:
    return gpd.GeoSeries([Point(*place) for place in places], crs=crs)


@pytest.mark.parametrize(
    ("metres", "weight"),
    [(0, 1.0), (500, 1.0), (500.01, 0.68), (1000, 0.68), (1000.01, 0.22), (1500, 0.22), (1500.01, 0.0)],
)
def test_upper_bounds_belong_to_their_band(metres: float, weight: float) -> None:
    assert reach(points([(0, 0)]), points([(metres, 0)]), bands=BANDS).toarray().tolist() == [[weight]]


def test_a_bound_is_met_in_spite_of_rounded_coordinates() -> None:
    home = (412345.678, 5654321.987)
    site = (home[0] + 300, home[1] + 400)
    assert reach(points([home]), points([site]), bands=[(500, 1.0)]).toarray().tolist() == [[1.0]]


def test_coincident_points_are_within_reach_and_stored() -> None:
    found = reach(points([(7, 7), (7, 7)]), points([(7, 7)]), bands=BANDS)
    assert found.toarray().tolist() == [[1.0], [1.0]]


def test_a_band_without_weight_stores_nothing() -> None:
    found = reach(points([(0, 0)]), points([(100, 0), (600, 0)]), bands=[(500, 0.0), (1000, 1.0)])
    assert found.toarray().tolist() == [[0.0, 1.0]]
    assert found.nnz == 1


@pytest.mark.parametrize(("homes", "sites"), [([], [(0, 0)]), ([(0, 0)], []), ([], [])])
def test_no_need_and_no_site_are_answered(homes: Places, sites: Places) -> None:
    found = reach(points(homes), points(sites), bands=BANDS)
    assert found.shape == (len(homes), len(sites))
    need, capacity = pd.Series([10.0] * len(homes), dtype=float), pd.Series([5.0] * len(sites), dtype=float)
    assert floating_catchment(need, capacity, found).tolist() == [0.0] * len(homes)
    assert crowding(need, capacity, found).tolist() == [0.0] * len(sites)


@pytest.mark.parametrize(
    "bands",
    [
        [],
        [(0.0, 1.0)],
        [(500, 1.0), (500, 0.5)],
        [(1000, 1.0), (500, 0.5)],
        [(500, -1.0)],
        [(500, NAN)],
        [(NAN, 1.0)],
    ],
)
def test_bands_that_cannot_be_are_refused(bands: Places) -> None:
    with pytest.raises(BandsError):
        reach(points([(0, 0)]), points([(0, 0)]), bands=bands)


@pytest.mark.parametrize(
    ("sites", "error"),
    [
        (points([(13.7, 51.0)], crs=4326), NotProjectedError),
        (points([(0, 0)], crs=25832), DifferentCrsError),
        (gpd.GeoSeries([Point(0, 0), None], crs=25833), UnlocatedError),
        (gpd.GeoSeries([Point()], crs=25833), UnlocatedError),
        (gpd.GeoSeries([Point(0, 0).buffer(5)], crs=25833), UnlocatedError),
    ],
)
def test_points_that_have_no_distance_are_refused(sites: gpd.GeoSeries, error: type[Exception]) -> None:
    with pytest.raises(error):
        reach(points([(0, 0)]), sites, bands=BANDS)


# Three homes and two sites, on paper. Reach: home a has site p at 1; home b has p at 1 and q at 0.5; c has none.
#   D_p = 60 + 40 = 100, D_q = 0.5·40 = 20;  R_p = 50/100 = 0.5, R_q = 10/20 = 0.5
#   A_a = 0.5, A_b = 0.5 + 0.5·0.5 = 0.75, A_c = 0;  ΣA·P = 30 + 30 = 60 = 50 + 10
WITHIN = csr_array([[1.0, 0.0], [1.0, 0.5], [0.0, 0.0]])


def town(need: list[float], capacity: list[float]) -> tuple[pd.Series, pd.Series]:
    return pd.Series(need, index=["a", "b", "c"], dtype=float), pd.Series(capacity, index=["p", "q"], dtype=float)


@pytest.mark.parametrize(
    ("need", "capacity", "access"),
    [
        ([60, 40, 7], [50, 10], [0.5, 0.75, 0]),
        ([60, 40, 7], [0, 10], [0, 0.25, 0]),
        ([60, 40, NAN], [50, 10], [0.5, 0.75, 0]),  # need that reaches nothing shares nothing
        ([NAN, 40, 7], [50, 10], [NAN, NAN, 0]),
        ([NAN, 40, 7], [0, 10], [0, 0.25, 0]),  # a closed site gives 0 to however many
        ([60, 40, 7], [50, NAN], [0.5, NAN, 0]),
        ([60, 0, 7], [60, NAN], [1, 1, 0]),  # what nobody needs is not waited for
        ([0, 0, 0], [50, 10], [0, 0, 0]),
    ],
)
def test_access_is_what_is_shared_and_unknown_where_it_depends_on_the_unknown(
    need: list[float], capacity: list[float], access: list[float]
) -> None:
    persons, places = town(need, capacity)
    expected = pd.Series(access, index=persons.index, name="access", dtype=float)
    pd.testing.assert_series_equal(floating_catchment(persons, places, WITHIN), expected)


# Crowding on paper: E_a = 1·50 = 50, E_b = 50 + 0.5·10 = 55; per place 60/50 and 40/55
#   C_p = 1.2 + 40/55, C_q = 0.5·40/55;  ΣS·C = 60 + 50·40/55 + 10·20/55 = 60 + 40
@pytest.mark.parametrize(
    ("need", "capacity", "expected"),
    [
        ([60, 40, 7], [50, 10], [1.2 + 40 / 55, 20 / 55]),
        ([60, 40, 7], [50, 0], [2.0, NAN]),
        ([60, 40, NAN], [50, 10], [1.2 + 40 / 55, 20 / 55]),
        ([60, NAN, 7], [50, 10], [NAN, NAN]),
        ([NAN, 40, 7], [50, 10], [NAN, 20 / 55]),
        ([60, 40, 7], [50, NAN], [NAN, NAN]),
        ([0, 0, 0], [50, 10], [0, 0]),
    ],
)
def test_crowding_is_the_need_that_falls_on_one_place(
    need: list[float], capacity: list[float], expected: list[float]
) -> None:
    persons, places = town(need, capacity)
    found = crowding(persons, places, WITHIN)
    pd.testing.assert_series_equal(found, pd.Series(expected, index=["p", "q"], name="crowding", dtype=float))


def test_nullable_integers_count_like_floats() -> None:
    need = pd.Series([60, 40, pd.NA], dtype="Int64")
    assert floating_catchment(need, pd.Series([50, 10], dtype="Int64"), WITHIN).tolist() == [0.5, 0.75, 0.0]


@pytest.mark.parametrize("measure", [floating_catchment, crowding, counts])
def test_what_does_not_belong_together_is_refused(measure: Callable[..., object]) -> None:
    need, capacity = town([1, 2, 3], [4, 5])
    with pytest.raises(ShapeMismatchError):
        measure(need.iloc[:2], capacity, WITHIN)
    with pytest.raises(ShapeMismatchError):
        measure(need, capacity, WITHIN.T)
    with pytest.raises(NegativeError, match="capacity is -5"):
        measure(need, -capacity, WITHIN)


def test_nothing_is_shared_by_nobody() -> None:
    found = per_head(np.array([1, 0, NAN, 1, 0, NAN]), np.array([0, 0, 0, NAN, NAN, 2]))
    np.testing.assert_array_equal(found, [0, 0, 0, NAN, 0, NAN])


METRES = st.integers(0, 4000)
PERSONS = st.lists(st.tuples(METRES, METRES, st.integers(0, 500)), min_size=1, max_size=25)


@settings(deadline=None, max_examples=50)
@given(PERSONS, PERSONS)
def test_all_reachable_capacity_is_given_out_once(homes: list[tuple[int, ...]], sites: list[tuple[int, ...]]) -> None:
    within = reach(points([each[:2] for each in homes]), points([each[:2] for each in sites]), bands=BANDS)
    need, capacity = (pd.Series([float(each[2]) for each in every]) for every in (homes, sites))
    reached = capacity[within.T @ need.to_numpy() > 0].sum()
    access = floating_catchment(need, capacity, within)
    assert (access >= 0).all()
    assert float((access * need).sum()) == pytest.approx(reached, rel=1e-9, abs=1e-9)


@settings(deadline=None, max_examples=50)
@given(PERSONS, PERSONS)
def test_all_need_that_reaches_a_place_falls_on_one(
    homes: list[tuple[int, ...]], sites: list[tuple[int, ...]]
) -> None:
    within = reach(points([each[:2] for each in homes]), points([each[:2] for each in sites]), bands=BANDS)
    need, capacity = (pd.Series([float(each[2]) for each in every]) for every in (homes, sites))
    falling = need[within @ capacity.to_numpy() > 0].sum()
    assert float((crowding(need, capacity, within) * capacity).sum()) == pytest.approx(falling, rel=1e-9, abs=1e-9)


@settings(deadline=None, max_examples=50)
@given(PERSONS, PERSONS, st.randoms(use_true_random=False))
def test_the_order_of_points_does_not_matter(homes: list[tuple], sites: list[tuple], random) -> None:
    def access(homes: list[tuple], sites: list[tuple]) -> pd.Series:
        within = reach(points([each[:2] for each in homes]), points([each[:2] for each in sites]), bands=BANDS)
        need, capacity = (pd.Series([float(each[2]) for each in every]) for every in (homes, sites))
        return floating_catchment(need, capacity, within)

    order = list(range(len(homes)))
    random.shuffle(order)
    shuffled = access([homes[at] for at in order], sites[::-1])
    np.testing.assert_allclose(shuffled, access(homes, sites).iloc[order], rtol=1e-9, atol=1e-12)
