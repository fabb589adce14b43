"""Gaps and concentration as indicators of the map: coverage, missing places, reach, location quotient."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.concentration import concentration
from data.errors import UsageError
from data.figures import Figures
from data.gaps import Gap, gap
from data.indicators import Indicator, Measured
from data.snapshot import Snapshot
from geo.rates import rank

PERCENT = 100.0


class UnknownMeasureError(UsageError):
    """An indicator of the map that is none of the measures here."""

    code = "unknown_indicator"


def gap_indicators(of: Snapshot, level: str, on: date) -> list[Indicator]:
    """Measures with a value at a level: those of services with a known need, and the location quotient."""
    found = []
    for service in of.city.services:
        if service.need is None or not service.applied or not service.bands:
            continue
        table = gap(of, service, level, on).table
        known = [column for column in ("coverage", "reachable", "units") if table[column].notna().any()]
        found += [Measured(column, service.id).indicator() for column in known]
    if concentration(of, level, on).table["location_quotient"].notna().any():
        found.append(Measured("location_quotient").indicator())
    return found


def gap_figures(of: Snapshot, indicator: Indicator, level: str, on: date) -> Figures:
    """Evaluate such an indicator for every area of a level.

    Raises:
        UnknownMeasureError: the indicator is none of these.
        UnknownServiceError: the city has no such service.
    """
    measured = indicator.numerator
    if not isinstance(measured, Measured):
        raise UnknownMeasureError(indicator=indicator.code)
    top = of.city.levels[0].code
    if measured.column == "location_quotient":
        found = concentration(of, level, on).table
        table = _table(found["location_quotient"], found["places"], found["fair_share"], indicator)
        sources = tuple(sorted(set(of.counted_sites["source_id"])))
        return Figures(indicator, level, on, table, float("nan"), (on, on), sources)
    service = of.city.service(measured.service)
    here, whole = gap(of, service, level, on), gap(of, service, top, on)
    table = _of_gap(here, measured.column, indicator)
    total = float(_of_gap(whole, measured.column, indicator)["value"].iloc[0])
    return Figures(indicator, level, on, table, total, here.stand, here.sources)


def _of_gap(found: Gap, column: str, indicator: Indicator) -> pd.DataFrame:
    table = found.table
    if column == "units":
        return _table(table["units"], table["missing"], pd.Series(float("nan"), index=table.index), indicator)
    capacity = table["capacity"] if column == "coverage" else table["reachable_capacity"]
    return _table(table[column] * PERCENT, capacity, table["need"], indicator)


def _table(value: pd.Series, numerator: pd.Series, denominator: pd.Series, indicator: Indicator) -> pd.DataFrame:
    value = value.replace([float("inf"), -float("inf")], float("nan")).astype(float)
    marker = value.isna().map({True: "missing", False: ""})
    ranks = rank(value.round(indicator.decimals))
    parts = {"value": value, "marker": marker, "rank": ranks, "numerator": numerator, "denominator": denominator}
    return pd.DataFrame(parts | {"at_least": numerator.fillna(0.0)})
