"""Parts of the frame: language and viewer on top, notices, the footer."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components import labels, session
from components.text import plain, t
from data.audiences import Audience

STYLE = """
<style>
  [data-testid="stMainBlockContainer"] {padding: 3.6rem 2rem 2rem; max-width: 1720px}
  [data-testid="stMain"] h1 {font-size: 1.75rem; padding: 0}
  [data-testid="stMain"] h2 {font-size: 1.4rem}
  [data-testid="stMain"] h3 {font-size: 1.2rem; padding-top: 0}
  [data-testid="stMain"] [data-testid="stTable"] :is(td, th) {padding: .25rem .5rem; white-space: normal}
  [data-testid="stMain"] [data-testid="stVerticalBlock"] {gap: .6rem}
  @media (max-width: 640px) {[data-testid="stMainBlockContainer"] {padding: 3.6rem 1rem 1rem}}
</style>
"""


def top() -> None:
    """Language, and for the desk: that nobody signed in, and through whose eyes it looks."""
    st.html(STYLE)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        role = session.local_role()
        if role is None:
            st.caption(t("frame.motto"))
        else:
            st.badge(t("frame.desk"), icon=":material/lock_open:", color="orange")
            audiences = [audience.name.lower() for audience in Audience if audience <= role]
            st.segmented_control(
                t("frame.eyes"),
                audiences,
                format_func=lambda name: labels.term("audience", name),
                label_visibility="collapsed",
                **session.eyes(),
            )
        st.segmented_control(
            t("frame.language"),
            session.LANGUAGES,
            format_func=str.upper,
            label_visibility="collapsed",
            **session.bound("lang", session.language(), take=lambda chosen: chosen or session.language()),
        )


def notices() -> None:
    """One line for each choice that the link named and that does not exist here."""
    for name, given in session.notices():
        st.caption(f":material/info: {t('frame.fell_back', name=t(f'frame.choice.{name}'), given=plain(given[:60]))}")


def footer(pages: list[Any]) -> None:
    """Links to the pages that every site owes its readers."""
    with st.container(horizontal=True):
        for page in pages:
            st.page_link(page)
