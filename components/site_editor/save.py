"""Saving one site: what is wrong, what somebody else has changed meanwhile, closing and deleting."""

from __future__ import annotations

import streamlit as st

from components import labels, saving, session
from components.care import Care
from components.site_editor.draft import Draft, drop, edits
from components.text import number, t
from data.edits import Edit
from data.errors import DataRefusedError
from data.meanwhile import RowsChangedError
from data.store import Edition

SAID = "sites_page"
REFUSED = "sites_page_refused"


def show(care: Care, draft: Draft) -> None:
    """The note, the buttons, what came of saving, and the way to close or delete."""
    st.text_input(t("sites_page.note"), key=draft.key("note"), max_chars=500)
    with st.container(horizontal=True):
        st.button(t("sites_page.save"), on_click=_save, args=(care, draft), icon=":material/save:")
        st.button(t("sites_page.discard"), on_click=drop, args=(draft,), icon=":material/undo:")
    if draft.touched:
        st.caption(t("sites_page.touched"))
    if done := session.said(SAID):
        st.success("\n\n".join(done))
    if refused := session.said(REFUSED):
        st.error("\n".join(f"- {line}" for line in refused), title=t("sites_page.refused"))
    if draft.conflict is not None:
        _conflict(care, draft, draft.conflict)
    if not draft.new:
        with st.expander(t("sites_page.end")):
            st.markdown(t("sites_page.close_how"))
            sure = st.checkbox(t("sites_page.delete_sure"), key=draft.key("sure"))
            st.button(
                t("sites_page.delete"),
                on_click=_delete,
                args=(draft,),
                disabled=not sure,
                icon=":material/delete:",
            )


def _save(care: Care, draft: Draft) -> None:
    try:
        asked = edits(care, draft)
    except DataRefusedError as error:
        session.say(REFUSED, saving.lines(error))
        return
    _change(draft, asked, asked[0].about)


def _delete(draft: Draft) -> None:
    _change(draft, [Edit("remove", "sites", (draft.site_id,))], "")


def _change(draft: Draft, asked: list[Edit], then: str) -> None:
    made = saving.change(draft, asked, read=draft.editions, note=str(draft.value("note") or ""), refused=REFUSED)
    if made is not None:
        session.say(SAID, [_saved(made, deleted=not then)])
        drop(draft)
        session.put("new", None)
        session.put("site", then or None)


def _saved(made: dict[str, Edition], *, deleted: bool) -> str:
    if not made:
        return t("sites_page.nothing")
    tables = [
        t("sites_page.edition", table=labels.term("table", name), edition=number(one.edition))
        for name, one in made.items()
    ]
    return t("sites_page.deleted" if deleted else "sites_page.saved", tables="; ".join(tables))


def _conflict(care: Care, draft: Draft, error: RowsChangedError) -> None:
    saving.changed_meanwhile(care, error, t("sites_page.changed"))
    with st.container(horizontal=True):
        st.button(t("sites_page.take_theirs"), on_click=drop, args=(draft,), icon=":material/download_done:")
        st.button(t("sites_page.save_mine"), on_click=_insist, args=(care, draft), icon=":material/save:")


def _insist(care: Care, draft: Draft) -> None:
    """Save what was asked over what somebody else has changed, now that it was seen."""
    if draft.conflict is not None:
        draft.editions = draft.conflict.editions
    _save(care, draft)
