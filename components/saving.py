"""Saving what was typed about single rows: what is at fault, and what somebody else has changed meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

import pandas as pd
import streamlit as st

from components import cached, labels, session, small_table
from components.care import Care, cell, moment
from components.text import fault, plain, t
from data import messages as texts
from data.editing import change_rows
from data.edits import Edit
from data.errors import AtlasError, DataRefusedError, Problem
from data.meanwhile import Meanwhile, RowsChangedError
from data.store import Edition


class Draft(Protocol):
    """Rows that somebody works on.

    Attributes:
        slug: the city.
        conflict: what somebody else has changed since, when that stood in the way of saving.
    """

    slug: str
    conflict: RowsChangedError | None


def change(
    draft: Draft, asked: list[Edit], *, read: Mapping[str, int], note: str, refused: str
) -> dict[str, Edition] | None:
    """Store edits, checked against the editions that were read.

    Returns:
        The editions made; None where nothing was stored: then the draft holds what somebody else has changed, or
        what is at fault is said under ``refused`` (:func:`components.session.say`).
    """
    draft.conflict = None
    try:
        return change_rows(cached.store(), draft.slug, asked, read=read, viewer=session.viewer(), note=note)
    except DataRefusedError as error:
        session.say(refused, lines(error))
    except RowsChangedError as error:
        draft.conflict = error
    except AtlasError as error:
        session.say(refused, [fault(error)])
    return None


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
