"""What a profile says, as plain text in the reader's language: once for the page, the briefing and the text version.

Everything here is a word or a figure as shown; nothing is Markdown or HTML. What is drawn from it cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from data.snapshot import Snapshot

Row = tuple[str, ...]
Kind = Literal["area", "city", "comparison"]

MOST = 4
"""Areas of a comparison."""


@dataclass(frozen=True)
class Subject:
    """What a profile is about.

    Attributes:
        of: the city as the viewer may use it.
        level: code of the level.
        on: the day.
        indicator: code of the indicator that the map shows.
        areas: ids: none for the whole city, one, or up to :data:`MOST` to compare.
        judged: the day by which measures are late or not; by default that of the figures.
    """

    of: Snapshot
    level: str
    on: date
    indicator: str
    areas: Row = ()
    judged: date | None = None

    @property
    def judged_on(self) -> date:
        """The day by which measures are late or not."""
        return self.judged or self.on

    @property
    def kind(self) -> Kind:
        """Whole city, one area, or a comparison."""
        return "comparison" if len(self.areas) > 1 else "area" if self.areas else "city"

    @property
    def names(self) -> Row:
        """Names of the areas."""
        return tuple(str(self.of.areas.at[area, "name"]) for area in self.areas)


@dataclass(frozen=True)
class Grid:
    """A table of texts; the first column names the rows.

    Attributes:
        title: its heading.
        columns: headings of the columns.
        rows: cells as shown.
        note: a sentence below it, or in its place where it has no rows; "" for none.
        ids: ids of the areas that the rows are about, in a table of areas.
    """

    title: str
    columns: Row
    rows: tuple[Row, ...]
    note: str = ""
    ids: Row = ()


@dataclass(frozen=True)
class Said:
    """Sentences under a heading."""

    title: str
    sentences: Row


@dataclass(frozen=True)
class Sign:
    """A status: its code, for shape and colour, and its words."""

    state: str
    words: str


@dataclass(frozen=True)
class GapRow:
    """One service.

    Attributes:
        service: its name.
        signs: status in each area, or in the whole city.
        lapses: what is gone by the horizon, "–" where nothing is.
        rule: what it is held against, with numbers of :attr:`Gaps.references`.
    """

    service: str
    signs: tuple[Sign, ...]
    lapses: str
    rule: str


@dataclass(frozen=True)
class Gaps:
    """The row of the gap matrix, a line a service.

    Attributes:
        title: heading.
        columns: headings of the columns.
        rows: services with a verdict.
        unjudged: a sentence on those without; "" where there are none.
        references: who says so, numbered from 1.
        references_title: heading of these.
    """

    title: str
    columns: Row
    rows: tuple[GapRow, ...]
    unjudged: str
    references: Row
    references_title: str


@dataclass(frozen=True)
class MapFacts:
    """The map.

    Attributes:
        title: what it shows.
        svg: the drawing, without any imported text.
        alt: the drawing in words.
        legend: pictures (SVG) with their meaning.
        notes: unit, how classes were made, Stand and source.
    """

    title: str
    svg: str
    alt: str
    legend: tuple[tuple[str, str], ...]
    notes: Row


@dataclass(frozen=True)
class Facts:
    """A whole profile.

    Attributes:
        kind: what it is about.
        language: ``de`` or ``en``.
        city: name.
        title: of the page.
        about: what kind of area it is, and the Stand.
        lead: sentences to read out.
        map: the map.
        figures: key figures.
        similar: which areas are similar and how near; "" where there are none.
        gaps: the row of the gap matrix.
        accommodation: as the audience may see it.
        lapses: what ends, and when.
        trend: key figures since their first date.
        measures: what is planned, and how it stands.
        areas: every area with the map's figure; no rows where the profile is about one.
        sources: with licence and Stand.
        notes: what is invented or schematic, for whom this is, what the figures do not say.
        edition: editions of the tables.
        view: address of the same view below the atlas, with its choices.
    """

    kind: Kind
    language: str
    city: str
    title: str
    about: str
    lead: Row
    map: MapFacts
    figures: Grid
    similar: str
    gaps: Gaps
    accommodation: Said
    lapses: Grid
    trend: Grid
    measures: Grid
    areas: Grid
    sources: Grid
    notes: Said
    edition: str
    view: str
