"""The bundled cities into a store: what ships is checked like everything else that comes in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd

from data.audiences import Audience, Viewer
from data.checks import check_tables
from data.city import PACKAGES, City, parse_city
from data.contracts import TABLES, validate
from data.errors import DataRefusedError, Problem
from data.importing.location.positions import positions
from data.importing.meaning.values import typed
from data.importing.reading.delimited import read_csv
from data.importing.reading.geojson import read_geojson
from data.store import Store

SEEDER = Viewer(Audience.MANAGER, "seed")


def packages(folder: Path = PACKAGES) -> list[Path]:
    """The folders of bundled cities, by name."""
    return sorted(file.parent for file in folder.glob("*/city.toml"))


def read_package(folder: Path) -> dict[str, pd.DataFrame]:
    """All tables of one bundled city, checked each for itself and against each other.

    Args:
        folder: holds ``city.toml``, ``areas.geojson`` and a CSV file for each other table; a file that is
            not there is an empty table.

    Returns:
        Table to frame, ``city`` included; geometries in the city's metric CRS.

    Raises:
        DataRefusedError: with the file and the row of every fault.
    """
    text = (folder / "city.toml").read_text(encoding="utf-8")
    city = parse_city(text)
    tables = {name: _table(folder, name, city) for name in TABLES}
    problems = check_tables(city, tables)
    if problems:
        raise DataRefusedError(problems)
    return {"city": pd.DataFrame({"slug": [city.slug], "toml": [text]}), **tables}


def _table(folder: Path, name: str, city: City) -> pd.DataFrame:
    file = folder / f"{name}.{'geojson' if name == 'areas' else 'csv'}"
    if not file.exists():
        return _empty(name, city)
    try:
        raw = read_geojson(file.read_bytes()) if name == "areas" else read_csv(file.read_bytes())
        texts = raw.texts
        found: list[Problem] = []
        if TABLES[name].is_spatial:
            geometry, found = positions(raw, texts, city.crs)
            texts = texts.assign(geometry=geometry)
        frame, problems = typed(name, texts, ".")
        if problems := [*found, *problems]:
            raise DataRefusedError(problems)
        if TABLES[name].is_spatial:
            frame = gpd.GeoDataFrame(frame, geometry="geometry", crs=city.crs)
        return validate(name, frame)
    except DataRefusedError as error:
        places = {"file": f"{folder.name}/{file.name}"}
        raise DataRefusedError(
            Problem(p.code, p.severity, p.row, p.column, p.value, p.values | places) for p in error.problems
        ) from None


def _empty(name: str, city: City) -> pd.DataFrame:
    frame = pd.DataFrame({column: pd.Series(dtype="object") for column in TABLES[name].columns})
    if TABLES[name].is_spatial:
        return validate(name, gpd.GeoDataFrame(frame, geometry="geometry", crs=city.crs))
    return validate(name, frame)


def seed(store: Store, folder: Path = PACKAGES, progress: Callable[[str, int, int], None] | None = None) -> list[str]:
    """Put every bundled city that the store does not know yet into it, each in one change.

    Args:
        store: where to.
        folder: where the packages are.
        progress: told the slug, its number from 1 and the number of packages before each one is read.

    Returns:
        Slugs of the cities that are new in the store.
    """
    known = {city.slug for city in store.cities(viewer=SEEDER)}
    missing = [package for package in packages(folder) if package.name not in known]
    added = []
    for number, package in enumerate(missing, 1):
        if progress:
            progress(package.name, number, len(missing))
        tables = read_package(package)
        with store.change(package.name, viewer=SEEDER, action="seed") as change:
            if change.settings() is None:  # somebody else may have been faster
                for name, frame in tables.items():
                    change.write(name, frame)
                added.append(package.name)
    return added
