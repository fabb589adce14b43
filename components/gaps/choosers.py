"""The row of questions of the page of gaps."""

from __future__ import annotations

import streamlit as st

from components import choosers, labels, session
from components.gaps.scene import GapScene, horizons
from components.text import day, t
from data.contracts import DOMAINS


def row(chosen: GapScene) -> None:
    """Place, level, day, horizon, area; domain and service below."""
    scene = chosen.scene
    with st.container(key="choosers"):
        first = st.columns(5)
        for column, ask in zip(first[:3], (choosers.city, choosers.level, choosers.day_of_figures), strict=True):
            with column:
                ask(scene)
        with first[3]:
            _until(chosen)
        with first[4]:
            choosers.area(scene)
        domain, service = st.columns(2)
        with domain:
            _domain(chosen)
        with service:
            _service(chosen)


def choose(service: str | None) -> None:
    """Another service starts with its own threshold and rate of need."""
    for name in ("met", "rate"):
        session.put(name, None)
    session.put("service", service)


def _until(chosen: GapScene) -> None:
    bound = session.bound("until", chosen.until, take=str)
    st.selectbox(t("gaps.until"), horizons(chosen.scene.on), format_func=day, **bound)


def _domain(chosen: GapScene) -> None:
    def another(code: str | None) -> str:
        choose(None)
        return code or ""

    st.selectbox(
        t("gaps.domain"),
        DOMAINS,
        index=None,
        format_func=lambda code: labels.term("domain", code),
        placeholder=t("gaps.all_domains"),
        **session.bound("domain", chosen.domain or None, take=another),
    )


def _service(chosen: GapScene) -> None:
    def another(code: str | None) -> str:
        choose(None)
        return code or ""

    present = chosen.service.id if chosen.service else None
    shown = [gap.service for gap in chosen.gaps if chosen.domain in ("", gap.service.domain)]
    names = {service.id: labels.entry(service) for service in shown}
    if chosen.service:
        names.setdefault(chosen.service.id, labels.entry(chosen.service))
    st.selectbox(
        t("gaps.service"),
        sorted(names, key=names.get),
        index=None,
        format_func=names.get,
        placeholder=t("gaps.no_service"),
        **session.bound("service", present, take=another),
    )
