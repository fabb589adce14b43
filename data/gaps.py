"""Service gaps: need against capacity of a service for every area of a level, as of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from data.figures import Counted
from data.reaching import reached, reasons
from data.services import Service
from data.snapshot import Snapshot
from data.supply import need_of, positions, supply
from geo.lapsing import lapsing
from geo.rates import sum_known
from geo.supply import gap as measure
from geo.supply import units

HALF_POST = 0.5


@dataclass(frozen=True)
class Gap:
    """One service at one level.

    Attributes:
        service: what is measured, with ``assumed`` values in place.
        level: code of the level.
        on: the day.
        until: horizon of what lapses, included.
        table: by area id. Persons: ``need``, ``capacity``, ``missing``, ``missing_at_least``, ``missing_at_most``,
            ``lapsing`` (capacity of today that is gone by ``until``), ``reachable_capacity``, ``reachable_missing``
            (posts in place of persons for a service without key). Places or full-time posts: ``units`` (missing),
            ``lapsing_units``, ``reachable_units``, ``capacity_units``. ``coverage`` and ``reachable`` (coverage).
            ``status``, ``reason``, ``reachable_status``, ``reachable_reason``; ``judged``, ``judged_reason`` and
            ``judged_units`` are those that the service rests on (``service.judged``).
        assumed: values that stand in place of the service's own (``met``, ``rate``).
        stand: earliest and latest date of the figures used, None where nothing is known.
        sources: source ids.
        unplaced: sites in no area of the level, left out everywhere.
        unlocated: sites without a position, left out of what is reachable.
        missing_in_all: persons without in the whole city, where everybody comes to every site; else NaN.
    """

    service: Service
    level: str
    on: date
    until: date
    table: pd.DataFrame
    assumed: dict[str, float]
    stand: tuple[date, date] | None
    sources: tuple[str, ...]
    unplaced: int = 0
    unlocated: int = 0
    missing_in_all: float = float("nan")


@dataclass(frozen=True)
class Summary:
    """One service in figures for one sentence.

    Attributes:
        areas: number of areas.
        areas_short: areas short or severely short.
        severe_areas: of those, severely.
        missing_units: places or posts missing in the areas short (in the whole city where all come from
            everywhere); NaN where none of it is known.
        at_least: whether more may be missing, because some areas are unknown.
        lapsing_units: places or posts of today that are gone by ``until``.
        until: the horizon.
        unknown_areas: areas whose status is not known.
        capacity_units: places or posts there are; NaN where not known.
        need: persons in need, NaN where not known.
    """

    service: Service
    areas: int
    areas_short: int
    severe_areas: int
    missing_units: float
    at_least: bool
    lapsing_units: float
    until: date
    unknown_areas: int
    capacity_units: float
    need: float


def horizon(on: date) -> date:
    """End of the year two years after a day: how far services look ahead unless told otherwise."""
    return date(on.year + 2, 12, 31)


def gap(
    of: Snapshot,
    service: Service,
    level: str,
    on: date,
    *,
    until: date | None = None,
    met: float | None = None,
    rate: float | None = None,
) -> Gap:
    """Need against capacity of one service in every area of a level.

    Args:
        of: the city as the viewer may use it; areas count what figures count.
        service: of the city.
        level: code of a level.
        on: the day.
        until: horizon of what lapses; :func:`horizon` where not given.
        met: assumed coverage from which the need is met (``severe`` moves with it).
        rate: assumed rate of the need.
    """
    service, assumed = _assume(service, met, rate)
    until = until or horizon(on)
    index = of.level(level).index
    need = _need(of, service, level, on)
    rows = supply(of, service, on)
    inside = _inside(of, rows, level, index)
    table = measure(
        need.total,
        inside["total"],
        need_at_least=need.at_least,
        capacity_at_least=inside["at_least"],
        met=service.met,
        severe=service.severe,
    )
    table["reason"] = reasons(table["reason"], need.marker, service)
    across, missing_in_all = reached(of, service, level, on, need, rows)
    table = table.assign(**{name: across[name] for name in across})
    table["lapsing"] = _lapsing(of, rows, level, index, on, until)
    _to_units(table, service)
    judged = service.judged == "reachable"
    for name, source in {"": "status", "_reason": "reason", "_units": "units"}.items():
        table[f"judged{name}"] = table[f"reachable_{source}" if judged else source]
    dates = [moment.date() for moment in (*need.dates, *_dates(of, rows, on))]
    sources = {*need.sources, *(set() if rows is None else rows["source_id"])} - {""}
    placed = of.area_of_sites(level)
    sites = pd.Index([]) if rows is None else pd.Index(rows["site_id"].unique())
    return Gap(
        service,
        level,
        on,
        until,
        table,
        assumed,
        (min(dates), max(dates)) if dates else None,
        tuple(sorted(sources)),
        unplaced=int((placed.reindex(sites) == "").sum()),
        unlocated=len(sites) - len(positions(of, sites)),
        missing_in_all=missing_in_all,
    )


def gaps(of: Snapshot, level: str, on: date, *, until: date | None = None) -> list[Gap]:
    """All services of the city, worst first: by the share of need that is missing; what is unknown comes last."""
    found = [gap(of, service, level, on, until=until) for service in of.city.services]
    return sorted(found, key=_badness)


def _badness(one: Gap) -> tuple[bool, float, float]:
    found = summary(one)
    key = one.service.key or 1.0
    share = found.missing_units * key / found.need if found.need > 0 else 0.0
    known = not np.isnan(share) and found.unknown_areas < found.areas
    return not known, -share if known else 0.0, -found.areas_short / max(found.areas, 1)


def summary(gap: Gap) -> Summary:
    """What one sentence says of a gap."""
    table, service = gap.table, gap.service
    short = table["judged"].isin(["short", "severe"])
    unknown = table["judged"] == "unknown"
    missing = table.loc[short, "judged_units"]
    units_missing = float(missing.sum(min_count=0 if (~unknown).any() else 1))
    if service.judged == "reachable" and not service.bands:  # counted once, and not in every area
        units_missing = float(_units(pd.Series([gap.missing_in_all]), service).iloc[0])
    return Summary(
        service,
        areas=len(table),
        areas_short=int(short.sum()),
        severe_areas=int((table["judged"] == "severe").sum()),
        missing_units=units_missing,
        at_least=bool(unknown.any() or (bool(service.bands) and missing.isna().any())),
        lapsing_units=float(table["lapsing_units"].sum(skipna=False)) if len(table) else 0.0,
        until=gap.until,
        unknown_areas=int(unknown.sum()),
        capacity_units=float(table["capacity_units"].sum(skipna=False)),
        need=float(table["need"].sum(min_count=1)),
    )


def _assume(service: Service, met: float | None, rate: float | None) -> tuple[Service, dict[str, float]]:
    assumed: dict[str, float] = {}
    if met is not None and met != service.met:
        assumed["met"] = met
        service = replace(service, met=met, severe=service.severe * met / service.met)
    if rate is not None and service.need is not None and rate != service.need.rate:
        assumed["rate"] = rate
        service = replace(service, need=replace(service.need, rate=rate))
    return service, assumed


def _need(of: Snapshot, service: Service, level: str, on: date) -> Counted:
    if service.need is not None:
        return need_of(of, service.need, level, on)
    index = of.level(level).index
    nothing = pd.Series(np.nan, index=index)
    return Counted(nothing, nothing, pd.Series("missing", index=index))


def _inside(of: Snapshot, rows: pd.DataFrame | None, level: str, index: pd.Index) -> pd.DataFrame:
    if rows is None:
        return pd.DataFrame({"total": np.nan, "at_least": 0.0, "unknown": 0}, index=index)
    return sum_known(rows["persons"], of.area_of_sites(level).reindex(rows["site_id"]), index)


def _lapsing(
    of: Snapshot, rows: pd.DataFrame | None, level: str, index: pd.Index, on: date, until: date
) -> pd.Series:
    if rows is None:
        return pd.Series(np.nan, index=index)
    area = pd.Series(of.area_of_sites(level).reindex(rows["site_id"]).to_numpy(), index=rows.index)
    ends = [pd.Timestamp(until)]
    found = lapsing(rows["persons"], rows["last_day"], area, index, since=pd.Timestamp(on), until=ends)
    return found["total"].droplevel(0)


def _units(persons: pd.Series, service: Service) -> pd.Series:
    if service.measured == "staff":
        return units(persons, persons_per_unit=service.key or 1.0, step=HALF_POST)
    return units(persons)


def _to_units(table: pd.DataFrame, service: Service) -> None:
    table["units"] = _units(table["missing"], service)
    table["reachable_units"] = _units(table["reachable_missing"], service)
    for name in ("capacity", "lapsing"):  # what there is, is not rounded
        table[f"{name}_units"] = table[name] / (service.key or 1.0)


def _dates(of: Snapshot, rows: pd.DataFrame | None, on: date) -> Sequence[pd.Timestamp]:
    if rows is None:
        return []
    found = of.sources["as_of"].reindex(sorted(set(rows["source_id"]))).dropna()
    return [min(day, pd.Timestamp(on)) for day in found]
