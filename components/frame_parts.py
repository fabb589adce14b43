"""Parts of the frame: language and viewer on top, notices, the footer."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components import labels, session, sign_in
from components.report import text_link
from components.text import plain, t
from data.audiences import Audience

STYLE = """
<style>
  [data-testid="stMainBlockContainer"] {padding: 4.4rem 2rem 2rem; max-width: 1720px; position: relative}
  [data-testid="stMain"] h1 {font-size: 1.75rem; padding: 0 0 .5rem}
  [data-testid="stMain"] h2 {font-size: 1.3rem; padding: .25rem 0}
  [data-testid="stMain"] h3 {font-size: 1.2rem; padding-top: 0}
  .atlas-table {width: 100%; border-collapse: collapse; font-size: .875rem; line-height: 1.35; margin: 0}
  .atlas-table caption {position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)}
  .atlas-table :is(td, th) {
    padding: .25rem .5rem; border: 0; border-bottom: 1px solid rgb(128 138 148 / .45); text-align: start;
    vertical-align: top; font-weight: 400; overflow-wrap: break-word; hyphens: auto
  }
  .atlas-table thead th {font-weight: 600}
  [data-testid="stMain"] [data-testid="stHtml"] a {color: inherit}
  .st-key-footer [data-testid="stMarkdown"] p {font-size: .875rem}
  [data-testid="stMain"] [data-testid="stVerticalBlock"] {gap: .6rem}
  .st-key-choose_layers [role="toolbar"] {flex-wrap: wrap}
  [data-testid="stSlider"] input {width: 1px}
  [data-testid="stMultiSelect"] [data-tag] {background: transparent; border: 1px solid currentcolor}
  [data-testid="stMultiSelect"] [data-tag], [data-testid="stMultiSelect"] [data-tag] * {color: inherit}
  .atlas-legend, .atlas-legend :is(ul, li, p, span) {font-size: .875rem}
  .st-key-top {width: auto; justify-content: flex-end}
  @media (min-width: 1100px) {
    .st-key-top {position: absolute; top: 4.4rem; right: 2rem; z-index: 1}
    [data-testid="stMain"] h1 {padding-right: 44.5rem}
  }
  @media (max-width: 640px) {
    .atlas-table {table-layout: fixed; font-size: .875rem}
    .atlas-table :is(td, th) {padding: .2rem .25rem}
    .atlas-table thead th:first-child:nth-last-child(n+4) {width: 30%}
    .stacked :is(tbody, tr, th, td) {display: block}
    .stacked thead {position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)}
    .stacked tr {border-bottom: 1px solid rgb(128 138 148 / .45); padding: .4rem 0}
    .atlas-table.stacked :is(tbody th, td) {border: 0; padding: .1rem 0; width: auto}
    .stacked td[data-head] {display: inline-block; margin-inline-end: 1rem}
    .stacked td[data-head]::before {content: attr(data-head) ": "}
    .stacked tbody th:not(:has(*)) {font-weight: 600}
    [data-testid="stMainBlockContainer"] {padding: 4.2rem 1rem 1rem}
    .st-key-top {justify-content: flex-start}
    .st-key-choosers [data-testid="stColumn"] {min-width: calc(50% - .5rem); flex: 1 1 45%}
    .st-key-choosers [data-testid="stHorizontalBlock"] {gap: .4rem}
  }
</style>
"""


def top() -> Any:
    """Language, and for the desk: that nobody signed in, and through whose eyes it looks.

    Returns:
        A place beside them, for what is known only when the page is drawn.
    """
    st.html(STYLE)
    with st.container(horizontal=True, vertical_alignment="center", key="top"):
        role = session.local_role()
        if role is not None:
            st.badge(t("frame.desk"), icon=":material/lock_open:", color="orange")
            audiences = [audience.name.lower() for audience in Audience if audience <= role]
            st.segmented_control(
                t("frame.eyes"),
                audiences,
                format_func=lambda name: labels.term("audience", name),
                label_visibility="collapsed",
                **session.eyes(),
            )
        sign_in.show()
        st.segmented_control(
            t("frame.language"),
            session.LANGUAGES,
            format_func=str.upper,
            label_visibility="collapsed",
            **session.bound("lang", session.language(), take=lambda chosen: chosen or session.language()),
        )
        return st.container(width="content")


def notices() -> None:
    """One line for each choice that the link named and that does not exist here."""
    for name, given in session.notices():
        st.caption(f":material/info: {t('frame.fell_back', name=t(f'frame.choice.{name}'), given=plain(given[:60]))}")


def footer(pages: list[Any]) -> None:
    """Links to the pages that every site owes its readers."""
    with st.container(horizontal=True, vertical_alignment="center", key="footer"):
        for page in pages:
            st.page_link(page)
        if address := text_link.present():
            st.markdown(f"[{t('report.text')}]({address})")
