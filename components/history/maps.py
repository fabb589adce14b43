"""What changed with an edition, on the map: areas by pattern, sites by symbol, both told apart without colour."""

from __future__ import annotations

from html import escape

import streamlit as st

from components import cached, session
from components.care import Care
from components.history.rows import name_of
from components.map import MapView, SiteMark, show_map
from components.map.symbols import PATTERNS, SVG, image, symbol_svg
from components.text import plain, t
from components.web import links
from components.web.geometry import changed_areas
from data.differences import Difference

HEIGHT = 400
MARKS = 1000
"""Sites sent with a run, at most."""

STATES = ("same", "added", "changed", "removed")
GROUND = "#f2f5f8"
FILLS = (GROUND, "url(#atlas-added)", "url(#atlas-changed)", "url(#atlas-removed)")


def show(care: Care, found: Difference) -> None:
    """The map of a difference of areas or sites; nothing for other tables."""
    if found.is_empty or found.table not in ("areas", "sites"):
        return
    if found.table == "areas":
        _areas(care, found)
    else:
        _sites(care, found)


def _areas(care: Care, found: Difference) -> None:
    parts = (found.added, found.after, found.removed)
    touched = {level for frame in parts for level in frame["level"]}
    levels = [level.code for level in care.of.city.levels if level.code in touched]
    if not levels:
        return
    language = session.language()
    level = st.segmented_control(
        t("choosers.level"),
        levels,
        format_func=lambda one: plain(care.of.city.level(one).name(language, plural=True)),
        **session.bound("level", session.one_of("level", levels, levels[-1]), take=lambda one: one or levels[-1]),
    )
    level = level if level in levels else levels[-1]
    areas = changed_areas(care.of, level, found.older, found.newer)
    west, south, east, north = areas.geometry.to_crs(4326).total_bounds
    _draw(
        care,
        url=links.changes(care.of, level, found.older, found.newer),
        bounds=(float(west), float(south), float(east), float(north)),
        values=[STATES.index(state) for state in areas["state"]],
        words=tuple(t(f"history.state.{state}") for state in STATES),
        marks=(),
    )
    used = [state for state in STATES if state in set(areas["state"])]
    _legend([(_swatch(state), t(f"history.state.{state}")) for state in used])


def _sites(care: Care, found: Difference) -> None:
    marks = [
        SiteMark(
            str(row["site_id"]), *cached.degrees(row["geometry"].x, row["geometry"].y, care.of.city.crs), state, text
        )
        for state, frame in (("added", found.added), ("changed", found.after), ("removed", found.removed))
        for _, row in frame.iterrows()
        if row["geometry"] is not None
        for text in (name_of(care, "sites", row),)
    ]
    nowhere = sum(int(frame["geometry"].isna().sum()) for frame in (found.added, found.after, found.removed))
    if nowhere:
        st.caption(t("history.nowhere", count=nowhere))
    if not marks:
        return
    if len(marks) > MARKS:
        st.caption(t("history.first_on_map", shown=MARKS))
    level = care.of.lowest_level
    name = care.of.city.level(level).name(session.language())
    _draw(
        care,
        url=links.areas(care.of, level),
        bounds=cached.bounds_of(care.of, level),
        values=[0] * len(care.of.level(level)),
        words=(name,),
        marks=tuple(marks[:MARKS]),
    )
    states = dict.fromkeys(mark.category for mark in marks)
    _legend([(image(symbol_svg(state, 24)), t(f"map.category.{state}")) for state in states])


def _draw(
    care: Care,
    *,
    url: str,
    bounds: tuple[float, float, float, float],
    values: list[int],
    words: tuple[str, ...],
    marks: tuple[SiteMark, ...],
) -> None:
    show_map(
        MapView(
            geometry_url=url,
            bounds=bounds,
            form="rate",
            values=tuple(map(float, values)),
            secret=frozenset(),
            decimals=0,
            unit="",
            breaks=tuple(float(number) for number in range(len(words) - 1)),
            colours=FILLS[: len(words)],
            selected=None,
            selected_site=None,
            sites=marks,
            site_urls=(),
            language=session.language(),
            label=t("history.map_alt", city=care.of.city.name),
            words=words,
        ),
        key="history_map",
        height=HEIGHT,
    )


def _legend(entries: list[tuple[str, str]]) -> None:
    items = "".join(
        f'<li style="display:flex;align-items:center;gap:.45rem"><img src="{drawing}" alt="" height="24">'
        f"{escape(text)}</li>"
        for drawing, text in entries
    )
    style = "display:flex;flex-wrap:wrap;gap:.35rem 1.1rem;list-style:none;margin:.3rem 0;padding:0"
    st.html(f'<div class="atlas-legend"><ul style="{style}">{items}</ul></div>')


def _swatch(state: str) -> str:
    fill = GROUND if state == "same" else "url(#p)"
    tile = f'<pattern id="p" width="8" height="8" patternUnits="userSpaceOnUse">{PATTERNS.get(state, "")}</pattern>'
    return image(
        f'<svg xmlns="{SVG}" width="36" height="24"><defs>{tile}</defs>'
        f'<rect x="1" y="1" width="34" height="22" fill="{fill}" stroke="#4a5560"/></svg>'
    )
