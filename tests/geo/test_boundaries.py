"""Neighbours and light shapes."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import Polygon, box

from geo.boundaries import neighbours, simplified
from geo.crs import NotProjectedError


@pytest.mark.parametrize(
    ("area", "expected"),
    [("00", ("01", "10")), ("55", ("45", "54", "56", "65")), ("95", ("85", "94", "96"))],
)
def test_neighbours_share_a_border_and_not_only_a_corner(
    grid: gpd.GeoSeries, area: str, expected: tuple[str, ...]
) -> None:
    assert neighbours(grid)[area] == expected


def test_a_gap_of_half_a_metre_still_joins_neighbours() -> None:
    apart = gpd.GeoSeries([box(0, 0, 100, 100), box(100.5, 0, 200, 100), box(300, 0, 400, 100)], index=list("abc"))
    assert neighbours(apart.set_crs(25833)).tolist() == [("b",), ("a",), ()]


def test_neighbours_need_metres() -> None:
    with pytest.raises(NotProjectedError):
        neighbours(gpd.GeoSeries([box(13, 51, 14, 52)], crs=4326))


def test_simplified_areas_keep_their_common_border() -> None:
    wave = [(50 + 3 * np.sin(y / 5), y) for y in range(101)]
    left = Polygon([(0, 0), *wave, (0, 100)])
    right = Polygon([(100, 0), *wave, (100, 100)])
    light = simplified(gpd.GeoSeries([left, right], index=["l", "r"], crs=25833), tolerance=10)
    assert light.index.tolist() == ["l", "r"]
    assert shapely.coverage_is_valid(light.to_numpy())
    assert light.count_coordinates().sum() < 60
    assert light.area.sum() == pytest.approx(10_000)


def test_areas_that_overlap_are_simplified_one_by_one() -> None:
    both = gpd.GeoSeries([box(0, 0, 100, 100), box(50, 0, 150, 100)], crs=25833)
    assert simplified(both, tolerance=20).area.tolist() == [10_000, 10_000]


def test_an_area_smaller_than_the_tolerance_does_not_vanish() -> None:
    tiny = gpd.GeoSeries([Polygon([(0, 0), (2, 0), (2, 2), (1, 2.1), (0, 2)])], crs=25833)
    assert not simplified(tiny, tolerance=500).is_empty.any()
