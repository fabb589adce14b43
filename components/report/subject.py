"""What somebody asks to see in a profile, checked against what there is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from components import cached
from components.clock import judged_on
from components.report.facts import MOST, Subject
from components.scene import FAVOURITES
from data.errors import UsageError
from data.indicators import find
from data.snapshot import Snapshot


class UnknownAreaError(UsageError):
    """The city has no such area, or not at this level."""

    code = "area_unknown"


class UnknownLevelError(UsageError):
    """The city has no areas at such a level."""

    code = "level_unknown"


class TooManyAreasError(UsageError):
    """More areas than stand beside each other on paper."""

    code = "areas_too_many"


def wanted(
    of: Snapshot, areas: Sequence[str] = (), *, level: str = "", on: date | None = None, indicator: str = ""
) -> Subject:
    """The profile of some areas, or of the whole city where none is named.

    Args:
        of: the city as the viewer may use it.
        areas: ids, all of one level, at most :data:`components.report.facts.MOST`.
        level: code; by default that of the first area, the finest where none is named.
        on: the day; by default the latest with figures.
        indicator: shown on the map; by default a favourite that has values.

    Raises:
        UnknownAreaError, UnknownLevelError, TooManyAreasError, data.indicators.UnknownIndicatorError: there is none.
    """
    areas = tuple(dict.fromkeys(areas))
    if len(areas) > MOST:
        raise TooManyAreasError(limit=MOST)
    for area in areas:
        if area not in of.areas.index or (level and of.areas.at[area, "level"] != level):
            raise UnknownAreaError(value=area)
    level = level or (str(of.areas.at[areas[0], "level"]) if areas else of.lowest_level)
    known = [one.code for one in of.city.levels if len(of.level(one.code))]
    if level not in known:
        raise UnknownLevelError(value=level, known=", ".join(known))
    for area in areas:
        if of.areas.at[area, "level"] != level:
            raise UnknownAreaError(value=area)
    on = on or of.dates(level)[0]
    code = find(indicator).code if indicator else _favourite(of, level, on)
    return Subject(of, level, on, code, areas, judged_on(of, level, on))


def _favourite(of: Snapshot, level: str, on: date) -> str:
    """The first favourite with values, as on the map; else whatever has values."""
    for code in FAVOURITES:
        if cached.figures_of(of, code, level, on).known:
            return code
    return next((one.code for one in cached.indicators(of, level, on)), FAVOURITES[-1])
