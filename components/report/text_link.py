"""Where the text version of what is shown stands."""

from __future__ import annotations

import datetime

from components import cached, session
from components.web import text_pages
from data.audiences import PUBLIC
from data.errors import AtlasError, UsageError
from data.snapshot import Snapshot


def present() -> str:
    """Address for the present choices, "" where the public may not see the place."""
    names = ("city", "area", "level", "date", "indicator")
    return address(**{name: session.get(name) for name in names})


def address(city: str, area: str = "", level: str = "", date: str = "", indicator: str = "") -> str:
    """Address of a place or an area with what the public may see of these choices, "" where that is nothing."""
    try:
        of = cached.snapshot(city, PUBLIC)
    except AtlasError:  # no such place for the public, or nothing published yet
        return ""
    area = area if area in of.areas.index else ""
    level = str(of.areas.at[area, "level"]) if area else level if len(of.level(level)) else of.lowest_level
    days = {day.isoformat(): day for day in of.dates(level)}
    choices = {"level": "" if area else level, "date": date if date in days else ""}
    if indicator and _is_known(of, indicator, level, days.get(date, next(iter(days.values())))):
        choices["indicator"] = indicator
    spoken = session.language() if session.language() != session.LANGUAGES[0] else ""
    return text_pages.path(city, area, **choices, lang=spoken)


def _is_known(of: Snapshot, indicator: str, level: str, on: datetime.date) -> bool:
    try:
        return cached.figures_of(of, indicator, level, on).known > 0
    except UsageError:
        return False
