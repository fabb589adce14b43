"""Checks across the tables of one city: who names whom, and does the one that is named exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import shapely

from data.city import City
from data.contracts import CATEGORIES
from data.errors import Problem, Severity
from data.polygon_faults import polygon_fault

NEARBY_M = 1000.0
"""How far outside the outline something may lie: outlines are simplified, and towns share sites."""

Tables = Mapping[str, pd.DataFrame]


def check_tables(city: City, tables: Tables, severity: Severity = "error") -> list[Problem]:
    """Every finding across the tables; rows are counted in each table as it is given.

    Args:
        city: settings, for its levels.
        tables: frames by name, each valid for itself (:func:`data.contracts.validate`).
        severity: of all findings.
    """
    areas, sites = tables["areas"], tables["sites"]
    found = [
        *_levels(city, areas),
        *parents(city, areas),
        *shapes(areas),
        *outside(areas, sites),
        *kinds_of_offers(sites, tables["offers"]),
        *check_references(tables, tables),
        *one_subject(tables["caseload"]),
        *validity(sites),
    ]
    return [replace(problem, severity=severity) for problem in found]


def _levels(city: City, areas: pd.DataFrame) -> Iterator[Problem]:
    known = [level.code for level in city.levels]
    for row, code in areas["level"][~areas["level"].isin(known)].items():
        yield Problem("level_unknown", row=_row(row), column="level", value=code, values={"known": ", ".join(known)})


def parents(city: City, areas: pd.DataFrame) -> Iterator[Problem]:
    """Areas whose parent is no area of the level above."""
    level_of = dict(zip(areas["area_id"], areas["level"], strict=True))
    codes = [level.code for level in city.levels]
    above = dict(zip(codes[1:], codes, strict=False))
    for row, area_id, level, parent in areas[["area_id", "level", "parent_id"]].itertuples():
        if level in codes and level_of.get(parent) != above.get(level) and parent != area_id:
            values = {"area_id": area_id, "level": above.get(level, "")}
            yield Problem("parent_unknown", row=_row(row), column="parent_id", value=parent, values=values)


def shapes(areas: pd.DataFrame) -> Iterator[Problem]:
    """Geometries of areas that cannot be an area; those that would be one if they were mended say so."""
    geometries = areas["geometry"].to_numpy()
    kinds = shapely.get_type_id(geometries)
    nothing = shapely.is_missing(geometries) | shapely.is_empty(geometries)
    polygonal = np.isin(kinds, (3, 6))
    invalid = polygonal & ~nothing & ~shapely.is_valid(geometries)
    for position in np.flatnonzero(nothing | ~polygonal | invalid):
        row, geometry = _row(areas.index[int(position)]), geometries[position]
        if nothing[position]:
            yield Problem("geometry_missing", row=row, column="geometry")
            continue
        values, remedies = _mended(geometry)
        if invalid[position]:
            reason, place = polygon_fault(geometry)
            yield Problem("polygon_invalid", "error", row, "geometry", place, values | {"fault": reason}, remedies)
        else:
            kept = remedies if kinds[position] == 7 else ()
            yield Problem("no_polygon", row=row, column="geometry", value=geometry.geom_type, remedies=kept)


def _mended(geometry: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Square kilometres before and after a repair, and whether it leaves something."""
    after = mended(geometry)
    values = {"before": square_kilometres(geometry), "after": square_kilometres(after)}
    return values, () if after is None else ("--repair",)


def mended(geometry: Any) -> Any:
    """A shape as a valid (multi)polygon, None where nothing of it has an area."""
    valid = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    parts = shapely.get_parts(shapely.get_parts(valid))
    parts = parts[shapely.get_type_id(parts) == 3]
    parts = parts[shapely.area(parts) > 0]
    if not len(parts):
        return None
    return parts[0] if len(parts) == 1 else shapely.union_all(parts)


def square_kilometres(geometry: Any) -> float:
    """The area of a shape in metres, with as many digits as a repair needs to be seen."""
    return 0.0 if geometry is None else round(float(shapely.area(geometry)) / 1e6, 4)


