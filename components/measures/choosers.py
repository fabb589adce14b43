"""The row of questions about measures: where, in which domain, whose, due when; as a table or on a board."""

from __future__ import annotations

import streamlit as st

from components import choosers, labels, session
from components.measures.scene import BOARD, DUE, FILTERS, NOBODY, MeasuresScene, areas, domains, people
from components.text import t


def row(chosen: MeasuresScene) -> None:
    """All questions of the page."""
    with st.container(key="choosers"):
        first, *others = st.columns(5)
        with first:
            choosers.city(chosen.scene)
        for column, ask in zip(others, (_area, _domain, _responsible, _due), strict=True):
            with column:
                ask(chosen)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.segmented_control(
            t("measures.view"),
            ["", BOARD],
            format_func=lambda code: t(f"measures.views.{'board' if code else 'table'}"),
            label_visibility="collapsed",
            **session.bound("board", BOARD if chosen.board else "", take=lambda code: code or ""),
        )
        if chosen.filtered:
            st.button(t("measures.all"), on_click=clear, icon=":material/filter_alt_off:", type="tertiary")


def clear() -> None:
    """Take every filter back."""
    for name in FILTERS:
        session.put(name, None)


def _area(chosen: MeasuresScene) -> None:
    """An area of any level; the level goes with it."""
    names, levels = chosen.scene.of.areas["name"], chosen.scene.of.areas["level"]
    now = chosen.scene.area
    options = list(dict.fromkeys(["", *areas(chosen.scene, chosen.rows), now]))

    def another(code: str) -> str:
        if code:
            session.put("level", str(levels[code]))
        return code

    st.selectbox(
        t("measures.area"),
        options,
        format_func=lambda code: names.get(code, code) if code else t("measures.every"),
        **session.bound("area", now, take=another),
    )


def _domain(chosen: MeasuresScene) -> None:
    now = session.get("domain")
    st.selectbox(
        labels.term("column", "domain"),
        list(dict.fromkeys(["", *domains(chosen.rows), now])),
        format_func=lambda code: _named(code, labels.term("domain", code), "domain"),
        **session.bound("domain", now),
    )


def _responsible(chosen: MeasuresScene) -> None:
    now = session.get("responsible")
    st.selectbox(
        labels.term("column", "responsible"),
        list(dict.fromkeys(["", *people(chosen.rows), now])),
        format_func=lambda code: _named(code, code, "responsible"),
        **session.bound("responsible", now),
    )


def _named(code: str, name: str, column: str) -> str:
    if not code:
        return t("measures.every")
    return t(f"measures.nobody.{column}") if code == NOBODY else name


def _due(chosen: MeasuresScene) -> None:
    del chosen
    st.selectbox(
        t("measures.due"),
        ["", *DUE],
        format_func=lambda code: t(f"measures.dues.{code}") if code else t("measures.every"),
        **session.bound("due", session.get("due")),
    )
