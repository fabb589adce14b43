"""Measures on a screen: how many are overdue, and the most urgent of them."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import pandas as pd
from streamlit.delta_generator import DeltaGenerator

from components.measures import scene, sentences, words
from components.measures.scene import MeasuresScene
from components.scene import resolve
from components.sitting.screen import Screen, credit
from components.text import day, number, plain, t

COLUMNS = ("measure", "responsible", "due")
MOST = 4
"""Measures that can be read from the last row of a room."""


def measures() -> Screen:
    """The measures that the filters leave, or the one that is looked at."""
    chosen = scene.resolve(resolve())
    one = chosen.measure
    name = t("measures.title", city=chosen.scene.of.city.name)
    if one is not None:
        said = f"{words.responsible(one['responsible'])}, {words.due(one)}. {words.missing(one)}".strip()
        only = _drawn(chosen, chosen.rows.loc[[chosen.chosen]])
        return Screen(chosen.scene, str(one["title"]), plain(said), only, is_wide=True)
    rows = chosen.shown
    said = plain(sentences.headline(rows)) if len(rows) else t("measures.none_of_these")
    return Screen(chosen.scene, name, said, _drawn(chosen, rows), is_wide=True)


def _drawn(chosen: MeasuresScene, rows: pd.DataFrame) -> Callable[[DeltaGenerator, DeltaGenerator], None]:
    def draw(picture: DeltaGenerator, legend: DeltaGenerator) -> None:
        if rows.empty:
            return
        picture.html(words.STYLE + markup(chosen, rows.head(MOST)))
        if len(rows) > MOST:
            picture.caption(t("sitting.first_measures", shown=MOST, whole=number(len(rows))))
        days = rows["current_stand"].dropna()
        used = tuple(dict.fromkeys(source for ids in rows["source_ids"] for source in ids))
        credit(legend, chosen.scene, day(days.max()) if len(days) else "", used)

    return draw


def markup(chosen: MeasuresScene, rows: pd.DataFrame) -> str:
    """The most urgent measures as a table in HTML, every text escaped; phones stack its cells."""
    head = "".join(
        f'<th scope="col" role="columnheader">{escape(t(f"measures.columns.{name}"))}</th>' for name in COLUMNS
    )
    body = "".join(
        f'<tr role="row"><th scope="row" role="rowheader">{words.lit(row["light"])}: {escape(str(row["title"]))}</th>'
        f'<td role="cell">{escape(words.responsible(row["responsible"]))}</td>'
        f'<td role="cell">{escape(words.due(row))}</td></tr>'
        for _, row in rows.iterrows()
    )
    caption = escape(t("measures.table_alt", city=chosen.scene.of.city.name))
    return (
        f'<table class="atlas-table stacked measures" role="table"><caption>{caption}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{body}</tbody></table>'
    )
