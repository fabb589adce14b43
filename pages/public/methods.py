"""Methoden und Begriffe: how every figure is made, and what the words mean (F5)."""

import streamlit as st

from components import methods
from components.comparison import entries as comparison_entries
from components.gaps import entries as gap_entries
from components.measures import entries as measures_entries
from components.text import t

st.title(t("frame.pages.methods"), anchor=False)
methods.indicators()
gap_entries.show()
comparison_entries.show()
measures_entries.show()
methods.terms()
