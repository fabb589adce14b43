"""In which coordinate reference system a file is, where it does not say so or says it wrongly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

from data.checks import NEARBY_M
from data.errors import Problem
from data.importing.location.written import with_written_shapes
from data.importing.options import Options
from data.importing.place import Place
from data.importing.reading.crs import WGS84, crs_name, known_crs
from data.importing.reading.raw import Raw

CANDIDATES = (
    *(WGS84, "EPSG:25832", "EPSG:25833", "EPSG:31467", "EPSG:31468", "EPSG:31469", "EPSG:31466"),
    *("EPSG:3857", "EPSG:4647", "EPSG:5650", "EPSG:3068"),
)
"""In what German offices give out: degrees, ETRS89/UTM (also with the zone before the easting), Gauß-Krüger,
Web Mercator, Soldner Berlin."""

GERMANY = (5.5, 47.0, 15.6, 55.2)
SAMPLE = 2000


@dataclass(frozen=True)
class Fit:
    """How well coordinates lie in a city if they are taken to be in a CRS.

    Attributes:
        crs: as ``EPSG:31467``.
        share: part of them that lies in the city or near it, 0 to 1.
        swapped: whether they were taken the other way round.
    """

    crs: str
    share: float
    swapped: bool = False

    @property
    def remedy(self) -> str:
        """The options that read a file like this."""
        return f"--file-crs {self.crs}" + (" --swap-axes" if self.swapped else "")

    def __str__(self) -> str:
        return f"{self.crs} ({round(self.share * 100)} %)"


def referenced(raw: Raw, place: Place, options: Options) -> tuple[Raw, list[Problem]]:
    """The file with the CRS of its geometry settled and its axes the right way round.

    Returns:
        The file, and an error with the candidates that fit the city where nothing says which CRS it is, or
        where what is said leads elsewhere and another candidate leads here.
    """
    problems = []
    asked = known_crs(options.file_crs) if options.file_crs else None
    if options.file_crs and asked is None:
        return raw, [Problem("crs_unknown", column="crs", value=options.file_crs)]
    raw = with_written_shapes(raw)
    if raw.geometry is None:
        return raw, []
    shapes = raw.geometry.to_numpy()
    xy = middles(shapes)
    crs = asked or raw.geometry.crs
    if crs is None and not len(xy):
        crs = CRS.from_user_input(place.city.crs)  # nothing lies anywhere: the question would be empty
    if options.swap_axes:
        shapes, xy = swapped(shapes), xy[:, ::-1]
        problems.append(Problem("axes_turned", "note", column="geometry"))
    if asked is not None and raw.crs and raw.crs != crs_name(asked):
        values = {"stated": short(raw.crs), "crs": crs_name(asked)}
        problems.append(Problem("crs_overridden", "note", column="crs", values=values))
    problems += question(xy, crs, place, options, stated=raw.crs)
    if crs is None:
        return raw, problems
    geometry = gpd.GeoSeries(shapes, index=raw.texts.index, crs=crs)
    return replace(raw, geometry=geometry, crs=crs_name(crs)), problems


def question(
    xy: Any, crs: CRS | None, place: Place, options: Options, column: str = "geometry", stated: str | None = None
) -> list[Problem]:
    """What has to be asked about coordinates before they are taken.

    Args:
        xy: coordinates, one a row.
        crs: of the file, None where it is not known.
        place: the city.
        options: whether the axes were turned already.
        column: that the question is about.
        stated: what the file says of its CRS, known or not.
    """
    if not len(xy):
        return []
    if crs is None:
        fits = fitting(xy, place)
        known = ", ".join(f"{fit} ↔" if fit.swapped else str(fit) for fit in fits) or "–"
        values = {"candidates": known}
        remedies = tuple(fit.remedy for fit in fits)
        if stated:
            return [Problem("crs_unknown", column="crs", value=short(stated), values=values, remedies=remedies)]
        return [Problem("crs_missing", column=column, values=values, remedies=remedies)]
    name = crs_name(crs)
    if fit_of(xy, name, place).share > 0:
        return []
    turned = fit_of(xy[:, ::-1], name, place)
    if turned.share > 0 and not options.swap_axes:
        share = {"share": round(turned.share * 100)}
        return [Problem("axes_swapped", column=column, values=share, remedies=("--swap-axes",))]
    fits = [fit for fit in fitting(xy, place) if fit.crs != name]
    if not fits:
        return []  # whatever it is: each row says for itself how far away it lies
    values = {"crs": short(name), "candidates": ", ".join(map(str, fits))}
    remedies = tuple(fit.remedy for fit in fits)
    distance = kilometres(xy, name, place)
    if distance is None:
        return [Problem("outside_crs", column=column, values=values, remedies=remedies)]
    return [Problem("layer_outside_city", column=column, values=values | {"km": distance}, remedies=remedies)]


def fitting(xy: Any, place: Place, candidates: Iterable[str] = CANDIDATES) -> list[Fit]:
    """Candidates in which at least something lies in the city, best first.

    Those with turned axes come only where none fits without.
    """
    known = [*dict.fromkeys((*candidates, crs_name(CRS.from_user_input(place.city.crs))))]
    for turned in (False, True):
        tried = [
            replace(fit_of(xy[:, ::-1] if turned else xy, crs, place, germany=True), swapped=turned) for crs in known
        ]
        found = [fit for fit in tried if fit.share > 0]
        if found:
            return sorted(found, key=lambda fit: (-fit.share, fit.crs != place.city.crs, known.index(fit.crs)))
    return []


def fit_of(xy: Any, crs: str, place: Place, *, germany: bool = False) -> Fit:
    """How well coordinates in a CRS lie in the city; for a new city, where its own CRS is made for."""
    outline = place.outline
    if outline is None:
        degrees = transformed(xy, crs, WGS84)
        west, south, east, north = _region(place, germany)
        inside = (
            (degrees[:, 0] >= west) & (degrees[:, 0] <= east) & (degrees[:, 1] >= south) & (degrees[:, 1] <= north)
        )
        return Fit(crs, float(inside.mean()))
    metres = transformed(xy, crs, place.city.crs)
    west, south, east, north = shapely.bounds(outline)
    inside = (metres >= (west - NEARBY_M, south - NEARBY_M)).all(axis=1)
    inside &= (metres <= (east + NEARBY_M, north + NEARBY_M)).all(axis=1)
    shapely.prepare(outline)
    inside[inside] = shapely.dwithin(shapely.points(metres[inside]), outline, NEARBY_M)
    return Fit(crs, float(inside.mean()))


def _region(place: Place, germany: bool) -> tuple[float, float, float, float]:
    area = CRS.from_user_input(place.city.crs).area_of_use
    west, south, east, north = (
        (area.west - 3, area.south, area.east + 3, area.north) if area else (-180, -90, 180, 90)
    )
    german = (max(west, GERMANY[0]), max(south, GERMANY[1]), min(east, GERMANY[2]), min(north, GERMANY[3]))
    return german if germany and german[0] < german[2] and german[1] < german[3] else (west, south, east, north)


def kilometres(xy: Any, crs: str, place: Place) -> float | None:
    """How far the nearest of some coordinates lies from the city, None where that cannot be said."""
    if place.outline is None:
        return None
    metres = transformed(xy, crs, place.city.crs)
    metres = metres[np.isfinite(metres).all(axis=1) & (np.abs(metres) < 1e8).all(axis=1)]
    if not len(metres):
        return None
    return round(float(shapely.distance(shapely.points(metres), place.outline).min()) / 1000, 1)


def middles(shapes: Any) -> Any:
    """The middle of each shape's box, of at most :data:`SAMPLE` of them; those without a shape are left out."""
    bounds = shapely.bounds(shapes)
    bounds = bounds[np.isfinite(bounds).all(axis=1)]
    every = max(1, -(-len(bounds) // SAMPLE))
    bounds = bounds[::every]
    return (bounds[:, :2] + bounds[:, 2:]) / 2


def transformed(xy: Any, crs: str, into: str) -> Any:
    """Coordinates in another CRS, infinite where it has none for them."""
    try:
        transformer = Transformer.from_crs(CRS.from_user_input(crs), CRS.from_user_input(into), always_xy=True)
        return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))
    except ProjError:
        return np.full(xy.shape, np.inf)


def swapped(shapes: Any) -> Any:
    """Shapes with their axes turned."""
    return shapely.transform(shapes, lambda xy: xy[:, ::-1])


def short(crs: str) -> str:
    """A CRS for a sentence: its code, else the name that its definition gives it."""
    return crs if len(crs) < 40 else crs.partition('"')[2].partition('"')[0] or crs[:40]
