"""The row of questions: which place, level, figure, day and area; which sites to draw."""

from __future__ import annotations

import streamlit as st

from components import cached, labels, session
from components.scene import Scene, layers, select
from components.text import day, plain, t
from data.indicators import Indicator

LISTABLE = 150
"""A longer list does not show the choice: sending it with every click would cost more than the map."""

FEWEST_DAYS = 3
SLIDER = 340
"""Pixels."""

MATCHES = 8
"""Search results shown at once."""


def row(scene: Scene, *, with_map: bool = True) -> None:
    """All questions of a page; which sites to draw only where there is a map."""
    with st.container(key="choosers"):
        columns = st.columns([2, 2, 4, 2, 3])
        for column, ask in zip(columns, (city, level, indicator, day_of_figures, area), strict=True):
            with column:
                ask(scene)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if with_map:
            sites(scene)
        search(scene)
        if with_map:
            years(scene)


def city(scene: Scene) -> None:
    """The place; another one starts at its own level and day, without a chosen area."""
    names = {city.slug: city.name for city in cached.cities(scene.viewer)}

    def another(slug: str) -> str:
        for name in ("level", "date", "area", "site", "responsible", "seen", "past", "areas", "against", "basis"):
            session.put(name, None)
        if session.get("measure") in set(scene.of.measures["measure_id"]):
            session.put("measure", None)
        return slug

    bound = session.bound("city", scene.of.city.slug, take=another)
    st.selectbox(t("choosers.city"), list(names), format_func=names.get, **bound)


def level(scene: Scene) -> None:
    """The level; another one starts without a chosen area."""
    language = session.language()

    def another(code: str) -> str:
        select("")
        session.put("areas", None)
        return code

    st.selectbox(
        t("choosers.level"),
        scene.levels if scene.level in scene.levels else [scene.level, *scene.levels],
        format_func=lambda code: scene.of.city.level(code).name(language, plural=True),
        **session.bound("level", scene.level, take=another),
    )


def indicator(scene: Scene) -> None:
    """The figure to show."""
    names = {indicator.code: labels.indicator(indicator) for indicator in scene.indicators}
    bound = session.bound("indicator", scene.figures.indicator.code)
    explained = _explained(scene.figures.indicator)
    st.selectbox(t("choosers.indicator"), list(names), format_func=names.get, help=explained, **bound)


def _explained(which: Indicator) -> str | None:
    """How the figure is made and where it ends, with a link to the terms (F5)."""
    if which.is_own:
        return None
    formula, limits = (labels.about(which, key) for key in ("formula", "limits"))
    link = f"methoden?lang={session.language()}#indikator-{which.code}"
    return f"{formula}\n\n{limits}\n\n[{t('frame.pages.methods')}]({link})"


def day_of_figures(scene: Scene) -> None:
    """As of which day."""
    bound = session.bound("date", scene.on, take=str)
    st.selectbox(t("choosers.date"), scene.dates, format_func=day, **bound)


def years(scene: Scene) -> None:
    """The same days on a line, to go through them one by one; nothing where there are hardly any."""
    if len(scene.dates) < FEWEST_DAYS:
        return
    st.select_slider(
        t("choosers.years"),
        scene.dates[::-1],
        format_func=day,
        help=t("choosers.years_help"),
        width=SLIDER,
        **session.bound("date", scene.on, take=str, part="years"),
    )


def area(scene: Scene) -> None:
    """One area of the level, by name."""
    names = scene.of.level(scene.level)["name"].sort_values()
    if len(names) > LISTABLE:
        bound = session.jump("area", select)
    else:
        bound = session.bound("area", scene.area or None, take=lambda chosen: chosen or "")
    st.selectbox(
        plain(scene.of.city.level(scene.level).name(session.language())),
        list(names.index),
        index=None,
        format_func=names.get,
        placeholder=t("choosers.go_to" if len(names) > LISTABLE else "choosers.no_area"),
        **bound,
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
