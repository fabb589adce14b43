"""Daten: every table with source, licence, Stand and edition, and what is demonstration data."""

import streamlit as st

from components import choosers, data_tables, demo_note, downloads
from components.scene import resolve
from components.text import plain, t

scene = resolve(today=True)
st.title(t("tables_page.title", city=plain(scene.of.city.name)), anchor=False)
choosers.city(scene)
demo_note.show(scene)
data_tables.overview(scene)
st.header(t("tables_page.one"), anchor=False)
data_tables.one(scene)
st.header(t("tables_page.sources"), anchor=False)
data_tables.sources(scene)
st.header(t("tables_page.catalogue"), anchor=False)
downloads.catalogue()
