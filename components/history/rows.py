"""What changed with an edition, as tables, with the whole of it as a file."""

from __future__ import annotations

import difflib
from datetime import datetime

import pandas as pd
import streamlit as st

from components import cached, labels, session, small_table
from components.care import Care, cell
from components.history.editions import code, table_name
from components.text import exact, number, plain, t
from data.contracts import TABLES
from data.difference_files import CHANGE, ENDINGS, PARTS, difference_bytes
from data.differences import Difference, difference, for_people
from data.store import Edition

SHOWN = 50
"""Rows of each table that are shown; the file has all of them."""


def against(care: Care, edition: Edition) -> Difference:
    """The edition held against the one that is chosen, by default the one before."""
    numbers = [str(one) for one in range(edition.edition - 1, -1, -1)]
    since = session.one_of("since", ["", *numbers], "")
    st.selectbox(
        t("history.since"),
        numbers,
        format_func=lambda one: t("history.since_edition", edition=one) if one != "0" else t("history.since_nothing"),
        **session.bound("since", since or numbers[0], take=lambda one: "" if one == numbers[0] else one),
    )
    before = int(since) if since else None
    store = cached.store()
    found = difference(store, care.slug, edition.table, edition.edition, viewer=care.viewer, since=before)
    return for_people(store, found)


def show(care: Care, edition: Edition, found: Difference) -> None:
    """Rows added, changed and removed, the first of each, and the download."""
    counts = {name: len(getattr(found, part)) for name, part in _PARTS.items()}
    st.markdown(t("history.counts", **{name: number(count) for name, count in counts.items()}))
    if found.is_empty:
        return
    if found.table == "city":
        _settings(found)
        return
    _downloads(care, edition, found)
    for name, part in _PARTS.items():
        if counts[name]:
            st.subheader(t(f"history.{name}_rows", count=counts[name]), anchor=False)
            caption = t(f"history.{name}_rows", count=counts[name])
            if name == "changed":
                small_table.show(_changed(care, found), caption=caption)
            else:  # as wide as its table: it scrolls in itself, not the page
                st.dataframe(_whole(care, found.table, getattr(found, part)), hide_index=True, alt=caption)
            if counts[name] > SHOWN:
                st.caption(t("history.first", shown=SHOWN, whole=number(counts[name])))


_PARTS = {"added": "added", "changed": "after", "removed": "removed"}


def _whole(care: Care, table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The first rows with every column that says something in them."""
    first = frame.head(SHOWN)
    texts = {column: [cell(care, column, value) for value in first[column]] for column in first.columns}
    used = {column: cells for column, cells in texts.items() if any(cells) or column in TABLES[table].key[:1]}
    return pd.DataFrame({_heading(column): cells for column, cells in used.items()})


def _changed(care: Care, found: Difference) -> pd.DataFrame:
    """The first changed rows: what they are called, and each changed cell as it was and as it is."""
    cells = found.cells[found.cells["row"] < SHOWN]
    rows = []
    for one in cells.itertuples():
        row = found.after.iloc[int(one.row)]
        if one.column == "geometry":
            old, new = (frame["geometry"].iloc[int(one.row)] for frame in (found.before, found.after))
            was, now = (cell(care, "geometry", shape) or t("history.no_place") for shape in (old, new))
            now = " ".join([now, *_by(found.table, one.new)])
        else:
            was, now = (cell(care, str(one.column), value) or t("history.nothing") for value in (one.old, one.new))
        rows.append((name_of(care, found.table, row), _heading(str(one.column)), was, now))
    columns = [t(f"history.{name}") for name in ("row", "what", "was", "now")]
    return pd.DataFrame(rows, columns=columns)


def _by(table: str, size: float | None) -> list[str]:
    if size is None:
        return []
    if table == "sites":
        return [t("history.moved", metres=number(size, decimals=0 if size >= 10 else 1))]
    grown = exact(abs(size)) if abs(size) >= 0.01 else f"{abs(size):.6f}".replace(".", t("history.mark"))
    return [t("history.grown" if size > 0 else "history.shrunk" if size < 0 else "history.reshaped", size=grown)]


def name_of(care: Care, table: str, row: pd.Series) -> str:
    """What a row is called: its key, and its name where it has one."""
    key = " · ".join(filter(None, (cell(care, column, row[column]) for column in TABLES[table].key)))
    name = next((str(row[column]) for column in ("name", "title") if row.get(column)), "")
    return f"{name} ({key})" if name else key


def _heading(column: str) -> str:
    return t("history.place") if column == "geometry" else labels.term("column", column)


def _settings(found: Difference) -> None:
    """Lines of the settings that came and went."""
    texts = [frame["toml"].iloc[0].splitlines() if len(frame) else [] for frame in (found.before, found.after)]
    if not len(found.after):
        texts = [frame["toml"].iloc[0].splitlines() if len(frame) else [] for frame in (found.removed, found.added)]
    lines = [line for line in difflib.ndiff(*texts) if line[:2] in ("+ ", "- ")]
    words = {"+": t("history.written.added"), "-": t("history.written.removed")}
    rows = [(words[line[0]], line[2:]) for line in lines if line[2:].strip()][: 4 * SHOWN]
    columns = [t("history.written.change"), t("history.line")]
    small_table.show(pd.DataFrame(rows, columns=columns), caption=t("history.lines_alt"))


def _downloads(care: Care, edition: Edition, found: Difference) -> None:
    words = {name: t(f"history.written.{name}") for name in (CHANGE, *PARTS)}
    store, viewer, slug = cached.store(), care.viewer, care.slug

    def made(ending: str) -> bytes:
        sources = store.read(slug, "sources", viewer=viewer)
        at = datetime.fromisoformat(edition.at)
        return difference_bytes(found, ending, sources=sources, made=at, words=words)

    with st.container(horizontal=True):
        for ending in ENDINGS:
            st.download_button(
                t(f"history.download{ending}"),
                session.still(lambda ending=ending: made(ending)),
                file_name=f"{slug}-{found.table}-{found.older}-{found.newer}{ending}",
                key=f"difference{ending}_{code(edition)}",
                on_click="ignore",
                icon=":material/download:",
            )


def title(edition: Edition) -> str:
    """Heading of one edition."""
    return plain(t("history.chosen", table=table_name(edition.table), edition=number(edition.edition)))
