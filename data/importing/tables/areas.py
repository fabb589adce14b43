"""Boundaries: their level, their shapes, and the area above each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from data.checks import NEARBY_M, outline, parents, shapes
from data.city import City
from data.errors import Problem
from data.importing.location.coverage import shares, two_parents
from data.importing.location.positions import located, named, within_crs
from data.importing.location.repair import repaired
from data.importing.location.siting import outside_of
from data.importing.meaning.columns import chosen
from data.importing.meaning.official import Keys
from data.importing.meaning.values import typed
from data.importing.options import Options
from data.importing.place import Place
from data.importing.reading.raw import Raw
from data.importing.tables.batch import Batch

UNSETTLED = ("crs_missing", "crs_unknown", "axes_swapped", "layer_outside_city")
NAMED = 10


def read_areas(batch: Batch, raw: Raw, place: Place, options: Options) -> None:
    """Fill a batch with areas; ``parent_id`` still holds what the file says."""
    city = place.city
    if raw.geometry is None:
        batch.problems.append(Problem("no_shapes"))
        return
    texts = chosen(raw.texts, batch.columns, options.constants)
    missing = [column for column in ("area_id", "name") if column not in texts]
    known = {"known": ", ".join(raw.names)}
    batch.problems += [Problem("column_missing", column=column, values=known) for column in missing]
    only = len(city.levels) == 1 or options.new_city
    level = options.level or (city.levels[-1].code if only and "level" not in texts else None)
    if level:
        texts["level"] = level
    codes = [known.code for known in city.levels]
    if "level" not in texts:
        batch.problems.append(Problem("level_missing", column="level", values={"known": ", ".join(codes)}))
        texts["level"] = codes[-1]  # whichever it is, the other faults are the same
    if missing:
        return
    geometry, problems = located(raw, texts, place, options)
    batch.problems += problems
    if any(problem.code in UNSETTLED for problem in problems):
        return
    if options.repair:
        geometry, mended = repaired(geometry)
        batch.problems += mended
    frame, wrong = typed("areas", texts.assign(geometry=geometry), ".")
    batch.problems += wrong
    frame, short = with_zeros(frame, place.areas, options)
    batch.problems += short
    if options.add_up:
        frame = _dissolved(batch, frame)
    if options.drop_outside:
        frame = _within(batch, frame, place)
    batch.drawn = frame
    batch.problems += shapes(frame)
    unknown = ~frame["level"].isin(codes)
    for row, code in frame["level"][unknown].items():
        values = {"known": ", ".join(codes)}
        batch.problems.append(Problem("level_unknown", row=int(str(row)), column="level", value=code, values=values))
    drawable = frame[frame["geometry"].notna()]
    if len(drawable):
        count = len(batch.problems)
        batch.add("areas", drawable, city.crs)
        batch.problems[count:] = _parts_offered(batch.problems[count:], drawable)


def with_zeros(coming: pd.DataFrame, before: pd.DataFrame, options: Options) -> tuple[pd.DataFrame, list[Problem]]:
    """Areas whose keys lost their zeros, with the keys that the city has: figures and sites name those.

    Args:
        coming: areas of any levels, with ``area_id`` and ``level``.
        before: areas that the city has.
        options: ``match``.

    Returns:
        The areas with the keys of the same level as the edition before has them, and for each level where most of
        the unknown keys are such, an error, or a note where ``match`` says that they are.
    """
    problems = []
    for level, rows in coming.groupby("level"):
        former = before[before["level"] == level].set_index("area_id")["name"]
        mine = {*rows["area_id"]}
        unknown, keys = sorted(mine - {*former.index, ""}), Keys(former.index)
        longer = {key: keys.padded(key) - mine for key in unknown}
        meant = {key: next(iter(others)) for key, others in longer.items() if len(others) == 1}
        if not meant or len(meant) * 2 < len(unknown) or len({*meant.values()}) < len(meant):
            continue
        coming = coming.assign(
            area_id=coming["area_id"].mask(coming["level"] == level, rows["area_id"].replace(meant))
        )
        if "keys" in options.match:
            pairs = ", ".join(f"{key} → {other}" for key, other in [*meant.items()][:NAMED])
            values = {"count": len(meant), "pairs": pairs + (" …" if len(meant) > NAMED else "")}
            problems.append(Problem("keys_matched", "note", column="area_id", values=values))
            continue
        key, other = next(iter(meant.items()))
        values = {"count": len(meant), "proposal": other, "name": former[other]}
        problems.append(Problem("keys_short", "error", None, "area_id", key, values, ("--match keys",)))
    return coming, problems


def _parts_offered(problems: list[Problem], frame: pd.DataFrame) -> list[Problem]:
    """Where rows of one key have one name and do not overlap, they may be parts of one area."""
    if not {"area_id", "name"} <= set(frame):
        return problems
    twice = {problem.value for problem in problems if problem.code == "duplicate_key"}
    keys = set()
    for key, rows in frame[frame["area_id"].isin(twice)].groupby("area_id"):
        parts = shapely.make_valid(rows["geometry"].to_numpy())
        apart = shapely.area(shapely.union_all(parts)) > 0.99 * shapely.area(parts).sum()
        keys |= {key} if apart and rows["name"].nunique() == 1 else set()
    return [
        replace(problem, remedies=(*problem.remedies, "--add-up"))
        if problem.code == "duplicate_key" and problem.value in keys
        else problem
        for problem in problems
    ]


def _dissolved(batch: Batch, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of the same key and level as one area with the texts of the first; a note says which rows."""
    if "area_id" not in frame:
        return frame
    again = frame.duplicated(["area_id", "level"], keep=False) & (frame["area_id"] != "") & frame["geometry"].notna()
    if not again.any():
        return frame
    frame = frame.copy()
    surplus: list[Any] = []
    listed = []
    for (key, _), rows in frame[again].groupby(["area_id", "level"], sort=False):
        valid = rows["geometry"][shapely.is_valid(rows["geometry"].to_numpy())]
        if len(valid) < len(rows):
            continue  # first the faults of the parts
        joined: Any = shapely.union_all(valid.to_numpy())
        frame.at[rows.index[0], "geometry"] = joined
        surplus += list(rows.index[1:])
        listed.append(f"{key} ({', '.join(map(str, rows.index))})")
    if surplus:
        shown = "; ".join(listed[:NAMED]) + (" …" if len(listed) > NAMED else "")
        values = {"count": len(listed), "rows": shown, "surplus": len(surplus)}
        batch.problems.append(Problem("areas_dissolved", "note", column="area_id", values=values))
    return frame.drop(index=surplus)


