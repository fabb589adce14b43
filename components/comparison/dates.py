"""One place, or one area of it, at two dates: what rose, what fell, and what nobody counted."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import atlas_map, cached, change_map, labels, session, small_maps, time_lines
from components.comparison import areas as comparison_areas
from components.comparison import table as comparison_table
from components.comparison import words
from components.comparison.scene import Comparison
from components.text import day, plain, t
from data.comparison import Part, change, rising


def show(chosen: Comparison) -> None:
    """Sentences, a map of each date and one of the difference, lines, table."""
    scene, which = chosen.scene, chosen.scene.figures.indicator
    if chosen.since == chosen.until:
        st.info(t("comparison.one_day", day=day(chosen.until)))
        return
    before, after = (
        cached.counted_of(scene.of, which.code, scene.level, one) for one in (chosen.since, chosen.until)
    )
    moved = change(before, after)
    parts = [Part(scene.of, scene.level, one, scene.area) for one in (chosen.since, chosen.until)]
    found = comparison_table.figures(scene, parts, cached.counted_of)
    st.markdown("\n".join(f"- {line}" for line in sentences(chosen, moved, found)))
    used = tuple(dict.fromkeys((*before.sources, *after.sources)))
    source = labels.sources(scene.of, used)
    st.header(t("comparison.map"), anchor=False)
    small_maps.show(
        [comparison_areas.map_panel(chosen, day(part.on), part.on, counted=True) for part in parts],
        which,
        stand=t("map_page.stand", first=day(chosen.since), last=day(chosen.until)),
        source=source,
    )
    left, right = st.columns([1, 1])
    with left:
        st.header(t("comparison.change_map"), anchor=False)
        known = {"since": day(chosen.since), "until": day(chosen.until)}
        change_map.show(
            scene,
            moved["absolute"],
            key="change_map",
            title=t("comparison.change_title", **known, indicator=labels.indicator(which), city=scene.of.city.name),
            unit=f"{t('comparison.change')}: {labels.unit(which) or labels.indicator(which)}",
            notes=[
                t("map.legend.stand", stand=atlas_map.stand((chosen.since, chosen.until))),
                t("map.legend.source", source=source) if source else "",
            ],
            decimals=which.decimals,
        )
    with right:
        st.header(t("comparison.over_time"), anchor=False)
        areas = (scene.area,) if scene.area else ("",)
        time_lines.show(scene.of, scene.level, areas, comparison_areas.drawn(which.code)[:3], key="dates")
    names = [day(chosen.since), day(chosen.until)]
    notes = [t("comparison.dates_are"), t("comparison.first_is", name=names[0])]
    comparison_table.show(found, parts, names, notes=notes)


def sentences(chosen: Comparison, moved: pd.DataFrame, found: pd.DataFrame) -> list[str]:
    """The area or the whole place from one date to the other, and how many areas rose and fell; as Markdown."""
    scene, which = chosen.scene, chosen.scene.figures.indicator
    said = []
    rows = found[found["indicator"] == which.code].sort_values("part")
    if len(rows) == 2:
        first, last = rows.iloc[0], rows.iloc[1]
        by = words.difference(which, last["absolute"], last["relative"])
        said.append(
            t(
                "comparison.from_to",
                name=f"**{plain(scene.area_name)}**",
                before=plain(words.shown(which, first["value"], first["marker"])),
                after=plain(words.shown(which, last["value"], last["marker"])),
                since=day(chosen.since),
                until=day(chosen.until),
                difference=plain(by),
            )
        )
    if len(moved) == 1:
        return said
    up, down, same, unknown = rising(moved)
    level = scene.of.city.level(scene.level).name(session.language(), plural=True)
    said.append(t("comparison.all_areas", level=plain(level), up=up, down=down, same=same, unknown=unknown))
    names = scene.of.level(scene.level)["name"]
    known = moved["absolute"].dropna()
    for key, area in (("most_up", known.idxmax() if up else ""), ("most_down", known.idxmin() if down else "")):
        if area:
            by = words.steps(which, known[area], moved.at[area, "relative"])
            said.append(t(f"comparison.{key}", area=plain(names[area]), by=plain(by)))
    return said
