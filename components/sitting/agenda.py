"""Agendas as a manager makes them: begin, rename, order, say who may open it, hand out link and QR code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from components import cached, labels, session, share, views
from components.care import Care
from components.text import fault, plain, problem, t
from data.agendas import Agenda, Item, address, agendas, proposed_id, remove, save
from data.contracts import AUDIENCES
from data.errors import AtlasError, DataRefusedError
from data.store import Edition

SAID, REFUSED = "agendas", "agendas_refused"
TITLE, REFERENCE = 200, 500
"""Signs of a title and of a Vorlage."""

Items = Sequence[Item]


def choose(care: Care) -> Agenda | None:
    """The agendas of the place by title; None where there is none yet."""
    found = {one.agenda_id: one for one in agendas(care.of.agendas)}
    if not found:
        st.info(t("agendas.none"))
        return None
    chosen = session.one_of("agenda", list(found), next(iter(found)))
    st.selectbox(
        t("agendas.choose"),
        list(found),
        format_func=lambda key: found[key].title,
        **session.bound("agenda", chosen),
    )
    return found[chosen]


def said() -> None:
    """What came of the last change."""
    if done := session.said(SAID):
        st.success("\n\n".join(done))
    if refused := session.said(REFUSED):
        st.error("\n".join(f"- {line}" for line in refused))


def create(care: Care) -> None:
    """Begin another agenda; who may open it is said afterwards, until then it is for the council."""
    with st.form("agenda_new", clear_on_submit=True):
        st.text_input(t("agendas.new_title"), key="agenda_new_title", max_chars=TITLE)
        st.form_submit_button(t("agendas.create"), on_click=_create, args=(care,), icon=":material/add:")


def _create(care: Care) -> None:
    title = str(session.widget_state("agenda_new_title") or "").strip()
    if not title:
        session.say(REFUSED, [t("agendas.needs_title")])
        return
    new = Agenda(proposed_id(cached.store(), care.slug, title), title, "", "council")
    if _try(lambda: save(cached.store(), care.slug, new, read=_read(care), viewer=session.viewer()), "created"):
        session.put("agenda", new.agenda_id)


def show(care: Care, agenda: Agenda) -> None:
    """One agenda: itself, its views, one more, and its end."""
    key = f"{care.slug}_{agenda.agenda_id}_{_read(care)}"
    st.text_input(t("agendas.name"), agenda.title, key=f"{key}_title", max_chars=TITLE)
    st.text_input(t("agendas.reference"), agenda.reference, key=f"{key}_reference", max_chars=REFERENCE)
    st.segmented_control(
        t("agendas.audience"),
        AUDIENCES,
        default=agenda.audience,
        required=True,
        format_func=lambda code: labels.term("audience", code),
        key=f"{key}_audience",
        help=t("agendas.audience_about"),
    )
    st.header(t("agendas.items"), anchor=False)
    if not agenda.items:
        st.caption(t("agendas.no_items"))
    for position, item in enumerate(agenda.items):
        _item(care, agenda, key, position, item)
    with st.expander(t("agendas.add"), expanded=not agenda.items):
        st.text_input(t("agendas.link"), key=f"{key}_pasted", help=t("agendas.link_about"))
        st.text_input(t("agendas.item_title"), key=f"{key}_new_title", max_chars=TITLE)
        st.text_input(t("agendas.reference"), key=f"{key}_new_reference", max_chars=REFERENCE)
        st.button(t("agendas.add_button"), on_click=_add, args=(care, agenda, key), icon=":material/playlist_add:")
    st.button(t("agendas.save"), on_click=_save, args=(care, agenda, key), icon=":material/save:", key="agenda_save")


def start(care: Care, agenda: Agenda) -> None:
    """Link and QR code of the agenda, and the button that begins it."""
    choices = {"city": care.slug, "ansicht": "sitzung", "agenda": agenda.agenda_id}
    st.header(t("agendas.start"), anchor=False)
    target = f"{session.own_address('sitzungen')}/{address('', choices)}"
    st.html(share.STYLE + share.markup(target, alt=t("agendas.qr_alt", title=agenda.title)))
    if agenda.items:
        st.button(t("agendas.start_button"), on_click=_begin, args=(choices,), icon=":material/present_to_all:")


def end(care: Care, agenda: Agenda) -> None:
    """Delete the agenda, asked twice."""
    with st.expander(t("agendas.delete")):
        sure = st.checkbox(t("agendas.delete_sure"), key=f"agenda_sure_{agenda.agenda_id}")
        st.button(
            t("agendas.delete"), on_click=_delete, args=(care, agenda), disabled=not sure, icon=":material/delete:"
        )


def _item(care: Care, agenda: Agenda, key: str, position: int, item: Item) -> None:
    with st.container(border=True, gap="small"):
        left, right = st.columns(2)
        with left:
            label = t("agendas.item", position=position + 1, title=t("agendas.item_title"))
            st.text_input(plain(label), item.title, key=f"{key}_title_{position}", max_chars=TITLE)
        with right:
            st.text_input(
                t("agendas.reference"), item.reference, key=f"{key}_reference_{position}", max_chars=REFERENCE
            )
        with st.container(horizontal=True, vertical_alignment="center"):
            found = views.opened(item.view)
            if found is None:
                st.caption(t("agendas.view_gone"))
            else:
                st.markdown(f"[{t('agendas.open')}]({address(*found)})", width="content")
            for name, icon, change, off in (
                ("up", "arrow_upward", _moved(position, -1), position == 0),
                ("down", "arrow_downward", _moved(position, 1), position == len(agenda.items) - 1),
                ("drop", "delete", _dropped(position), False),
            ):
                st.button(
                    t(f"agendas.{name}"),
                    on_click=_change,
                    args=(care, agenda, key, change),
                    disabled=off,
                    icon=f":material/{icon}:",
                    key=f"{key}_{name}_{position}",
                    type="tertiary",
                )


def _moved(position: int, by: int) -> Callable[[Items], Items]:
    def moved(items: Items) -> Items:
        kept = list(items)
        kept.insert(position + by, kept.pop(position))
        return kept

    return moved


def _dropped(position: int) -> Callable[[Items], Items]:
    return lambda items: [*items[:position], *items[position + 1 :]]


def _drafted(agenda: Agenda, key: str) -> Agenda:
    """The agenda as it stands in the fields."""

    def text(name: str, default: str) -> str:
        return str(session.widget_state(f"{key}_{name}") or default).strip()

    items = tuple(
        replace(
            item,
            title=text(f"title_{position}", item.title),
            reference=str(session.widget_state(f"{key}_reference_{position}") or "").strip(),
        )
        for position, item in enumerate(agenda.items)
    )
    reference = str(session.widget_state(f"{key}_reference") or "").strip()
    audience = text("audience", agenda.audience)
    return replace(agenda, title=text("title", agenda.title), reference=reference, audience=audience, items=items)


def _save(care: Care, agenda: Agenda, key: str) -> None:
    _change(care, agenda, key, lambda items: items)


def _change(care: Care, agenda: Agenda, key: str, change: Callable[[Items], Items]) -> None:
    """Everything that stands in the fields, with one change more."""
    drafted = _drafted(agenda, key)
    new = replace(drafted, items=tuple(change(drafted.items)))
    _try(lambda: save(cached.store(), care.slug, new, read=_read(care), viewer=session.viewer()), "saved")


def _add(care: Care, agenda: Agenda, key: str) -> None:
    pasted, title, reference = (
        str(session.widget_state(f"{key}_{name}") or "").strip() for name in ("pasted", "new_title", "new_reference")
    )
    if not title:
        session.say(REFUSED, [t("agendas.needs_title")])
        return
    try:
        view = views.pasted(pasted, session.own_address("sitzungen"), care.slug)
    except DataRefusedError as error:
        session.say(REFUSED, [plain(problem(one)) for one in error.problems])
        return
    _change(care, agenda, key, lambda items: [*items, Item(title, reference, view)])


def _delete(care: Care, agenda: Agenda) -> None:
    gone = agenda.agenda_id
    if _try(lambda: remove(cached.store(), care.slug, gone, read=_read(care), viewer=session.viewer()), "deleted"):
        session.put("agenda", None)


def _begin(choices: dict[str, str]) -> None:
    for name, value in (choices | {"item": "1"}).items():
        session.put(name, value)


def _try(act: Callable[[], Edition | None], done: str) -> bool:
    """Change something and say what came of it."""
    try:
        made = act()
    except DataRefusedError as error:
        session.say(REFUSED, [plain(problem(one)) for one in error.problems])
    except AtlasError as error:
        session.say(REFUSED, [fault(error)])
    else:
        session.say(SAID, [t(f"agendas.{done}", edition=made.edition) if made else t("agendas.unchanged")])
        return True
    return False


def _read(care: Care) -> int:
    """Edition that the page shows."""
    return care.of.editions["agendas"]
