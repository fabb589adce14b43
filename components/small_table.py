"""A small table in real HTML: what screen readers read is what stands there, and nothing in it is Markdown.

``st.table`` would send four times as much with every click, and reads cells as Markdown.
"""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st


def show(rows: pd.DataFrame, *, caption: str, stacks: bool = False) -> None:
    """Draw a table of texts; the first column names the rows.

    Args:
        rows: cells as shown, columns as headed; the index is not shown.
        caption: name of the table for assistive technologies.
        stacks: whether a phone puts the cells of a row below each other, each with its head: for long texts.
    """
    st.html(markup(rows, caption=caption, stacks=stacks))


def markup(rows: pd.DataFrame, *, caption: str, stacks: bool = False) -> str:
    """The table as HTML, every text escaped; with roles where it stacks, because it stays a table."""
    heads = [escape(str(name)) for name in rows.columns]
    head = "".join(f'<th scope="col"{_role("columnheader", stacks)}>{name}</th>' for name in heads)
    body = "".join(_row(cells, heads, stacks) for cells in rows.itertuples(index=False, name=None))
    group, row = _role("rowgroup", stacks), _role("row", stacks)
    return (
        f'<table class="atlas-table{" stacked" if stacks else ""}"{_role("table", stacks)}>'
        f"<caption>{escape(caption)}</caption>"
        f"<thead{group}><tr{row}>{head}</tr></thead><tbody{group}>{body}</tbody></table>"
    )


def _row(cells: tuple[str, ...], heads: list[str], stacks: bool) -> str:
    first, *rest = (escape(str(cell)) for cell in cells)
    opened = [f'<td role="cell" data-head="{head}">' if stacks else "<td>" for head in heads[1:]]
    told = "".join(f"{tag}{cell}</td>" for tag, cell in zip(opened, rest, strict=True))
    return f'<tr{_role("row", stacks)}><th scope="row"{_role("rowheader", stacks)}>{first}</th>{told}</tr>'


def _role(name: str, stacks: bool) -> str:
    return f' role="{name}"' if stacks else ""
