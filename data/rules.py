"""Rules (standards) of a city as data: what is measured, its threshold, since when, and who says so."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import combinations
from typing import cast

from data.contracts import CATEGORIES
from data.entries import Entry, toml
from data.errors import Problem
from data.messages import LOCALES, message, texts
from data.metrics import METRICS
from geo.standards import Comparison

SUPPLIES = (*CATEGORIES, *(f"{category}.{kind}" for category, kinds in CATEGORIES.items() for kind in kinds))
"""What a rule about sites can apply to."""


@dataclass(frozen=True)
class Rule:
    """One standard.

    Attributes:
        id: name in locales (``rules.<id>.name``) and links.
        metric: a code of :data:`data.metrics.METRICS`.
        comparison: ``<=`` for a limit, ``>=`` for a minimum.
        threshold: in ``unit``, included.
        unit: ``places``, ``share``, ``posts``, ``persons``, ``sites``, ``yes`` …
        applies_to: ``category`` or ``category.kind`` of sites, or the id of a service.
        tolerance: how far beyond the threshold a figure is still "near", in the same unit.
        valid_from: first day, None where it has no beginning.
        valid_to: last day, None where it has no end.
        document: who says so, and where.
        document_date: ISO date, month or year of the document, "" where it bears none.
        requirement: number in the list of requirements ("D1").
        applied: whether the town is measured by it; others stand beside it for comparison.
        name: of a rule that the locales do not know.
    """

    id: str
    metric: str
    comparison: Comparison
    threshold: float
    unit: str
    applies_to: tuple[str, ...]
    tolerance: float
    valid_from: date | None
    valid_to: date | None
    document: str
    document_date: str
    requirement: str = ""
    applied: bool = True
    name: str = ""

    def in_force(self, on: date) -> bool:
        """Whether it is valid on a day."""
        return (self.valid_from or date.min) <= on <= (self.valid_to or date.max)

    def title(self, language: str = "de") -> str:
        """Its name for people."""
        return named("rules", self.id, self.name, language)

    def toml(self) -> list[str]:
        """The entry of a ``city.toml`` that says the same."""
        return toml("rules", asdict(self))


def named(topic: str, key: str, own: str, language: str) -> str:
    """The name of a rule or service: its own, else that of the locales, else its id."""
    code = f"{topic}.{key}.name"
    return own or (message(code, language) if code in texts(LOCALES, language) else key)


def read_rules(found: Sequence[Entry], services: Iterable[str]) -> tuple[Rule, ...]:
    """Rules of some entries; faults stay with the entries.

    Args:
        found: entries of ``[[rules]]``.
        services: ids that a rule about services can name.
    """
    rules = [_rule(entry, tuple(services)) for entry in found]
    for (entry, rule), (later, other) in combinations(zip(found, rules, strict=True), 2):
        if rule.id and _overlap(rule, other):
            where = {"other": other.id, "other_line": later.lines.get("", 0)}
            entry.fault("rule_overlap", "valid_from", entry.values.get("valid_from", ""), **where)
    return tuple(rules)


def _rule(entry: Entry, services: tuple[str, ...]) -> Rule:
    entry.only(tuple(Rule.__annotations__))
    metric = entry.text("metric")
    if metric and metric not in METRICS:
        entry.fault("rule_metric_unknown", "metric", metric, known=", ".join(METRICS))
    if not str(entry.values.get("document", "")).strip():
        entry.fault("entry_source_missing", "document")
    by_service = metric in METRICS and METRICS[metric].applies_to == "service"
    rule = Rule(
        id=entry.text("id"),
        metric=metric,
        comparison=cast("Comparison", entry.text("comparison")),
        threshold=entry.number("threshold"),
        unit=entry.text("unit", ""),
        applies_to=entry.texts("applies_to", services if by_service else SUPPLIES),
        tolerance=entry.number("tolerance", 0.0),
        valid_from=entry.day("valid_from"),
        valid_to=entry.day("valid_to"),
        document=entry.text("document", ""),
        document_date=str(entry.values.get("document_date", "")),
        requirement=entry.text("requirement", ""),
        applied=entry.truth("applied", True),
        name=entry.text("name", ""),
    )
    for key, fault in {
        "comparison": bool(rule.comparison) and rule.comparison not in ("<=", ">="),
        "tolerance": not 0 <= rule.tolerance < math.inf,
        "applies_to": not rule.applies_to,
        "valid_to": (rule.valid_from or date.min) > (rule.valid_to or date.max),
    }.items():
        if fault:
            entry.fault("rule_not_computable", key, entry.values.get(key, ""))
    return rule


def _overlap(one: Rule, other: Rule) -> bool:
    """Two rules in force at once under one id, or two applied ones about the same thing."""
    at_once = (one.valid_from or date.min) <= (other.valid_to or date.max) and (other.valid_from or date.min) <= (
        one.valid_to or date.max
    )
    same = one.metric == other.metric and bool(set(one.applies_to) & set(other.applies_to))
    return at_once and (one.id == other.id or (same and one.applied and other.applied))


def problems(found: Iterable[Entry]) -> list[Problem]:
    """All faults of some entries, in the order of the file."""
    return [problem for entry in found for problem in entry.problems]
