"""What an import would put on the map, whether it was refused or not."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.checks import mended
from data.errors import Problem
from data.importing.place import Place
from data.importing.reading.crs import WGS84

FEATURES = 2000
LETTERS = 1_000_000
DIGITS = 6
COARSER = (0.0, 5.0, 20.0, 80.0, 320.0)
"""Metres of simplification, tried until the drawing is short enough."""

STATES = {
    **{"polygon_invalid": "invalid", "no_polygon": "invalid", "no_point": "invalid"},
    **{"polygons_repaired": "repaired", "points_inside": "repaired", "outside_city": "outside"},
}
"""Finding about a row to the state it is drawn in."""


def drawn(table: str, rows: pd.DataFrame | None, place: Place, problems: Iterable[Problem]) -> str | None:
    """Rows with a geometry as GeoJSON in degrees.

    Each feature has ``id``, ``name``, ``row`` and ``state``: ``kept`` where the city has an area of that key,
    ``new``, ``repaired``, ``outside``, ``invalid``. An invalid area is drawn twice: as it is, and as it would be
    repaired.

    Args:
        table: ``areas`` or ``sites``.
        rows: in metres of the city's CRS, as in :attr:`data.importing.tables.batch.Batch.drawn`.
        place: the city.
        problems: of the report.

    Returns:
        None where nothing is to be drawn.
    """
    key = {"areas": "area_id", "sites": "site_id"}.get(table)
    if key is None or rows is None or key not in rows:
        return None
    rows = rows[~shapely.is_missing(rows["geometry"].to_numpy())]
    if rows.empty:
        return None
    states = _states(table, rows, key, place, problems)
    order = np.argsort([state in ("new", "kept") for state in states], kind="stable")[:FEATURES]
    chosen, states = rows.iloc[order], [states[position] for position in order]
    shapes = list(chosen["geometry"])
    known = [
        {"id": str(one), "name": str(name), "row": int(str(row)), "state": state}
        for one, name, row, state in zip(chosen[key], _names(chosen), chosen.index, states, strict=True)
    ]
    for shape, own in zip(list(shapes), list(known), strict=True):
        if own["state"] == "invalid" and (after := mended(shape)) is not None:
            shapes.append(after)
            known.append(own | {"state": "repaired"})
    return _short_enough(np.array(shapes, dtype="object"), known, place.city.crs)


def _names(rows: pd.DataFrame) -> Any:
    return rows["name"] if "name" in rows else [""] * len(rows)


def _states(table: str, rows: pd.DataFrame, key: str, place: Place, problems: Iterable[Problem]) -> list[str]:
    found = {problem.row: STATES[problem.code] for problem in problems if problem.code in STATES}
    before = set(place.areas["area_id"]) if table == "areas" else set()
    return [
        found.get(int(str(row)), "kept" if one in before else "new")
        for row, one in zip(rows.index, rows[key], strict=True)
    ]


def _short_enough(shapes: Any, known: list[dict[str, Any]], crs: str) -> str:
    text = ""
    while True:
        for tolerance in COARSER:
            thin = shapely.simplify(shapes, tolerance, preserve_topology=False) if tolerance else shapes
            thin = np.where(shapely.is_empty(thin), shapely.envelope(shapes), thin)
            text = _written(thin, known, crs)
            if len(text) <= LETTERS:
                return text
        shapes, known = shapes[: len(shapes) // 2], known[: len(shapes) // 2]


def _written(shapes: Any, known: list[dict[str, Any]], crs: str) -> str:
    degrees = gpd.GeoSeries(shapes, crs=crs).to_crs(WGS84).to_numpy()
    degrees = shapely.transform(degrees, lambda xy: np.round(xy, DIGITS))
    features = ",".join(
        f'{{"type":"Feature","properties":{json.dumps(own, ensure_ascii=False)},"geometry":{geometry}}}'
        for own, geometry in zip(known, shapely.to_geojson(degrees), strict=True)
    )
    return f'{{"type":"FeatureCollection","features":[{features}]}}'
