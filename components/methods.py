"""How every figure is made, and what the words mean."""

from __future__ import annotations

import unicodedata

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
    codes = [code.removesuffix(".term") for code in texts if code.startswith("glossary.") and code.endswith(".term")]
    for code in sorted(codes, key=lambda code: _alphabetical(texts[f"{code}.term"])):
        st.markdown(f"**{texts[f'{code}.term']}**: {texts[f'{code}.meaning']}")


def _alphabetical(term: str) -> str:
    """Sorts as a German dictionary does: ä as a, whatever the case."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", term.casefold()) if not unicodedata.combining(sign))
