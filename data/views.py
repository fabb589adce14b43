"""What a page shows, as rows with their credits: an indicator by area, gaps of services, standards.

The figures are those of the page, computed for the same viewer. Names and definitions in the reader's language come
from outside: every function here takes them as ``about``, name to text; no name is that of a column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

import geopandas as gpd
import pandas as pd

from data.comparison import Part
from data.contracts import TABLES
from data.drift import LEVEL, Drift
from data.exporting import CREDITS
from data.figures import Figures
from data.gaps import Gap
from data.licences import addresses
from data.snapshot import Snapshot
from data.status_trend import StatusTrend
from data.writing import Document
from geo.classes import classify

GAP_COLUMNS = (
    *("need", "capacity", "coverage", "missing", "units", "status", "reason", "lapsing", "lapsing_units"),
    *("reachable_capacity", "reachable", "reachable_missing", "reachable_units", "reachable_status"),
)
"""Columns of a gap's table that the page shows."""


def figures_view(
    of: Snapshot, found: Figures, bounds: Sequence[float], about: Mapping[str, str] | None = None
) -> Document:
    """An indicator at a level: one row an area.

    Args:
        of: the city as the viewer may use it.
        found: the figures shown.
        bounds: inner class bounds of the map; () where there are no classes.
        about: texts about the indicator.

    Returns:
        Rows with ``area_id``, ``name``, ``value``, ``marker``, ``rank``, ``class`` (1 = lowest; only with bounds),
        ``numerator``, ``denominator`` (only where the indicator has one) and the area's geometry.
    """
    table = found.table
    columns = ["value", "marker", "rank"]
    rows = table[columns].assign(rank=table["rank"].astype("Int64"))
    if bounds:
        rows["class"] = classify(table["value"], tuple(bounds), decimals=found.indicator.decimals) + 1
    if found.indicator.denominator is not None:
        rows = rows.assign(numerator=table["numerator"], denominator=table["denominator"])
    facts = {"indicator": found.indicator.code, **(about or {}), "level": found.level, "on": f"{found.on}"}
    facts |= _stand(found.stand) | {"class_bounds": " ".join(map(str, bounds))}
    used = set(found.sources) | set(of.level(found.level)["source_id"])
    return _document(of, found.indicator.code, _on_areas(of, found.level, rows), used, facts)


def gaps_view(of: Snapshot, found: Sequence[Gap], about: Mapping[str, str] | None = None) -> Document:
    """Need, capacity and what is missing by service and area.

    Args:
        of: the city as the viewer may use it.
        found: gaps of one level and day, at least one.
        about: texts about them.

    Returns:
        One row a service and area: ``service``, ``area_id``, ``name``, :data:`GAP_COLUMNS` (units and meaning as
        :class:`data.gaps.Gap` says), ``met`` and ``severe`` (coverage from which the need is met, below which it is
        severely short), ``assumed`` (what stands in place of the service's own values), and the area's geometry.
    """
    parts = []
    for gap in found:
        rows = gap.table[list(GAP_COLUMNS)]
        assumed = " ".join(f"{name}={value}" for name, value in gap.assumed.items())
        rows = rows.assign(met=gap.service.met, severe=gap.service.severe, assumed=assumed)
        parts.append(_on_areas(of, gap.level, rows).assign(service=gap.service.id))
    rows = gpd.GeoDataFrame(pd.concat(parts, ignore_index=True))
    rows = rows[["service", *(column for column in rows if column != "service")]]
    first, name = found[0], found[0].service.id if len(found) == 1 else "services"
    facts = {**(about or {}), "level": first.level, "on": f"{first.on}", "until": f"{first.until}"}
    days = [day for gap in found if gap.stand for day in gap.stand]
    facts |= _stand((min(days), max(days)) if days else None)
    used = {source for gap in found for source in gap.sources} | set(of.level(first.level)["source_id"])
    return _document(of, name, rows, used, facts, key="area_id" if len(found) == 1 else "")


def standards_view(of: Snapshot, found: pd.DataFrame, on: date, about: Mapping[str, str] | None = None) -> Document:
    """Every rule against every subject that the viewer may see, as :func:`data.standards.standards` found it."""
    facts = {**(about or {}), "on": f"{on}"}
    return _document(of, "standards", found, set(of.sites["source_id"]) | set(of.areas["source_id"]), facts, key="")


def comparison_view(parts: Sequence[Part], found: pd.DataFrame, about: Mapping[str, str] | None = None) -> Document:
    """Figures side by side: one row an indicator and part, with the difference to the first part.

    Args:
        parts: what is compared, of one city or of two.
        found: as :func:`data.comparison.compare` found it.
        about: texts about the comparison.

    Returns:
        Rows with ``indicator``, ``city``, ``level``, ``area_id`` ("" for the whole city), ``name``, ``on``,
        ``value``, ``marker``, ``absolute``, ``relative``, ``stand_from``, ``stand_to``; sources of both cities.
    """
    pieces = []
    for number, part in enumerate(parts):
        rows = found[found["part"] == number]
        name = str(part.of.areas.at[part.area, "name"]) if part.area else part.of.city.name
        known = {
            "city": part.of.city.slug,
            "level": part.level,
            "area_id": part.area,
            "name": name,
            "on": f"{part.on}",
        }
        shown = rows[["indicator"]].assign(**known)
        shown = shown.join(rows[["value", "marker", "absolute", "relative"]])
        shown = shown.assign(stand_from=rows["since"].map(_iso), stand_to=rows["until"].map(_iso))
        used = {source for ids in rows["sources"] for source in ids}
        days = {"on": f"{part.on}"}
        pieces.append(_document(part.of, "comparison", shown, used, {**(about or {}), **days}, key=""))
    first = pieces[0]
    order = found.index
    return Document(
        first.name,
        pd.concat([piece.rows for piece in pieces]).reindex(order).reset_index(drop=True),
        pd.concat([piece.credits for piece in pieces]).reindex(order).reset_index(drop=True),
        pd.concat([piece.sources for piece in pieces], ignore_index=True).drop_duplicates(ignore_index=True),
        made=max(piece.made for piece in pieces),
        about=first.about,
        key="",
    )


