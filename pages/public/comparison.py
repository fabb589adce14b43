"""Vergleich: areas, dates or places side by side; town and country; status and trend."""

import streamlit as st

from components import demo_note
from components.comparison import areas as comparison_areas
from components.comparison import choosers, drift, scene, towns
from components.comparison import dates as comparison_dates
from components.comparison import status as status_page
from components.report import sections
from components.scene import resolve
from components.text import plain, t

SHOWN = {
    "areas": comparison_areas.show,
    "dates": comparison_dates.show,
    "towns": towns.show,
    "drift": drift.show,
    "status": status_page.show,
}

chosen = scene.resolve(resolve())
st.title(t("comparison.title", city=plain(chosen.scene.of.city.name)), anchor=False)
choosers.show(chosen)
SHOWN[chosen.kind](chosen)
if chosen.kind == "areas" and len(chosen.areas) > 1:
    sections.takeaway(sections.subject(chosen.scene, tuple(chosen.areas)), page="vergleich")
demo_note.show(chosen.scene)
