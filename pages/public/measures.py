"""Maßnahmen: what was promised, by whom and until when; where it stands, and what it lacks to be more than a wish."""

import streamlit as st

from components import downloads
from components.measures import attribution, card, choosers, editor, scene, sentences, table
from components.scene import resolve
from components.text import plain, t

chosen = scene.resolve(resolve())
st.title(t("measures.title", city=plain(chosen.scene.of.city.name)), anchor=False)
choosers.row(chosen)
sentences.show(chosen)
card.show(chosen)
editor.show(chosen)
st.header(t("measures.heading"), anchor=False)
table.show(chosen)
downloads.measures(chosen)
attribution.show(chosen)
