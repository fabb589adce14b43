"""A grid of ten by ten squares of 100 m: every mean and neighbour can be told by hand."""

import geopandas as gpd
import pytest
from shapely.geometry import box


@pytest.fixture
def grid() -> gpd.GeoSeries:
    """Squares named by column and row: "00" at the lower left, "99" at the upper right."""
    cells = {f"{x}{y}": box(x * 100, y * 100, x * 100 + 100, y * 100 + 100) for x in range(10) for y in range(10)}
    return gpd.GeoSeries(cells, crs=25833)
