"""Sitzungen: agendas of views for the council, with link and QR code. For managers."""

import streamlit as st

from components import agenda_editor, care
from components.text import plain, t

here = care.resolve()
st.title(t("agendas.title", city=plain(here.of.city.name)), anchor=False)
st.markdown(t("agendas.premise"))
left, right = st.columns([3, 2], gap="large")
with left:
    care.city(here)
    chosen = agenda_editor.choose(here)
    agenda_editor.said()
    if chosen:
        agenda_editor.show(here, chosen)
with right:
    if chosen:
        agenda_editor.start(here, chosen)
    st.header(t("agendas.new"), anchor=False)
    agenda_editor.create(here)
    if chosen:
        agenda_editor.end(here, chosen)
