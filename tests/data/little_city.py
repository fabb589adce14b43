"""A city small enough to reckon on paper: two districts of two squares each, six sites."""

from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import pandas as pd
from shapely.geometry import Point, box
from shapely.ops import unary_union

from data.audiences import Audience, Viewer
from data.city import City, Level, city_toml
from data.contracts import validate
from data.store import Store

CRS = "EPSG:25833"
MANAGER = Viewer(Audience.MANAGER, "test")
COUNCIL = Viewer(Audience.COUNCIL, "test")
LEVELS = tuple(
    Level(code, *names)
    for code, names in {
        "city": ("Stadt", "City", "Städte", "Cities"),
        "district": ("Stadtbezirk", "District", "Stadtbezirke", "Districts"),
        "neighbourhood": ("Stadtteil", "Neighbourhood", "Stadtteile", "Neighbourhoods"),
    }.items()
)
CITY = City("klein", "Kleinstadt", CRS, (13.7, 51.0), True, "Europe/Berlin", ("de", "en"), LEVELS)


def areas() -> gpd.GeoDataFrame:
    """Stadtteile 01 and 02 (district A), 03 and 04 (district B), a kilometre square each, in a row."""
    squares = {f"0{n}": box((n - 1) * 1000, 0, n * 1000, 1000) for n in (1, 2, 3, 4)}
    rows = [
        (key, f"Teil {key}", "neighbourhood", "A" if key < "03" else "B", shape) for key, shape in squares.items()
    ]
    for district, parts in {"A": ("01", "02"), "B": ("03", "04")}.items():
        rows.append((district, f"Bezirk {district}", "district", "K", unary_union([squares[key] for key in parts])))
    rows.append(("K", "Kleinstadt", "city", "", unary_union(list(squares.values()))))
    frame = pd.DataFrame(rows, columns=["area_id", "name", "level", "parent_id", "geometry"]).assign(
        source_id="outline"
    )
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=CRS)


def sites() -> gpd.GeoDataFrame:
    """Two Kitas and a school, a hostel, a flat and a protected shelter; one Kita has no position."""
    rows = [
        ("kita1", "kita", "Kita Eins", "public", "", Point(500, 500), None, None),
        ("kita2", "kita", "Kita Zwei", "public", "03", None, None, "2024-06-30"),
        ("school", "school", "Schule", "public", "", Point(1500, 500), None, None),
        ("hostel", "accommodation", "Wohnheim", "council", "", Point(2500, 500), "2023-01-01", None),
        ("flat", "accommodation", "Wohnung", "public", "", Point(3500, 500), None, None),
        ("shelter", "accommodation", "Schutzhaus", "council", "", Point(3600, 500), None, None),
    ]
    columns = ["site_id", "category", "name", "audience", "area_id", "geometry", "opened_on", "closes_on"]
    frame = pd.DataFrame(rows, columns=columns).assign(source_id="sites")
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=CRS)


OFFERS = pd.DataFrame(
    {
        "site_id": ["kita1", "kita1", "kita2", "school", "hostel", "flat", "shelter"],
        "kind": ["under_3", "3_to_6", "3_to_6", "primary", "hostel", "flat", "protected"],
        "capacity": [10, 30, 20, None, 65, 12, 8],
        "usable": [None, 24, None, None, None, None, None],
    }
)
STATISTICS = pd.DataFrame(
    [
        ("01", "population", "total", "2024-12-31", 1000, ""),
        ("02", "population", "total", "2024-12-31", 3000, ""),
        ("03", "population", "total", "2024-12-31", 2000, ""),
        ("04", "population", "total", "2024-12-31", 4000, ""),
        ("01", "population", "total", "2023-12-31", 900, ""),
        ("01", "population", "age_0_2", "2024-12-31", 20, ""),
        ("01", "population", "age_3_5", "2024-12-31", 30, ""),
        ("02", "population", "age_0_2", "2024-12-31", 60, ""),
        ("02", "population", "age_3_5", "2024-12-31", None, "secret"),
        ("03", "population", "age_3_5", "2024-12-31", 40, ""),
        ("A", "foreigners", "total", "2024-12-31", 400, ""),
        ("K", "foreigners", "total", "2024-12-31", 900, ""),
        ("01", "dogs", "total", "2024-12-31", 7, ""),
    ],
    columns=["area_id", "indicator", "group", "as_of", "value", "marker"],
).assign(source_id="office")
CASELOAD = pd.DataFrame(
    [
        ("hostel", "", "total", "2023-12-31", 50),
        ("hostel", "", "total", "2024-12-31", 60),
        ("flat", "", "total", "2024-12-31", 9),
        ("shelter", "", "total", "2024-12-31", 5),
    ],
    columns=["site_id", "area_id", "group", "as_of", "occupied"],
).assign(source_id="office")
SOURCES = pd.DataFrame(
    {
        "source_id": ["outline", "sites", "office"],
        "title": ["Umriss", "Einrichtungen", "Statistikstelle"],
        "as_of": ["2024-01-01", "2024-12-01", "2024-12-31"],
        "demo": [True, False, False],
    }
)
TABLES = {
    "areas": areas,
    "sites": sites,
    "offers": OFFERS.copy,
    "statistics": STATISTICS.copy,
    "caseload": CASELOAD.copy,
    "sources": SOURCES.copy,
}


def little_store(folder: Path, city: City = CITY) -> Store:
    """A store with the city, written at a fixed moment."""
    store = Store(folder, clock=lambda: datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    with store.change(city.slug, viewer=MANAGER, action="seed") as change:
        change.write("city", pd.DataFrame({"slug": [city.slug], "toml": [city_toml(city)]}))
        for name, rows in TABLES.items():
            change.write(name, validate(name, rows()))
    return store