def drift_view(of: Snapshot, found: Drift, about: Mapping[str, str] | None = None) -> Document:
    """Rise and fall of a count in every municipality: a row each, as :class:`data.drift.Drift` has them."""
    facts = {"indicator": found.indicator.code, **(about or {}), "since": f"{found.since}", "on": f"{found.until}"}
    used = set(found.sources) | set(of.level(LEVEL)["source_id"])
    return _document(of, "drift", _on_areas(of, LEVEL, found.table), used, {**facts, "level": LEVEL})


def status_view(of: Snapshot, found: StatusTrend, about: Mapping[str, str] | None = None) -> Document:
    """Status and trend of every area: a row each, as :class:`data.status_trend.StatusTrend` has them."""
    codes = ", ".join(one.code for one in found.indicators)
    facts = {"indicators": codes, **(about or {}), "level": found.level, "since": f"{found.since}"}
    used = set(found.sources) | set(of.level(found.level)["source_id"])
    rows = _on_areas(of, found.level, found.table)
    return _document(of, "status_trend", rows, used, {**facts, "on": f"{found.until}"})


def measures_view(of: Snapshot, found: pd.DataFrame, on: date, about: Mapping[str, str] | None = None) -> Document:
    """Measures as :func:`data.measures.measures_of` found them: one row a measure.

    Returns:
        The columns of the contract with ``current``, ``current_stand``, ``progress`` (1 = target reached), ``light``
        and ``lacks`` (codes of the check).
    """
    lacks = found["flags"].map(" ".join)
    rows = found.drop(columns=["marker", "days", "source_ids", "flags"]).assign(lacks=lacks)
    rows = rows.rename_axis("measure_id").reset_index()
    used = {source for ids in found["source_ids"] for source in ids}
    facts = {**(about or {}), "on": f"{on}"} | _stand_of(found["current_stand"].dropna())
    return _document(of, "measures", rows, used, facts, key="measure_id")


def _stand_of(days: pd.Series) -> dict[str, str]:
    return _stand((days.min().date(), days.max().date()) if len(days) else None)


def view_name(of: Snapshot, found: Document, ending: str) -> str:
    """Name of a download: ``dresden-kita_3_6-neighbourhood-2025-12-31.csv``."""
    parts = [of.city.slug, found.name, found.about.get("level", ""), found.about["on"]]
    return "-".join(filter(None, parts)) + ending


def _on_areas(of: Snapshot, level: str, rows: pd.DataFrame) -> gpd.GeoDataFrame:
    """Rows by area id with the areas' names and geometry."""
    areas = of.level(level)
    named = rows.reindex(areas.index).rename_axis("area_id").reset_index()
    named.insert(1, "name", areas["name"].to_numpy())
    return gpd.GeoDataFrame(named, geometry=areas.geometry.to_numpy(), crs=areas.crs)


def _iso(day: date | None) -> str:
    return "" if day is None or pd.isna(day) else f"{day}"


def _stand(days: tuple[date, date] | None) -> dict[str, str]:
    first, last = (f"{day}" for day in days) if days else ("", "")
    return {"stand_from": first, "stand_to": last}


def _document(
    of: Snapshot, name: str, rows: pd.DataFrame, used: set[str], about: Mapping[str, str], key: str = "area_id"
) -> Document:
    edition = ", ".join(f"{table} {of.editions[table]}" for table in TABLES if of.editions[table])
    known = of.sources[of.sources.index.isin(used)].rename_axis("source_id").reset_index()
    known = known.assign(licence_url=known["licence"].map(addresses))
    joined = {f"source_{column}": _joined(known[column]) for column in (*CREDITS[:3], "licence_url", *CREDITS[3:])}
    whole = {"city": of.city.slug, **about, "audience": of.viewer.audience.name.lower(), "edition": edition}
    return Document(
        "".join(sign if sign.isalnum() and sign.isascii() else "_" for sign in name),
        rows,
        pd.DataFrame(joined, index=rows.index),
        known.assign(city=of.city.slug, edition=edition),
        made=_midnight(known["retrieved_at"].max()),
        about={name: text for name, text in whole.items() if text},
        key=key,
    )


def _joined(column: pd.Series) -> str:
    """Texts of several sources in one cell, each once."""
    if column.dtype.kind == "M":
        texts = [f"{moment:%Y-%m-%d}" for moment in sorted(column.dropna())]
    elif column.dtype.kind == "b":
        texts = ["yes"] if column.any() else ["no"]
    else:
        texts = list(column.astype("str"))
    return "; ".join(dict.fromkeys(filter(None, texts)))


def _midnight(day: pd.Timestamp) -> datetime:
    return datetime(1980, 1, 1, tzinfo=UTC) if pd.isna(day) else day.to_pydatetime().replace(tzinfo=UTC)
