"""Puts a profile together: from what a viewer may see to facts in the reader's language."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from components import cached, demo_note, labels, session
from components.report.facts import Facts, Grid, Row, Said, Subject
from components.report.gap_rows import applied, endings_grid, gap_rows
from components.report.key_figures import key_figures, known_figures, similar, trend
from components.report.lead import accommodation, lead
from components.report.map_facts import map_of
from components.report.measures import concerning, measures
from components.text import day, t, value
from data.past import Past
from data.profile import editions, used_sources
from data.snapshot import Snapshot

PAGES = {"area": "stadtteil", "city": "stadtteil", "comparison": "vergleich"}
"""Page of the atlas that shows the same."""

COUNTED = ("areas", "sites", "offers", "statistics", "caseload", "measures", "sources")
"""Tables that figures come from."""


def facts(subject: Subject) -> Facts:
    """Everything that a profile says, in the language that is spoken; kept as long as the editions stand."""
    asked = (subject.level, subject.on, subject.indicator, subject.areas, subject.judged_on, session.language())
    return cached.made(_facts, subject.of, *asked)


def _facts(of: Snapshot, level: str, on: date, indicator: str, areas: Row, judged: date, language: str) -> Facts:
    with session.speaking(language):
        return _said(Subject(of, level, on, indicator, areas, judged))


def _said(subject: Subject) -> Facts:
    of = subject.of
    level = of.city.level(subject.level)
    name = level.name(session.language())
    title = t("report.title", city=of.city.name)
    about = t("report.about_city", date=day(subject.on))
    if subject.areas:
        title = t("report.and", list=", ".join(subject.names[:-1]), last=subject.names[-1])
        title = title if len(subject.areas) > 1 else subject.names[0]
        level_name = level.name(session.language(), plural=len(subject.areas) > 1)
        about = t("report.about_area", level=level_name, city=of.city.name, date=day(subject.on))
    return Facts(
        kind=subject.kind,
        language=session.language(),
        city=of.city.name,
        title=title,
        about=about,
        lead=lead(subject),
        map=map_of(subject),
        figures=key_figures(subject),
        similar=similar(subject),
        gaps=gap_rows(subject),
        accommodation=accommodation(subject),
        lapses=endings_grid(subject),
        trend=trend(subject),
        measures=measures(subject),
        areas=areas(subject, name),
        sources=sources(subject),
        notes=notes(subject),
        edition=edition(subject),
        view=view(subject),
    )


def areas(subject: Subject, level: str) -> Grid:
    """The map as a table: every area of the level with its figure."""
    found = cached.figures_of(subject.of, subject.indicator, subject.level, subject.on)
    names = subject.of.level(subject.level)["name"].sort_values()
    decimals = found.indicator.decimals
    cells = [
        (str(name), value(found.table.at[area, "value"], found.table.at[area, "marker"], decimals=decimals))
        for area, name in names.items()
    ]
    unit = labels.unit(found.indicator)
    head = labels.indicator(found.indicator)
    columns = (level, head if not unit or unit in head else f"{head} ({unit})")
    return Grid(t("report.areas"), columns, tuple(cells), ids=tuple(map(str, names.index)))


def _used(subject: Subject) -> list[tuple[str, ...]]:
    planned = list(concerning(subject)["source_ids"])
    return [*(one.sources for one in (*known_figures(subject), *applied(subject))), *planned]


def sources(subject: Subject) -> Grid:
    """Every source of a figure, with publisher, licence and Stand."""
    found = used_sources(subject.of, subject.level, _used(subject))
    rows = tuple(
        (
            str(row.title),
            str(row.attribution or row.publisher),
            str(row.licence) or t("common.missing"),
            t("common.demo") if row.demo else day(row.as_of),
        )
        for row in found.itertuples()
    )
    columns = tuple(t(f"report.source.{name}") for name in ("title", "publisher", "licence", "stand"))
    return Grid(t("report.sources"), columns, rows)


def notes(subject: Subject) -> Said:
    """What is invented or only schematic, for whom this is, and what the figures do not say."""
    used = {one for some in _used(subject) for one in some}
    said = demo_note.sentences(subject.of, subject.level, used)
    audience = labels.term("audience", subject.of.viewer.audience.name.lower())
    return Said(
        t("report.notes"), (*said, t("report.caution"), t("gaps.limits"), t("report.audience", audience=audience))
    )


def edition(subject: Subject) -> str:
    """Editions of the tables that this comes from."""
    found = [
        f"{labels.term('table', name)} {number}" for name, number in editions(subject.of).items() if name in COUNTED
    ]
    return t("report.edition", tables=", ".join(found))


def view(subject: Subject) -> str:
    """Address of the same view below the atlas; it names the state it was made from (docs/decisions/0013)."""
    is_past = isinstance(subject.of, Past)
    choices = {
        "city": subject.of.city.slug,
        "level": subject.level,
        "date": subject.on.isoformat(),
        "indicator": subject.indicator,
        "areas" if subject.kind == "comparison" else "area": ",".join(subject.areas),
        "lang": session.language() if session.language() != session.LANGUAGES[0] else "",
        "seen": "" if is_past else str(cached.store().state(subject.of.city.slug) or ""),
    }
    return f"{PAGES[subject.kind]}?{urlencode({name: code for name, code in choices.items() if code})}"
