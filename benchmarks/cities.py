"""Invented cities of any number of areas, the same on every run: wiggly common borders, figures, sites."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.audiences import Audience, Viewer
from data.city import City, Level, city_toml
from data.contracts import TABLES, validate
from data.store import Store
from geo.voronoi import voronoi_cells

Numbers = np.random.Generator
CRS = "EPSG:25833"
CENTRE = (400_000.0, 5_700_000.0)
WRITER = Viewer(Audience.MANAGER, "benchmarks")
LEVELS = (
    Level("city", "Stadt", "City", "Städte", "Cities"),
    Level("neighbourhood", "Stadtteil", "Neighbourhood", "Stadtteile", "Neighbourhoods"),
)
FIRST = (
    *("Linden", "Birken", "Erlen", "Eschen", "Ahorn", "Buchen", "Eichen", "Ulmen", "Weiden", "Kiefern"),
    *("Sonnen", "Stern", "Mühl", "Schul", "Markt", "Wald", "Wiesen", "Berg", "Quell", "Sand"),
    *("Hasel", "Holunder", "Flieder", "Rosen", "Lerchen", "Falken", "Amsel", "Finken"),
)
SECOND = ("feld", "hain", "berg", "tal", "grund", "au", "hof", "stadt", "dorf", "winkel")
TIMES = ("", "-Nord", "-Süd")
DAYS = ("2023-12-31", "2024-12-31", "2025-12-31")


@dataclass(frozen=True)
class Size:
    """A city by number of areas.

    Attributes:
        areas: how many.
        square_km: size of the city.
        step: metres between points of a border.
    """

    areas: int
    square_km: float
    step: float

    @property
    def slug(self) -> str:
        """Slug of the city."""
        return f"bench-{self.areas}"


SMALL = Size(64, 330.0, 60.0)
LARGE = Size(542, 890.0, 83.0)
"""Sizes of Dresden and Berlin; about 200 and 700 KB of GeoJSON, as detailed as their official boundaries."""


def build(store: Store, size: Size) -> None:
    """Put a city of that size into a store, in one change."""
    city = City(
        size.slug, f"Musterstadt {size.areas}", CRS, (13.57, 51.44), True, "Europe/Berlin", ("de", "en"), LEVELS
    )
    numbers = np.random.default_rng(size.areas)
    areas = _areas(size, numbers)
    ids = areas.loc[areas["level"] == "neighbourhood", "area_id"].to_numpy()
    sites, offers = _sites(areas[areas["level"] == "neighbourhood"], numbers)
    known = {"title": "Erfundene Daten", "publisher": "Benchmarks", "licence": "CC0", "demo": True}
    tables = {
        "areas": areas,
        "sites": sites,
        "offers": offers,
        "statistics": _statistics(ids, numbers),
        "sources": pd.DataFrame([{"source_id": "bench", "as_of": pd.Timestamp(DAYS[-1]), **known}]),
    }
    with store.change(size.slug, viewer=WRITER, action="benchmark") as change:
        change.write("city", pd.DataFrame({"slug": [size.slug], "toml": [city_toml(city)]}))
        for name in TABLES:
            if name in tables:
                change.write(name, validate(name, tables[name]))


def coverage(size: Size, numbers: Numbers) -> gpd.GeoSeries:
    """Areas of a city that share their borders point for point.

    Voronoi cells around a jittered grid in an ellipse, whose edges are bent one by one.

    Returns:
        Polygons in metres, from north to south.
    """
    side = math.sqrt(size.square_km * 1e6 / size.areas)
    reach = math.ceil(math.sqrt(size.areas))
    grid = np.stack(np.meshgrid(np.arange(-reach, reach + 1), np.arange(-reach, reach + 1)), -1).reshape(-1, 2)
    places = (grid + numbers.uniform(-0.36, 0.36, grid.shape)) * side
    flat = places * [1.0, 1.25]  # wider than high, as a map is
    places = places[np.argsort((flat**2).sum(axis=1))[: size.areas]] + CENTRE
    radius = math.sqrt(size.square_km * 1e6 * 1.25 / math.pi) * 1.03
    outline = shapely.affinity.scale(shapely.Point(CENTRE).buffer(radius, 64), 1.0, 1 / 1.25)
    places = places[np.lexsort((places[:, 0], -places[:, 1]))]
    cells = voronoi_cells(gpd.GeoSeries(gpd.points_from_xy(*places.T), crs=CRS), outline)
    edges = shapely.get_parts(shapely.line_merge(shapely.union_all(shapely.boundary(cells.to_numpy()))))
    bent = [shapely.LineString(wiggled(shapely.get_coordinates(edge), size.step, numbers)) for edge in edges]
    shapes = shapely.get_parts(shapely.polygonize(bent))
    nearest = shapely.STRtree(shapely.centroid(shapes)).nearest(shapely.points(places))
    found = shapes[nearest]
    if len(shapes) != size.areas or len(set(nearest)) != size.areas or not shapely.coverage_is_valid(found):
        raise ValueError(f"{size.areas} areas: borders cross, {len(shapes)} shapes")
    return gpd.GeoSeries(found, crs=CRS)


def wiggled(points: np.ndarray, step: float, numbers: Numbers, roughness: float = 0.09) -> np.ndarray:
    """A line with bends at every scale; its ends stay.

    Args:
        points: ``(n, 2)`` in metres.
        step: metres between points, about.
        numbers: source of chance.
        roughness: displacement of a midpoint in lengths of its stretch.
    """
    line = shapely.LineString(points)
    halvings = max(0, round(math.log2(max(line.length / step, 1))))
    along = shapely.line_interpolate_point(line, np.linspace(0, 1, 2**halvings + 1), normalized=True)
    bent = shapely.get_coordinates(along)
    bent[[0, -1]] = points[[0, -1]]
    stretch = len(bent) - 1
    while stretch > 1:
        starts = np.arange(0, len(bent) - 1, stretch)
        across = (bent[starts + stretch] - bent[starts])[:, ::-1] * [-1, 1]
        moved = numbers.uniform(-roughness, roughness, len(starts))[:, None] * across
        # what lies between follows its midpoint
        share = 1 - np.abs(np.linspace(-1, 1, stretch + 1))[:-1]
        for start, move in zip(starts, moved, strict=True):
            bent[start : start + stretch] += share[:, None] * move
        stretch //= 2
    return bent


def _areas(size: Size, numbers: Numbers) -> gpd.GeoDataFrame:
    cells = coverage(size, numbers)
    names = [f"{first}{second}{time}" for time in TIMES for second in SECOND for first in FIRST][: size.areas]
    rows = pd.DataFrame({"area_id": [f"{number:05d}" for number in range(1, size.areas + 1)], "name": names})
    rows = rows.assign(level="neighbourhood", parent_id=size.slug, source_id="bench")
    whole = {"area_id": size.slug, "name": f"Musterstadt {size.areas}", "level": "city", "source_id": "bench"}
    rows = pd.concat([pd.DataFrame([whole | {"parent_id": ""}]), rows], ignore_index=True)
    shapes = [shapely.coverage_union_all(cells.to_numpy()), *cells]
    return gpd.GeoDataFrame(rows, geometry=shapes, crs=CRS)


def _statistics(ids: np.ndarray, numbers: Numbers) -> pd.DataFrame:
    people = numbers.integers(3_000, 20_000, len(ids))
    shares = {
        ("population", "total"): 1.0,
        ("population", "age_0_2"): 0.03,
        ("population", "age_3_5"): 0.031,
        ("population", "age_0_5"): 0.061,
        ("population", "age_6_9"): 0.04,
        ("foreigners", "total"): 0.16,
    }
    frames = [
        pd.DataFrame(
            {
                "area_id": ids,
                "indicator": indicator,
                "group": group,
                "as_of": pd.Timestamp(day),
                "value": np.round(people * share * (1 + 0.01 * year) * numbers.uniform(0.7, 1.0, len(ids))),
                "marker": "",
                "source_id": "bench",
            }
        )
        for year, day in enumerate(DAYS)
        for (indicator, group), share in shares.items()
    ]
    return pd.concat(frames, ignore_index=True)


def _sites(areas: gpd.GeoDataFrame, numbers: Numbers) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Two day-care centres an area, a school in every second, counselling in every fifth."""
    kinds: list[tuple[str, str, int, dict[str, Any]]] = [
        ("kita", "under_3", 1, {"capacity": 30}),
        ("kita", "3_to_6", 1, {"capacity": 70}),
        ("school", "primary", 2, {"capacity": 280}),
        ("counselling", "MBE", 5, {"staff": 1.5}),
    ]
    sites, offers = [], []
    for position, area in enumerate(areas.itertuples()):
        inside = area.geometry.representative_point()
        for category, kind, every, offer in kinds:
            if position % every == 0:
                site = f"{category}-{kind}-{area.area_id}"
                east, north = numbers.uniform(-60, 60, 2)
                place = shapely.Point(inside.x + east, inside.y + north)
                fixed = {"category": category, "name": f"{area.name} {kind}", "source_id": "bench"}
                sites.append({"site_id": site, "operator": "Träger A", **fixed, "geometry": place})
                offers.append({"site_id": site, "kind": kind, **offer})
    return gpd.GeoDataFrame(sites, geometry="geometry", crs=CRS), pd.DataFrame(offers)
