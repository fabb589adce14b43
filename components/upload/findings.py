"""What is odd in a file and where: errors first, filtered, corrected in place, taken along as a list."""

from __future__ import annotations

import csv
import io
from collections import Counter

import pandas as pd
import streamlit as st

from components import session, small_table
from components.text import number, plain, t
from components.upload import remedies
from components.upload.draft import Draft
from components.upload.words import column, finding, line
from data.errors import Problem
from data.importing.options import Correction
from data.importing.remedies import corrected
from data.importing.report import Report
from data.writing import guarded

SEVERITIES = ("error", "warning", "note")
SHOWN = 50
AT_ONCE = 20
"""Cells to correct at a time."""


def show(draft: Draft, report: Report) -> None:
    """The third part of the page."""
    st.markdown(summary(report))
    remedies.taken(draft, report)
    remedies.show(draft, report)
    _corrections(draft, report)
    _listed(report)
    with st.expander(t("upload.findings.switches")):
        remedies.every_switch(draft)


def summary(report: Report) -> str:
    """In one sentence how far the file is."""
    if not report.refused:
        return t("upload.findings.fine", count=report.rows_read)
    whole = len({(one.code, one.column) for one in report.problems if one.severity == "error" and one.row is None})
    rows = len({one.row for one in report.problems if one.severity == "error" and one.row is not None})
    said = [t("upload.findings.open_rows", count=rows)] if rows else []
    return " ".join([*([t("upload.findings.open_file", count=whole)] if whole else []), *said])


def _listed(report: Report) -> None:
    """The list with its filters."""
    if not report.problems:
        return
    counts = Counter(problem.severity for problem in report.problems)
    present = [severity for severity in SEVERITIES if counts[severity]]
    kinds = Counter(problem.code for problem in report.problems)
    example = {problem.code: finding(report, problem) for problem in reversed(report.problems)}
    with st.container(horizontal=True, vertical_alignment="bottom", key="upload_filters"):
        chosen = st.pills(
            t("upload.findings.severity"),
            present,
            selection_mode="multi",
            format_func=lambda one: f"{t(f'upload.severity.{one}')} ({number(counts[one])})",
            key="upload_severities",
        )
        kind = st.selectbox(
            t("upload.findings.kind"),
            list(kinds),
            index=None,
            format_func=lambda code: f"{number(kinds[code])}: {example[code][:80]}",
            placeholder=t("upload.findings.every_kind"),
            key="upload_kind",
        )
    wanted = [
        problem
        for problem in sorted(report.problems, key=lambda one: SEVERITIES.index(one.severity))
        if problem.severity in (chosen or present) and kind in (None, problem.code)
    ]
    rows = [_row(report, problem) for problem in wanted]
    if rows:
        table = pd.DataFrame([_shown(report, problem) for problem in wanted[:SHOWN]])
        small_table.show(table, caption=t("upload.findings.alt"))
    if len(rows) > SHOWN:
        st.caption(t("upload.findings.more", shown=SHOWN, count=number(len(rows))))
    st.download_button(
        t("upload.findings.download"),
        as_csv(rows),
        file_name=t("upload.findings.file_name"),
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _shown(report: Report, problem: Problem) -> dict[str, str]:
    """A finding in two cells, which also stand on a phone: where, and what."""
    place = " · ".join(filter(None, (line(report, problem.row), column(problem.column))))
    value = f": {problem.value}" if place and problem.value else ""
    return {
        t("upload.findings.head.place"): place + value if place else t("upload.findings.whole"),
        t("upload.findings.head.finding"): f"{t(f'upload.severity.{problem.severity}')}: {finding(report, problem)}",
    }


def _row(report: Report, problem: Problem) -> dict[str, str]:
    texts = (
        t(f"upload.severity.{problem.severity}"),
        line(report, problem.row),
        column(problem.column),
        problem.value or "",
        finding(report, problem),
    )
    return {t(f"upload.findings.head.{name}"): text for name, text in zip(HEAD, texts, strict=True)}


HEAD = ("severity", "line", "column", "value", "finding")


def as_csv(rows: list[dict[str, str]]) -> bytes:
    """Rows for a German Excel: BOM, semicolons; no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([t(f"upload.findings.head.{name}") for name in HEAD])
    writer.writerows([guarded(text) for text in row.values()] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cells(report: Report) -> list[Problem]:
    """The first finding of each cell that keeps the file out and can be typed over."""
    known = {*report.columns, *report.file_columns}
    found: dict[tuple[int, str], Problem] = {}
    for problem in report.problems:
        if problem.severity == "error" and problem.row is not None and problem.column in known:
            found.setdefault((problem.row, problem.column), problem)
    return list(found.values())


def _corrections(draft: Draft, report: Report) -> None:
    """A field for each refused cell."""
    cells = _cells(report)
    if not cells:
        return
    st.subheader(t("upload.correct.title"), anchor=False)
    with st.form("upload_corrections", border=False):
        for problem in cells[:AT_ONCE]:
            key = _cell_key(problem)
            session.fill(key, problem.value or "")
            where = f"{line(report, problem.row)} · {column(problem.column)}"
            st.text_input(f"**{plain(where)}** – {plain(finding(report, problem))}", key=key)
        if len(cells) > AT_ONCE:
            st.caption(t("upload.correct.later", count=len(cells) - AT_ONCE))
        st.form_submit_button(
            t("upload.correct.apply"), on_click=_correct, args=(draft, cells[:AT_ONCE]), icon=":material/check:"
        )


def _cell_key(problem: Problem) -> str:
    return f"upload_cell_{problem.row}_{problem.column}"


def _correct(draft: Draft, cells: list[Problem]) -> None:
    coming = []
    for problem in cells:
        typed = str(session.widget_state(_cell_key(problem)) or "")
        if typed != (problem.value or "") and problem.row is not None and problem.column:
            coming.append(Correction(problem.row, problem.column, typed))
    if coming:
        draft.change(corrected(draft.options, coming))
