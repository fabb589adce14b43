"""One sentence that says what the map shows."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import labels, session
from components.scene import Scene
from components.text import number, plain, t, value


def show(scene: Scene) -> None:
    """The sentence above the map, with a link to the chosen area's page."""
    st.markdown(sentence(scene))


def sentence(scene: Scene) -> str:
    """The result as Markdown: "Prohlis-Süd: 81,3 je 100 Kinder, Rang 58 von 61. Dresden: 93,0"."""
    figures = scene.figures
    decimals = figures.indicator.decimals
    unit = labels.unit(figures.indicator)
    whole = _with_unit(value(figures.total, decimals=decimals), unit)
    city = t("headline.city", city=plain(scene.of.city.name), value=whole)
    if scene.area:
        row = figures.table.loc[scene.area]
        shown = _with_unit(value(row["value"], row["marker"], decimals=decimals), unit)
        if pd.isna(row["rank"]):
            return t("headline.area_unknown", area=plain(scene.area_name), value=shown, city=city)
        rank = t("headline.rank", rank=number(row["rank"]), of=number(figures.known))
        return t("headline.area", area=plain(scene.area_name), value=shown, rank=rank, city=city)
    known = figures.table["value"].dropna()
    if known.empty:
        return city
    names = scene.of.level(scene.level)["name"]
    level = scene.of.city.level(scene.level).name(session.language(), plural=True)
    return t(
        "headline.range",
        city=city,
        level=plain(level),
        low_area=plain(names[known.idxmin()]),
        low=number(known.min(), decimals=decimals),
        high_area=plain(names[known.idxmax()]),
        high=number(known.max(), decimals=decimals),
    )


def _with_unit(shown: str, unit: str) -> str:
    return f"{shown} {unit}".strip()