def _within(batch: Batch, frame: pd.DataFrame, place: Place) -> pd.DataFrame:
    """Without the areas outside the city; where all are outside, the fault is another and they stay."""
    inside = _inner_points(frame["geometry"].to_numpy())
    far = outside_of(inside, place.outline)
    if not far.any() or far.all():
        return frame
    rows = [int(str(row)) for row in frame.index[far]]
    values = {"count": len(rows), "rows": named(rows)}
    batch.problems.append(Problem("outside_dropped", "note", column="geometry", values=values))
    kept: pd.DataFrame = frame.loc[~far]
    return kept


def _inner_points(geometries: Any) -> Any:
    """A point of each shape; of invalid ones the middle of their box."""
    points = shapely.centroid(shapely.envelope(geometries))
    sound = shapely.is_valid(geometries)
    points[sound] = shapely.point_on_surface(geometries[sound])
    return points


def near(coming: pd.DataFrame, before: pd.DataFrame) -> list[Problem]:
    """Areas that lie elsewhere than the areas the city has; one finding where all of them do."""
    city = outline(before)
    if city is None:
        return []
    shapely.prepare(city)
    inside = shapely.point_on_surface(coming["geometry"].to_numpy())
    far = ~shapely.dwithin(inside, city, NEARBY_M)
    kilometres = (shapely.distance(inside, city) / 1000).round(1)
    if far.all():
        return [
            Problem(
                "layer_outside_city", column="geometry", values={"km": float(kilometres.min()), "candidates": "–"}
            )
        ]
    return [
        Problem("outside_city", "error", int(row), "geometry", area_id, {"km": float(distance)}, ("--drop-outside",))
        for row, area_id, distance in zip(coming.index[far], coming["area_id"][far], kilometres[far], strict=True)
    ]


