"""Methoden und Begriffe: how every figure is made, and what the words mean (F5)."""

import streamlit as st

from components import comparison_entries, gap_entries, measures_entries, methods
from components.text import t

st.title(t("frame.pages.methods"), anchor=False)
methods.indicators()
gap_entries.show()
comparison_entries.show()
measures_entries.show()
methods.terms()
