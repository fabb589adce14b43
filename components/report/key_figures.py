"""Key figures in words: against the city and similar areas, and over time."""

from __future__ import annotations

import pandas as pd

from components import cached, details, labels, session
from components.report.facts import Grid, Row, Subject
from components.text import day, number, t, value
from data.figures import Figures
from data.indicators import Indicator, catalogue
from data.profile import middle

TREND = (
    *("population", "foreigners_share", "protection_seekers", "kita", "accommodated", "consultations"),
    *("rejected", "jobseekers"),
)
"""Key figures looked at over time, where they have two dates."""

NO_PLACE = "–"


def key_figures(subject: Subject) -> Grid:
    """The key figures, a row each: the areas, similar areas, the city; what nobody knows is left out."""
    others = similar_areas(subject)
    rows = [_row(subject, found, others) for found in known_figures(subject)]
    title = t("report.figures")
    return Grid(title, _columns(subject, others), tuple(rows))


def known_figures(subject: Subject) -> list[Figures]:
    """The indicator of the map first, then every key figure that somebody knows."""
    codes = dict.fromkeys([subject.indicator, *details.ALL_FIGURES])
    found = [cached.figures_of(subject.of, code, subject.level, subject.on) for code in codes]
    return [one for one in found if one.known or one.total == one.total]


def similar_areas(subject: Subject) -> pd.DataFrame:
    """Areas most like the one of the profile; no rows for the city and for a comparison."""
    if subject.kind != "area":
        return pd.DataFrame({"distance": [], "used": []})
    return cached.similar_of(subject.of, subject.level, subject.areas[0], subject.on)


def similar(subject: Subject) -> str:
    """Which areas are similar, by what, and how near; "" where nothing is known of any."""
    found = similar_areas(subject)
    if found.empty:
        return ""
    names = subject.of.level(subject.level)["name"]
    areas = [
        t("report.similar_area", area=names[area], distance=number(distance, decimals=1))
        for area, distance in found["distance"].items()
    ]
    used = dict.fromkeys(code for codes in found["used"] for code in codes)
    by = ", ".join(labels.indicator(catalogue()[code]) for code in used)
    return t("report.similar", areas=", ".join(areas), by=by)


def trend(subject: Subject) -> Grid:
    """First and latest date of a key figure with the change between, a row each; in a comparison the changes."""
    rows: list[Row] = []
    for code in TREND:
        indicator = catalogue()[code]
        series = series_of(subject, code)
        known = series.dropna(how="all", axis="columns")
        if len(known.columns) < 2:
            continue
        first, last = known.columns[0], known.columns[-1]
        name = labels.indicator(indicator)
        span = t("report.span", first=day(first), last=day(last))
        changes = tuple(
            _change(indicator, known.iat[row, 0], known.iat[row, len(known.columns) - 1]) for row in range(len(known))
        )
        if subject.kind == "comparison":
            rows.append((name, span, *changes))
        else:
            values = [_value(indicator, known.iat[0, place]) for place in (0, len(known.columns) - 1)]
            rows.append((name, span, *values, *changes))
    return Grid(t("report.trend"), _trend_columns(subject), tuple(rows), "" if rows else t("report.no_trend"))


def series_of(subject: Subject, code: str) -> pd.DataFrame:
    """An indicator over time, a row an area of the profile, or one of the whole city."""
    of = subject.of
    level = subject.level if subject.areas else of.city.levels[0].code
    series = cached.series_of(of, code, level)
    return series.reindex(list(subject.areas)) if subject.areas else series.head(1)


def _columns(subject: Subject, others: pd.DataFrame) -> Row:
    city = t("details.city", city=subject.of.city.name)
    head = t("choosers.indicator")
    if subject.kind == "city":
        level = subject.of.city.level(subject.level).name(session.language(), plural=True)
        return head, city, t("report.lowest", level=level), t("report.highest", level=level)
    like = [t("report.like", count=len(others))] if len(others) else []
    return (head, *subject.names, *like, city)


def _row(subject: Subject, found: Figures, others: pd.DataFrame) -> Row:
    indicator = found.indicator
    name = labels.indicator(indicator)
    whole = details.with_unit(found, value(found.total, decimals=indicator.decimals))
    if subject.kind == "city":
        if 1 < found.known < len(found.table):  # lowest and highest of those only
            name = t("report.of_known", value=name, known=number(found.known), all=number(len(found.table)))
        return name, whole, *_extremes(subject, found)
    like = [_middle(found, others.index)] if len(others) else []
    return (name, *(details.of_area(found, area) for area in subject.areas), *like, whole)


def _middle(found: Figures, areas: pd.Index) -> str:
    """Median of similar areas; where not all have a figure, of how many it is."""
    shown = middle(found, areas)
    known = int(found.table["value"].reindex(areas).notna().sum())
    said = _value(found.indicator, shown)
    if shown != shown or known == len(areas):
        return said
    return t("report.of_known", value=said, known=number(known), all=number(len(areas)))


def _extremes(subject: Subject, found: Figures) -> Row:
    """Lowest and highest area with its name; of several with the same figure, how many they are."""
    decimals = found.indicator.decimals
    known = found.table["value"].dropna().astype(float).round(decimals)
    if len(known) < 2:
        return NO_PLACE, NO_PLACE
    names = subject.of.level(subject.level)["name"]
    cells = []
    for figure in (known.min(), known.max()):
        there = known.index[known == figure]
        where = names[there[0]] if len(there) == 1 else t("report.several", count=len(there))
        cells.append(t("report.there", value=number(figure, decimals=decimals), area=where))
    return tuple(cells)


def _value(indicator: Indicator, figure: float) -> str:
    shown = number(figure, decimals=indicator.decimals)
    return f"{shown} {labels.extra_unit(indicator)}".strip() if figure == figure else shown


def _change(indicator: Indicator, first: float, last: float) -> str:
    """How much a figure rose or fell: points of a rate, for a count also per cent."""
    if first != first or last != last:
        return t("common.missing")
    moved = round(last - first, indicator.decimals)
    if moved == 0:
        return t("report.same")
    sign = "+" if moved > 0 else "−"
    shown = f"{sign}{number(abs(moved), decimals=indicator.decimals)}"
    if indicator.form == "count" and first > 0:
        percent = t("gaps.percent", value=number(abs(last - first) / first * 100, decimals=1))
        return t("report.change", absolute=shown, relative=f"{sign}{percent}")
    if labels.unit(indicator).startswith("%"):  # a share of 40 % that becomes 44 % has not risen by 4 %
        return t("accommodation.points", value=shown)
    return f"{shown} {labels.extra_unit(indicator)}".strip()


def _trend_columns(subject: Subject) -> Row:
    head = (t("choosers.indicator"), t("report.between"))
    if subject.kind == "comparison":
        return (*head, *subject.names)
    return (*head, t("report.first"), t("report.last"), t("report.changed"))
