"""Which site: filters, the list, the choice by name, and the way to the next one without a position."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import labels, session
from components.care import Care, cell
from components.site_editor.draft import unsaved
from components.text import number, plain, t
from data.contracts import CATEGORIES

KEY = "site_list"
NAMED = 500
"""Sites that can be chosen by name at once; a filter brings the others in reach."""

UNLOCATED = "unlocated"


def choose(care: Care) -> str:
    """The chosen site, "" where there is none or a new one is being entered."""
    sites = _filtered(care)
    chosen = session.one_of("site", ["", *care.of.sites.index], "")
    unlocated = sites.index[sites.index.isin(care.of.unplaced)]
    st.markdown(t("sites_page.count", count=len(sites), unlocated=number(len(unlocated))))
    with st.container(horizontal=True):
        st.button(t("sites_page.new"), on_click=begin_new, icon=":material/add:")
        if len(unlocated):
            st.button(
                t("sites_page.next"), on_click=open_site, args=(_next(unlocated, chosen),), icon=":material/pin_drop:"
            )
    near = list(dict.fromkeys([*([chosen] if chosen else []), *sites.index[:NAMED]]))
    names = care.of.sites["name"]
    st.selectbox(
        t("sites_page.site"),
        near,
        index=None,
        format_func=lambda site: f"{names[site]} ({site})",
        placeholder=t("sites_page.choose"),
        **session.bound("site", chosen or None, take=_another),
    )
    if len(sites) > NAMED:
        st.caption(t("sites_page.narrow", shown=number(NAMED)))
    if waiting := unsaved(care, "" if session.get("new") else chosen):
        named = ", ".join(plain(f"{names[site]} ({site})") for site in waiting)
        st.caption(t("sites_page.unsaved", names=named))
    _listed(care, sites)
    return "" if session.get("new") else chosen


def begin_new() -> None:
    """Start to enter a site that is not there yet."""
    session.put("site", None)
    session.put("new", "yes")


def open_site(site_id: str) -> None:
    """Look at one site."""
    session.put("new", None)
    session.put("site", site_id)


def _another(site_id: str | None) -> str:
    session.put("new", None)
    return site_id or ""


def _next(unlocated: pd.Index, chosen: str) -> str:
    after = [site for site in unlocated if site > chosen]
    return str((after or list(unlocated))[0])


def _filtered(care: Care) -> pd.DataFrame:
    """The sites that the filters leave, by category and name."""
    sites = care.of.sites
    present = [category for category in CATEGORIES if (sites["category"] == category).any()]
    category = session.one_of("category", ["", *present], "")
    area = session.one_of("area", ["", *care.of.areas.index], "")
    only = session.one_of("only", ["", UNLOCATED], "")
    st.selectbox(
        labels.term("column", "category"),
        ["", *present],
        format_func=lambda code: labels.term("category", code) if code else t("sites_page.all"),
        **session.bound("category", category),
    )
    st.selectbox(
        t("sites_page.area"),
        ["", *care.of.areas.sort_values("name").index],
        format_func=lambda code: _area(care, code) if code else t("sites_page.all"),
        **session.bound("area", area),
    )
    st.text_input(t("sites_page.find"), **session.bound("find", session.get("find")))
    st.toggle(t("sites_page.unlocated"), **session.bound("only", bool(only), take=lambda on: UNLOCATED if on else ""))
    wanted = session.get("find").strip().casefold()
    if category:
        sites = sites[sites["category"] == category]
    if area:
        level = str(care.of.areas.at[area, "level"])
        sites = sites[care.of.area_of_sites(level).reindex(sites.index) == area]
    if only:
        sites = sites[sites.index.isin(care.of.unplaced)]
    if wanted:
        texts = sites["name"] + " " + sites["address"] + " " + sites["operator"] + " " + sites.index.to_series()
        sites = sites[texts.str.casefold().str.contains(wanted, regex=False)]
    return sites.sort_values(["category", "name"], kind="stable")


def _area(care: Care, code: str) -> str:
    area = care.of.areas.loc[code]
    return f"{area['name']} ({cell(care, 'level', area['level'])})"


def _listed(care: Care, sites: pd.DataFrame) -> None:
    rows = pd.DataFrame(
        {
            "name": sites["name"],
            "category": sites["category"].map(lambda code: labels.term("category", code)),
            "address": sites["address"],
            "place": [t("sites_page.nowhere") if site in care.of.unplaced else "" for site in sites.index],
        }
    )

    def picked() -> None:
        state = session.widget_state(KEY)
        chosen = [row for row in state["selection"]["rows"] if row < len(rows)] if state else []
        if chosen:  # a row of a longer list may have been chosen before the list was narrowed
            open_site(str(rows.index[chosen[0]]))

    st.dataframe(
        rows,
        hide_index=True,
        height=min(38 + 35 * max(len(rows), 1), 420),
        column_config={
            "name": labels.term("column", "name"),
            "category": labels.term("column", "category"),
            "address": labels.term("column", "address"),
            "place": t("sites_page.position"),
        },
        key=KEY,
        on_select=picked,
        selection_mode="single-row",
        alt=t("sites_page.list_alt", city=care.of.city.name),
    )
