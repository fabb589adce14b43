"""Small line charts, one an indicator: a line an area, the same years below each, and gaps where nobody counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from components import cached, charts, labels, small_table
from components.text import day, number, plain, t
from data.indicators import Indicator, find
from data.series import days, with_gaps
from data.snapshot import Snapshot

COLUMNS = 3

Lines = dict[str, pd.Series]
"""Series over dates by the name of the line."""


def show(of: Snapshot, level: str, areas: Sequence[str], codes: Sequence[str], *, key: str) -> None:
    """A chart an indicator with a line for each area, and one table of all; indicators of one date are left out.

    Args:
        of: the city as the viewer may use it.
        level: code of the level.
        areas: area ids; "" stands for the whole city.
        codes: indicators.
        key: tells apart several such groups of charts on a page.
    """
    found = {code: lines(of, level, areas, code) for code in codes}
    draw({find(code): one for code, one in found.items() if _dates(one)}, key=key)


def lines(of: Snapshot, level: str, areas: Sequence[str], code: str) -> Lines:
    """Series of an indicator, by the area's name."""
    found = {}
    for area in areas:
        at = level if area else of.city.levels[0].code
        series = cached.series_of(of, code, at)
        name = str(of.areas.at[area, "name"]) if area else of.city.name
        if len(series):
            found[name] = series.loc[area or series.index[0]]
    return found


def draw(found: dict[Indicator, Lines], *, key: str) -> None:
    """The charts of some indicators, and their figures as a table; a line where nothing more can be drawn."""
    shown = {which: one for which, one in found.items() if len(_dates(one)) > 1}
    if not shown:
        st.caption(t("time_lines.none"))
        return
    every = [when for one in shown.values() for when in _dates(one)]
    span = (min(every).year, max(every).year)
    columns = st.columns(min(COLUMNS, len(shown)))
    for number_of, (which, one) in enumerate(shown.items()):
        with columns[number_of % len(columns)]:
            st.markdown(f"**{plain(_title(which))}**")
            charts.small_lines(_rows(one), years=span, alt=_alt(which, one), key=f"{key}_{number_of}")
    st.caption(t("time_lines.note"))
    with st.expander(t("time_lines.table")):
        for which, one in shown.items():
            st.markdown(f"**{plain(_title(which))}**")
            small_table.show(table(which, one), caption=_title(which))


def table(which: Indicator, found: Lines) -> pd.DataFrame:
    """The figures of a chart: a row a date, a column a line; what is missing is said."""
    dates = sorted({when for series in found.values() for when in with_gaps(series).index})
    columns = {
        plain_name: [number(series.get(when), decimals=which.decimals) for when in dates]
        for plain_name, series in found.items()
    }
    return pd.DataFrame({t("choosers.date"): [day(when) for when in dates], **columns})


def _title(which: Indicator) -> str:
    unit = labels.extra_unit(which)
    return f"{labels.indicator(which)} ({unit})" if unit else labels.indicator(which)


def _dates(found: Lines) -> list[date]:
    """Dates at which some line has a figure."""
    frame = pd.DataFrame(found).T
    return [when for when in days(frame) if frame[when].notna().any()]


def _rows(found: Lines) -> pd.DataFrame:
    parts = []
    for name, series in found.items():
        whole = with_gaps(series)
        parts.append(pd.DataFrame({"day": list(whole.index), "series": name, "value": whole.to_numpy(dtype=float)}))
    return pd.concat(parts, ignore_index=True)


def _alt(which: Indicator, found: Lines) -> str:
    """Each line in words: from its first figure to its last."""
    said = []
    for name, series in found.items():
        known = series.dropna()
        if len(known):
            first, last = (number(known.iloc[at], decimals=which.decimals) for at in (0, -1))
            dates = {"since": day(known.index[0]), "until": day(known.index[-1])}
            said.append(t("time_lines.says", name=name, first=first, last=last, **dates))
    return f"{labels.indicator(which)}. {' '.join(said)}"
