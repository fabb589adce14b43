"""A city that an import makes."""

from __future__ import annotations

import pandas as pd

from data.audiences import Audience, Viewer
from data.city import SLUG, City, Level, city_toml, is_metric
from data.errors import UnknownCityError, UsageError
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
    level = LEVELS.get(code, Level(code, code, code, code, code))
    levels = (level,) if code == WHOLE.code else (WHOLE, level)
    name = options.new_city or slug
    return City(slug, name, options.crs, (0.0, 0.0), False, "Europe/Berlin", ("de", "en"), levels)


def city_row(city: City) -> pd.DataFrame:
    """Settings as the one row of the table ``city``."""
    return pd.DataFrame({"slug": [city.slug], "toml": [city_toml(city)]})
