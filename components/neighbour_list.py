"""What the areas next door have."""

from __future__ import annotations

import streamlit as st

from components import cached, labels
from components.scene import Scene, select
from components.text import plain, t, value


def show(scene: Scene) -> None:
    """Neighbours with the chosen figure; each leads to its own page."""
    names = scene.of.level(scene.level)["name"]
    table, decimals = scene.figures.table, scene.figures.indicator.decimals
    nearby = cached.neighbours_of(scene.of, scene.level)[scene.area]
    if not nearby:
        st.caption(t("area_page.no_neighbours"))
    else:
        st.caption(plain(labels.indicator(scene.figures.indicator)))
    for area in sorted(nearby, key=lambda one: -table["value"].fillna(-1)[one]):
        shown = value(table.at[area, "value"], table.at[area, "marker"], decimals=decimals)
        label = f"{plain(names[area])}: {shown} {labels.unit(scene.figures.indicator)}".strip()
        st.button(
            label,
            key=f"neighbour_{area}",
            on_click=select,
            args=(area,),
            type="tertiary",
            icon=":material/arrow_forward:",
        )