def outline(areas: pd.DataFrame) -> shapely.Geometry | None:
    """The city: its area of the top level, else all areas together; None where there are no areas."""
    top = areas[areas["parent_id"] == ""]
    chosen = areas if top.empty else top
    return shapely.union_all(chosen["geometry"].to_numpy()) if len(chosen) else None


def outside(areas: pd.DataFrame, sites: pd.DataFrame) -> Iterator[Problem]:
    """Points that lie outside the city, with their distance in kilometres."""
    city = outline(areas)
    located = sites[sites["geometry"].notna()]
    if city is None or located.empty:
        return
    geometries = located["geometry"].to_numpy()
    shapely.prepare(city)
    is_point = shapely.get_type_id(geometries) == 0
    for row, geometry in zip(located.index[~is_point], geometries[~is_point], strict=True):
        inside = ("--repair",) if shapely.area(geometry) > 0 else ()
        yield Problem("no_point", row=_row(row), column="geometry", value=geometry.geom_type, remedies=inside)
    far = is_point & ~shapely.dwithin(geometries, city, NEARBY_M)
    distances = shapely.distance(geometries[far], city)
    for row, distance in zip(located.index[far], distances, strict=True):
        values = {"km": round(float(distance) / 1000, 1)}
        site = str(located.at[row, "site_id"])
        yield Problem("outside_city", "error", _row(row), "geometry", site, values, ("--drop-outside",))


def kinds_of_offers(sites: pd.DataFrame, offered: pd.DataFrame) -> Iterator[Problem]:
    """Kinds that the category of their site does not have."""
    category = offered["site_id"].map(dict(zip(sites["site_id"], sites["category"], strict=True)))
    for row, name, kind in zip(offered.index, category, offered["kind"], strict=True):
        if kind and isinstance(name, str) and kind not in CATEGORIES[name]:
            values = {"category": name, "allowed": ", ".join(CATEGORIES[name])}
            yield Problem("kind_unknown", row=_row(row), column="kind", value=kind, values=values)


PLACES = {
    "areas": ("source_id",),
    "sites": ("area_id", "source_id"),
    "offers": ("site_id",),
    "statistics": ("area_id", "source_id"),
    "caseload": ("site_id", "area_id", "source_id"),
    "measures": ("area_id", "source_id"),
}
"""Columns that name an area, a site or a source."""


def check_references(rows: Tables, known: Tables) -> Iterator[Problem]:
    """Rows that name an area, a site or a source which is not there.

    Args:
        rows: tables to be checked.
        known: tables that hold what may be named.
    """
    named = {
        "area_id": set(known["areas"]["area_id"]),
        "site_id": set(known["sites"]["site_id"]),
        "source_id": set(known["sources"]["source_id"]),
    }
    for name in [name for name in PLACES if name in rows]:
        for column in PLACES[name]:
            cells = rows[name][column]
            unknown = cells[(cells != "") & ~cells.isin(named[column])]
            code = f"{column.removesuffix('_id')}_unknown"
            for row, value in unknown.items():
                yield Problem(code, row=_row(row), column=column, value=value, values={"table": name})


def one_subject(caseload: pd.DataFrame) -> Iterator[Problem]:
    """Rows about a site and an area at once, or about neither."""
    wrong = (caseload["site_id"] == "") == (caseload["area_id"] == "")
    for row in caseload.index[wrong]:
        yield Problem("one_subject", row=_row(row), column="site_id", value=str(caseload.at[row, "site_id"]))


def validity(sites: pd.DataFrame) -> Iterator[Problem]:
    """Sites that close before they open."""
    wrong = sites["closes_on"] < sites["opened_on"]
    for row, day in sites["closes_on"][wrong].items():
        value = f"{pd.Timestamp(day):%d.%m.%Y}"
        yield Problem("closed_before_opened", row=_row(row), column="closes_on", value=value)


def _row(label: object) -> int:
    return int(str(label))
