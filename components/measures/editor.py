"""The form of one measure, for managers: new, changed or removed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from components import cached, labels, session
from components.care import Care
from components.measures import save, words
from components.measures.draft import NEW, Draft, current, open_draft
from components.measures.scene import MeasuresScene
from components.text import plain, t
from data.audiences import Audience
from data.contracts import AUDIENCES, DOMAINS, MEASURE_STATES
from data.indicators import Measured, catalogue

FIRST, LAST = date(1990, 1, 1), date(2200, 12, 31)
LONGEST, NOTE = 500, 2000


def show(chosen: MeasuresScene) -> None:
    """Draw the buttons that open the form, or the form; nothing for those who may not change anything."""
    of = chosen.scene.of
    stands = cached.store().edition(of.city.slug, "measures")
    if session.viewer().audience < Audience.MANAGER or of.editions["measures"] != stands:  # what was is not edited
        return
    save.told()
    care = Care(session.viewer(), of)
    draft = current(care, chosen.chosen)
    if draft is None:
        _open(chosen)
        return
    with st.container(border=True, key="measure_form"):
        st.header(t("measures_form.new" if draft.measure_id == NEW else "measures_form.change"), anchor=False)
        st.caption(t("measures_form.premise"))
        _form(chosen, draft)
        save.show(care, draft)


def _open(chosen: MeasuresScene) -> None:
    slug = chosen.scene.of.city.slug
    with st.container(horizontal=True):
        if chosen.chosen:
            st.button(
                t("measures_form.change"), on_click=open_draft, args=(slug, chosen.chosen), icon=":material/edit:"
            )
        st.button(t("measures_form.new"), on_click=open_draft, args=(slug, NEW), icon=":material/add:")


def _form(chosen: MeasuresScene, draft: Draft) -> None:
    of = chosen.scene.of
    _text(draft, "title")
    left, right = st.columns(2)
    with left:
        _text(draft, "responsible", help=t("measures_form.responsible_help"))
        _text(draft, "partners")
        _day(draft)
        _choice(draft, "status", list(MEASURE_STATES), lambda code: t(f"terms.status.{code}"))
        _choice(draft, "domain", ["", *DOMAINS], lambda code: labels.term("domain", code) if code else _none())
        areas = of.areas.sort_values("name")
        _choice(draft, "area_id", ["", *areas.index], lambda code: _area(chosen, code) if code else _none())
    with right:
        _text(draft, "target_group")
        groups = sorted({str(group) for group in of.statistics["group"].unique() if str(group).startswith("age_")})
        _choice(
            draft,
            "age_group",
            ["", *groups],
            lambda code: labels.group(code) if code else _none(),
            accept_new_options=True,
        )
        _text(draft, "origin_group")
        _choice(
            draft, "indicator", ["", *indicators(chosen)], lambda code: words.indicator(code) if code else _none()
        )
        first, second = st.columns(2)
        for column, name in ((first, "baseline"), (second, "target")):
            with column:
                st.number_input(labels.term("column", name), value=None, step=1.0, format="%g", key=draft.key(name))
        _choice(
            draft,
            "audience",
            list(AUDIENCES),
            lambda code: labels.term("audience", code),
            help=t("measures_form.audience_help"),
        )
        titles = of.sources["title"]
        _choice(
            draft, "source_id", ["", *titles.index], lambda code: titles.get(code, code) or t("sites_page.own_source")
        )
    st.text_area(
        labels.term("column", "note"),
        key=draft.key("note"),
        max_chars=NOTE,
        help=t("measures_form.note_help"),
    )


def indicators(chosen: MeasuresScene) -> list[str]:
    """Codes of what a measure can be held against: what the city has figures of, and how its services are covered."""
    of = chosen.scene.of
    whole = cached.indicators(of, of.city.levels[0].code, chosen.scene.on)
    found = [one.code for one in (*chosen.scene.indicators, *whole)]
    needs = [service.id for service in of.city.services if service.need is not None]
    covered = [Measured("coverage", service).indicator().code for service in needs]
    order = {code: position for position, code in enumerate(catalogue())}
    return sorted(dict.fromkeys([*found, *covered]), key=lambda code: (order.get(code, len(order)), code))


def _none() -> str:
    return t("common.missing")


def _area(chosen: MeasuresScene, code: str) -> str:
    of = chosen.scene.of
    if code not in of.areas.index:
        return code
    level = of.city.level(str(of.areas.at[code, "level"])).name(session.language())
    return f"{of.areas.at[code, 'name']} ({level})"


def _text(draft: Draft, name: str, **more: Any) -> None:
    st.text_input(labels.term("column", name), key=draft.key(name), max_chars=LONGEST, **more)


def _choice(draft: Draft, name: str, options: list[str], called: Callable[[str], str], **more: Any) -> None:
    known = list(dict.fromkeys([*options, str(draft.value(name) or "")]))
    label = t("measures.area") if name == "area_id" else labels.term("column", name)
    label = t("measures.indicator") if name == "indicator" else label
    st.selectbox(plain(label), known, format_func=called, key=draft.key(name), **more)


def _day(draft: Draft) -> None:
    now = draft.value("due")
    st.date_input(
        labels.term("column", "due"),
        value=None,
        min_value=min(FIRST, now or FIRST),
        max_value=max(LAST, now or LAST),
        format="DD.MM.YYYY",
        key=draft.key("due"),
    )
