"""What an import knows of the city that a file is read for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import shapely

from data.checks import outline
from data.city import City


@dataclass(frozen=True)
class Place:
    """A city as it stands while a file is being understood.

    Attributes:
        city: settings.
        areas: of every level, in the city's CRS; without rows for a new city.
    """

    city: City
    areas: gpd.GeoDataFrame

    @cached_property
    def outline(self) -> shapely.Geometry | None:
        """The city's shape in its own CRS, None for a new city."""
        return outline(self.areas)
