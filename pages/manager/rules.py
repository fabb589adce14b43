"""Regeln: what a city holds itself to, and what it counts as needed; for managers."""

import streamlit as st

from components import choosers, rule_editor
from components.scene import resolve
from components.text import plain, t

scene = resolve(today=True)
st.title(t("rules_page.title", city=plain(scene.of.city.name)), anchor=False)
st.markdown(t("rules_page.premise"))
choosers.city(scene)
rule_editor.show(scene)
