"""What the page of comparisons shows beside the scene: which kind, which areas, days, places and indicators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from components import cached, session
from components.scene import Scene
from data.comparison import MOST_AREAS
from data.indicators import catalogue
from data.series import days
from data.snapshot import Snapshot
from data.status_trend import FEWEST_AREAS, USUAL

KINDS = ("areas", "dates", "towns", "drift", "status")
"""Two to four areas; two days; two places; consultations in small and large municipalities; status and trend."""

TREND_YEARS = 2
"""A trend goes over two years where nothing else is chosen, as in Berlin."""


@dataclass(frozen=True)
class Comparison:
    """Choices of one run, each valid for the kind chosen.

    Attributes:
        scene: place, level, day, indicator and area.
        kind: one of :data:`KINDS`.
        kinds: those that can be shown here.
        areas: areas compared (kind ``areas``).
        days: days to choose from, ascending (``dates``, ``drift``, ``status``).
        on: the scene's day, or the last before it that is among them.
        other: the day it is compared with.
        since: first day; the scene's day where there is but one.
        until: last day.
        towns: other places, slugs by name (``towns``).
        town: the other place, None where there is none.
        town_level: its level.
        town_on: its day.
        possible: indicators that status and trend can be made of (``status``).
        basis: those chosen.
    """

    scene: Scene
    kind: str
    kinds: tuple[str, ...]
    areas: tuple[str, ...] = ()
    days: tuple[date, ...] = ()
    on: date = date.min
    other: date = date.min
    since: date = date.min
    until: date = date.min
    towns: tuple[str, ...] = ()
    town: Snapshot | None = None
    town_level: str = ""
    town_on: date = date.min
    possible: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()


def resolve(scene: Scene) -> Comparison:
    """The comparison that the present choices ask for; what does not exist falls back with a notice."""
    others = tuple(city.slug for city in cached.cities(scene.viewer) if city.slug != scene.of.city.slug)
    kinds = _kinds(scene, others)
    kind = session.one_of("compare", kinds, kinds[0])
    if kind == "areas":
        return Comparison(scene, kind, kinds, areas=_areas(scene))
    if kind == "towns":
        return _towns(scene, kinds, others)
    if kind == "status":
        return _status(scene, kinds)
    found = cached.drift_dates_of(scene.of) if kind == "drift" else counted_days(scene)
    return Comparison(scene, kind, kinds, **_between(scene, found))


def counted_days(scene: Scene) -> list[date]:
    """Days at which the chosen indicator was counted, ascending; those with any figures where it has no own."""
    series = cached.series_of(scene.of, scene.figures.indicator.code, scene.level)
    return days(series) or sorted(scene.dates)


def _kinds(scene: Scene, others: tuple[str, ...]) -> tuple[str, ...]:
    areas = len(scene.of.level(scene.level))
    shown = {
        "areas": areas > 1,
        "dates": True,
        "towns": bool(others),
        "drift": bool(cached.drift_dates_of(scene.of)),
        "status": areas >= FEWEST_AREAS and len(scene.dates) > 1,
    }
    return tuple(kind for kind in KINDS if shown[kind])


def _areas(scene: Scene) -> tuple[str, ...]:
    """Areas of the link; else the chosen one (or the one with the highest figure) and the one most like it."""
    chosen = [area for area in session.get("areas").split(",") if area]
    known = scene.of.level(scene.level).index
    kept = tuple(dict.fromkeys(area for area in chosen if area in known))[:MOST_AREAS]
    if len(kept) < len(chosen):
        session.fall_back("areas", ",".join(kept))
    if not kept:
        ranks = scene.figures.table["rank"].dropna()
        first = scene.area or str(ranks.idxmin() if len(ranks) else known[0])
        nearest = cached.similar_of(scene.of, scene.level, first, scene.on).index
        kept = (first, *map(str, nearest[:1])) if len(nearest) else (first, str(known[known != first][0]))
        session.put("areas", ",".join(kept))
    return kept


def _between(scene: Scene, found: list[date], usual: date | None = None) -> dict[str, object]:
    """The two days of the link, in their order; else from the first day to that of the scene."""
    on = max((day for day in found if day <= scene.on), default=found[-1])
    options = [day for day in found if day != on]
    if not options:
        return {"days": tuple(found), "on": on, "other": on, "since": on, "until": on}
    default = usual if usual in options else options[0]
    other = date.fromisoformat(session.one_of("against", [f"{day}" for day in options], f"{default}"))
    between = {"since": min(on, other), "until": max(on, other)}
    return {"days": tuple(found), "on": on, "other": other, **between}


def _towns(scene: Scene, kinds: tuple[str, ...], others: tuple[str, ...]) -> Comparison:
    town = cached.snapshot(session.one_of("town", others, others[0]), scene.viewer)
    level = scene.level if len(town.areas[town.areas["level"] == scene.level]) else town.lowest_level
    found = town.dates(level)
    on = max((day for day in found if day <= scene.on), default=found[0])
    return Comparison(scene, "towns", kinds, towns=others, town=town, town_level=level, town_on=on)


def _status(scene: Scene, kinds: tuple[str, ...]) -> Comparison:
    known = cached.status_dates_of(scene.of, scene.level)
    chosen = [code for code in session.get("basis").split(",") if code]
    kept = tuple(code for code in catalogue() if code in chosen and code in known)
    if len(kept) < len(set(chosen)):
        session.fall_back("basis", ",".join(kept))
    basis = kept or tuple(code for code in USUAL if code in known) or tuple(known)[:1]
    shared = sorted(set.intersection(*(set(known[code]) for code in basis))) if basis else []
    if len(shared) < 2:
        return Comparison(scene, "status", kinds, possible=tuple(known), basis=basis)
    on = max((day for day in shared if day <= scene.on), default=shared[-1])
    usual = max((day for day in shared if day.year <= on.year - TREND_YEARS), default=None)
    between = _between(scene, shared, usual)
    return Comparison(scene, "status", kinds, possible=tuple(known), basis=basis, **between)
