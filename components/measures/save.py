"""Saving one measure: what is wrong, what somebody else has changed meanwhile, and removing it."""

from __future__ import annotations

import streamlit as st

from components import saving, session
from components.care import Care
from components.measures.draft import NEW, Draft, drop, edit, open_draft
from components.text import number, t
from data.edits import Edit
from data.meanwhile import RowsChangedError

SAID = "measures_form"
REFUSED = "measures_form_refused"


def told() -> None:
    """What came of the last saving."""
    if done := session.said(SAID):
        st.success("\n\n".join(done))


def show(care: Care, draft: Draft) -> None:
    """The note, the buttons, what is at fault, and the way to remove a measure."""
    st.text_input(t("sites_page.note"), key=draft.key("why"), max_chars=500)
    with st.container(horizontal=True):
        st.button(t("sites_page.save"), on_click=_save, args=(draft,), icon=":material/save:")
        st.button(t("sites_page.discard"), on_click=drop, args=(draft.of,), icon=":material/undo:")
    if refused := session.said(REFUSED):
        st.error("\n".join(f"- {line}" for line in refused), title=t("sites_page.refused"))
    if draft.conflict is not None:
        _conflict(care, draft, draft.conflict)
    if draft.measure_id != NEW:
        with st.expander(t("measures_form.remove")):
            st.markdown(t("measures_form.remove_how"))
            sure = st.checkbox(t("measures_form.sure"), key=draft.key("sure"))
            st.button(
                t("sites_page.delete"), on_click=_remove, args=(draft,), disabled=not sure, icon=":material/delete:"
            )


def _save(draft: Draft) -> None:
    asked = edit(draft)
    _change(draft, asked, asked.about)


def _remove(draft: Draft) -> None:
    _change(draft, Edit("remove", "measures", (draft.measure_id,)), "")


def _change(draft: Draft, asked: Edit, then: str) -> None:
    note = str(draft.value("why") or "")
    made = saving.change(draft, [asked], read={"measures": draft.edition}, note=note, refused=REFUSED)
    if made is not None:
        session.say(SAID, [_saved(made["measures"].edition if made else None, removed=not then)])
        drop(draft.of)
        session.put("measure", then or None)


def _saved(edition: int | None, *, removed: bool) -> str:
    if edition is None:
        return t("sites_page.nothing")
    return t("measures_form.removed" if removed else "measures_form.saved", edition=number(edition))


def _conflict(care: Care, draft: Draft, error: RowsChangedError) -> None:
    saving.changed_meanwhile(care, error, t("measures_form.changed"))
    with st.container(horizontal=True):
        st.button(
            t("sites_page.take_theirs"),
            on_click=open_draft,
            args=draft.of,
            icon=":material/download_done:",
        )
        st.button(t("sites_page.save_mine"), on_click=_insist, args=(draft,), icon=":material/save:")


def _insist(draft: Draft) -> None:
    """Save what was asked over what somebody else has changed, now that it was seen."""
    if draft.conflict is not None:
        draft.edition = draft.conflict.editions["measures"]
    _save(draft)
