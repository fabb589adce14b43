"""Measures in sentences: of all that are shown, by department and by domain; the overdue first."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from components.measures import words
from components.measures.scene import MeasuresScene
from components.text import number, plain, t
from data.measures import FLAGS, LIGHTS, summary


def show(chosen: MeasuresScene) -> None:
    """The sentences; nothing where there are no measures."""
    rows = chosen.shown
    if rows.empty:
        return
    st.markdown(f"**{plain(headline(rows))}** {plain(checked(rows))}")
    for column, by in zip(st.columns(2), ("responsible", "domain"), strict=True):
        with column:
            st.markdown("\n".join([f"**{t(f'measures.by.{by}')}**", "", *lines(rows, by)]))


def headline(rows: pd.DataFrame) -> str:
    """How many measures are overdue, and how the others stand, as plain text."""
    overdue, count = int((rows["light"] == "overdue").sum()), len(rows)
    if count == 1:
        first = t("measures.only_overdue" if overdue else "measures.only_not")
    elif overdue:
        first = t("measures.overdue", count=overdue, of=number(count))
    else:
        first = t("measures.none_overdue", of=number(count))
    others = _counts(rows["light"].value_counts().to_dict(), LIGHTS[1:]) if count > 1 else ""
    return f"{first}; {others}." if others else f"{first}."


def checked(rows: pd.DataFrame) -> str:
    """What keeps measures from being more than "one should", as plain text; "" where nothing does."""
    found = rows["flags"].explode().value_counts()
    flagged = int(rows["flags"].map(bool).sum())
    if not flagged:
        return t("measures.check_passed")
    parts = ", ".join(t(f"measures.lack.{flag}", number=number(found[flag])) for flag in FLAGS if flag in found)
    return t("measures.check", count=flagged, parts=parts)


def lines(rows: pd.DataFrame, by: str) -> list[str]:
    """A sentence a department or domain, as Markdown."""
    name = {"responsible": words.responsible, "domain": words.domain}[by]
    return [f"- **{plain(name(str(key)))}** {plain(_group(row))}" for key, row in summary(rows, by).iterrows()]


def _group(row: Any) -> str:
    counts = _counts({light: int(row[light]) for light in LIGHTS}, LIGHTS)
    told = t("measures.group", count=int(row["count"]), parts=counts)
    return f"{told}; {t('measures.group_flagged', count=int(row['flagged']))}" if row["flagged"] else told


def _counts(found: dict[str, int], lights: tuple[str, ...]) -> str:
    return ", ".join(f"{number(found[one])} {t(f'measures.light.{one}')}" for one in lights if found.get(one))
