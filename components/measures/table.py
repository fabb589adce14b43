"""All measures in a table or on a board: real HTML, each measure a link, every text escaped."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from components.measures import words
from components.measures.scene import MeasuresScene
from components.text import t
from data.contracts import MEASURE_STATES

COLUMNS = ("measure", "responsible", "due", "values")


def show(chosen: MeasuresScene) -> None:
    """The table or the board of the measures that the filters leave, with the legend of the lights."""
    if chosen.rows.empty:
        st.info(t("measures.none"))
        return
    if chosen.shown.empty:
        st.info(t("measures.none_of_these"))
        return
    made = board(chosen) if chosen.board else table(chosen)
    st.html(words.STYLE + words.legend() + made)


def table(chosen: MeasuresScene) -> str:
    """One row a measure, the most urgent first; with roles, because phones stack the cells and it stays a table."""
    heads = (escape(t(f"measures.columns.{name}")) for name in COLUMNS)
    head = "".join(f'<th scope="col" role="columnheader">{name}</th>' for name in heads)
    body = "".join(_row(chosen, key, row) for key, row in chosen.shown.iterrows())
    caption = escape(t("measures.table_alt", city=chosen.scene.of.city.name))
    return (
        f'<table class="atlas-table stacked measures" role="table"><caption>{caption}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{body}</tbody></table>'
    )


def board(chosen: MeasuresScene) -> str:
    """A column a state of work; what was dropped stands in the table only."""
    made = []
    for state in MEASURE_STATES:
        rows = chosen.shown[chosen.shown["status"] == state]
        if state == "dropped" and rows.empty:
            continue
        heading = escape(t("measures.column", state=t(f"terms.status.{state}"), number=len(rows)))
        cards = [f"<li>{_card(chosen, key, row)}</li>" for key, row in rows.iterrows()]
        empty = f"<li>{escape(t('measures.empty'))}</li>"
        made.append(f"<section><h3>{heading}</h3><ul>{''.join(cards) or empty}</ul></section>")
    return f'<div class="board">{"".join(made)}</div>'


def _row(chosen: MeasuresScene, key: Any, row: Any) -> str:
    cells = [
        _paragraphs(words.responsible(row["responsible"]), _partners(row)),
        _paragraphs(words.due(row), t(f"terms.status.{row['status']}")),
        _paragraphs(*_values(row)),
    ]
    first = f"<p>{words.lit(row['light'])}</p>{_link(key, row)}{_paragraphs(_where(chosen, row), words.missing(row))}"
    rest = "".join(f'<td role="cell">{cell}</td>' for cell in cells)
    return f'<tr role="row"><th scope="row" role="rowheader">{first}</th>{rest}</tr>'


def _card(chosen: MeasuresScene, key: Any, row: Any) -> str:
    texts = [_where(chosen, row), f"{words.responsible(row['responsible'])}, {words.due(row)}", *_values(row)]
    return f"<p>{words.lit(row['light'])}</p>{_link(key, row)}{_paragraphs(*texts, words.missing(row))}"


def _link(key: Any, row: Any) -> str:
    return f'<p><a href="{escape(words.address(str(key)))}" target="_self">{escape(str(row["title"]))}</a></p>'


def _where(chosen: MeasuresScene, row: Any) -> str:
    where = words.place(chosen.scene.of, row["area_id"])
    return f"{where} · {words.domain(row['domain'])} · {t('measures.for_whom', whom=words.whom(row))}"


def _partners(row: Any) -> str:
    return t("measures.with", partners=row["partners"]) if row["partners"] else ""


def _values(row: Any) -> list[str]:
    if not row["indicator"]:
        return [words.indicator("")]
    known = {name: words.figure(row, name, with_unit=name == "target") for name in ("baseline", "current", "target")}
    without = "_without" if pd.isna(row["baseline"]) else ""
    return [words.indicator(row["indicator"]), t(f"measures.values{without}", **known)]


def _paragraphs(*texts: str) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts if text)
