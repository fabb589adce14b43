"""Measures of an area or the city in words: what, who, by when, where it stands."""

from __future__ import annotations

from typing import Any

import pandas as pd

from components import cached, labels
from components.report.facts import Grid, Row, Subject
from components.text import day, number, t, value
from data.errors import UsageError
from data.indicators import Indicator, find

MOST = 8


def measures(subject: Subject) -> Grid:
    """The measures that concern the profile, the most urgent first, as the viewer may see them."""
    found = cached.measures_of(subject.of, subject.judged_on)
    here = concerning(subject)
    shown = here.head(MOST)
    columns = tuple(t(f"report.measure.{name}") for name in ("title", "responsible", "due", "stands"))
    said = []
    if here.empty:
        said.append(t("report.no_measures"))
    else:
        said.append(t("report.measures_judged", date=day(subject.judged_on)))
    if rest := len(here) - len(shown):
        said.append(t("report.more_measures", count=rest))
    elsewhere = sum(_is_whole(subject, str(area)) for area in found["area_id"])
    if subject.areas and elsewhere:
        said.append(t("report.city_measures", count=elsewhere, city=subject.of.city.name))
    rows = tuple(_row(subject, row) for row in shown.itertuples())
    return Grid(t("report.measures"), columns, rows, " ".join(said))


def concerning(subject: Subject) -> pd.DataFrame:
    """The measures about an area of the profile; about anything where it is about the whole city."""
    found = cached.measures_of(subject.of, subject.judged_on)
    here = [_concerns(subject, str(area)) for area in found["area_id"]]
    return found[pd.Series(here, index=found.index, dtype=bool)]


def _concerns(subject: Subject, area: str) -> bool:
    """Whether a measure is about an area of the profile, one that holds it or a part of it; the city has all."""
    if not subject.areas:
        return True
    of = subject.of
    if area not in of.areas.index or _is_whole(subject, area):
        return False
    level = str(of.areas.at[area, "level"])
    return any(of.ancestor(one, level) == area or of.ancestor(area, subject.level) == one for one in subject.areas)


def _is_whole(subject: Subject, area: str) -> bool:
    """Whether a measure of an area is one of the whole city."""
    levels = subject.of.areas["level"]
    return not area or levels.get(area) == subject.of.city.levels[0].code


def _row(subject: Subject, row: Any) -> Row:
    title = str(row.title)
    names = subject.of.areas["name"]
    if row.area_id in names.index and row.area_id not in subject.areas and not _is_whole(subject, row.area_id):
        title = t("report.measure.of_area", title=title, area=names[row.area_id])
    due = t("report.measure.no_date") if pd.isna(row.due) else day(row.due)
    return title, str(row.responsible) or t("report.measure.nobody"), due, _stands(row)


def _stands(row: Any) -> str:
    light = t(f"measures.light.{row.light}")
    indicator = _indicator(row.indicator)
    if indicator is None or (pd.isna(row.current) and pd.isna(row.target)):
        return light
    current = value(row.current, row.marker, decimals=indicator.decimals)
    target = t("report.measure.no_target")
    if pd.notna(row.target):
        target = number(row.target, decimals=indicator.decimals)
    name = labels.indicator(indicator)
    return t("report.measure.figure", light=light, indicator=name, current=current, target=target)


def _indicator(code: str) -> Indicator | None:
    try:
        return find(code) if code else None
    except UsageError:
        return None
