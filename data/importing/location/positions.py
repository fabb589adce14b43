"""Where rows lie: geometry of a file, or its columns of coordinates, in the city's CRS."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from data.errors import Problem
from data.importing.location.reference import SAMPLE, question
from data.importing.meaning.values import decimal_of, numbers
from data.importing.options import Options
from data.importing.place import Place
from data.importing.reading.crs import WGS84, crs_name, known_crs
from data.importing.reading.raw import Raw

FILLERS = frozenset(sign * number for number in (0, 1, 9, 99, 999, 9999, 99999, 999999, 9999999) for sign in (1, -1))
"""What programs write on both axes where they know no position."""

NAMED = 10


def positions(raw: Raw, texts: pd.DataFrame, crs: str) -> tuple[gpd.GeoSeries, list[Problem]]:
    """One geometry a row of a file of ours, whose columns ``lon`` and ``lat`` are degrees.

    Args:
        raw: the file.
        texts: its columns of the contract; ``lon`` and ``lat`` count where the file has no geometry.
        crs: metric CRS of the city.
    """
    if raw.geometry is not None:
        return _finished(*_reprojected(raw.geometry, crs), texts, crs)
    if "lon" not in texts or "lat" not in texts:
        return _nowhere(texts, crs), []
    points, problems, _ = _read(texts, raw.delimiter)
    return _finished(*_reprojected(points.set_crs(WGS84), crs, "lon"), texts, crs, problems)


def located(raw: Raw, texts: pd.DataFrame, place: Place, options: Options) -> tuple[gpd.GeoSeries, list[Problem]]:
    """One geometry a row of anybody's file, whose coordinates may be in any CRS.

    Args:
        raw: the file, its CRS settled (:func:`data.importing.location.reference.referenced`).
        texts: its columns of the contract; ``lon`` and ``lat`` (eastings and northings too) count where the
            file has no geometry.
        place: the city.
        options: CRS and axes, where somebody said so.

    Returns:
        The geometry in the city's CRS, and what was found; an error with the candidates where nothing says
        in which CRS columns of coordinates are.
    """
    crs = place.city.crs
    if raw.geometry is not None:
        fillers, notes = _without_fillers(raw.geometry)
        return _finished(*_reprojected(fillers, crs), texts, crs, notes)
    if "lon" not in texts or "lat" not in texts:
        return _nowhere(texts, crs), []
    points, problems, xy = _read(texts, raw.delimiter, swap=options.swap_axes)
    points, notes = _without_fillers(points)
    problems += notes
    xy = xy[points.notna().to_numpy()]
    asked = known_crs(options.file_crs or "")
    own = asked or (CRS.from_user_input(WGS84) if _mostly_degrees(xy) else None)
    sample = xy[:: max(1, -(-len(xy) // SAMPLE))]
    asking = question(sample, own, place, options, "lon")
    if options.swap_axes:
        problems.append(Problem("axes_turned", "note", column="lon"))
    if own is None or asking:
        return _nowhere(texts, crs), [*problems, *asking]
    if own.is_geographic:
        wrong = points.notna() & ~(points.x.between(-180, 180) & points.y.between(-90, 90))
        problems += _no_position(texts[wrong])
        points = points.where(~wrong, None)
    return _finished(*_reprojected(points.set_crs(own), crs, "lon"), texts, crs, problems)


def _nowhere(texts: pd.DataFrame, crs: str) -> gpd.GeoSeries:
    return gpd.GeoSeries(np.full(len(texts), None, dtype="object"), index=texts.index, crs=crs)


def _finished(
    found: gpd.GeoSeries, problems: list[Problem], texts: pd.DataFrame, crs: str, before: list[Problem] | None = None
) -> tuple[gpd.GeoSeries, list[Problem]]:
    return gpd.GeoSeries(tidied(found.to_numpy()), index=texts.index, crs=crs), [*(before or []), *problems]


def tidied(shapes: Any) -> Any:
    """Coordinates on whole millimetres and rings turned as GeoJSON wants them.

    So that what is exported in degrees and read in again is the very same geometry.
    """
    rounded = shapely.transform(shapes, lambda coordinates: np.round(coordinates, 3))
    broken = shapely.is_valid(shapes) & ~shapely.is_valid(rounded)
    return shapely.orient_polygons(np.where(broken, shapes, rounded))


def _reprojected(geometry: gpd.GeoSeries, crs: str, column: str = "geometry") -> tuple[gpd.GeoSeries, list[Problem]]:
    found = geometry.to_crs(crs)
    found = found.where(~found.is_empty, None)
    single = found.geom_type == "MultiPoint"
    if single.any():  # some programs write every point as a collection of one
        points = found[single].map(lambda many: many.geoms[0] if len(many.geoms) == 1 else many)
        found = found.copy()
        found[single] = points
    finite = np.isfinite(shapely.bounds(found.to_numpy())).all(axis=1) | found.isna().to_numpy()
    if finite.all():
        return found, []
    values = {"crs": crs_name(CRS.from_user_input(geometry.crs))}
    rows = found.index[~finite]
    return found.where(finite, None), [
        Problem("outside_crs", row=int(row), column=column, values=values) for row in rows
    ]


def _read(
    texts: pd.DataFrame, delimiter: str | None, *, swap: bool = False
) -> tuple[gpd.GeoSeries, list[Problem], Any]:
    """Points without a CRS from two columns of numbers, and the numbers; each column has its decimal sign."""
    axes, problems, wrong = [], [], pd.Series(False, index=texts.index)
    for column in ("lon", "lat"):
        values, bad, found = _axis(texts[column], delimiter)
        axes.append(values)
        problems += found
        wrong |= bad
    unlocated = (texts["lon"].str.strip() == "") & (texts["lat"].str.strip() == "")
    fits = axes[0].notna() & axes[1].notna() & ~wrong
    problems += _no_position(texts[~fits & ~unlocated])
    east, north = reversed(axes) if swap else axes
    points = gpd.GeoSeries.from_xy(east.where(fits), north.where(fits)).where(fits, None)
    return points, problems, np.column_stack([east, north])


def _axis(texts: pd.Series, delimiter: str | None) -> tuple[pd.Series, pd.Series, list[Problem]]:
    plain = texts.str.strip().str.replace(r"\s*(?:°|m)?\s*[EONS]?$", "", regex=True)
    decimal, found = decimal_of([plain], delimiter)
    values, wrong = numbers(plain, decimal)
    assumed = next((problem.value for problem in found if problem.code == "decimal_assumed"), None)
    if assumed:  # "13,721" can only be degrees, "565.123" only metres
        fraction, grouping = (",", ".") if "," in assumed else (".", ",")
        values, wrong = numbers(plain, fraction)
        if values.abs().max() > 180:
            values, wrong = numbers(plain, grouping)
    return values, wrong, [problem for problem in found if problem.severity == "error"]


def _no_position(wrong: pd.DataFrame) -> list[Problem]:
    cells = zip(wrong.index, wrong["lon"], wrong["lat"], strict=True)
    return [
        Problem("no_position", row=int(row), column="lon", value=f"{east} / {north}") for row, east, north in cells
    ]


def _without_fillers(points: gpd.GeoSeries) -> tuple[gpd.GeoSeries, list[Problem]]:
    """Points at (0, 0), (-999, -999) and the like are no points; a warning names their rows."""
    shapes = points.to_numpy()
    x, y = shapely.get_x(shapes), shapely.get_y(shapes)
    filler = (x == y) & np.isin(x, list(FILLERS))
    if not filler.any():
        return points, []
    rows = [int(str(row)) for row in points.index[filler]]
    values = {"count": len(rows), "rows": named(rows)}
    where = f"{x[filler][0]:g} / {y[filler][0]:g}"
    warning = Problem("position_filler", "warning", column="geometry", value=where, values=values)
    return points.where(~filler, None), [warning]


def named(rows: list[int]) -> str:
    """The first rows of a finding, as text."""
    return ", ".join(map(str, rows[:NAMED])) + (" …" if len(rows) > NAMED else "")


def _mostly_degrees(xy: Any) -> bool:
    return not len(xy) or bool((np.abs(xy) <= (180, 180)).all(axis=1).mean() > 0.5)


def within_crs(geometry: gpd.GeoSeries) -> bool:
    """Whether the middle of some geometries lies where their CRS is made for, give or take three degrees."""
    area = CRS.from_user_input(geometry.crs).area_of_use
    if area is None or geometry.empty:
        return True
    west, south, east, north = geometry.to_crs(WGS84).total_bounds
    longitude, latitude = (west + east) / 2, (south + north) / 2
    return bool(area.west - 3 <= longitude <= area.east + 3 and area.south - 3 <= latitude <= area.north + 3)
