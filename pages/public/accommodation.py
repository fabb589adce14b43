"""Unterbringung: where places concentrate, how decentral they are, and what the standards say."""

import streamlit as st

from components import cached, choosers, demo_note, downloads
from components.accommodation import districts, indices, maps, sentences
from components.accommodation import standards as accommodation_standards
from components.scene import resolve
from components.text import plain, t

scene = resolve()
found = cached.concentration_of(scene.of, scene.level, scene.on)
st.title(t("accommodation.title", city=plain(scene.of.city.name)), anchor=False)
with st.container(key="choosers"):
    asked = (choosers.city, choosers.level, choosers.day_of_figures, choosers.area)
    for column, ask in zip(st.columns(len(asked)), asked, strict=True):
        with column:
            ask(scene)
sentences.show(found)
left, right = st.columns([1, 1])
with left:
    maps.show(scene, found)
with right:
    st.header(t("accommodation.order"), anchor=False)
    st.caption(t("accommodation.order_note"))
    districts.order(scene, found)
demo_note.show(scene)
st.header(t("accommodation.spread"), anchor=False)
indices.show(scene, found)
st.header(t("accommodation.standards"), anchor=False)
accommodation_standards.show(scene)
downloads.standards(scene)
st.header(t("accommodation.freed"), anchor=False)
st.caption(t("accommodation.freed_note"))
districts.freed(scene, found)
st.header(t("accommodation.operators"), anchor=False)
districts.operators(scene, found)
