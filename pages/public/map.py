"""Karte: where do people live, what is there, what is missing?"""

import streamlit as st

from components import area_table, atlas_map, choosers, demo_note, details, downloads, headline, labels
from components.scene import resolve
from components.text import plain

scene = resolve()
st.title(plain(labels.question(scene.figures.indicator)), anchor=False)
choosers.row(scene)
headline.show(scene)
left, right = st.columns([3, 2])
with left:
    atlas_map.show(scene)
    downloads.figures(scene)
with right:
    details.show(scene)
demo_note.show(scene)
area_table.show(scene)
