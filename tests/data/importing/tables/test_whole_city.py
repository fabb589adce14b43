"""The one area of a whole new city is the same, whether the boundaries of its parts fit or not."""

import geopandas as gpd
import pytest
import shapely

from data.importing.tables.areas import whole_city
from tests.data.little_city import CITY

PARTS = {
    "fitting": [shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10), shapely.box(0, 10, 20, 20)],
    "overlapping": [shapely.box(0, 0, 12, 10), shapely.box(10, 0, 20, 10)],
    "apart": [shapely.box(0, 0, 10, 10), shapely.box(30, 0, 40, 10)],
    "in several pieces": [
        shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 0, 3, 1)]),
        shapely.box(1, 0, 2, 1),
    ],
    "with a gap inside": [shapely.box(0, 0, 9, 9) - shapely.box(3, 3, 6, 6)],
    "one": [shapely.box(0, 0, 10, 10)],
}


@pytest.mark.parametrize("case", PARTS)
def test_the_whole_is_the_union_of_the_parts(case: str) -> None:
    parts = gpd.GeoDataFrame(geometry=PARTS[case], crs=CITY.crs)
    (whole,) = whole_city(parts, CITY, "amt").geometry
    assert whole.equals(shapely.union_all(PARTS[case]))
    assert whole.geom_type in ("Polygon", "MultiPolygon")
    assert whole.is_valid
