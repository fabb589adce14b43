"""The row of the gap matrix in words, with rule and source, and what ends when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from components import cached, labels
from components.gaps.matrix import told
from components.gaps.sentences import end, sentence, units
from components.report.facts import GapRow, Gaps, Grid, Row, Sign, Subject
from components.text import day, t
from data.gaps import Gap, horizon
from data.profile import STATES, endings, whole_state

MOST_ENDINGS = 8
NOTHING = "–"


def applied(subject: Subject) -> list[Gap]:
    """Gaps that the town is measured by, worst first."""
    until = horizon(subject.on)
    found = cached.gaps_of(subject.of, subject.level, subject.on, until)
    return [gap for gap in found if gap.service.applied]


def states(subject: Subject, gap: Gap) -> Row:
    """Status in each area of the profile, or in the whole city."""
    if not subject.areas:
        return (whole_state(gap),)
    return tuple(str(gap.table.at[area, "judged"]) for area in subject.areas)


def gap_rows(subject: Subject) -> Gaps:
    """A line a service with a verdict, worst first; the others in one sentence."""
    found = applied(subject)
    references: dict[str, int] = {}
    judged = [gap for gap in found if set(states(subject, gap)) != {"unknown"}]
    judged.sort(key=lambda gap: min(map(STATES.index, states(subject, gap))))
    rows = tuple(_row(subject, gap, references) for gap in judged)
    others = [gap for gap in found if gap not in judged]
    until = end(horizon(subject.on))
    heads = subject.names if subject.kind == "comparison" else (t("gaps.state"),)
    columns = (t("gaps.service"), *heads, t("gaps.lapsing_until", until=until), t("report.rule"))
    return Gaps(
        t("report.gaps"),
        columns,
        rows,
        _unjudged(subject, others),
        tuple(references),
        t("report.references"),
    )


def _row(subject: Subject, gap: Gap, references: dict[str, int]) -> GapRow:
    level = subject.of.city.level(subject.level)
    words = [told(gap, area) for area in subject.areas] or [sentence(gap, level)]
    signs = tuple(Sign(state, said) for state, said in zip(states(subject, gap), words, strict=True))
    return GapRow(labels.entry(gap.service), signs, lapsing(subject, gap), _rule(subject, gap, references))


def lapsing(subject: Subject, gap: Gap) -> str:
    """What of a service is gone by the horizon; in a comparison, area by area."""
    amounts = gap.table["lapsing_units"]
    if subject.kind == "comparison":
        parts = [
            f"{name}: {units(amounts[area], gap.service.measured)}"
            for area, name in zip(subject.areas, subject.names, strict=True)
            if amounts[area] > 0
        ]
        return "; ".join(parts) or NOTHING
    amount = amounts[subject.areas[0]] if subject.areas else amounts.sum(skipna=False)
    return units(amount, gap.service.measured) if amount > 0 else NOTHING


def _rule(subject: Subject, gap: Gap, references: dict[str, int]) -> str:
    """Who says how much is needed, and which rule belongs to it, by number."""
    service = gap.service
    rule = next((one for one in subject.of.city.rules if one.id == service.rule), None)
    parts = []
    if service.need is not None:
        parts.append(t("report.need", source=_number(service.need.source, references)))
    if rule is not None:
        document = ", ".join(filter(None, [rule.document, _date(rule.document_date)]))
        parts.append(t("report.by_rule", rule=labels.entry(rule), source=_number(document, references)))
    elif service.source and (service.need is None or service.source != service.need.source):
        parts.append(t("report.by_source", source=_number(service.source, references)))
    return "; ".join(parts)


def _date(written: str) -> str:
    """The date of a document as people write it; a month or a year as it stands."""
    try:
        return day(date.fromisoformat(written))
    except ValueError:
        return written


def _number(document: str, references: dict[str, int]) -> str:
    return f"[{references.setdefault(document, len(references) + 1)}]"


def _unjudged(subject: Subject, gaps: list[Gap]) -> str:
    """Services without a verdict, with what there is of them."""
    if not gaps:
        return ""
    areas = list(subject.areas) or list(gaps[0].table.index)
    said = []
    for gap in gaps:
        there = gap.table.loc[areas, "capacity_units"].sum(skipna=False)
        amount = units(there, gap.service.measured) if pd.notna(there) else t("common.missing")
        said.append(t("report.unjudged_one", service=labels.entry(gap.service), there=amount))
    return t("report.unjudged", services="; ".join(said))


def endings_grid(subject: Subject) -> Grid:
    """What ends by the horizon, the earliest first: sites that close, and offers whose funding runs out."""
    until = horizon(subject.on)
    found = endings(subject.of, subject.level, subject.on, until, subject.areas)
    shown = found.head(MOST_ENDINGS)
    rows = tuple(_ending(row) for row in shown.itertuples())
    columns = tuple(t(f"report.ending.{name}") for name in ("day", "name", "what", "why"))
    rest = len(found) - len(shown)
    note = t("report.more_endings", count=rest) if rest else ""
    if found.empty:
        note = t("report.no_endings", until=end(until))
    return Grid(t("report.lapses"), columns, rows, note)


def _ending(row: Any) -> Row:
    name = labels.term("kind", row.kind) if row.kind else labels.term("category", row.category)
    role = labels.term("role", row.role) if row.role else ""
    name = f"{name}: {role}" if role and role not in name else name
    amount = ""
    if pd.notna(row.places):
        amount = units(row.places, "places")
    elif pd.notna(row.staff):
        amount = units(row.staff, "staff")
    why = t("report.ending.closes" if row.closes else "report.ending.funding")
    return day(row.day), str(row.name), ", ".join(filter(None, [name, amount])), why
