"""How a draft is read and stored: in a process of its own, so that the page goes on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from components import cached
from data.audiences import Viewer
from data.importing.options import Options
from data.importing.process import jobs
from data.importing.process.jobs import Job

__all__ = ["Job", "start"]

OFFICE = ZoneInfo("Europe/Berlin")


def start(
    city: str,
    table: str,
    file: Path,
    *,
    options: Options,
    viewer: Viewer,
    expected: Mapping[str, int] | None,
    called: str,
) -> Job:
    """Begin to read a file; a dry run also tells what the rows will look like."""
    today = datetime.now(UTC).astimezone(OFFICE).date()
    asked = {"preview": options.dry_run, "expected": expected, "called": called}
    return jobs.start(cached.store().address, city, table, file, options, viewer, today, **asked)
