"""What day it is in a city, and by which day due dates are judged."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from data.city import City
from data.past import Past
from data.snapshot import Snapshot


def today(city: City) -> date:
    """The day that it is in a city."""
    return datetime.now(UTC).astimezone(ZoneInfo(city.time_zone)).date()


def judged_on(of: Snapshot, level: str, on: date) -> date:
    """The day by which measures are late or not: today beside the latest figures, else the day looked back at."""
    looks_back = isinstance(of, Past) or on != of.dates(level)[0]
    return on if looks_back else max(on, today(of.city))
