"""Stadtteil: an area to read out, against the city and areas like it; the whole city where none is chosen."""

import streamlit as st

from components import atlas_map, choosers, demo_note, details, neighbour_list, time_lines
from components.gaps import area as gap_area
from components.report import sections
from components.report.key_figures import TREND
from components.scene import resolve
from components.text import plain, t

scene = resolve()
found, about = sections.of(scene), sections.subject(scene)
st.title(plain(scene.area_name), anchor=False)
choosers.row(scene, with_map=not scene.area)
sections.lead(found)
sections.takeaway(about)
if not scene.area:
    st.info(t("area_page.choose"))
left, right = st.columns([1, 1])
with left:
    sections.grid(found.figures)
    sections.caption(found.similar)
    sections.said(found.accommodation)
with right:
    if scene.area:
        st.header(t("area_page.supply"), anchor=False)
        gap_area.show(scene)
    else:
        atlas_map.show(scene)
    sections.grid(found.lapses)
demo_note.show(scene)
sections.gaps(found.gaps, folded=bool(scene.area))
sections.grid(found.measures)
sections.grid(found.trend)
time_lines.show(scene.of, scene.level, [scene.area], TREND, key="trend")
if scene.area:
    st.header(t("area_page.sites"), anchor=False)
    details.sites(scene)
    st.header(t("area_page.neighbours"), anchor=False)
    neighbour_list.show(scene)
sections.grid(found.sources)
sections.said(found.notes)
sections.caption(found.edition)
