"""A city that an import makes."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches

import pandas as pd

from data.audiences import Audience, Viewer
from data.city import SLUG, City, Level, city_toml, is_metric
from data.errors import Problem, UnknownCityError, UsageError
from data.importing.meaning.columns import normalised
from data.importing.options import Options
from data.store import Store

WHOLE = Level("city", "Gesamt", "Whole area", "Gesamt", "Whole area")

LEVELS = {
    level.code: level
    for level in (
        WHOLE,
        Level("area", "Gebiet", "Area", "Gebiete", "Areas"),
        Level("county", "Landkreis", "County", "Landkreise", "Counties"),
        Level("municipality", "Gemeinde", "Municipality", "Gemeinden", "Municipalities"),
        Level("district", "Stadtbezirk", "District", "Stadtbezirke", "Districts"),
        Level("neighbourhood", "Stadtteil", "Neighbourhood", "Stadtteile", "Neighbourhoods"),
        Level("planning_area", "Planungsraum", "Planning area", "Planungsräume", "Planning areas"),
        Level("forecast_area", "Prognoseraum", "Forecast area", "Prognoseräume", "Forecast areas"),
        Level("ward", "Wahlbezirk", "Ward", "Wahlbezirke", "Wards"),
        Level("block", "Baublock", "Block", "Baublöcke", "Blocks"),
    )
}
"""Names of common levels; any other code stands for itself."""


class CityExistsError(UsageError):
    """A new city has the slug of one that is there."""

    code = "city_exists"


class NewCityNeedsAreasError(UsageError):
    """A new city begins with its areas."""

    code = "new_city_needs_areas"


class NewCityNeedsCrsError(UsageError):
    """A new city was named without its CRS."""

    code = "new_city_needs_crs"


class LevelNeedsCodeError(UsageError):
    """A new level was named without its code."""

    code = "level_needs_code"


class LevelExistsError(UsageError):
    """The city has a level of this code."""

    code = "level_exists"


class UnknownLevelError(UsageError):
    """The city has no level of this code."""

    code = "unknown_level"


class BadSlugError(UsageError):
    """A slug that cannot be a folder or a part of a link."""

    code = "bad_slug"


class CrsNotMetricError(UsageError):
    """A CRS that does not count in metres."""

    code = "crs_not_metric"


def new_city(store: Store, slug: str, table: str, options: Options, viewer: Viewer) -> City:
    """Settings of the city that an import of areas shall make; nothing is stored yet.

    Raises:
        UsageError: it exists, its slug or CRS will not do, or the file holds no areas.
    """
    try:
        store.city(slug, viewer=Viewer(Audience.MANAGER, viewer.name))
        raise CityExistsError(city=slug)
    except UnknownCityError:
        pass
    if table != "areas":
        raise NewCityNeedsAreasError(city=slug)
    if not SLUG.fullmatch(slug):
        raise BadSlugError(value=slug)
    if options.crs is None:
        raise NewCityNeedsCrsError(city=slug)
    if not is_metric(options.crs):
        raise CrsNotMetricError(value=options.crs)
    code = options.level or "area"
    level = named_level(code, options.new_level)
    levels = (level,) if code == WHOLE.code else (WHOLE, level)
    name = options.new_city or slug
    return City(slug, name, options.crs, (0.0, 0.0), False, "Europe/Berlin", ("de", "en"), levels)


def named_level(code: str, name: str | None = None) -> Level:
    """A level of a code, with the names that are known of it in both languages.

    >>> named_level("ward").plural_de, named_level("wb", "Wahlbezirk").plural_en, named_level("kiez").name_en
    ('Wahlbezirke', 'Wards', 'kiez')
    """
    by_name = {level.name_de: level for level in LEVELS.values()}
    known = by_name.get(name or "") or (None if name else LEVELS.get(code))
    if known is not None:
        return replace(known, code=code)
    called = name or code
    return Level(code, called, called, called, called)


def with_level(city: City, options: Options) -> City:
    """A city with the level that an import adds: the lowest, or above the one that was named.

    Raises:
        UsageError: the level has no code, is there already, or shall stand above one that is not.
    """
    if not options.level:
        raise LevelNeedsCodeError(value=options.new_level)
    codes = [level.code for level in city.levels]
    if options.level in codes:
        raise LevelExistsError(value=options.level)
    place = len(codes)
    if options.above is not None:
        if options.above not in codes:
            raise UnknownLevelError(value=options.above, known=", ".join(codes))
        place = max(codes.index(options.above), 1)  # nothing stands above the whole city
    new = named_level(options.level, options.new_level)
    return replace(city, levels=(*city.levels[:place], new, *city.levels[place:]))


def level_remedies(problem: Problem, city: City, options: Options, file: str = "") -> tuple[str, ...]:
    """What settles that a level is not given or not known; first the level that the name of the file tells."""
    known = tuple(f"--level {level.code}" for level in city.levels)
    if problem.code == "level_missing":
        codes, told = {level.code for level in city.levels}, normalised(file)
        new = [level for level in LEVELS.values() if level.code not in codes and _told(level, told)]
        first = [f"--level {level.code}" for level in city.levels if _told(level, told)]
        first = first or [f"--level {level.code} --new-level {level.name_de}" for level in new]
        return (*first, *(remedy for remedy in known if remedy not in first))
    meant = problem.value or ""
    name = LEVELS[meant].name_de if meant in LEVELS else meant
    if options.level:
        near = get_close_matches(options.level, [level.code for level in city.levels], 1)
        return (*(f"--level {code}" for code in near), f"--new-level {name}")
    same = [
        level.code
        for level in city.levels
        if meant.strip().lower() in (level.name_de.lower(), level.plural_de.lower())
    ]
    return tuple(f"--value level:{meant}={code}" for code in same or [level.code for level in city.levels])


def _told(level: Level, file: str) -> bool:
    names = (level.plural_de, level.plural_en, level.name_de)
    return level.code not in ("city", "area") and any(f"_{normalised(name)}_" in f"_{file}_" for name in names)


def city_row(city: City) -> pd.DataFrame:
    """Settings as the one row of the table ``city``."""
    return pd.DataFrame({"slug": [city.slug], "toml": [city_toml(city)]})
