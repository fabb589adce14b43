"""One measure: everything that is known of it, what it lacks, and how it came to that."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from components import cached, labels, session, small_table
from components.care import Care, cell, moment
from components.measures import words
from components.measures.scene import MeasuresScene
from components.text import day, number, plain, t
from data.audiences import Audience
from data.measure_history import MeasureChange, measure_history


def show(chosen: MeasuresScene) -> None:
    """The card of the chosen measure; nothing where none is chosen."""
    row = chosen.measure
    if row is None:
        return
    with st.container(border=True, key="measure_card"):
        st.header(plain(str(row["title"])), anchor=False)
        meaning = escape(t(f"measures.meaning.{row['light']}"))
        st.html(f"{words.STYLE}<p>{words.lit(row['light'])}: {meaning}</p>")
        left, right = st.columns([3, 2])
        with left:
            small_table.show(facts(chosen, row), caption=t("measures.facts_alt"))
        with right:
            _missing(row)
            _history(chosen)
        st.button(t("measures.close"), on_click=session.put, args=("measure", None), icon=":material/close:")


def facts(chosen: MeasuresScene, row: Any) -> pd.DataFrame:
    """What is known of a measure, as the reader sees it."""
    of = chosen.scene.of
    stand = row["current_stand"]
    found = {
        labels.term("column", "status"): t(f"terms.status.{row['status']}"),
        t("measures.area"): words.place(of, row["area_id"]),
        labels.term("column", "domain"): words.domain(row["domain"]),
        t("measures.whom"): words.whom(row),
        labels.term("column", "responsible"): words.responsible(row["responsible"]),
        labels.term("column", "partners"): row["partners"] or t("common.missing"),
        labels.term("column", "due"): words.due(row),
        t("measures.indicator"): words.indicator(row["indicator"]),
        labels.term("column", "baseline"): words.figure(row, "baseline"),
        t("measures.current"): words.figure(row, "current")
        + (f" ({t('measures.stand', day=day(stand))})" if pd.notna(stand) else ""),
        labels.term("column", "target"): words.figure(row, "target"),
        t("measures.progress"): _progress(row["progress"]),
    }
    if chosen.scene.viewer.audience >= Audience.COUNCIL:
        found[labels.term("column", "audience")] = labels.term("audience", row["audience"])
        found[labels.term("column", "note")] = row["note"] or t("common.missing")
    found[labels.term("column", "source_id")] = labels.sources(of, (row["source_id"],)) or t("common.missing")
    return pd.DataFrame({t("measures.fact"): found.keys(), t("measures.said"): found.values()})


def _progress(share: float) -> str:
    if pd.isna(share):
        return t("common.missing")
    return t("measures.share", share=number(100 * share))


def _missing(row: Any) -> None:
    st.subheader(t("measures.check_title"), anchor=False)
    lines = [t(f"measures.flag.{flag}") for flag in row["flags"]]
    st.markdown("\n".join(f"- {plain(line)}" for line in lines) if lines else t("measures.lacks_nothing"))


def _history(chosen: MeasuresScene) -> None:
    viewer = session.viewer()
    if viewer.audience < Audience.COUNCIL:
        return
    of = chosen.scene.of
    care = Care(viewer, of)
    changes = measure_history(cached.store(), of.city.slug, chosen.chosen, viewer=viewer)
    st.subheader(t("measures.history"), anchor=False)
    if not changes:
        st.markdown(t("measures.no_history"))
        return
    rows = [_change(care, one) for one in changes]
    small_table.show(pd.DataFrame(rows), caption=t("measures.history"))


def _change(care: Care, one: MeasureChange) -> dict[str, str]:
    when = moment(care, one.at)
    what = labels.term("column", one.column) if one.column else t("measures.came")
    return {
        t("measures.when"): f"{when}, {one.actor}" if one.actor else when,
        t("history.what"): what,
        t("history.was"): _cell(care, one.column, one.was),
        t("history.now"): _cell(care, one.column, one.now),
    }


def _cell(care: Care, column: str, value: Any) -> str:
    if not column:
        return ""
    if column == "indicator" and value:
        return words.indicator(value)
    if column == "area_id":
        return words.place(care.of, value)
    return cell(care, column, value) or t("common.missing")
