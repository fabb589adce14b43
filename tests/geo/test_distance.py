"""Nearest sites and who has one near enough."""

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point

from geo.crs import DifferentCrsError, NotProjectedError
from geo.distance import UnlocatedError, coordinates, nearest, share_within

NAN, INF = float("nan"), float("inf")


def points(*places: tuple[float, float], crs: int = 25833) -> gpd.GeoSeries:
    return gpd.GeoSeries([Point(*place) for place in places], crs=crs)


def test_the_nearest_of_two_sites_counts() -> None:
    homes = points((0, 0), (30, 40), (900, 0)).set_axis(["a", "b", "c"])
    expected = pd.Series([0.0, 50.0, 100.0], index=["a", "b", "c"], name="distance")
    pd.testing.assert_series_equal(nearest(homes, points((0, 0), (1000, 0))), expected)


def test_without_a_site_all_are_infinitely_far_and_without_homes_nobody_is() -> None:
    assert nearest(points((0, 0)), points()).tolist() == [INF]
    assert nearest(points(), points((0, 0))).empty
    assert nearest(points(), points()).empty


@pytest.mark.parametrize(
    ("sites", "error"),
    [
        (points((13.7, 51.0), crs=4326), NotProjectedError),
        (points((0, 0), crs=25832), DifferentCrsError),
        (gpd.GeoSeries([None], crs=25833), UnlocatedError),
    ],
)
def test_points_that_have_no_distance_are_refused(sites: gpd.GeoSeries, error: type[Exception]) -> None:
    with pytest.raises(error):
        nearest(points((0, 0)), sites)


def test_coordinates_name_the_first_that_is_missing() -> None:
    assert coordinates(points((3, 4))).tolist() == [[3.0, 4.0]]
    with pytest.raises(UnlocatedError, match="2 of 3 are not located, the first is 'b'"):
        coordinates(gpd.GeoSeries([Point(0, 0), None, Point()], index=["a", "b", "c"], crs=25833))


@pytest.mark.parametrize(
    ("need", "distance", "share"),
    [
        ([30, 10], [400, 600], 0.75),
        ([30, 10], [500, 500.1], 0.75),  # the bound is included
        ([30, 10], [400, INF], 0.75),
        ([30, 10], [INF, INF], 0.0),
        ([30, NAN], [400, 600], NAN),
        ([30, 10], [400, NAN], NAN),
        ([30, 0], [400, NAN], 1.0),  # nobody lives where it is not known
        ([0, 0], [400, 600], NAN),
        ([], [], NAN),
    ],
)
def test_the_share_within_500_metres(need: list[float], distance: list[float], share: float) -> None:
    found = share_within(pd.Series(need, dtype=float), pd.Series(distance, dtype=float), 500)
    assert found == pytest.approx(share, nan_ok=True)


PLACES = st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000)), min_size=1, max_size=20)


@settings(deadline=None, max_examples=50)
@given(PLACES, PLACES)
def test_the_nearest_is_the_least_of_all_distances(
    homes: list[tuple[int, int]], sites: list[tuple[int, int]]
) -> None:
    found = nearest(points(*homes), points(*sites))
    for home, metres in zip(homes, found, strict=True):
        assert metres == pytest.approx(min(Point(home).distance(Point(site)) for site in sites))
