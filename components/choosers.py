"""The row of questions: which place, level, figure, day and area; which sites to draw."""

from __future__ import annotations

import streamlit as st

from components import cached, labels, session
from components.scene import Scene, layers, select
from components.text import day, plain, t

MATCHES = 8
"""Search results shown at once."""


def row(scene: Scene) -> None:
    """All questions of a page with a map."""
    first, second, third = st.columns([4, 6, 3], vertical_alignment="bottom")
    with first:
        place(scene)
    with second:
        figure(scene)
    with third:
        area(scene)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sites(scene)
        search(scene)


def place(scene: Scene) -> None:
    """City and level; another city or level starts without a chosen area."""
    names = {city.slug: city.name for city in cached.cities(scene.viewer)}

    def another_city(slug: str) -> str:
        for name in ("level", "date", "area", "site"):
            session.put(name, None)
        return slug

    def another_level(level: str) -> str:
        select("")
        return level

    city, level = st.columns(2)
    city.selectbox(
        t("choosers.city"),
        list(names),
        format_func=names.get,
        **session.bound("city", scene.of.city.slug, take=another_city),
    )
    language = session.language()
    level.selectbox(
        t("choosers.level"),
        scene.levels if scene.level in scene.levels else [scene.level, *scene.levels],
        format_func=lambda code: scene.of.city.level(code).name(language, plural=True),
        **session.bound("level", scene.level, take=another_level),
    )


def figure(scene: Scene) -> None:
    """Indicator and day."""
    names = {indicator.code: labels.indicator(indicator) for indicator in scene.indicators}
    indicator, when = st.columns([2, 1])
    indicator.selectbox(
        t("choosers.indicator"),
        list(names),
        format_func=names.get,
        **session.bound("indicator", scene.figures.indicator.code),
    )
    when.selectbox(
        t("choosers.date"),
        scene.dates,
        format_func=day,
        **session.bound("date", scene.on, take=lambda chosen: chosen.isoformat()),
    )


def area(scene: Scene) -> None:
    """One area of the level, by name."""
    names = scene.of.level(scene.level)["name"].sort_values()
    st.selectbox(
        scene.of.city.level(scene.level).name(session.language()),
        list(names.index),
        format_func=names.get,
        placeholder=t("choosers.no_area"),
        **session.bound("area", scene.area or None, take=lambda chosen: chosen or ""),
    )


def sites(scene: Scene) -> None:
    """Layers of sites: categories as buttons, kinds behind one more."""
    possible = layers(scene.of)
    categories = [code for code in possible if "." not in code]
    chosen = [code for code in categories if any(layer.split(".")[0] == code for layer in scene.layers)]

    def by_category(picked: list[str]) -> str:
        kept = [layer for layer in scene.layers if layer.split(".")[0] in picked]
        new = [code for code in picked if code not in chosen]
        return ",".join([*kept, *new])

    st.pills(
        t("choosers.layers"),
        categories,
        selection_mode="multi",
        format_func=lambda code: labels.term("category", code),
        label_visibility="collapsed",
        **session.bound("layers", chosen, take=by_category),
    )
    if chosen:
        with st.popover(t("choosers.kinds")):
            for category in chosen:
                _kinds(scene, category, [code for code in possible if code.startswith(f"{category}.")])


def _kinds(scene: Scene, category: str, possible: list[str]) -> None:
    def narrowed(picked: list[str]) -> str:
        others = [layer for layer in scene.layers if layer.split(".")[0] != category]
        return ",".join([*others, *(picked or [category])])

    st.pills(
        labels.term("category", category),
        possible,
        selection_mode="multi",
        format_func=lambda code: labels.term("kind", code.partition(".")[2]),
        **session.bound("layers", [code for code in scene.layers if code in possible], take=narrowed, part=category),
    )


def search(scene: Scene) -> None:
    """Find an area or a site by a part of its name."""
    with st.popover(t("choosers.search"), icon=":material/search:"):
        wanted = st.text_input(t("choosers.search_for"), key="search").strip().casefold()
        if not wanted:
            return
        areas = scene.of.level(scene.level)["name"]
        found_areas = areas[areas.str.casefold().str.contains(wanted, regex=False)]
        found_sites = scene.of.sites[scene.of.sites["name"].str.casefold().str.contains(wanted, regex=False)]
        st.caption(t("choosers.found", count=len(found_areas) + len(found_sites)))
        for area_id, name in found_areas.head(MATCHES).items():
            st.button(plain(name), key=f"found_area_{area_id}", on_click=select, args=(area_id,), type="tertiary")
        placed = scene.of.area_of_sites(scene.level)
        for site_id, site in found_sites.head(MATCHES).iterrows():
            label = f"{plain(site['name'])} ({labels.term('category', site['category'])})"
            st.button(
                label,
                key=f"found_site_{site_id}",
                on_click=select,
                args=(placed.get(site_id, ""), site_id),
                type="tertiary",
            )
