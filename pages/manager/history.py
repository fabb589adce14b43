"""Verlauf: who changed what and when, on the map and as rows; what was done can be taken back. For managers."""

import streamlit as st

from components import care
from components.history import editions, maps, undo
from components.history import rows as history_rows
from components.text import plain, t

here = care.resolve()
st.title(t("history.title", city=plain(here.of.city.name)), anchor=False)
st.markdown(t("history.premise"))
care.city(here)
edition = editions.choose(here)
if edition is None:
    st.info(t("history.none"))
else:
    st.header(history_rows.title(edition), anchor=False)
    left, right = st.columns([3, 2])
    with left:
        editions.facts(here, edition)
        found = history_rows.against(here, edition)
        maps.show(here, found)
    with right:
        undo.show(here, edition)
    history_rows.show(here, edition, found)
