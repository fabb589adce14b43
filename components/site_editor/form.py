"""The form of one site: what is known about it, its offers, where it is, and what can be done with it."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from components import labels
from components.care import Care
from components.site_editor import maps, save
from components.site_editor.draft import Draft, add_slot, drop_slot, kinds, propose
from components.text import plain, t
from data.contracts import AUDIENCES, CATEGORIES, ROLES

FIRST, LAST = date(1800, 1, 1), date(2200, 12, 31)
LONGEST = 1000


def show(care: Care, draft: Draft) -> None:
    """Draw the form."""
    heading = t("sites_page.new_title") if draft.new else plain(str(draft.site["name"]) or draft.site_id)
    st.header(heading, anchor=False)
    st.caption(t("sites_page.id", site=plain(draft.site_id)) if not draft.new else t("sites_page.id_stays"))
    _about(care, draft)
    _offers(draft)
    maps.show(care, draft)
    save.show(care, draft)


def _about(care: Care, draft: Draft) -> None:
    left, right = st.columns(2)
    with left:
        if draft.new:
            _text(draft, "site_id", help=t("sites_page.id_help"))
        _text(draft, "name")
        _select(draft, "category", list(CATEGORIES), on_change=propose, args=(draft,))
        _text(draft, "operator")
        _text(draft, "address")
        _text(draft, "languages", help=t("sites_page.languages_help"))
    with right:
        _select(draft, "audience", list(AUDIENCES), help=t("sites_page.audience_help"))
        _area(care, draft)
        titles = care.of.sources["title"]
        _choice(draft, "source_id", ["", *titles.index], lambda code: _source(titles.get(code, code)))
        if draft.value("category") == "accommodation" or any(draft.value(name) for name in _TRUTHS):
            for name in _TRUTHS:
                _choice(draft, name, ["", "yes", "no"], lambda code: t(f"common.{code or 'missing'}"))
        for name in ("opened_on", "closes_on"):
            _day(draft, name)


_TRUTHS = ("self_catering", "common_room")


def _source(title: str) -> str:
    return title or t("sites_page.own_source")


def _area(care: Care, draft: Draft) -> None:
    names = care.of.areas["name"]
    _choice(
        draft,
        "area_id",
        ["", *care.of.level(care.of.lowest_level).sort_values("name").index],
        lambda code: names.get(code, code) or t("common.missing"),
        help=t("sites_page.area_help"),
    )


def _text(draft: Draft, name: str, slot: int | None = None, **more: Any) -> None:
    st.text_input(labels.term("column", name), key=draft.key(name, slot), max_chars=LONGEST, **more)


def _select(draft: Draft, name: str, options: list[str], **more: Any) -> None:
    known = list(dict.fromkeys([*options, draft.value(name)]))
    st.selectbox(
        labels.term("column", name),
        known,
        format_func=lambda code: labels.term(name, code),
        key=draft.key(name),
        **more,
    )


def _choice(draft: Draft, name: str, options: list[str], called: Any, **more: Any) -> None:
    known = list(dict.fromkeys([*options, draft.value(name)]))
    st.selectbox(_label(name), known, format_func=called, key=draft.key(name), **more)


def _label(name: str) -> str:
    return t("sites_page.area_stated") if name == "area_id" else labels.term("column", name)


def _day(draft: Draft, name: str, slot: int | None = None) -> None:
    now = draft.value(name, slot)
    st.date_input(
        labels.term("column", name),
        value=None,
        min_value=min(FIRST, now or FIRST),
        max_value=max(LAST, now or LAST),
        format="DD.MM.YYYY",
        key=draft.key(name, slot),
    )


def _offers(draft: Draft) -> None:
    st.subheader(t("sites_page.offers"), anchor=False)
    if not draft.slots:
        st.caption(t("sites_page.no_offers"))
    for position, slot in enumerate(list(draft.slots), 1):
        with st.container(border=True, key=f"offer_{draft.number}_{slot}"):
            _offer(draft, slot, position)
    st.button(t("sites_page.add_offer"), on_click=add_slot, args=(draft,), icon=":material/add:")


def _offer(draft: Draft, slot: int, position: int) -> None:
    st.markdown(f"**{t('sites_page.offer', number=position)}**")
    first, second, third = st.columns(3)
    with first:
        st.selectbox(
            labels.term("column", "kind"),
            kinds(draft, slot),
            format_func=lambda code: labels.term("kind", code) if code else t("sites_page.whole"),
            key=draft.key("kind", slot),
        )
        roles = list(dict.fromkeys(["", *ROLES, draft.value("role", slot) or ""]))
        st.selectbox(
            labels.term("column", "role"),
            roles,
            format_func=lambda code: labels.term("role", code) if code else t("common.missing"),
            key=draft.key("role", slot),
        )
    with second:
        for name in ("capacity", "usable", "reserve"):
            st.number_input(labels.term("column", name), value=None, min_value=0, step=1, key=draft.key(name, slot))
    with third:
        st.number_input(
            labels.term("column", "staff"),
            value=None,
            min_value=0.0,
            step=0.25,
            format="%g",
            key=draft.key("staff", slot),
        )
        _day(draft, "funded_until", slot)
        _text(draft, "funding", slot)
    st.button(
        t("sites_page.drop_offer", number=position),
        key=f"drop_offer_{draft.number}_{slot}",
        on_click=drop_slot,
        args=(draft, slot),
        type="tertiary",
        icon=":material/delete:",
    )
