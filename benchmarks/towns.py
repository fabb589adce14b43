"""Invented towns of homes and sites, as many as a measure of reach has to bear; the same on every run."""

from __future__ import annotations

import math
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

CRS = "EPSG:25833"
BANDS = [(500.0, 1.0), (1000.0, 0.68), (1500.0, 0.22)]
"""Metres and weight."""


@dataclass(frozen=True)
class Extent:
    """A town by its numbers.

    Attributes:
        homes: need points.
        sites: places of a service.
        square_km: size of the square over which both are scattered; it decides how many pairs there are.
    """

    homes: int
    sites: int
    square_km: float

    def __str__(self) -> str:
        return f"{self.homes:,} × {self.sites:,}"


CITY = Extent(30_000, 2_000, 328.0)
REGION = Extent(400_000, 10_000, 4_440.0)
"""As large as Dresden and the Ruhr area."""


@dataclass(frozen=True, eq=False)
class Town:
    """Homes and sites with their figures.

    Attributes:
        homes: points in metres.
        sites: points in metres.
        need: 1 to 299 persons at each home.
        capacity: 0 to 119 persons each site can serve.
    """

    homes: gpd.GeoSeries
    sites: gpd.GeoSeries
    need: pd.Series
    capacity: pd.Series


def town(extent: Extent) -> Town:
    """A town of that extent, scattered evenly."""
    numbers = np.random.default_rng(extent.homes)
    side = 1000 * math.sqrt(extent.square_km)
    homes, sites = (
        gpd.GeoSeries(gpd.points_from_xy(*numbers.uniform(0, side, (2, number))), crs=CRS)
        for number in (extent.homes, extent.sites)
    )
    need = pd.Series(numbers.integers(1, 300, extent.homes).astype(float))
    return Town(homes, sites, need, pd.Series(numbers.integers(0, 120, extent.sites).astype(float)))
