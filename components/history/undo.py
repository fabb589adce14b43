"""Taking an edition back: what will happen, in words, then once more a question, then it is done."""

from __future__ import annotations

import streamlit as st

from components import cached, session
from components.care import Care
from components.history.editions import code, table_name
from components.text import fault, number, plain, t
from data.errors import AtlasError
from data.store import Edition, LaterChangeError

SAID = "undo"


def show(care: Care, edition: Edition) -> None:
    """The sentence, the confirmation, the button; or why it cannot be taken back, and what to do."""
    for line in session.said(SAID):
        st.markdown(line)
    st.subheader(t("history.undo"), anchor=False)
    store = cached.store()
    newest = store.edition(care.slug, edition.table) == edition.edition
    began = store.history(care.slug, "city", viewer=care.viewer)[-1]
    if newest and edition.edition == 1 and edition.at == began.at:
        st.markdown(t("history.first_of_city"))
        return
    try:
        touched = store.undoing(care.slug, edition.table, edition.edition, viewer=care.viewer)
    except LaterChangeError as error:
        _later(error)
        return
    if touched.get("city") == 0:
        st.markdown(t("history.first_of_city"))
        return
    newest = store.edition(care.slug, edition.table) == edition.edition
    st.markdown(t("history.undo_newest" if newest else "history.undo_to", **_told(touched, edition.table)))
    others = [name for name in touched if name != edition.table]
    if others:
        st.markdown(t("history.together", tables="; ".join(_to(name, touched[name]) for name in others)))
    confirmed = st.checkbox(t("history.confirm"), key=f"undo_sure_{care.slug}_{code(edition)}_{touched}")
    st.button(
        t("history.undo_now" if newest else "history.return_now"),
        on_click=_undo,
        args=(care, edition),
        disabled=not confirmed,
        icon=":material/undo:",
    )


def _told(touched: dict[str, int], name: str) -> dict[str, str]:
    return {"table": table_name(name), "content": number(touched[name]), "made": _next(name)}


def _next(name: str) -> str:
    return number(cached.store().edition(session.get("city"), name) + 1)


def _to(name: str, target: int) -> str:
    key = "history.to_edition" if target else "history.to_nothing"
    return t(key, table=table_name(name), edition=number(target))


def _later(error: LaterChangeError) -> None:
    name, number_ = str(error.values["table"]), int(error.values["edition"])
    st.markdown(t("history.later", table=table_name(name), edition=number(number_)))
    st.button(
        t("history.go_later", table=table_name(name), edition=number(number_)),
        on_click=_go,
        args=(name, number_),
        type="tertiary",
        icon=":material/arrow_forward:",
    )


def _go(name: str, number_: int) -> None:
    session.put("table", None)
    session.put("since", None)
    session.put("edition", f"{name}.{number_}")


def _undo(care: Care, edition: Edition) -> None:
    try:
        made = cached.store().undo(care.slug, edition.table, edition.edition, viewer=session.viewer())
    except LaterChangeError as error:
        values = {"table": table_name(str(error.values["table"])), "edition": number(error.values["edition"])}
        session.say(SAID, [t("history.later", **values)])
    except AtlasError as error:
        session.say(SAID, [fault(error)])
    else:
        tables = "; ".join(_made(one) for one in made.values())
        session.say(SAID, [plain(t("history.done", tables=tables))])
        session.put("since", None)
        session.put("edition", code(made[edition.table]))


def _made(edition: Edition) -> str:
    return t("history.made_edition", table=table_name(edition.table), edition=number(edition.edition))
