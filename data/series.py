"""Figures over time: an indicator at every date at which it was really counted, with gaps where it was not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import cast

import pandas as pd

from data.figures import Figures, figures
from data.gap_figures import gap_figures
from data.indicators import Cases, Indicator, Measured, Size, Statistic, Term
from data.snapshot import Snapshot
from geo.rates import rank

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
        values = counted(of, indicator, level, on).table["value"]
        if values.notna().any():
            columns[on] = values
    return pd.DataFrame(columns, index=index, dtype=float)


def days(series: pd.DataFrame) -> list[date]:
    """The days of a series, ascending."""
    return cast("list[date]", list(series.columns))


def counted(of: Snapshot, indicator: Indicator, level: str, on: date) -> Figures:
    """An indicator as it was counted on a day, as :func:`series_of` says; missing where it was not counted then.

    So the same figure, carried from one day to another, is never taken for two. A measure of gaps or concentration
    is made of figures at most a year old.
    """
    evaluate = gap_figures if isinstance(indicator.numerator, Measured) else figures
    found = evaluate(_as_counted(of, indicator, on), indicator, level, on)
    skipped = _skipped(of, indicator.numerator, on)
    hidden = found.table.index.isin([of.ancestor(area, level) for area in skipped])
    if not hidden.any():
        return found
    table = found.table.assign(value=found.table["value"].mask(hidden))
    table["marker"] = table["marker"].mask(hidden, "missing")
    table["rank"] = rank(table["value"].round(indicator.decimals))
    return replace(found, table=table, total=float("nan"))


def _skipped(of: Snapshot, term: Term, on: date) -> set[str]:
    """Areas where people were counted beside any site on other days, and not on this one: there it is unknown."""
    if not isinstance(term, Cases):
        return set()
    rows = of.counted_caseload
    rows = rows[(rows["site_id"] == "") & (rows["group"] == term.group) & rows[term.field].notna()]
    return set(rows["area_id"]) - set(rows.loc[rows["as_of"] == pd.Timestamp(on), "area_id"])


def with_gaps(series: pd.Series) -> pd.Series:
    """A series over dates with a missing value in every year between the first and the last that has none.

    A line through it breaks where nothing was counted, instead of making up what lay between.

    Example:
        >>> import pandas as pd
        >>> counted = pd.Series([5.0, 9.0], index=[date(2018, 12, 31), date(2020, 12, 31)])
        >>> with_gaps(counted).tolist()
        [5.0, nan, 9.0]
    """
    known = series.dropna()
    if known.empty:
        return known
    years = {day.year for day in known.index}
    gaps = [date(year, 12, 31) for year in range(min(years), max(years)) if year not in years]
    return known.reindex(sorted([*known.index, *gaps]))


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
    counts = fresh & (~rows["indicator"].isin(exact) | (rows["as_of"] == day))
    return of.with_figures(rows[counts], cases[cases["as_of"] == day])


def _name(term: Term | None) -> str:
    """Under which indicator of ``statistics`` the figures of a term stand, or its sums as published."""
    if isinstance(term, Statistic):
        return term.indicator
    return "" if term is None or isinstance(term, Size | Measured) else term.category
