"""Vergleich: areas, dates or places side by side; town and country; status and trend."""

import streamlit as st

from components import (
    comparison_areas,
    comparison_choosers,
    comparison_dates,
    comparison_scene,
    comparison_towns,
    demo_note,
    drift_page,
    status_page,
)
from components.report import sections
from components.scene import resolve
from components.text import plain, t

SHOWN = {
    "areas": comparison_areas.show,
    "dates": comparison_dates.show,
    "towns": comparison_towns.show,
    "drift": drift_page.show,
    "status": status_page.show,
}

chosen = comparison_scene.resolve(resolve())
st.title(t("comparison.title", city=plain(chosen.scene.of.city.name)), anchor=False)
comparison_choosers.show(chosen)
SHOWN[chosen.kind](chosen)
if chosen.kind == "areas" and len(chosen.areas) > 1:
    sections.takeaway(sections.subject(chosen.scene, tuple(chosen.areas)), page="vergleich")
demo_note.show(chosen.scene)
