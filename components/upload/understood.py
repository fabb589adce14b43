"""What was understood of a file: how it was read, which columns it has, what its rows will look like."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st
from pyproj import CRS
from pyproj.exceptions import CRSError

from components import labels, session, small_table
from components.text import has, number, plain, t
from components.upload import columns as upload_columns
from components.upload import maps
from components.upload.draft import Draft
from components.upload.words import answer, level
from data.errors import AtlasError
from data.importing.meaning.values import MARKS
from data.importing.options import MARKERS, lines
from data.importing.remedies import chosen
from data.importing.report import Report

CANDIDATES = (
    *("EPSG:4326", "EPSG:25832", "EPSG:25833", "EPSG:3857"),
    *("EPSG:31466", "EPSG:31467", "EPSG:31468", "EPSG:31469"),
)
CODED = ("category", "kind", "role", "audience", "marker", "status", "domain")
ROWS = 8
KEY = "upload_reading"


def show(draft: Draft, report: Report) -> None:
    """The second part of the page."""
    _as_before(draft)
    left, right = st.columns([3, 2])
    with left:
        _facts(report)
        _read_otherwise(draft, report)
    with right:
        maps.show(draft, report)
    st.subheader(t("upload.columns.title"), anchor=False)
    upload_columns.show(draft, report)
    if report.preview:
        st.subheader(t("upload.understood.preview"), anchor=False)
        _preview(report)


def _as_before(draft: Draft) -> None:
    """What the last file with these columns was told, in one click."""
    if draft.before is None:
        return
    options, edition = draft.before
    if not set(chosen(options)) - set(chosen(draft.options)):
        return
    st.markdown(t("upload.understood.remembered", edition=edition.edition))
    st.button(
        t("upload.understood.as_before", edition=edition.edition),
        on_click=_repeat,
        args=(draft,),
        icon=":material/history:",
        help="\n".join(f"- {answer(one)}" for one in chosen(options)),
    )


def _repeat(draft: Draft) -> None:
    if draft.before is not None:
        options = replace(draft.before[0], corrections=draft.options.corrections)
        draft.change(replace(options, source=options.source or draft.options.source))


def _facts(report: Report) -> None:
    """How the file was read, a line each."""
    first, last = report.header_rows or (0, 0)
    delimiter = report.delimiter or ""
    named = f"upload.understood.sign.{ord(delimiter)}" if len(delimiter) == 1 else ""
    facts = {
        "rows": number(report.rows_read),
        "sheet": report.sheet or "",
        "header": "" if not first else str(first) if first == last else f"{first} – {last}",
        "encoding": (report.encoding or "").upper(),
        "delimiter": t(named) if has(named) else delimiter,
        "decimal": t(f"upload.understood.sign.{ord(report.decimal)}") if report.decimal in (",", ".") else "",
        "crs": crs_name(report.crs),
    }
    table = pd.DataFrame(
        [(t(f"upload.understood.{name}"), value) for name, value in facts.items() if value],
        columns=[t("upload.understood.what"), t("upload.understood.found")],
    )
    small_table.show(table, caption=t("upload.understood.facts_alt"))


def crs_name(crs: str | None) -> str:
    """A CRS with its name: EPSG:25833 (ETRS89 / UTM zone 33N)."""
    if not crs:
        return ""
    try:
        known = CRS.from_user_input(crs)
    except CRSError:
        return crs
    code = known.to_epsg()
    return f"EPSG:{code} ({known.name})" if code else known.name


def _read_otherwise(draft: Draft, report: Report) -> None:
    """Sheet, header lines, CRS and signs, to be said where the file was misread."""
    wrong = any(problem.row is None and problem.severity == "error" for problem in report.problems)
    with (
        st.expander(t("upload.understood.otherwise"), expanded=wrong and len(report.sheets) > 1),
        st.form("upload_reading", border=False),
    ):
        if len(report.sheets) > 1:
            present = draft.options.sheet or report.sheet
            position = report.sheets.index(present) if present in report.sheets else None
            st.selectbox(t("upload.understood.sheet"), report.sheets, index=position, key=f"{KEY}_sheet")
        if report.first_line:
            first, last = draft.options.header_rows or report.header_rows or (1, 1)
            session.fill(f"{KEY}_header", str(first) if first == last else f"{first}-{last}")
            st.text_input(t("upload.understood.header"), key=f"{KEY}_header", help=t("upload.understood.header_help"))
        if draft.target.table in ("areas", "sites"):
            present = draft.options.file_crs
            codes = list(dict.fromkeys([*CANDIDATES, *([present] if present else [])]))
            st.selectbox(
                t("upload.understood.file_crs"),
                codes,
                index=codes.index(present) if present else None,
                format_func=lambda code: crs_name(code),
                placeholder=t("upload.understood.as_in_file"),
                accept_new_options=True,
                key=f"{KEY}_crs",
            )
        signs = _signs(draft, report)
        for position, sign in enumerate(signs):
            meaning = draft.options.markers.get(sign) or MARKS.get(sign.lower())
            st.selectbox(
                t("upload.understood.marker", sign=plain(sign)),
                MARKERS,
                index=MARKERS.index(meaning) if meaning in MARKERS else None,
                format_func=lambda code: t(f"upload.marker.{code}"),
                key=f"{KEY}_sign_{position}",
            )
        st.form_submit_button(t("upload.understood.apply"), on_click=_apply, args=(draft, report, signs))
    for line in session.said(KEY):
        st.warning(line)


def _signs(draft: Draft, report: Report) -> list[str]:
    """Signs in place of figures that occur, and those somebody has decided about."""
    found = [problem.value for problem in report.problems if problem.code == "marks_read" and problem.value]
    return list(dict.fromkeys([*found, *draft.options.markers]))


def _apply(draft: Draft, report: Report, signs: list[str]) -> None:
    options = draft.options
    sheet = session.widget_state(f"{KEY}_sheet")
    if sheet and sheet != report.sheet:
        options = replace(options, sheet=sheet, header_rows=None)
    header = str(session.widget_state(f"{KEY}_header") or "").strip()
    if header and options.sheet == draft.options.sheet:
        try:
            rows = lines(header)
        except AtlasError:
            session.say(KEY, [t("upload.understood.header_wrong", value=plain(header))])
            return
        options = replace(options, header_rows=None if rows == report.header_rows else rows)
        if rows == draft.options.header_rows:
            options = replace(options, header_rows=rows)
    crs = session.widget_state(f"{KEY}_crs")
    chosen = {sign: session.widget_state(f"{KEY}_sign_{position}") for position, sign in enumerate(signs)}
    markers = {sign: meaning for sign, meaning in chosen.items() if meaning and meaning != MARKS.get(sign.lower())}
    draft.change(replace(options, file_crs=str(crs).strip() if crs else None, markers=markers))


def _preview(report: Report) -> None:
    """The first rows as readers will see them."""
    rows = pd.DataFrame(report.preview[:ROWS]).drop(columns=["geometry"], errors="ignore")
    filled = [column for column in rows if (rows[column].astype(str) != "").any()]
    rows = rows[filled]
    for column in filled:
        if column in CODED:
            rows[column] = rows[column].map(lambda code, column=column: labels.term(column, code) if code else "")
        if column == "level":
            rows[column] = rows[column].map(lambda code: level(report.city, code))
    rows = rows.rename(columns=lambda column: labels.term("column", column))
    st.dataframe(rows, hide_index=True, alt=t("upload.understood.preview_alt"))
