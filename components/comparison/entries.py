"""How areas, days and places are compared: an entry each, for the page of methods."""

from __future__ import annotations

import streamlit as st

from components.text import plain, t

ENTRIES = ("differences", "change", "series", "likeness", "drift", "status")


def show() -> None:
    """Formula in words, limits and source of each."""
    st.header(t("comparison_entries.title"), anchor="vergleich")
    for name in ENTRIES:
        st.subheader(t(f"comparison_entries.{name}.name"), anchor=f"vergleich-{name}")
        parts = {part: t(f"comparison_entries.{name}.{part}") for part in ("formula", "limits", "source")}
        st.markdown("\n".join(f"- {t(f'comparison_entries.{part}')}: {plain(text)}" for part, text in parts.items()))
