"""Two to four areas of one place side by side, and those that are like the first."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from components import cached, labels, small_maps, time_lines
from components.atlas_map import stand
from components.comparison import table as comparison_table
from components.comparison import words
from components.comparison.choosers import add
from components.comparison.scene import Comparison
from components.small_maps import Panel
from components.text import day, number, plain, t
from data.comparison import MOST_AREAS, Part
from data.indicators import find

OVER_TIME = ("population", "kita_under_3", "kita_3_6", "jobseekers", "accommodated", "consultations")
"""Drawn beside the chosen indicator, of which there are three to a row."""

DRAWN = 6


def show(chosen: Comparison) -> None:
    """Sentence, map, lines, table, and similar areas."""
    scene = chosen.scene
    parts = [Part(scene.of, scene.level, scene.on, area) for area in chosen.areas]
    names = [str(scene.of.areas.at[area, "name"]) for area in chosen.areas]
    numbered = [f"{place} {name}" for place, name in enumerate(names, 1)] if len(names) > 1 else names
    found = comparison_table.figures(scene, parts, cached.figures_of)
    which = scene.figures.indicator
    st.markdown(sentence(found[found["indicator"] == which.code], names, labels.indicator(which)))
    left, right = st.columns([2, 3])
    with left:
        st.header(t("comparison.map"), anchor=False)
        credit = {"stand": stand(scene.figures.stand), "source": labels.sources(scene.of, scene.figures.sources)}
        small_maps.show([map_panel(chosen, day(scene.on), scene.on)], which, **credit)
    with right:
        similar(chosen)
    st.header(t("comparison.around"), anchor=False)
    small_maps.pictures(_around(chosen), which, narrow=True)
    st.caption(t("comparison.around_note"))
    st.header(t("comparison.over_time"), anchor=False)
    time_lines.show(scene.of, scene.level, chosen.areas, drawn(which.code), key="areas")
    notes = [t("comparison.first_is", name=names[0])] if len(names) > 1 else []
    comparison_table.show(found, parts, numbered, notes=notes)


def drawn(first: str) -> list[str]:
    """The chosen indicator and some key figures to draw over time."""
    return list(dict.fromkeys([first, *OVER_TIME]))[:DRAWN]


def map_panel(chosen: Comparison, title: str, on: date, *, counted: bool = False) -> Panel:
    """A small map of the scene's indicator as of a day, or as counted on it."""
    scene = chosen.scene
    find_figures = cached.counted_of if counted else cached.figures_of
    table = find_figures(scene.of, scene.figures.indicator.code, scene.level, on).table
    outlined = chosen.areas or ((scene.area,) if scene.area else ())
    names = scene.of.level(scene.level)["name"]
    outlines = cached.small_outlines_of(scene.of, scene.level)
    return Panel(title, outlines, table["value"], table["marker"], names, outlined)


def _around(chosen: Comparison) -> list[Panel]:
    """Each area with what lies around it, all to one scale and in the classes of the whole map."""
    scene = chosen.scene
    names, table = scene.of.level(scene.level)["name"], scene.figures.table
    drawn = cached.cut_outs_of(scene.of, scene.level, chosen.areas)
    return [
        Panel(f"{place} {names[area]}", drawn[area], table["value"], table["marker"], names, (area,))
        for place, area in enumerate(chosen.areas, 1)
    ]


def sentence(rows: pd.DataFrame, names: list[str], indicator: str) -> str:
    """The chosen indicator in every part, as Markdown."""
    if rows.empty:
        return t("comparison.result", indicator=plain(indicator), parts=t("common.missing"))
    said = []
    for name, (_, row) in zip(names, rows.sort_values("part").iterrows(), strict=True):
        which = find(row["indicator"])
        figure = words.shown(which, row["value"], row["marker"])
        known = {"name": f"**{plain(name)}**", "value": plain(figure)}
        if row["part"] == 0:
            said.append(t("comparison.value_of", **known))
        else:
            by = words.difference(which, row["absolute"], row["relative"])
            said.append(t("comparison.differs", **known, difference=plain(by)))
    only = f" {t('comparison.only_one')}" if len(names) == 1 else ""
    return t("comparison.result", indicator=plain(indicator), parts="; ".join(said)) + only


def similar(chosen: Comparison) -> None:
    """Areas like the first one, with their distance; a click adds one."""
    scene = chosen.scene
    names = scene.of.level(scene.level)["name"]
    st.header(t("comparison.similar"), anchor=False)
    found = cached.similar_of(scene.of, scene.level, chosen.areas[0], scene.on)
    if found.empty:
        st.caption(t("comparison.similar_none"))
        return
    st.markdown(t("comparison.similar_to", area=plain(names[chosen.areas[0]])))
    full = len(chosen.areas) >= MOST_AREAS
    for area, row in found.iterrows():
        distance = number(row["distance"], decimals=2)
        st.button(
            t("comparison.similar_button", area=plain(names[area]), distance=distance),
            key=f"similar_{area}",
            on_click=add,
            args=(chosen, str(area)),
            type="tertiary",
            icon=":material/add:",
            disabled=full or area in chosen.areas,
        )
    if full:
        st.caption(t("comparison.full"))
    used = dict.fromkeys(code for codes in found["used"] for code in codes)
    st.caption(plain(t("comparison.similar_by", indicators=", ".join(map(_profiled, used)))))


def _profiled(code: str) -> str:
    """An indicator as it enters the likeness: counts per 100 people."""
    which = find(code)
    name = labels.indicator(which)
    return name if which.form == "rate" else t("comparison.per_100", name=name)
