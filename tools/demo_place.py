"""What the demo generator knows about a place: its areas, its plan, its published figures and its dice."""

from __future__ import annotations

import tomllib
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import Point

TOOLS = Path(__file__).parent
CITIES = TOOLS.parent / "data" / "cities"
SEED = 20171004
YEARS = tuple(f"{year}-12-31" for year in range(2021, 2026))


def apportion(total: int, weights: np.ndarray) -> np.ndarray:
    """Whole numbers in proportion to the weights that sum to the total (largest remainder).

    >>> apportion(10, np.array([1.0, 1.0, 1.0]))
    array([4, 3, 3])
    """
    exact = np.asarray(weights, dtype=float) / np.sum(weights) * total
    whole = np.floor(exact).astype(int)
    rest = np.argsort(-(exact - whole).round(9), kind="stable")[: total - whole.sum()]
    whole[rest] += 1
    return whole


@dataclass(frozen=True)
class Place:
    """One bundled city or county."""

    slug: str

    @cached_property
    def plan(self) -> dict[str, Any]:
        """tools/plan_<slug>.toml."""
        return tomllib.loads((TOOLS / f"plan_{self.slug}.toml").read_text(encoding="utf-8"))

    @cached_property
    def areas(self) -> gpd.GeoDataFrame:
        """All levels, indexed by area_id, in the metric CRS."""
        crs = tomllib.loads((CITIES / self.slug / "city.toml").read_text(encoding="utf-8"))["crs"]
        return gpd.read_file(CITIES / self.slug / "areas.geojson").set_index("area_id").to_crs(crs)

    @cached_property
    def leaves(self) -> pd.Index:
        """Ids of the smallest areas."""
        return self.areas.index[~self.areas.index.isin(self.areas["parent_id"])]

    @cached_property
    def published(self) -> pd.DataFrame:
        """Real figures, tools/figures_<slug>.csv."""
        return pd.read_csv(TOOLS / f"figures_{self.slug}.csv", dtype=str).astype({"value": int})

    def real(self, indicator: str, group: str, as_of: str) -> pd.Series:
        """Published values by area."""
        rows = self.published
        named = (rows["indicator"] == indicator) & (rows["group"] == group) & (rows["as_of"] == as_of)
        return rows[named].set_index("area_id")["value"]

    def dice(self, topic: str) -> np.random.Generator:
        """Random numbers of one topic: a change in one does not move the others."""
        return np.random.default_rng([SEED, zlib.crc32(f"{self.slug}/{topic}".encode())])

    def factors(self, name: str) -> pd.Series:
        """A table of the plan for every leaf; 1 where the plan is silent."""
        return pd.Series(self.plan[name]).reindex(self.leaves).fillna(1.0)

    def short_name(self, area_id: str) -> str:
        """Name without addition, for names of sites."""
        return self.areas.at[area_id, "name"].split("/")[0].split(" (")[0]

    def upwards(self, leaves: pd.Series) -> pd.Series:
        """Values of the leaves and the sums of all areas above them."""
        parts, level = [leaves], leaves
        while True:
            level = level.groupby(self.areas["parent_id"].reindex(level.index)).sum().drop("", errors="ignore")
            if level.empty:
                return pd.concat(parts).reindex(self.areas.index)
            parts.append(level)

    def point_in(self, area_id: str, dice: np.random.Generator) -> tuple[float, float]:
        """A point well inside an area, more often near its middle: lon and lat to five decimals."""
        shape = self.areas.geometry[area_id]
        inner = shape.buffer(-40)
        middle = shape.representative_point() if not shape.contains(shape.centroid) else shape.centroid
        spread = 0.22 * shape.area**0.5
        while True:
            point = Point(middle.x + dice.normal(0, spread), middle.y + dice.normal(0, spread))
            if inner.contains(point):
                degrees = gpd.GeoSeries([point], crs=self.areas.crs).to_crs(4326).iloc[0]
                return round(degrees.x, 5), round(degrees.y, 5)
