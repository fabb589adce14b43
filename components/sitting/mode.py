"""Session mode: one view on a full screen, readable from the last row; an agenda leads from one to the next.

Nothing can be edited here. Next, previous and end are buttons; ``components/web/sitting.js`` presses them for the
keys that a presenter sends.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from components import cached, demo_note, earlier, frame_parts, session, share, views
from components.sitting.screens import SCREENS
from components.text import fault, plain, t
from data.agendas import Agenda, agendas, linked
from data.errors import AtlasError

MODE = "sitzung"
STYLE = """<style>
  html:root {font-size: 28px}
  .st-key-session .gap-matrix {table-layout: fixed}
  .st-key-session .gap-matrix th:first-child {width: 24%}
  [data-testid="stHeader"], [data-testid="stToolbar"] {display: none}
  [data-testid="stMainBlockContainer"] {padding: .4rem 1rem 3rem; max-width: none}
  [data-testid="stMain"] h1 {font-size: 1.2rem; line-height: 1.15; padding: 0 0 .6rem}
  [data-testid="stMain"] [data-testid="stVerticalBlock"] {gap: .25rem}
  .st-key-session_statement p {font-size: 1.05rem; line-height: 1.25}
  .st-key-session iframe {height: 72vh !important}
  .st-key-session .atlas-table {font-size: 1rem}
  .st-key-session .gap-matrix :is(td, th) {padding-inline: .1rem}
  .st-key-session .gap-matrix thead th {hyphens: manual; font-size: .9rem; line-height: 1.15}
  .st-key-session .gap-state {width: 1.3rem; height: 1.3rem; line-height: 1.2rem}
  .st-key-session .atlas-legend {zoom: 1.75}
  .st-key-session .atlas-legend :is(ul, li, p, span) {font-size: 14px !important; line-height: 1.35}
  .st-key-session [data-testid="stColumn"] .atlas-legend > ul {flex-direction: column}
  .st-key-session :is(p, li) {line-height: 1.3}
  .st-key-session .gap-legend {margin: 0}
  .st-key-session .gap-legend li {font-size: .9rem}
  .st-key-session .atlas-panels img {max-height: 58vh !important}
  .st-key-session .light {width: 1.3rem; height: 1.3rem; line-height: 1.2rem}
  .st-key-session_bar {position: fixed; z-index: 5; inset: auto 0 0 0; padding: .2rem 1rem;
    background: var(--atlas-ground, Canvas); border-top: 1px solid rgb(128 138 148 / .6)}
  .st-key-session_bar [data-testid="stMarkdownContainer"], .st-key-session_bar p {margin: 0; font-size: .9rem}
  .st-key-session_bar button {min-height: 1.7rem}
  @media (max-width: 640px) {
    html:root {font-size: 21px}
    [data-testid="stMainBlockContainer"] {padding: .4rem .7rem 1rem}
    .st-key-session iframe {height: 56vh !important}
    .st-key-session .atlas-legend {zoom: 1.3}
    .st-key-session_bar {position: static; padding: .4rem 0}
    .st-key-session .gap-matrix.gap-wide .gap-figure {display: none}
  }
