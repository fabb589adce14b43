"""A small table in real HTML: what screen readers read is what stands there, and nothing in it is Markdown.

``st.table`` would send four times as much with every click, and reads cells as Markdown.
"""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st


def show(rows: pd.DataFrame, *, caption: str) -> None:
    """Draw a table of texts; the first column names the rows.

    Args:
        rows: cells as shown, columns as headed; the index is not shown.
        caption: name of the table for assistive technologies.
    """
    st.html(markup(rows, caption=caption))


def markup(rows: pd.DataFrame, *, caption: str) -> str:
    """The table as HTML, every text escaped."""
    head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in rows.columns)
    body = "".join(_row(cells) for cells in rows.itertuples(index=False, name=None))
    return (
        f'<table class="atlas-table"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(cells: tuple[str, ...]) -> str:
    first, *rest = (escape(str(cell)) for cell in cells)
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
