"""How every figure is made, and what the words mean."""

from __future__ import annotations

import streamlit as st

from components import session
from components.text import known, t
from data.indicators import catalogue


def indicators() -> None:
    """Each indicator: question, formula in words, limits."""
    st.header(t("methods.indicators"), anchor="kennzahlen")
    st.markdown(t("methods.premise"))
    for code in catalogue():
        st.subheader(t(f"indicators.{code}.name"), anchor=f"indikator-{code}")
        parts = {key: t(f"indicators.{code}.{key}") for key in ("question", "formula", "limits")}
        st.markdown("\n".join(f"- {t(f'methods.{key}')}: {text}" for key, text in parts.items()))


def terms() -> None:
    """The glossary: words about people and places, used with care (F5)."""
    st.header(t("methods.terms"), anchor="begriffe")
    texts = known(session.language())
    for code in sorted(
        code.removesuffix(".term") for code in texts if code.startswith("glossary.") and code.endswith(".term")
    ):
        st.markdown(f"**{texts[f'{code}.term']}**: {texts[f'{code}.meaning']}")
