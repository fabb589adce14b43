"""Areas in the order in which places would be cut (D5), sites that become free (D6), and operators (Z3)."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from components import labels, small_table
from components.accommodation.sentences import percent
from components.scene import Scene
from components.text import day, number, plain, t
from data.audiences import Audience
from data.concentration import Concentration

FIRST = 10
"""Areas shown at once; the others stand below."""


def order(scene: Scene, found: Concentration) -> None:
    """Areas first where most people are placed; all figures of the map stand in the table below."""
    names = scene.of.level(scene.level)["name"]
    rows = found.table.assign(name=names).sort_values(["cut_rank", "places", "name"], ascending=[True, False, True])
    caption = t("accommodation.order_alt")
    st.html(STYLE)
    with st.container(key="cut_order"):
        small_table.show(_areas(rows.head(FIRST), AREA), caption=caption)
    with st.expander(t("accommodation.all_areas", count=len(rows))):
        small_table.show(_areas(rows, (*AREA, "location_quotient")), caption=caption)
    shares(scene, found)


def shares(scene: Scene, found: Concentration) -> None:
    """Places that each area would hold by each key of the city, side by side: none is right by itself."""
    names = scene.of.level(scene.level)["name"]
    keys = {key.id: key for key in scene.of.city.shares}
    rows = found.fair.assign(name=names, places=found.table["places"]).sort_values("name")
    cells = {_heads(AREA[:1])[0]: rows["name"], t("accommodation.head.places"): rows["places"].map(number)}
    cells |= {labels.share(key): rows[code].map(partial(number, decimals=1)) for code, key in keys.items()}
    with st.expander(t("accommodation.shares", count=len(keys))):
        st.markdown(t("accommodation.shares_note"))
        small_table.show(pd.DataFrame(cells), caption=t("accommodation.shares_alt"))
        st.caption(plain("; ".join(f"{labels.share(key)}: {key.source}" for key in keys.values())))


def _areas(rows: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    ranked = rows["cut_rank"].map(lambda rank: "" if pd.isna(rank) else f"{number(rank)}. ")
    cells = {"name": ranked + rows["name"]}
    cells |= {name: rows[name].map(partial(number, decimals=DECIMALS.get(name, 0))) for name in columns[1:]}
    return pd.DataFrame(cells).set_axis(_heads(columns), axis=1)


STYLE = """<style>
  @media (max-width: 640px) {
    :is(.st-key-cut_order, .st-key-indices) .atlas-table th:first-child {width: 38%}
  }
</style>"""
DECIMALS = {"per_1000": 1, "location_quotient": 2}
AREA = ("name", "people", "places", "per_1000", "over_fair")
FREED = ("site", "area", "closes_on", "places")
OPERATOR = ("operator", "sites", "places", "share", "advice_centres")


def freed(scene: Scene, found: Concentration) -> None:
    """Sites that close soon, to be examined for other use; only those that the viewer may see."""
    if scene.viewer.audience < Audience.COUNCIL:
        st.caption(t("accommodation.not_public"))
        return
    if found.freed.empty:
        st.caption(t("accommodation.nothing_freed"))
        return
    names = scene.of.level(scene.level)["name"]
    cells = [
        (row["name"], names.get(row["area_id"], t("common.missing")), day(row["closes_on"]), number(row["places"]))
        for row in found.freed.to_dict("records")
    ]
    small_table.show(pd.DataFrame(cells, columns=_heads(FREED)), caption=t("accommodation.freed_alt"))


def operators(scene: Scene, found: Concentration) -> None:
    """Who runs accommodation and advice centres; only for those who may see the sites."""
    if scene.viewer.audience < Audience.COUNCIL:
        st.caption(t("accommodation.not_public"))
        return
    cells = [
        (
            str(name),
            number(row["sites"]),
            number(row["places"]) if row["sites"] else "–",
            percent(row["share"]) if row["share"] == row["share"] else "–",
            number(row["advice_centres"]),
        )
        for name, row in zip(found.operators.index, found.operators.to_dict("records"), strict=True)
    ]
    small_table.show(pd.DataFrame(cells, columns=_heads(OPERATOR)), caption=t("accommodation.operators_alt"))


def _heads(names: tuple[str, ...]) -> list[str]:
    return [t(f"accommodation.head.{name}") for name in names]
