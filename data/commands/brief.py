"""``brief CITY AREA FILE``: a profile as PDF. The one place where ``data`` calls what is drawn above it.

Command lines start here and words and pages are made in ``components``; so the command must call upwards
(docs/decisions/0012). What it needs is loaded only when somebody asks for it.
"""

from __future__ import annotations

import argparse
import os
from datetime import date
from pathlib import Path
from typing import Any

from data.audiences import Audience, Viewer
from data.messages import LANGUAGES, message
from data.store import Store

WHOLE = "-"
"""In the place of areas: the whole city."""


def add_brief_options(verb: argparse.ArgumentParser) -> None:
    """What the command understands beside city, areas and file."""
    verb.add_argument("--level", metavar="LEVEL", help=message("cli.help.level"))
    verb.add_argument("--as-of", metavar="DATE", type=date.fromisoformat, help=message("cli.help.brief_as_of"))
    verb.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0], help=message("cli.help.lang"))
    verb.add_argument("--indicator", metavar="INDICATOR", help=message("cli.help.indicator"))
    audiences = [audience.name.lower() for audience in Audience]
    verb.add_argument("--audience", choices=audiences, default=audiences[0], help=message("cli.help.audience"))


def brief_written(asked: argparse.Namespace, _store: Store, _viewer: Viewer) -> tuple[dict[str, Any], list[str]]:
    """Write the briefing of one area, of some (``01,02,03``) or of the whole city (``-``)."""
    from components.report.command import Asked, briefing_of

    areas = () if asked.area == WHOLE else tuple(asked.area.split(","))
    viewer = Viewer(Audience.named(asked.audience), "command line")
    wanted = Asked(asked.city, areas, asked.level or "", asked.as_of, asked.indicator or "", asked.lang)
    made = briefing_of(wanted, viewer)
    _write(asked.file, made.pdf)
    data = {"city": asked.city, "areas": list(areas), "file": str(asked.file), "audience": asked.audience}
    audience = message(f"cli.audience.{asked.audience}")
    data |= {"bytes": len(made.pdf), "title": made.title, "link": made.link}
    return data, [
        message("cli.brief.done", **data | {"audience": audience}),
        *([] if made.link else [message("cli.brief.no_address")]),
    ]


def _write(file: Path, content: bytes) -> None:
    """Write a file that appears complete or not at all."""
    beside = file.with_name(f".{file.name}.part")
    try:
        with beside.open("wb") as new:
            new.write(content)
            new.flush()
            os.fsync(new.fileno())
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
