"""Link and QR code of the present view, its way into a session, and into an agenda."""

from __future__ import annotations

from html import escape

import segno
import streamlit as st

from components import cached, session, views
from components.scene import BACK
from components.sitting.screens import SCREENS
from components.text import fault, plain, problem, t
from data.agendas import Agenda, Item, address, agendas, proposed_id, save
from data.audiences import Audience
from data.errors import AtlasError, DataRefusedError

SAID = "share"
NEW = ""
MOST = 200
STYLE = """<style>
  .atlas-link {font-size: .875rem; overflow-wrap: anywhere; margin: .2rem 0 .5rem}
  .atlas-copy {font: inherit; min-height: 2.5rem; padding: .25rem .75rem; border-radius: .5rem; cursor: pointer;
    color: inherit; background: transparent; border: 1px solid currentColor}
  .atlas-copy:focus-visible {outline: 3px solid currentColor; outline-offset: 2px}
  .atlas-qr {display: block; width: min(14rem, 70vw, 60vh); height: auto; background: #fff}
</style>"""


def link(path: str) -> str:
    """Address of the present view, which names the state that it was made from."""
    return f"{session.own_address(path)}/{address(path, choices())}"


def choices() -> dict[str, str]:
    """The choices of the view as its link keeps them."""
    if session.get("ansicht") and session.get("agenda"):
        return {name: value for name, value in session.link().items() if name in session.SITTING}
    city = session.get("city")
    present = str(cached.store().state(city) or "") if city else ""
    state = session.get("seen") if session.get("past") == BACK else present
    return session.link(seen=state, agenda="", item="")


@st.fragment
def show(path: str) -> None:
    """A small menu; what is in it is made when it is opened.

    Args:
        path: of the page.
    """
    sits = bool(session.get("ansicht"))
    key = "menu_follow" if sits else "menu_share"
    menu = st.popover(t("share.label"), icon=":material/qr_code_2:", key=key, on_change="rerun")
    if not menu.open:
        return
    with menu:
        if not sits:
            st.caption(t("share.about"))
        st.html(STYLE + markup(link(path), alt=t("share.qr_alt")))
        if path in SCREENS and not sits:
            if st.button(t("share.sitting"), icon=":material/present_to_all:", key="share_sitting"):
                session.put("ansicht", "sitzung")
                st.rerun()
            if session.viewer().audience == Audience.MANAGER and session.get("city"):
                _collect(path, session.get("city"))


def markup(target: str, *, alt: str) -> str:
    """Address, button that copies it and QR code, as HTML; the button's script is the page's own."""
    code = segno.make(target, error="m", micro=False).svg_data_uri(border=4, light="#fff", scale=4)
    shown = escape(target)
    return (
        f'<img class="atlas-qr" src="{code}" alt="{escape(alt)}">'
        f'<p class="atlas-link">{shown}</p>'
        f'<button type="button" class="atlas-copy" data-copy="{shown}" data-copied="{escape(t("share.copied"))}">'
        f"{escape(t('share.copy'))}</button>"
    )


def _collect(path: str, slug: str) -> None:
    """Take the present view into an agenda, or begin one with it."""
    with st.expander(t("share.collect")):
        of = cached.snapshot(slug, session.viewer())
        known = {one.agenda_id: one for one in agendas(of.agendas)}
        st.selectbox(
            t("share.agenda"),
            [*known, NEW],
            format_func=lambda key: known[key].title if key else t("share.new"),
            key="share_agenda",
        )
        if session.widget_state("share_agenda") == NEW:
            st.text_input(t("share.new_title"), key="share_new", max_chars=MOST)
        st.text_input(t("share.title"), key="share_title", max_chars=MOST)
        st.text_input(t("share.reference"), key="share_reference", max_chars=500)
        kept = views.view(path, session.link())
        given = (slug, known, kept, of.editions["agendas"], SCREENS[path]().name)
        st.button(t("share.add"), on_click=_add, args=given, icon=":material/playlist_add:", key="share_add")
        for line in session.said(SAID):
            st.markdown(line)


def _add(slug: str, known: dict[str, Agenda], kept: str, read: int, named: str) -> None:
    title, reference, chosen, new = (
        str(session.widget_state(f"share_{name}") or "").strip() for name in ("title", "reference", "agenda", "new")
    )
    store = cached.store()
    try:
        if not chosen:
            new = new or t("share.unnamed")
            base = Agenda(proposed_id(store, slug, new), new, "", "council")
        else:
            base = known[chosen]
        item = Item(title or named, reference, kept)
        save(store, slug, _with(base, item), read=read, viewer=session.viewer())
    except DataRefusedError as error:
        session.say(SAID, [f"- {plain(problem(one))}" for one in error.problems])
    except AtlasError as error:
        session.say(SAID, [fault(error)])
    else:
        session.say(SAID, [t("share.added", agenda=plain(base.title), count=len(base.items) + 1)])
        session.fill("share_title", "")
        session.fill("share_reference", "")


def _with(agenda: Agenda, item: Item) -> Agenda:
    return Agenda(agenda.agenda_id, agenda.title, agenda.reference, agenda.audience, (*agenda.items, item))
