"""Every point counts in one area at most."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, box

from geo.placement import area_of

INSIDE = st.floats(0, 1000, allow_nan=False)


def points(*xy: tuple[float, float] | None) -> gpd.GeoSeries:
    return gpd.GeoSeries([Point(*one) if one else None for one in xy], crs=25833)


@pytest.mark.parametrize(
    ("place", "area"),
    [
        ((50, 50), "00"),
        ((950, 250), "92"),
        ((100, 50), "00"),  # on a common border: the first area
        ((100, 100), "00"),  # on a corner of four
        ((1000, 1000), "99"),  # on the outer edge
        ((-1, 50), ""),
        (None, ""),
    ],
)
def test_a_point_lies_in_the_first_area_that_holds_it(
    grid: gpd.GeoSeries, place: tuple[float, float] | None, area: str
) -> None:
    assert area_of(points(place), grid).tolist() == [area]


def test_the_index_is_that_of_the_points(grid: gpd.GeoSeries) -> None:
    sites = points((50, 50), (150, 50)).set_axis(["b", "a"])
    expected = pd.Series(["00", "10"], index=["b", "a"], name="area_id", dtype="str")
    pd.testing.assert_series_equal(area_of(sites, grid), expected)


def test_no_points_and_no_areas_are_answered(grid: gpd.GeoSeries) -> None:
    assert area_of(points(), grid).empty
    assert area_of(points((1, 1)), grid.iloc[:0]).tolist() == [""]


@given(st.lists(st.tuples(INSIDE, INSIDE), min_size=1, max_size=60))
def test_each_point_of_a_city_counts_exactly_once(places: list[tuple[float, float]]) -> None:
    cells = {f"{x}{y}": box(x * 100, y * 100, x * 100 + 100, y * 100 + 100) for x in range(10) for y in range(10)}
    grid = gpd.GeoSeries(cells, crs=25833)
    found = area_of(points(*places), grid)
    assert (found != "").all()
    assert int(found.value_counts().sum()) == len(places)
    near = grid.loc[found].reset_index(drop=True).distance(points(*places))
    assert np.all(near.to_numpy() == 0)
