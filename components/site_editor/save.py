"""Saving one site: what is wrong, what somebody else has changed meanwhile, closing and deleting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from components import cached, labels, session, small_table
from components.care import Care, cell, moment
from components.site_editor.draft import Draft, drop, edits
from components.text import fault, number, plain, t
from data import messages as texts
from data.editing import change_rows
from data.edits import Edit
from data.errors import AtlasError, DataRefusedError, Problem
from data.meanwhile import Meanwhile, RowsChangedError
from data.store import Edition

SAID = "sites_page"
REFUSED = "sites_page_refused"


def show(care: Care, draft: Draft) -> None:
    """The note, the buttons, what came of saving, and the way to close or delete."""
    st.text_input(t("sites_page.note"), key=draft.key("note"), max_chars=500)
    with st.container(horizontal=True):
        st.button(t("sites_page.save"), on_click=_save, args=(care, draft), icon=":material/save:")
        st.button(t("sites_page.discard"), on_click=drop, args=(draft,), icon=":material/undo:")
    if draft.touched:
        st.caption(t("sites_page.touched"))
    if done := session.said(SAID):
        st.success("\n\n".join(done))
    if refused := session.said(REFUSED):
        st.error("\n".join(f"- {line}" for line in refused), title=t("sites_page.refused"))
    if draft.conflict is not None:
        _conflict(care, draft, draft.conflict)
    if not draft.new:
        with st.expander(t("sites_page.end")):
            st.markdown(t("sites_page.close_how"))
            sure = st.checkbox(t("sites_page.delete_sure"), key=draft.key("sure"))
            st.button(
                t("sites_page.delete"),
                on_click=_delete,
                args=(care, draft),
                disabled=not sure,
                icon=":material/delete:",
            )


def _save(care: Care, draft: Draft) -> None:
    try:
        asked = edits(care, draft)
    except DataRefusedError as error:
        session.say(REFUSED, lines(error))
        return
    _change(care, draft, asked, asked[0].about)


def _delete(care: Care, draft: Draft) -> None:
    _change(care, draft, [Edit("remove", "sites", (draft.site_id,))], "")


def _change(care: Care, draft: Draft, asked: list[Edit], then: str) -> None:
    draft.conflict = None
    note = str(draft.value("note") or "")
    try:
        made = change_rows(cached.store(), care.slug, asked, read=draft.editions, viewer=session.viewer(), note=note)
    except DataRefusedError as error:
        session.say(REFUSED, lines(error))
    except RowsChangedError as error:
        draft.conflict = error
    except AtlasError as error:
        session.say(REFUSED, [fault(error)])
    else:
        session.say(SAID, [_saved(made, deleted=not then)])
        drop(draft)
        session.put("new", None)
        session.put("site", then or None)


def _saved(made: dict[str, Edition], *, deleted: bool) -> str:
    if not made:
        return t("sites_page.nothing")
    tables = [
        t("sites_page.edition", table=labels.term("table", name), edition=number(one.edition))
        for name, one in made.items()
    ]
    return t("sites_page.deleted" if deleted else "sites_page.saved", tables="; ".join(tables))


def lines(error: DataRefusedError) -> list[str]:
    """What is at fault, as Markdown: a line a cell, with names instead of codes."""
    return list(dict.fromkeys(_line(problem) for problem in error.problems))


def _line(problem: Problem) -> str:
    """Column and sentence, with names instead of codes."""
    column = _column(problem.column or "")
    known: dict[str, Any] = dict(problem.values)
    for name, topic in (("allowed", problem.column or ""), ("category", "category")):
        if known.get(name):
            topic = "kind" if name == "allowed" and problem.code == "kind_unknown" else topic
            known[name] = ", ".join(labels.term(topic, code) for code in str(known[name]).split(", "))
    value = labels.term(problem.column or "", problem.value or "")
    shown = replace(problem, values=known, value=value)
    sentence = texts.sentence(shown, session.language())
    return f"**{plain(column)}:** {plain(sentence)}" if column else plain(sentence)


def _column(name: str) -> str:
    if name in ("lon", "lat"):
        return t(f"sites_page.{name}")
    return t("sites_page.position") if name == "geometry" else labels.term("column", name)


def _conflict(care: Care, draft: Draft, error: RowsChangedError) -> None:
    changed_meanwhile(care, error, t("sites_page.changed"))
    with st.container(horizontal=True):
        st.button(t("sites_page.take_theirs"), on_click=drop, args=(draft,), icon=":material/download_done:")
        st.button(t("sites_page.save_mine"), on_click=_insist, args=(care, draft), icon=":material/save:")


def changed_meanwhile(care: Care, error: RowsChangedError, title: str) -> None:
    """Who has changed what in the meantime, as a warning with a table."""
    st.warning(t("sites_page.changed_how"), title=title)
    rows = [
        {
            t("sites_page.who"): f"{one.actor}, {moment(care, one.at)}",
            t("history.what"): _what(one),
            t("history.was"): _shown(care, one, one.was),
            t("history.now"): t("sites_page.gone") if one.gone else _shown(care, one, one.now),
        }
        for one in error.changes
    ]
    small_table.show(pd.DataFrame(rows), caption=title)


def _what(one: Meanwhile) -> str:
    row = labels.term("table", one.table)
    if one.table == "offers":
        row = labels.term("kind", str(one.key[1])) if one.key[1] else t("sites_page.whole")
    return f"{row}: {_column(one.column)}" if one.column else row


def _shown(care: Care, one: Meanwhile, value: Any) -> str:
    if not one.column:
        return "" if one.gone else t("sites_page.came")
    return cell(care, one.column, value) or t("common.missing")


def _insist(care: Care, draft: Draft) -> None:
    """Save what was asked over what somebody else has changed, now that it was seen."""
    if draft.conflict is not None:
        draft.editions = draft.conflict.editions
    _save(care, draft)
