"""The table below the map: every area with its figure, sortable, in the language's numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from components import labels, session
from components.scene import Scene, select
from components.text import number, t

KEY = "area_table"


def show(scene: Scene) -> None:
    """All areas of the level; a chosen row chooses the area."""
    rows = table(scene)
    figure = labels.indicator(scene.figures.indicator)
    # a name of its own, else a random one would make every run's table a new one to send
    styled = rows.style.set_uuid(KEY).format(_formats(scene, rows))
    secret = scene.figures.table.index[scene.figures.table["marker"] == "secret"]
    if len(secret):
        styled = styled.format(lambda _: t("common.secret"), subset=pd.IndexSlice[secret, ["value"]])
    level = scene.of.city.level(scene.level).name(session.language())
    columns: dict[str, Any] = {
        "name": st.column_config.TextColumn(level, width="medium"),
        "value": st.column_config.NumberColumn(
            f"{figure} ({unit})" if (unit := labels.extra_unit(scene.figures.indicator)) else figure
        ),
        "rank": st.column_config.NumberColumn(t("area_table.rank")),
        "numerator": st.column_config.NumberColumn(t("area_table.numerator")),
        "denominator": st.column_config.NumberColumn(t("area_table.denominator")),
    }
    st.dataframe(
        styled,
        hide_index=True,
        column_config=columns,
        column_order=[column for column in columns if column in rows],
        key=KEY,
        on_select=lambda: _chosen(rows),
        selection_mode="single-row",
        alt=t("area_table.alt", indicator=figure, city=scene.of.city.name),
    )


def table(scene: Scene) -> pd.DataFrame:
    """Figures of every area, indexed by area id; numerator and denominator only where there are two."""
    figures = scene.figures.table
    columns = ["value", "rank"]
    if scene.figures.indicator.denominator is not None:
        columns += ["numerator", "denominator"]
    names = scene.of.level(scene.level)["name"]
    return figures[columns].assign(name=names, rank=figures["rank"].astype(float))


def _formats(scene: Scene, rows: pd.DataFrame) -> dict[str, Callable[[float], str]]:
    language, decimals = session.language(), scene.figures.indicator.decimals
    formats: dict[str, Callable[[float], str]] = {
        column: lambda figure: number(figure, decimals=_decimals(figure), language=language) for column in rows
    }
    del formats["name"]
    return formats | {"value": lambda figure: number(figure, decimals=decimals, language=language)}


def _decimals(figure: float) -> int:
    return 0 if pd.isna(figure) or float(figure).is_integer() else 1


def _chosen(rows: pd.DataFrame) -> None:
    state = session.widget_state(KEY)
    picked = state["selection"]["rows"] if state else []
    if picked:
        select(str(rows.index[picked[0]]))
