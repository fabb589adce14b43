"""The table of a comparison: every key figure of every part, with differences, and the same to download."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components import details, downloads, labels, small_table
from components.comparison import words
from components.scene import Scene
from components.text import plain, t
from data import views
from data.comparison import Evaluate, Part, compare
from data.indicators import catalogue, find
from data.writing import Document


def figures(scene: Scene, parts: Sequence[Part], evaluate: Evaluate) -> pd.DataFrame:
    """The chosen indicator and all key figures, compared."""
    first = scene.figures.indicator
    codes = [code for code in details.ALL_FIGURES if code != first.code]
    return compare(parts, [first, *(catalogue()[code] for code in codes)], evaluate)


def show(found: pd.DataFrame, parts: Sequence[Part], names: Sequence[str], *, notes: Sequence[str]) -> None:
    """The table, what its brackets say, and the download."""
    st.header(t("comparison.table"), anchor=False)
    small_table.show(cells(found, names), caption=t("comparison.table_alt", names=", ".join(names)))
    for note in notes:
        st.caption(plain(note))

    def view() -> Document:
        about = {"compared": ", ".join(names), "definition": t("comparison.first_is", name=names[0])}
        return views.comparison_view(parts, found, about)

    downloads.view("comparison", parts[0].of, view)


def cells(found: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """One row an indicator, one column a part."""
    rows = []
    for code, group in found.groupby("indicator", sort=False):
        which = find(str(code))
        unit = labels.extra_unit(which)
        title = f"{labels.indicator(which)} ({unit})" if unit else labels.indicator(which)
        rows.append([title, *(words.cell(row) for _, row in group.sort_values("part").iterrows())])
    return pd.DataFrame(rows, columns=[t("comparison.figure"), *names])
