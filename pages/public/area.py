"""Stadtteil: one area against the city, its sites and its neighbours."""

import streamlit as st

from components import atlas_map, choosers, demo_note, details, gap_area, headline, neighbour_list
from components.scene import resolve
from components.text import plain, t

scene = resolve()
st.title(plain(scene.area_name), anchor=False)
choosers.row(scene, with_map=not scene.area)
headline.show(scene)
if not scene.area:
    st.info(t("area_page.choose"))
left, right = st.columns([2, 3])
with left:
    st.header(t("area_page.figures"), anchor=False)
    details.figures(scene, details.ALL_FIGURES)
with right:
    if scene.area:
        st.header(t("area_page.sites"), anchor=False)
        details.sites(scene)
        st.header(t("area_page.supply"), anchor=False)
        gap_area.show(scene)
        st.header(t("area_page.neighbours"), anchor=False)
        neighbour_list.show(scene)
    else:
        atlas_map.show(scene)
demo_note.show(scene)
