"""Beside the map: key figures of the chosen area next to the city's, and what stands there."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import cached, labels, site_list, small_table
from components.scene import Scene
from components.text import number, plain, t, value
from data.figures import Figures
from data.indicators import catalogue

KEY_FIGURES = ("population", "foreigners_share", "kita_under_3", "kita_3_6", "accommodation", "accommodated")
"""Beside the map."""

ALL_FIGURES = (
    *("population", "density", "foreigners", "foreigners_share", "protection_seekers", "children_0_5"),
    *("kita", "kita_under_3", "kita_3_6", "after_school", "primary_school", "language_courses"),
    *("counselling_staff", "consultations", "rejected", "accommodation", "accommodation_places", "accommodated"),
    *("jobseekers", "single_parents", "uninsured"),
)
"""On the page of an area."""

LISTED = 10
"""Offers listed beside the map; the page of the area lists all."""


def show(scene: Scene) -> None:
    """Heading, key figures and sites of the chosen area, or of the whole city."""
    st.header(plain(scene.area_name), anchor=False)
    if scene.site:
        site_list.card(scene, scene.site)
    figures(scene, KEY_FIGURES)
    if scene.area:
        sites(scene, most=LISTED)
    else:
        st.caption(t("details.choose"))


def figures(scene: Scene, codes: tuple[str, ...]) -> None:
    """Key figures as a table: the chosen area, the city."""
    small_table.show(key_figures(scene, codes), caption=t("details.figures_alt", area=scene.area_name))


def sites(scene: Scene, *, most: int | None = None) -> None:
    """What stands in the chosen area, as a table."""
    rows = site_list.table(scene, scene.area)
    if rows.empty:
        st.caption(t("details.no_sites"))
        return
    small_table.show(rows.head(most or len(rows)), caption=t("details.sites_alt", area=scene.area_name))
    if most and len(rows) > most:
        st.caption(t("details.more_sites", count=len(rows) - most))


def key_figures(scene: Scene, codes: tuple[str, ...]) -> pd.DataFrame:
    """Figures of the chosen area beside the city's: one row a figure, as text.

    The chosen indicator comes first; what is known neither for the area nor for the city is left out.
    """
    first = scene.figures.indicator
    indicators = [first, *(catalogue()[code] for code in codes if code != first.code)]
    rows = []
    for indicator in indicators:
        found = cached.figures_of(scene.of, indicator.code, scene.level, scene.on)
        whole = with_unit(found, value(found.total, decimals=indicator.decimals))
        if found.known or found.total == found.total:
            here = [of_area(found, scene.area)] if scene.area else []
            rows.append([labels.indicator(indicator), *here, whole])
    city = t("details.city", city=scene.of.city.name)
    here = [scene.area_name] if scene.area else []
    return pd.DataFrame(rows, columns=[t("choosers.indicator"), *here, city])


def of_area(found: Figures, area: str) -> str:
    """A figure; of a count that is not wholly known, what is known of it (never silently less)."""
    row, indicator = found.table.loc[area], found.indicator
    if indicator.denominator is None and row["marker"] == "missing" and row["at_least"] > 0:
        return t("common.at_least", value=number(row["at_least"], decimals=indicator.decimals))
    return with_unit(found, value(row["value"], row["marker"], decimals=indicator.decimals))


def with_unit(found: Figures, shown: str) -> str:
    """A figure with its unit, unless the row's name says it or there is no figure."""
    is_figure = any(sign.isdigit() for sign in shown)
    return f"{shown} {labels.extra_unit(found.indicator)}".strip() if is_figure else shown
