"""The questions of a comparison: which kind, and what that kind needs to know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import streamlit as st

from components import cached, choosers, labels, session
from components.comparison.scene import Comparison
from components.text import day, t
from data.comparison import MOST_AREAS
from data.indicators import find

Ask = Callable[[], None]


def show(chosen: Comparison) -> None:
    """The kind, and below it a row of what it needs."""
    st.segmented_control(
        t("comparison.kind_label"),
        chosen.kinds,
        format_func=lambda kind: t(f"comparison.kind.{kind}"),
        wrap=True,
        **session.bound("compare", chosen.kind, take=lambda kind: kind or chosen.kind),
    )
    scene = chosen.scene
    place, level = partial(choosers.city, scene), partial(choosers.level, scene)
    area, figure, when = (partial(ask, scene) for ask in (choosers.area, choosers.indicator, choosers.day_of_figures))
    two_days = (partial(_against, chosen), partial(_on, chosen))
    asked: dict[str, tuple[Ask, ...]] = {
        "areas": (place, level, figure, when),
        "dates": (place, level, figure, *two_days, area),
        "towns": (place, partial(_town, chosen), level, figure, when),
        "drift": (place, *two_days),
        "status": (place, level, *two_days, area),
    }
    with st.container(key="choosers"):
        for column, ask in zip(st.columns(len(asked[chosen.kind])), asked[chosen.kind], strict=True):
            with column:
                ask()
    if chosen.kind == "areas":
        _areas(chosen)
    if chosen.kind == "status" and chosen.possible:
        _basis(chosen)


def _areas(chosen: Comparison) -> None:
    """Up to four areas; where the level has very many, the list of those chosen and one to add from."""
    names = chosen.scene.of.level(chosen.scene.level)["name"].sort_values()
    few = len(names) <= choosers.LISTABLE
    st.multiselect(
        t("comparison.choose_areas"),
        list(names.index) if few else list(chosen.areas),
        format_func=names.get,
        max_selections=MOST_AREAS,
        **session.bound("areas", list(chosen.areas), take=",".join),
    )
    if not few:
        added = session.jump("areas", lambda area: add(chosen, area))
        st.selectbox(t("comparison.add_area"), list(names.index), index=None, format_func=names.get, **added)


def add(chosen: Comparison, area: str) -> None:
    """Take an area into the comparison, unless there are four already."""
    if area not in chosen.areas and len(chosen.areas) < MOST_AREAS:
        session.put("areas", ",".join([*chosen.areas, area]))


def _against(chosen: Comparison) -> None:
    options = [one for one in chosen.days if one != chosen.on] or [chosen.on]
    bound = session.bound("against", chosen.other, take=str, part="compared")
    st.selectbox(t("comparison.against"), options[::-1], format_func=day, **bound)


def _on(chosen: Comparison) -> None:
    """The day; who takes the one it is compared with swaps the two."""

    def taken(on: date) -> str:
        if on == chosen.other:
            session.put("against", f"{chosen.on}")
        return f"{on}"

    bound = session.bound("date", chosen.on, take=taken, part="compared")
    st.selectbox(t("choosers.date"), list(chosen.days)[::-1], format_func=day, **bound)


def _town(chosen: Comparison) -> None:
    names = {city.slug: city.name for city in cached.cities(chosen.scene.viewer)}
    assert chosen.town is not None  # noqa: S101 - this kind has one
    bound = session.bound("town", chosen.town.city.slug)
    st.selectbox(t("comparison.town"), list(chosen.towns), format_func=names.get, **bound)


def _basis(chosen: Comparison) -> None:
    st.multiselect(
        t("comparison.basis"),
        list(chosen.possible),
        format_func=lambda code: labels.indicator(find(code)),
        **session.bound("basis", list(chosen.basis), take=",".join),
    )
