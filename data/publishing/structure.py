"""How counts are bound together, as an attacker would know it: what adds up to what.

Areas of a level make up the area above; age classes and sexes make up the total; origins are disjoint; foreigners
are a part of the population. Each bond is a margin that equals its parts, with a rest where the parts need not be
everything. That rest (people of no listed origin, people who are not foreigners) is a count like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

AGE = re.compile(r"age_(\d+)_(\d+|plus)")
OLDEST = 999
SEXES = ("female", "male", "diverse")
DISJOINT = ("foreigners",)
"""Indicators whose other groups (origins) share nobody."""

WITHIN = {
    "foreigners": "population",
    "protection_seekers": "foreigners",
    "jobseekers": "population",
    "household_population": "population",
    "uninsured": "population",
}
"""Indicators that count some of the people whom another counts."""

Count = tuple[str, str, str, str]
"""Indicator, group, area id, date: the name of a count."""


@dataclass(frozen=True)
class Bond:
    """Parts of a margin.

    Attributes:
        kind: bonds of one kind are known to be complete together, or not.
        margin: the whole.
        parts: share nobody.
        complete: whether nobody else belongs to the margin, by definition.
    """

    kind: tuple[str, ...]
    margin: Count
    parts: tuple[Count, ...]
    complete: bool = False


@dataclass
class Known:
    """Counts of one indicator at one date: area to groups.

    Attributes:
        areas: groups by area id.
    """

    areas: dict[str, set[str]] = field(default_factory=dict)


def bonds(counts: Mapping[Count, object], parents: Mapping[str, str]) -> Iterator[Bond]:
    """Every bond among some counts.

    Args:
        counts: their names (values do not matter).
        parents: area id to the area above, "" at the top.
    """
    children: dict[str, list[str]] = {}
    for area, parent in parents.items():
        if parent != area:
            children.setdefault(parent, []).append(area)
    known: dict[tuple[str, str], Known] = {}
    for indicator, group, area, day in counts:
        known.setdefault((indicator, day), Known()).areas.setdefault(area, set()).add(group)
    for (indicator, day), one in known.items():
        yield from _of_areas(indicator, day, one, children)
        for area, groups in one.areas.items():
            yield from _of_groups(indicator, day, area, groups)
        above = known.get((WITHIN.get(indicator, ""), day))
        for area, groups in one.areas.items() if above else ():
            for group in groups & above.areas.get(area, set()) if above else ():
                kind = ("within", indicator, group)
                yield Bond(kind, (WITHIN[indicator], group, area, day), ((indicator, group, area, day),))


def _of_areas(indicator: str, day: str, known: Known, children: Mapping[str, list[str]]) -> Iterator[Bond]:
    for area, groups in known.areas.items():
        for group in groups:
            parts, whole = _tiles(area, group, known, children)
            if parts:
                counts = tuple((indicator, group, one, day) for one in parts)
                yield Bond(("areas", indicator, group), (indicator, group, area, day), counts, whole)


def _tiles(area: str, group: str, known: Known, children: Mapping[str, list[str]]) -> tuple[list[str], bool]:
    """Largest areas below one that have the count, and whether they cover it."""
    found: list[str] = []
    whole = bool(children.get(area))
    for child in children.get(area, ()):
        if group in known.areas.get(child, ()):
            found.append(child)
        else:
            below, covered = _tiles(child, group, known, children)
            found += below
            whole = whole and covered
    return found, whole


def _of_groups(indicator: str, day: str, area: str, groups: set[str]) -> Iterator[Bond]:
    def bond(kind: str, margin: str, parts: list[str], complete: bool) -> Bond:
        counts = tuple((indicator, part, area, day) for part in parts)
        return Bond((kind, indicator, margin, *parts), (indicator, margin, area, day), counts, complete)

    ages = {group: span for group in groups if (span := _span(group))}
    for margin, span in ages.items():
        if parts := _tiling(span, {one: other for one, other in ages.items() if one != margin}):
            yield bond("ages", margin, parts, True)
    if "total" not in groups:
        return
    if parts := _tiling((0, OLDEST), ages):
        yield bond("ages", "total", parts, True)
    elif ages:
        yield bond("ages", "total", _disjoint(ages), False)
    sexes = [group for group in SEXES if group in groups]
    if sexes:
        yield bond("sexes", "total", sexes, len(sexes) > 1)
    others = sorted(groups - ages.keys() - {"total", *SEXES})
    if others and indicator in DISJOINT:
        yield bond("origins", "total", others, False)
    elif others:
        yield from (bond("part", "total", [one], False) for one in others)


def _span(group: str) -> tuple[int, int] | None:
    found = AGE.fullmatch(group)
    return (int(found[1]), OLDEST if found[2] == "plus" else int(found[2])) if found else None


def _tiling(span: tuple[int, int], ages: Mapping[str, tuple[int, int]]) -> list[str]:
    """The narrowest classes that together make up a span; nothing where there is a gap."""
    first, last = span
    parts = []
    while first <= last:
        fitting = [(until, name) for name, (since, until) in ages.items() if since == first and until <= last]
        if not fitting:
            return []
        until, name = min(fitting)
        parts.append(name)
        first = until + 1
    return parts


def _disjoint(ages: Mapping[str, tuple[int, int]]) -> list[str]:
    """Classes that share nobody, from the youngest on."""
    parts, reached = [], -1
    for name, (since, until) in sorted(ages.items(), key=lambda one: one[1]):
        if since > reached:
            parts.append(name)
            reached = until
    return parts
