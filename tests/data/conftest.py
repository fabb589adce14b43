"""A small town for tests of importing: two districts of one square kilometre each, some demo rows."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from data.audiences import Audience, Viewer
from data.importing import Options, Report, corrections, import_file, pairs
from data.seeding import seed
from data.snapshot import Snapshot
from data.store import Store

MANAGER = Viewer(Audience.MANAGER, "test")
TODAY = date(2026, 11, 22)
CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25833"}}

CITY = """
slug = "muster"
name = "Musterstadt"
crs = "EPSG:25833"
centre = [13.7, 51.0]
demo = true

[[levels]]
code = "city"
name_de = "Stadt"
name_en = "City"
plural_de = "Städte"
plural_en = "Cities"

[[levels]]
code = "district"
name_de = "Bezirk"
name_en = "District"
plural_de = "Bezirke"
plural_en = "Districts"
"""

TABLES = {
    "sites.csv": "site_id,category,name,lon,lat,source_id\n"
    "k1,kita,Kita Eins,13.7220,51.0385,demo\nh1,accommodation,Heim,,,demo\n",
    "offers.csv": "site_id,kind,capacity\nk1,under_3,20\nk1,3_to_6,40\nh1,hostel,65\n",
    "statistics.csv": "area_id,indicator,group,as_of,value,marker,source_id\n"
    "01,population,total,2024-12-31,100,,demo\n01,population,total,2025-12-31,110,,demo\n"
    "02,population,total,2025-12-31,,secret,demo\nmuster,population,total,2025-12-31,300,,real\n"
    "01,jobseekers,total,2025-12-31,7,,real\n",
    "caseload.csv": "site_id,area_id,as_of,occupied,source_id\nk1,,2025-12-31,55,demo\nh1,,2025-12-31,60,demo\n",
    "sources.csv": "source_id,title,demo\ndemo,Erfunden,yes\nreal,Amtlich,no\n",
}


def square(west: float, south: float, size: float = 1000) -> dict[str, Any]:
    """A square in metres, as GeoJSON."""
    east, north = west + size, south + size
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def features(rows: list[tuple[dict[str, Any], dict[str, Any] | None]], crs: Any = CRS) -> str:
    """A FeatureCollection of properties with their geometry."""
    found = [{"type": "Feature", "properties": known, "geometry": shape} for known, shape in rows]
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": found}, ensure_ascii=False)


WEST, EAST = square(410_000, 5_654_000), square(411_000, 5_654_000)
WHOLE = {
    "type": "Polygon",
    "coordinates": [
        [[410_000, 5_654_000], [412_000, 5_654_000], [412_000, 5_655_000], [410_000, 5_655_000], [410_000, 5_654_000]]
    ],
}


def package(folder: Path) -> Path:
    """Write the town's package below a folder."""
    town = folder / "muster"
    town.mkdir(parents=True)
    (town / "city.toml").write_text(CITY, encoding="utf-8")
    areas = [
        ({"area_id": "muster", "name": "Musterstadt", "level": "city", "parent_id": "", "source_id": "real"}, WHOLE),
        ({"area_id": "01", "name": "West", "level": "district", "parent_id": "muster", "source_id": "demo"}, WEST),
        ({"area_id": "02", "name": "Ost", "level": "district", "parent_id": "muster", "source_id": "demo"}, EAST),
    ]
    (town / "areas.geojson").write_text(features(areas), encoding="utf-8")
    for name, text in TABLES.items():
        (town / name).write_text(text, encoding="utf-8")
    return folder


def clock() -> datetime:
    """A time that stands still."""
    return datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store that holds the town and nothing else; to be copied."""
    folder = tmp_path_factory.mktemp("town")
    store = Store(folder / "var", clock=clock)
    assert seed(store, package(folder / "packages")) == ["muster"]
    store.close()
    return folder / "var"


@pytest.fixture(scope="session")
def bundled_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the bundled cities, to be read only."""
    store = Store(tmp_path_factory.mktemp("bundled") / "var", clock=clock)
    assert seed(store) == ["dresden", "duisburg", "zwickau"]
    yield store
    store.close()


@pytest.fixture
def bundled(bundled_store: Store) -> Callable[..., Snapshot]:
    """A bundled city as a viewer may use it: ``bundled("dresden", PUBLIC)``; a manager's where none is named."""
    return lambda slug, viewer=MANAGER: Snapshot(bundled_store, slug, viewer)


@pytest.fixture
def town(tmp_path: Path, seeded: Path) -> Iterator[Store]:
    """A store with the town, whose clock stands still."""
    shutil.copytree(seeded, tmp_path / "var")
    store = Store(tmp_path / "var", clock=clock)
    yield store
    store.close()


@pytest.fixture
def bring(town: Store, tmp_path: Path) -> Callable[..., Report]:
    """Import some content: ``bring("sites", "a.csv", text, map=["x=y"], constant=[…], correct=[…], …)``."""

    def run(table: str, name: str, content: str | bytes, **asked: Any) -> Report:
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        options = Options(
            mapping=pairs(asked.pop("map", []), "contract_column=file_column"),
            constants=pairs(asked.pop("constant", []), "column=value"),
            corrections=corrections(asked.pop("correct", [])),
            **{key: value for key, value in asked.items() if key != "city"},
        )
        city = asked.get("city", "muster")
        return import_file(town, city, table, file, options=options, viewer=MANAGER, today=TODAY)

    return run


@pytest.fixture
def table(town: Store) -> Callable[..., Any]:
    """The content of a table of the town."""
    return lambda name, **known: town.read("muster", name, viewer=MANAGER, **known)
