"""Whether the areas of a level tile their city: overlaps, gaps, and areas in two areas above."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import shapely

from data.checks import outline
from data.city import City
from data.errors import Problem

SLIVER_M = 10.0
"""Narrower than this, an overlap or a gap comes from drawing the same line twice."""

NOISE = 0.005
"""Part of an area that an overlap or a gap may have, and of a level that all of them may, and still be noise."""

TILES = 0.98
"""Part of the city that a level covers if it is meant to tile it."""

CLEAR = 0.8
"""Part of an area that lies in one area above if it belongs there without question."""

NAMED = 10


def coverage(areas: pd.DataFrame, levels: Any, city: City, *, whole_made: bool = False) -> list[Problem]:
    """Findings about the levels of a file, none of which keeps it out.

    Args:
        areas: all that will stand, with ``parent_id``.
        levels: codes of those that the file brings.
        city: settings.
        whole_made: whether the city's outline was made of these very areas, so that nothing can be missing.
    """
    found: list[Problem] = []
    whole = outline(areas)
    for level in levels:
        rows = areas[areas["level"] == level]
        shapes = rows["geometry"].to_numpy()
        usable = shapely.is_valid(shapes) & ~shapely.is_empty(shapes)
        rows, shapes = rows[usable], shapes[usable]
        if len(rows) < 2 or whole is None:
            continue
        total = float(shapely.area(shapes).sum())
        noise, twice, overlaps = _overlaps(rows, shapes, total)
        found += overlaps
        slivers = 0.0
        # what three areas share was taken off twice: a lack smaller than that is none
        if not whole_made and shapely.area(whole) - (total - twice) > total / 1e6 + twice / 2:
            slivers, gaps = _gaps(level, rows, _union(shapes), whole, areas, city)
            found += gaps
        if _km2(noise + slivers):
            values = {"level": level, "km2": _km2(noise + slivers)}
            values["share"] = round((noise + slivers) / total * 100, 2)
            severity: Any = "warning" if (noise + slivers) / total > NOISE else "note"
            found.append(Problem("areas_slivers", severity, column="geometry", values=values))
    return found


def _union(shapes: Any) -> Any:
    if shapely.coverage_is_valid(shapes):
        return shapely.coverage_union_all(shapes)
    return shapely.union_all(shapes)


def is_sliver(shapes: Any) -> Any:
    """Which shapes are narrower than :data:`SLIVER_M` on average."""
    length = np.maximum(shapely.length(shapes), 1e-9)
    return 2 * shapely.area(shapes) / length < SLIVER_M


def _overlaps(rows: pd.DataFrame, shapes: Any, total: float) -> tuple[float, float, list[Problem]]:
    """Square metres of slivers and of all overlaps, and a warning with the pairs that overlap by more."""
    if shapely.coverage_is_valid(shapes):
        return 0.0, 0.0, []
    edges = shapely.coverage_invalid_edges(shapes)
    doubtful = np.flatnonzero(~shapely.is_empty(edges))  # only these can overlap any other
    one, other = shapely.STRtree(shapes[doubtful]).query(shapes[doubtful], predicate="intersects")
    first, second = doubtful[one[one < other]], doubtful[other[one < other]]
    shared = shapely.intersection(shapes[first], shapes[second])
    area = shapely.area(shared)
    smaller = np.minimum(shapely.area(shapes[first]), shapely.area(shapes[second]))
    thin = is_sliver(shared) | (area < NOISE * smaller)
    wide = (area > 0) & ~thin
    if not wide.any():
        return float(area.sum()), float(area.sum()), []
    order = np.argsort(-area[wide], kind="stable")[:NAMED]
    names = rows["name"].to_numpy()
    ids = rows["area_id"].to_numpy()
    pairs = [
        f"{ids[a]} {names[a]} / {ids[b]} {names[b]} ({_km2(size)} km²)"
        for a, b, size in zip(first[wide][order], second[wide][order], area[wide][order], strict=True)
    ]
    values = {"count": int(wide.sum()), "km2": _km2(area[wide].sum()), "pairs": _listed(pairs, int(wide.sum()))}
    values |= {"level": str(rows["level"].iloc[0]), "share": round(float(area[wide].sum()) / total * 100, 2)}
    warning = Problem("areas_overlap", "warning", column="geometry", values=values)
    return float(area[thin].sum()), float(area.sum()), [warning]


def _gaps(
    level: str, rows: pd.DataFrame, covered: Any, whole: Any, areas: pd.DataFrame, city: City
) -> tuple[float, list[Problem]]:
    """Square metres of slivers, and warnings about what of the city no area of the level covers."""
    missing = shapely.get_parts(shapely.difference(whole, covered))
    missing = missing[shapely.area(missing) > 0]
    mean = float(shapely.area(rows["geometry"].to_numpy()).mean())
    thin = is_sliver(missing) | (shapely.area(missing) < NOISE * mean)
    wide = missing[~thin]
    slivers = float(shapely.area(missing[thin]).sum())
    lost = float(shapely.area(wide).sum())
    if not lost:
        return slivers, []
    share = 1 - (lost + slivers) / shapely.area(whole)
    values: dict[str, Any] = {"level": level, "km2": _km2(lost), "count": len(wide), "share": round(share * 100, 1)}
    if share >= TILES:
        return slivers, [Problem("areas_gaps", "warning", column="geometry", values=values)]
    found = [Problem("level_not_tiling", "warning", column="geometry", values=values)]
    return slivers, [*found, *_without_lower(level, rows, areas, city)]


def _without_lower(level: str, rows: pd.DataFrame, areas: pd.DataFrame, city: City) -> Iterator[Problem]:
    above = city.above(level)
    if above is None:
        return
    uppers = areas[areas["level"] == above.code]
    empty = uppers[~uppers["area_id"].isin(rows["parent_id"])]
    if len(empty):
        names = [f"{key} {name}" for key, name in zip(empty["area_id"], empty["name"], strict=True)]
        values = {"count": len(empty), "names": _listed(names[:NAMED], len(names)), "level": level}
        yield Problem("without_lower", "warning", column="parent_id", values=values)


def two_parents(areas: pd.DataFrame, uppers: pd.DataFrame) -> list[Problem]:
    """A warning for each area that lies in several areas above, with its share in each.

    Args:
        areas: those whose area above was found by their overlap, with ``parent_id``.
        uppers: areas of the level above.
    """
    if areas.empty or len(uppers) < 2:
        return []
    shared = shares(areas, uppers)
    shared = shared[shared["share"] >= 1 - CLEAR]
    found = []
    for position, parts in shared.groupby("row"):
        if len(parts) < 2 or parts["share"].max() >= CLEAR * parts["share"].sum():
            continue
        ordered = parts.sort_values("share", ascending=False)
        listed = ", ".join(
            f"{uppers['area_id'].iloc[one]} {uppers['name'].iloc[one]} {round(share * 100)} %"
            for one, share in zip(ordered["upper"], ordered["share"], strict=True)
        )
        place = int(str(position))
        area = areas.iloc[place]
        values = {"shares": listed, "chosen": str(area["parent_id"])}
        row = int(str(areas.index[place]))
        name = f"{area['area_id']} {area['name']}"
        found.append(Problem("two_parents", "warning", row, "parent_id", name, values))
    return found


def shares(areas: pd.DataFrame, uppers: pd.DataFrame) -> pd.DataFrame:
    """Part of each area that lies in each area above: positions ``row`` and ``upper``, ``share`` 0 to 1.

    An area that meets only one area above counts as lying in it.
    """
    lower, above = areas["geometry"].to_numpy(), uppers["geometry"].to_numpy()
    shapely.prepare(above)
    other, one = shapely.STRtree(lower).query(above, predicate="intersects")  # prepared are those that are asked
    share = np.ones(len(one))
    cut = np.bincount(one, minlength=len(lower))[one] > 1
    cut[cut] = ~shapely.contains_properly(above[other[cut]], lower[one[cut]])
    whole = np.maximum(shapely.area(lower[one[cut]]), 1e-9)
    share[cut] = shapely.area(shapely.intersection(lower[one[cut]], above[other[cut]])) / whole
    found = pd.DataFrame({"row": one, "upper": other, "share": share})
    return found[found["share"] > 0]


def _km2(square_metres: float) -> float:
    return round(float(square_metres) / 1e6, 3)


def _listed(texts: list[str], count: int) -> str:
    return ", ".join(texts) + (" …" if count > len(texts) else "")
