"""Measures count in metres or not at all."""

import geopandas as gpd
import pytest
from shapely.geometry import Point

from geo.crs import DifferentCrsError, NotProjectedError, require_projected


@pytest.mark.parametrize(("crs", "quoted"), [(4326, "EPSG:4326"), (None, "none")])
def test_geometries_in_degrees_or_without_crs_are_refused_with_what_was_found(crs: int | None, quoted: str) -> None:
    with pytest.raises(NotProjectedError, match=quoted):
        require_projected(gpd.GeoSeries([Point(13.7, 51.0)], crs=crs))


def test_two_metric_crs_are_refused_together() -> None:
    first, second = (gpd.GeoSeries([Point(400_000, 5_650_000)], crs=crs) for crs in (25832, 25833))
    with pytest.raises(DifferentCrsError, match=r"EPSG:25832 and EPSG:25833"):
        require_projected(first, second)


def test_one_metric_crs_passes() -> None:
    require_projected(gpd.GeoSeries([Point(0, 0)], crs=25833), gpd.GeoDataFrame(geometry=[Point(1, 1)], crs=25833))
