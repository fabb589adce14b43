"""The tables of a city as the viewer may see them, with edition, source, licence and Stand."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import downloads, labels, session, small_table
from components.scene import Scene
from components.text import day, number, t
from data.contracts import TABLES
from data.indicators import own
from data.snapshot import Snapshot

CODES = ("level", "category", "kind", "role", "audience", "indicator", "group", "marker", "status", "domain")
"""Columns whose codes have names."""

SHOWN = ("areas", "sites", "offers", "statistics", "caseload", "measures", "sources")


def overview(scene: Scene) -> None:
    """One row a table: rows that the viewer may see, edition, Stand, how many rows are invented."""
    rows = []
    for name in SHOWN:
        frame = scene.of.table(name)
        if frame.empty:
            continue
        dates = frame["as_of"] if "as_of" in frame else scene.of.sources["as_of"].reindex(_sources(scene.of, frame))
        dates = dates.dropna()
        rows.append(
            {
                t("tables_page.table"): labels.term("table", name),
                t("tables_page.row_count"): number(len(frame)),
                t("tables_page.edition"): number(scene.of.editions[name]),
                t("tables_page.stand"): day(dates.max()) if len(dates) else "",
                t("tables_page.invented"): number(_invented(scene.of, frame)),
            }
        )
    small_table.show(pd.DataFrame(rows), caption=t("tables_page.overview_alt"), stacks=True)


def sources(scene: Scene) -> None:
    """Every source with publisher, licence, Stand and what was changed."""
    rows = [
        {
            t("tables_page.source"): source.title,
            t("tables_page.attribution"): source.attribution or source.publisher,
            t("tables_page.licence"): source.licence,
            t("tables_page.stand"): day(source.as_of),
            t("tables_page.changed"): source.changed,
            t("tables_page.is_demo"): t("common.demo") if source.demo else t("tables_page.real"),
        }
        for source in scene.of.sources.itertuples()
    ]
    small_table.show(pd.DataFrame(rows), caption=t("tables_page.sources_alt"), stacks=True)


def one(scene: Scene) -> None:
    """One table: to download, its lasting address, its rows."""
    present = [name for name in SHOWN if not scene.of.table(name).empty]
    name = session.one_of("table", ["", *present], "") or present[0]
    st.selectbox(
        t("tables_page.table"),
        present,
        format_func=lambda code: labels.term("table", code),
        **session.bound("table", name),
    )
    downloads.table(scene, name)
    _rows(scene, name)


def _rows(scene: Scene, name: str) -> None:
    frame = scene.of.table(name).drop(columns="geometry", errors="ignore").copy()
    kinds = TABLES[name].dtypes
    for column in frame.columns:
        if kinds[column] == "date":
            frame[column] = [day(moment) if pd.notna(moment) else "" for moment in frame[column]]
        elif kinds[column] == "truth":
            frame[column] = frame[column].map({True: t("common.yes"), False: t("common.no")}).fillna("").astype("str")
        elif column in CODES:
            names = {code: _name(scene, column, code) for code in frame[column].unique()}
            frame[column] = frame[column].map(names)
    number_format = st.column_config.NumberColumn(format="localized")
    columns = {column: number_format for column in frame if kinds[column] in ("number", "integer")}
    frame = frame.rename(columns=lambda column: labels.term("column", column))
    columns = {labels.term("column", column): shown for column, shown in columns.items()}
    st.dataframe(frame, hide_index=True, alt=labels.term("table", name), column_config=columns)


def _name(scene: Scene, column: str, code: str) -> str:
    if column == "level":
        return scene.of.city.level(code).name(session.language())
    if column == "indicator":
        return labels.indicator(own(code, "total"))
    return labels.group(code) if column == "group" else labels.term(column, code)


def _invented(of: Snapshot, frame: pd.DataFrame) -> int:
    demo = frame["demo"] if "demo" in frame else of.sources["demo"].reindex(_sources(of, frame))
    return int(demo.eq(True).sum())


def _sources(of: Snapshot, frame: pd.DataFrame) -> pd.Series:
    """Source of each row; an offer's is that of its site."""
    if "source_id" in frame:
        return frame["source_id"]
    return of.sites["source_id"].reindex(frame["site_id"]) if "site_id" in frame else pd.Series(dtype="str")