</style>"""


def wanted() -> bool:
    """Whether the link asks for a session."""
    return session.one_of("ansicht", ["", MODE], "") == MODE


def show(path: str, pages: Mapping[str, Any]) -> None:
    """The screen.

    Args:
        path: of the page that the link names; counts where no agenda is followed.
        pages: pages by path, to go on with when the session ends.
    """
    st.html(frame_parts.STYLE + STYLE)
    if session.get("agenda"):
        _followed(pages)
    elif path not in SCREENS:
        session.put("ansicht", None)
        st.rerun()
    else:
        _bar(path, {}, pages, is_demo=_screen(path))


def _followed(pages: Mapping[str, Any]) -> None:
    """The chosen item of an agenda."""
    agenda = _agenda(session.get("agenda"))
    if agenda is None or not agenda.items:
        st.info(t("sitting.no_agenda" if agenda is None else "sitting.empty"))
        _bar("", {"city": session.get("city")}, pages)
        return
    position = _position(len(agenda.items))
    item = agenda.items[position - 1]
    found = views.opened(item.view)
    if found is None:
        st.title(plain(item.title), anchor=False)
        st.info(t("sitting.no_view"))
        _bar("", {"city": session.get("city")}, pages, agenda, position)
        return
    path, choices = found
    choices["city"] = session.get("city")  # an agenda is of one place
    with session.instead(choices):
        is_demo = _screen(path, item.title)
    _bar(path, choices, pages, agenda, position, is_demo=is_demo)


def _agenda(wanted: str) -> Agenda | None:
    """The agenda of an id, of the place that the link names, else of the first that has it and is open here."""
    viewer = session.viewer()
    slugs = [city.slug for city in cached.cities(viewer)]
    named = session.get("city")
    for slug in [named] if named in slugs else slugs:
        for agenda in agendas(cached.snapshot(slug, viewer).agendas):
            if agenda.agenda_id == wanted:
                session.put("city", slug)
                return agenda
    return None


def _screen(path: str, title: str = "") -> bool:
    """Title, sentence, picture and legend of a view; whether any of it is invented or only schematic."""
    with st.container(key="session"):
        try:
            screen = SCREENS[path]()
        except (AtlasError, LookupError) as error:
            if title:
                st.title(plain(title), anchor=False)
            st.info(fault(error) if isinstance(error, AtlasError) else t("frame.nothing"))
            return False
        st.title(plain(title or screen.name), anchor=False)
        with st.container(key="session_statement"):
            st.markdown(screen.statement)
        picture, legend = (st.container(), st.container()) if screen.is_wide else st.columns([3, 1])
        screen.draw(picture, legend)
        with legend:
            if said := earlier.back(screen.scene):
                st.markdown(f":material/history: {said}")
            return demo_note.show(screen.scene)


def _bar(
    path: str,
    choices: Mapping[str, str],
    pages: Mapping[str, Any],
    agenda: Agenda | None = None,
    position: int = 0,
    *,
    is_demo: bool = False,
) -> None:
    """Previous, where one is, next, the Vorlage, the link for those who follow, what is invented, and the end."""
    with st.container(horizontal=True, vertical_alignment="center", key="session_bar"):
        if agenda is not None:
            last = len(agenda.items)
            _step("previous", position, last)
            st.markdown(t("sitting.position", position=position, last=last), width="content")
            _step("next", position, last)
            if paper := agenda.items[position - 1].reference or agenda.reference:
                st.html(reference(paper), width="content")
        share.show(path)
        if is_demo:  # the note itself may lie below, on a low projector
            st.markdown(f":material/science: {t('common.demo')}", width="content")
        if st.button(t("sitting.end"), icon=":material/close:", key="session_end"):
            _end(path, choices, pages)


def _step(which: str, position: int, last: int) -> None:
    """A button to the item before or after the present one."""
    step = -1 if which == "previous" else 1
    st.button(
        t(f"sitting.{which}"),
        on_click=_go,
        args=(step, last),
        disabled=not 1 <= position + step <= last,
        icon=f":material/{'arrow_back' if step < 0 else 'arrow_forward'}:",
        key=f"session_{which}",
    )


def _go(step: int, last: int) -> None:
    """On from where the session is now: who presses twice goes two items on, before the first is drawn."""
    session.put("item", str(min(max(_position(last) + step, 1), last)))


def _position(last: int) -> int:
    """Number of the item that the session has come to."""
    return int(session.one_of("item", [str(number) for number in range(1, last + 1)], "1"))


def reference(text: str) -> str:
    """The Vorlage as HTML: a link where it is an address, else its number."""
    shown = escape(text)
    if linked(text):
        return f'<p><a href="{shown}" target="_blank" rel="noopener noreferrer">{escape(t("sitting.paper"))}</a></p>'
    return f"<p>{escape(t('sitting.paper'))} {shown}</p>"


def _end(path: str, choices: Mapping[str, str], pages: Mapping[str, Any]) -> None:
    """On with the same view as a page like any other."""
    for name, value in choices.items():
        session.put(name, value)
    for name in ("ansicht", "agenda", "item"):
        session.put(name, None)
    st.switch_page(pages[path])
