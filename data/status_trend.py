"""Status and trend of areas in twelve classes, over indicators that say in which direction need lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.figures import count_of
from data.indicators import Indicator, Statistic, catalogue, find
from data.series import counted, days, series_of
from data.snapshot import Snapshot
from geo.rates import rate
from geo.status_trend import index, status, trend

USUAL = ("jobseekers", "kita_under_3", "kita_3_6")
"""Indicators taken where nobody chooses others, as far as the city has them."""

FEWEST_AREAS = 5
"""Fewer areas have no standard scores worth the name."""


@dataclass(frozen=True)
class StatusTrend:
    """Areas of a level in classes of status and trend.

    Attributes:
        level: code of the level.
        since: first day of the trend.
        until: day of the status, last of the trend.
        indicators: what went in, each with equal weight.
        table: by area id: ``status_index``, ``status``, ``trend_index``, ``trend`` (:mod:`geo.status_trend`); missing
            where one of the indicators is not known.
        sources: source ids.
    """

    level: str
    since: date
    until: date
    indicators: tuple[Indicator, ...]
    table: pd.DataFrame
    sources: tuple[str, ...]

    @property
    def known(self) -> pd.DataFrame:
        """Areas that have a status and a trend."""
        return self.table.dropna(subset=["status", "trend"])


def status_dates(of: Snapshot, level: str) -> dict[str, list[date]]:
    """Indicators that can go in, each with the days at which it is known, ascending.

    Those of the catalogue that declare in which direction need lies (``need``), with figures for at least
    :data:`FEWEST_AREAS` areas at two days or more.
    """
    found = {}
    if len(of.level(level)) >= FEWEST_AREAS:
        for code, indicator in catalogue().items():
            if indicator.need:
                series = series_of(of, indicator, level)
                known = [day for day in days(series) if series[day].count() >= FEWEST_AREAS]
                if len(known) > 1:
                    found[code] = known
    return found


def status_trend(of: Snapshot, level: str, since: date, until: date, codes: Sequence[str]) -> StatusTrend:
    """Status at a day and trend up to it, over some indicators (counts per 100 inhabitants).

    Args:
        of: the city as the viewer may use it.
        level: code of the level.
        since: first day of the trend, known for every indicator.
        until: last day.
        codes: indicators with a declared direction of need, at least one.
    """
    indicators = tuple(find(code) for code in codes)
    now = pd.DataFrame({one.code: _need(of, one, level, until) for one in indicators})
    then = pd.DataFrame({one.code: _need(of, one, level, since) for one in indicators})
    now_index, change_index = index(now), index(now - then)
    table = pd.DataFrame(
        {
            "status_index": now_index,
            "status": status(now_index),
            "trend_index": change_index,
            "trend": trend(change_index),
        }
    )
    used = {source for one in indicators for day in (since, until) for source in counted(of, one, level, day).sources}
    return StatusTrend(level, since, until, indicators, table, tuple(sorted(used)))


def _need(of: Snapshot, indicator: Indicator, level: str, on: date) -> pd.Series:
    """An indicator turned so that more means more need; a count per 100 inhabitants."""
    found = counted(of, indicator, level, on).table["value"]
    if indicator.form == "count":
        found = rate(found, count_of(of, Statistic("population", "total"), level, on).total, per=100)
    return -found if indicator.need == "less" else found
