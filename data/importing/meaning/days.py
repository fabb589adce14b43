"""One day as files write it."""

from __future__ import annotations

import calendar
import re
from datetime import datetime

EARLIEST, LATEST = 1700, 2199
"""Years that make sense; others (9999 for "without end") cannot be kept as days."""

CLOCK = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?"
BEFORE = re.compile(r"^(?:stand|stichtag|per|am|zum|as of)\b[:.\s]*", re.IGNORECASE)
DAY = (
    re.compile(rf"(?P<y>\d{{4}})-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}}){CLOCK}"),
    re.compile(rf"(?P<d>\d{{1,2}})\.\s?(?P<m>\d{{1,2}})\.\s?(?P<y>\d{{4}}|\d{{2}}){CLOCK}"),
    re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})"),
    re.compile(r"(?P<m>\d{1,2})[/.]\s?(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})[-/](?P<m>\d{1,2})"),
    re.compile(r"(?:(?P<d>\d{1,2})\.?\s+)?(?P<month>[^\W\d]+)\.?\s+(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})"),
)
MONTHS = (
    *("jan januar january jaenner jänner", "feb februar february", "mrz mär märz maerz mar march", "apr april"),
    *("mai may", "jun juni june", "jul juli july", "aug august", "sep sept september"),
    *("okt oktober oct october", "nov november", "dez dezember dec december"),
)
MONTH = {name: number for number, names in enumerate(MONTHS, start=1) for name in names.split()}


def day(text: str) -> tuple[datetime | None, bool]:
    """The day that a text names, and whether it names only a month or a year, whose last day is taken.

    >>> day("31.12.24"), day("Dez 2024")
    ((datetime.datetime(2024, 12, 31, 0, 0), False), (datetime.datetime(2024, 12, 31, 0, 0), True))
    >>> day("31.02.2026")
    (None, False)
    """
    plain = BEFORE.sub("", text.strip())
    for form in DAY:
        match = form.fullmatch(plain)
        if match is not None:
            return _day(match.groupdict())
    return None, False


def _day(found: dict[str, str | None]) -> tuple[datetime | None, bool]:
    written = found["y"] or ""
    year = int(written) if len(written) == 4 else 2000 + int(written) - (100 if int(written) >= 70 else 0)
    named = found.get("month")
    month = MONTH.get(named.lower(), 0) if named else int(found.get("m") or 12)
    if not EARLIEST <= year <= LATEST or not 1 <= month <= 12:
        return None, False
    rough = not found.get("d")
    number = calendar.monthrange(year, month)[1] if rough else int(found["d"] or 0)
    return (
        (datetime(year, month, number), rough)
        if 1 <= number <= calendar.monthrange(year, month)[1]
        else (None, False)
    )