def with_parents(coming: pd.DataFrame, before: pd.DataFrame, city: City) -> tuple[pd.DataFrame, list[Problem]]:
    """Say which area one level up each area belongs to.

    In this order: what the file says, if that is the key or the name of an area of the level above; what the
    edition before says of the same key; the area above with the largest overlap.

    Args:
        coming: areas of any levels of the city.
        before: areas that the city has, the levels above included unless they come too.
        city: settings.

    Returns:
        The areas with ``parent_id``, and a note for each of the three ways that was gone.
    """
    known = pd.concat([before[~before["level"].isin(coming["level"])], coming])
    coming, counts = coming.copy(), {"parent_by_key": 0, "parent_by_edition": 0, "parent_by_overlap": 0}
    split: list[Problem] = []
    for level in coming["level"].unique():
        above = city.above(level)
        rows = coming["level"] == level
        if above is None:
            coming.loc[rows, "parent_id"] = ""
            continue
        uppers = known[known["level"] == above.code]
        keys = _keys(uppers)
        stated = coming.loc[rows, "parent_id"].map(keys).astype("object")
        former = before.loc[before["level"] == level].set_index("area_id")["parent_id"]
        kept = coming.loc[rows, "area_id"].map(former).astype("object")
        kept = kept.where(kept.isin(uppers["area_id"]))
        found = stated.fillna(kept)
        open_rows = coming[rows][found.isna()]
        found = found.fillna(largest_overlap(open_rows, uppers))
        coming.loc[rows, "parent_id"] = found.fillna("")
        split += two_parents(coming.loc[open_rows.index], uppers)
        counts["parent_by_key"] += int(stated.notna().sum())
        counts["parent_by_edition"] += int((stated.isna() & kept.notna()).sum())
        counts["parent_by_overlap"] += int((found.notna() & stated.isna() & kept.isna()).sum())
    notes = [Problem(code, "note", values={"count": count}) for code, count in counts.items() if count]
    return coming, [*notes, *split]


def _keys(uppers: pd.DataFrame) -> dict[str, Any]:
    once = uppers[~uppers["name"].duplicated(keep=False)]
    names = dict(zip(once["name"], once["area_id"], strict=True))
    return names | dict(zip(uppers["area_id"], uppers["area_id"], strict=True))


def largest_overlap(areas: pd.DataFrame, uppers: pd.DataFrame) -> pd.Series:
    """The upper area that shares most with each area; missing where none does."""
    none = pd.Series(None, index=areas.index, dtype="object")
    if areas.empty or uppers.empty:
        return none
    best = shares(areas, uppers).sort_values("share", kind="stable").drop_duplicates("row", keep="last")
    none.iloc[best["row"].to_numpy()] = uppers["area_id"].to_numpy()[best["upper"].to_numpy()]
    return none


def whole_city(areas: pd.DataFrame, city: City, source: str) -> gpd.GeoDataFrame:
    """The one area of the top level of a new city: all its areas together."""
    shapes = areas["geometry"].to_numpy()
    # where all boundaries fit, which is quickly seen, the union is found without cutting them against each other
    fits = shapely.coverage_is_valid(shapes)
    shape = shapely.coverage_union_all(shapes) if fits else shapely.union_all(shapes)
    row = {"area_id": [city.slug], "name": [city.name], "level": [city.levels[0].code], "parent_id": [""]}
    return gpd.GeoDataFrame(row | {"source_id": [source]}, geometry=[shape], crs=city.crs)


def inside_crs(areas: pd.DataFrame) -> bool:
    """Whether areas lie where their CRS is made for."""
    return within_crs(gpd.GeoSeries(areas["geometry"]))


def parent_faults(coming: pd.DataFrame, after: pd.DataFrame, city: City) -> list[Problem]:
    """Areas of the file that are left without an area above them."""
    row_of = dict(zip(coming["area_id"], coming.index, strict=True))
    found = []
    for problem in parents(city, after):
        area_id = problem.values["area_id"]
        if area_id in row_of:
            found.append(replace(problem, row=int(row_of[area_id])))
    return found
