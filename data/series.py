"""Figures over time: an indicator at every date at which it was really counted, with gaps where it was not."""

from __future__ import annotations

import copy
from datetime import date

import pandas as pd

from data.figures import figures
from data.indicators import Cases, Indicator, Measured, Size, Statistic, Term
from data.snapshot import Snapshot

OLDEST = pd.Timedelta(days=366)
"""A figure is set against inhabitants (or households) counted at most so long before it."""


def series_of(of: Snapshot, indicator: Indicator, level: str) -> pd.DataFrame:
    """An indicator for every area of a level, date by date; nothing is carried forward.

    A count of people belongs to the day it was counted on. A rate stands at the days of its numerator; its
    denominator may be up to a year older. Places in sites have no day of their own (a site is open or not): a rate of
    places stands at the days of its denominator, and places alone at the days at which people in such sites were
    counted. A measure of gaps has no series.

    Args:
        of: the city as the viewer may use it.
        indicator: of the catalogue, or a city's own figure.
        level: code of the level.

    Returns:
        Frame indexed by area id, columns :class:`datetime.date` ascending, NaN where missing or secret; only dates
        at which some area has a figure.
    """
    index = of.level(level).index
    columns = {}
    for on in _days(of, indicator):
        values = figures(_as_counted(of, indicator, on), indicator, level, on).table["value"]
        if values.notna().any():
            columns[on] = values
    return pd.DataFrame(columns, index=index, dtype=float)


def _days(of: Snapshot, indicator: Indicator) -> list[date]:
    """Days that an indicator may have a figure for, ascending."""
    terms = (indicator.numerator, indicator.denominator)
    leading = next((term for term in terms if isinstance(term, Statistic | Cases)), None)
    if isinstance(indicator.numerator, Measured):
        return []
    found: set[pd.Timestamp] = set()
    if isinstance(leading, Statistic):
        rows = of.statistics
        found = set(rows.loc[rows["indicator"] == leading.indicator, "as_of"])
    else:
        category = getattr(leading or indicator.numerator, "category", None)
        if category is not None:
            sites = of.counted_sites.index[of.counted_sites["category"] == category]
            rows = of.counted_caseload
            here = rows["site_id"].isin(sites)
            if isinstance(leading, Cases):
                here |= (rows["site_id"] == "") & rows[leading.field].notna()
            published = of.statistics.loc[of.statistics["indicator"] == category, "as_of"]
            found = {*rows.loc[here, "as_of"], *published}
    return sorted(moment.date() for moment in found)


def _as_counted(of: Snapshot, indicator: Indicator, on: date) -> Snapshot:
    """The city with only those rows that count at a day: the numerator's of that day, the denominator's not older.

    Where both terms come from the same indicator (a share of all households), both are of that day.
    """
    day, terms = pd.Timestamp(on), (indicator.numerator, indicator.denominator)
    leading = next((term for term in terms if isinstance(term, Statistic | Cases)), None)
    exact = {name for name in map(_name, (leading, indicator.numerator)) if name}
    rows, cases = of.statistics, of.counted_caseload
    fresh = (rows["as_of"] <= day) & (rows["as_of"] >= day - OLDEST)
    there = copy.copy(of)  # shares what has been read; only these two differ
    there.statistics = rows[fresh & (~rows["indicator"].isin(exact) | (rows["as_of"] == day))]
    there.counted_caseload = cases[cases["as_of"] == day]
    return there


def _name(term: Term | None) -> str:
    """Under which indicator of ``statistics`` the figures of a term stand, or its sums as published."""
    if isinstance(term, Statistic):
        return term.indicator
    return "" if term is None or isinstance(term, Size | Measured) else term.category
