"""Urban-rural drift of consultations: rise and fall in each municipality against its size (Z5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.figures import count_of
from data.indicators import Indicator, Statistic, find
from data.series import counted, days, series_of
from data.snapshot import Snapshot
from geo.drift import SIZES, by_class, complete, rank_correlation, relative_change, shares, size_class

LEVEL = "municipality"
"""Only municipalities are small towns or large ones; the quarters of a city are not."""

COUNTED = "consultations"
"""The indicator that is followed: consultations, where they took place."""

FEWEST_DATES = 3


@dataclass(frozen=True)
class Drift:
    """How a count moved between small and large municipalities.

    Attributes:
        indicator: what is counted.
        since: first day compared.
        until: last day compared.
        table: by area id: ``inhabitants`` (as of the last day), ``size_class``, ``before``, ``after``, ``change``,
            ``relative`` (share of what was before); NaN where not known.
        classes: by size class: ``before``, ``after``, ``areas`` (number), ``change``, ``relative``; sums over the
            municipalities known at both days.
        shares: by size class, a column a date: share of all that was counted in municipalities known at every date.
        correlation: Spearman's rank correlation of relative change and inhabitants, NaN for fewer than three pairs.
        compared: number of municipalities with a relative change.
        left_out: ids of municipalities not known at both days.
        sources: source ids.
    """

    indicator: Indicator
    since: date
    until: date
    table: pd.DataFrame
    classes: pd.DataFrame
    shares: pd.DataFrame
    correlation: float
    compared: int
    left_out: tuple[str, ...]
    sources: tuple[str, ...]


def drift_dates(of: Snapshot) -> list[date]:
    """Days at which the count is known, ascending; none where there are no municipalities of three sizes."""
    if LEVEL not in [level.code for level in of.city.levels] or not len(of.level(LEVEL)):
        return []
    found = days(series_of(of, find(COUNTED), LEVEL))
    if len(found) < FEWEST_DATES:
        return []
    sizes = size_class(count_of(of, Statistic("population", "total"), LEVEL, found[-1]).total)
    return found if set(SIZES) <= set(sizes.dropna()) else []


def drift(of: Snapshot, since: date, until: date) -> Drift:
    """Change of the count in every municipality between two days, against its size.

    Args:
        of: the city (a Landkreis) as the viewer may use it; :func:`drift_dates` says whether and when.
        since: first day, one of those.
        until: last day, a later one.
    """
    indicator = find(COUNTED)
    series = series_of(of, indicator, LEVEL)
    people = count_of(of, Statistic("population", "total"), LEVEL, until)
    sizes = size_class(people.total)
    before, after = series[since], series[until]
    relative = relative_change(before, after)
    table = pd.DataFrame(
        {
            "inhabitants": people.total,
            "size_class": sizes,
            "before": before,
            "after": after,
            "change": after - before,
            "relative": relative,
        }
    )
    ends = by_class(pd.DataFrame({"before": before, "after": after}), sizes)
    classes = ends.assign(
        change=ends["after"] - ends["before"], relative=relative_change(ends["before"], ends["after"])
    )
    over_time = by_class(series[[day for day in days(series) if since <= day <= until]], sizes)
    used = {*counted(of, indicator, LEVEL, since).sources, *counted(of, indicator, LEVEL, until).sources}
    known = complete(table[["before", "after"]])
    return Drift(
        indicator,
        since,
        until,
        table,
        classes,
        shares(over_time.drop(columns="areas")),
        rank_correlation(people.total, relative),
        int(relative.notna().sum()),
        tuple(table.index.difference(known.index)),
        tuple(sorted({*used, *people.sources} - {""})),
    )
