"""What the figures beside measures rest on: sources, Stand, edition, and what of it is invented."""

from __future__ import annotations

import streamlit as st

from components import demo_note, labels
from components.measures.scene import MeasuresScene
from components.text import day, number, plain, t


def show(chosen: MeasuresScene) -> None:
    """Sources, Stand and edition of the measures shown; what is invented is said."""
    of, rows = chosen.scene.of, chosen.shown
    if rows.empty:
        return
    used = tuple(dict.fromkeys(source for ids in rows["source_ids"] for source in ids))
    days = rows["current_stand"].dropna()
    stand = t("measures.figures_of", day=day(days.max())) if len(days) else ""
    edition = t("measures.edition", edition=number(of.editions["measures"]), day=day(chosen.day))
    sources = t("measures.sources", sources=labels.sources(of, used))
    st.caption(" ".join(plain(one) for one in (edition, stand, sources) if one))
    if said := demo_note.sentences(of, chosen.scene.level, set(used)):
        st.caption(f":material/science: **{t('common.demo')}:** " + " ".join(map(plain, [t("measures.demo"), *said])))
