"""Schematic cells fill the outline, share their edges and hold their centres."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import Point, Polygon, box

from geo.crs import NotProjectedError
from geo.voronoi import voronoi_cells

METRIC = 25833
BENT = Polygon([(0, 0), (9, 0), (9, 9), (6, 9), (6, 3), (3, 3), (3, 9), (0, 9)])


def grid(count: int) -> gpd.GeoSeries:
    places = [(column + 0.5, row + 0.5) for row in range(count) for column in range(count)]
    return gpd.GeoSeries([Point(place) for place in places], index=[f"c{n}" for n in range(len(places))], crs=METRIC)


def test_a_grid_of_centres_gives_a_grid_of_squares() -> None:
    cells = voronoi_cells(grid(10), box(0, 0, 10, 10))
    assert cells.index.equals(grid(10).index)
    assert cells.crs == METRIC
    assert cells.name == "cell"
    assert np.allclose(cells.area, 1.0, rtol=0, atol=1e-9)
    assert all(
        cells[name].equals(box(x - 0.5, y - 0.5, x + 0.5, y + 0.5))
        for name, x, y in (("c0", 0.5, 0.5), ("c99", 9.5, 9.5))
    )


@pytest.mark.parametrize("seed", range(20))
def test_cells_cover_a_bent_outline_without_gap_or_overlap(seed: int) -> None:
    places = np.random.default_rng(seed).uniform(0, 9, (40, 2))
    points = gpd.GeoSeries(shapely.points(places), crs=METRIC)
    points = points[points.within(BENT)]
    cells = voronoi_cells(points, BENT)
    assert shapely.coverage_is_valid(cells.to_numpy())
    assert cells.area.sum() == pytest.approx(BENT.area, abs=1e-9)
    assert cells.contains(points).all()


def test_a_point_far_outside_the_outline_gets_an_empty_cell() -> None:
    points = gpd.GeoSeries([Point(1, 1), Point(2, 2), Point(900, 900)], crs=METRIC)
    assert voronoi_cells(points, box(0, 0, 4, 4)).is_empty.tolist() == [False, False, True]


@pytest.mark.parametrize("places", [[(1, 1)], [(1, 1), (2, 2), (1, 1)]], ids=["one", "twice the same"])
def test_too_few_places_are_refused(places: list[tuple[float, float]]) -> None:
    with pytest.raises(ValueError, match="distinct points"):
        voronoi_cells(gpd.GeoSeries([Point(place) for place in places], crs=METRIC), box(0, 0, 4, 4))


def test_degrees_are_refused() -> None:
    with pytest.raises(NotProjectedError):
        voronoi_cells(grid(2).set_crs(4326, allow_override=True), box(0, 0, 2, 2))
