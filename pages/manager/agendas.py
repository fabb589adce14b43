"""Sitzungen: agendas of views for the council, with link and QR code. For managers."""

import streamlit as st

from components import care
from components.sitting import agenda
from components.text import plain, t

here = care.resolve()
st.title(t("agendas.title", city=plain(here.of.city.name)), anchor=False)
st.markdown(t("agendas.premise"))
left, right = st.columns([3, 2], gap="large")
with left:
    care.city(here)
    chosen = agenda.choose(here)
    agenda.said()
    if chosen:
        agenda.show(here, chosen)
with right:
    if chosen:
        agenda.start(here, chosen)
    st.header(t("agendas.new"), anchor=False)
    agenda.create(here)
    if chosen:
        agenda.end(here, chosen)
