"""A briefing without a page: what the command line asks for, made as on the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from components import cached, session
from components.report.briefing import briefing
from components.report.profile import facts
from components.report.subject import wanted
from components.web.downloads import publisher
from data.audiences import Audience, Viewer


@dataclass(frozen=True)
class Asked:
    """What somebody asks for.

    Attributes:
        city: slug.
        areas: ids; none for the whole city, several for a comparison.
        level: code, "" for that of the areas.
        on: the day, None for the latest.
        indicator: shown on the map, "" for a favourite.
        language: ``de`` or ``en``.
    """

    city: str
    areas: tuple[str, ...]
    level: str
    on: date | None
    indicator: str
    language: str


@dataclass(frozen=True)
class Made:
    """A briefing.

    Attributes:
        pdf: the file.
        title: its title.
        link: what its QR code leads to, "" where the installation has no address.
    """

    pdf: bytes
    title: str
    link: str


def briefing_of(asked: Asked, viewer: Viewer) -> Made:
    """Make the briefing for an audience; on the public side there is none but the public.

    Raises:
        UsageError: there is no such city, area, level or indicator for this audience.
    """
    if session.is_public_side():
        viewer = Viewer(Audience.PUBLIC, viewer.name)
    with session.speaking(asked.language):
        of = cached.snapshot(asked.city, viewer)
        subject = wanted(of, asked.areas, level=asked.level, on=asked.on, indicator=asked.indicator)
        found, address = facts(subject), publisher().address.rstrip("/")
        return Made(briefing(found, address), found.title, f"{address}/{found.view}" if address else "")
