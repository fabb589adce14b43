"""A town somewhere in Germany for tests of places, and a file of squares in it."""

import json
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import Polygon, box

from data.city import City, Level
from data.importing.place import Place
from data.importing.reading.raw import Raw

LEVELS = (Level("city", "Stadt", "City", "Städte", "Cities"), Level("district", "Bezirk", "District", "B", "D"))
BOWTIE = Polygon([(0, 0), (1000, 1000), (1000, 0), (0, 1000)])


def town(longitude: float = 13.73, latitude: float = 51.04, *, new: bool = False, kilometres: float = 10) -> Place:
    """A square town around a place, in the UTM zone it lies in."""
    crs = "EPSG:25832" if longitude < 12 else "EPSG:25833"
    middle = gpd.GeoSeries.from_xy([longitude], [latitude], crs=4326).to_crs(crs).iloc[0]
    half = kilometres * 500
    shape = box(middle.x - half, middle.y - half, middle.x + half, middle.y + half)
    city = City("ort", "Ort", crs, (longitude, latitude), False, "Europe/Berlin", ("de", "en"), LEVELS)
    rows = {"area_id": ["ort"], "name": ["Ort"], "level": ["city"], "parent_id": [""], "source_id": [""]}
    areas = gpd.GeoDataFrame(rows, geometry=[shape], crs=crs)
    return Place(city, areas.iloc[:0] if new else areas)


def grid(place: Place, count: int = 3, size: float = 1000.0) -> gpd.GeoSeries:
    """Squares around the middle of a town, row by row from the south-west."""
    west, south = (
        gpd.GeoSeries.from_xy(*[[one] for one in place.city.centre], crs=4326)
        .to_crs(place.city.crs)
        .iloc[0]
        .coords[0]
    )
    squares = [
        box(west + x * size, south + y * size, west + (x + 1) * size, south + (y + 1) * size)
        for y in range(count)
        for x in range(count)
    ]
    return gpd.GeoSeries(squares, crs=place.city.crs)


def raw_of(shapes: Any, crs: Any = None) -> Raw:
    """A file of shapes, with or without a CRS."""
    values = np.array(list(shapes), dtype="object")
    texts = pd.DataFrame({"id": [str(row) for row in range(len(values))]}, dtype="str")
    geometry = gpd.GeoSeries(values, index=texts.index, crs=crs)
    return Raw(texts, geometry, str(crs) if crs else None)


def frame(shapes: Any, level: str = "district", parents: Any = "ort", crs: str = "EPSG:25833") -> gpd.GeoDataFrame:
    """Areas ``a``, ``b``, … of a level."""
    shapes = list(shapes)
    names = [chr(97 + row) for row in range(len(shapes))]
    known = {"area_id": names, "name": [name.upper() for name in names], "level": level, "parent_id": parents}
    return gpd.GeoDataFrame(known | {"source_id": ""}, geometry=shapes, crs=crs)


def collection(shape: Any, **known: Any) -> dict[str, Any]:
    """A Feature."""
    return {"type": "Feature", "properties": known, "geometry": json.loads(shapely.to_geojson(shape))}
