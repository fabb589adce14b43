"""The table below the map: every area with its figure, sortable, in the language's numbers."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from components import labels, session
from components.scene import Scene, select
from components.text import number, t, value

KEY = "area_table"


def show(scene: Scene) -> None:
    """All areas of the level; a chosen row chooses the area."""
    rows = table(scene)
    figure = labels.indicator(scene.figures.indicator)
    # a name of its own, else a random one would make every run's table a new one to send
    styled = rows.style.set_uuid(KEY).format(_formats(scene, rows))
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


def _formats(scene: Scene, rows: pd.DataFrame) -> dict[str, Any]:
    decimals = scene.figures.indicator.decimals
    secret = "secret" in set(scene.figures.table["marker"])
    missing = t("common.missing_or_secret") if secret else t("common.missing")
    plain_number = {"value": lambda figure: missing if pd.isna(figure) else value(figure, decimals=decimals)}
    counts = {
        column: (lambda figure: number(figure, decimals=_decimals(figure)))
        for column in ("rank", "numerator", "denominator")
        if column in rows
    }
    return plain_number | counts


def _decimals(figure: float) -> int:
    return 0 if pd.isna(figure) or float(figure).is_integer() else 1


def _chosen(rows: pd.DataFrame) -> None:
    state = session.widget_state(KEY)
    picked = state["selection"]["rows"] if state else []
    if picked:
        select(str(rows.index[picked[0]]))
