"""Maßnahmen: what was promised, by whom and until when; where it stands, and what it lacks to be more than a wish."""

import streamlit as st

from components import (
    downloads,
    measures_card,
    measures_choosers,
    measures_credits,
    measures_editor,
    measures_scene,
    measures_sentences,
    measures_table,
)
from components.scene import resolve
from components.text import plain, t

chosen = measures_scene.resolve(resolve())
st.title(t("measures.title", city=plain(chosen.scene.of.city.name)), anchor=False)
measures_choosers.row(chosen)
measures_sentences.show(chosen)
measures_card.show(chosen)
measures_editor.show(chosen)
st.header(t("measures.heading"), anchor=False)
measures_table.show(chosen)
downloads.measures(chosen)
measures_credits.show(chosen)
