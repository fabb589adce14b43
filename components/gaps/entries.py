"""How services, rules and concentration are measured: an entry each, for the page of methods."""

from __future__ import annotations

import streamlit as st

from components import cached, labels, session
from components.gaps.derivation import bands, key, limits
from components.gaps.sentences import rate
from components.text import exact, number, plain, t
from data.metrics import METRICS
from data.rules import Rule
from data.services import Service

YES, SHARE = "yes", "share"


def show() -> None:
    """Entries of the present city: formula, premise, limits, source."""
    cities = {city.slug: city for city in cached.cities(session.viewer())}
    if not cities:
        return
    city = cities.get(session.get("city")) or next(iter(cities.values()))
    st.header(t("gap_entries.services", city=plain(city.name)), anchor="leistungen")
    st.markdown(t("gap_entries.premise"))
    for service in city.services:
        _entry(labels.entry(service), f"leistung-{service.id}", _of_service(service))
    st.header(t("gap_entries.rules", city=plain(city.name)), anchor="regeln")
    for rule in city.rules:
        _entry(labels.entry(rule), f"regel-{rule.id}", _of_rule(rule))
    st.header(t("gap_entries.concentration"), anchor="konzentration")
    st.markdown(t("gap_entries.concentration_premise"))
    for name in INDICES:
        parts = {"formula": t(f"gap_entries.index.{name}"), "limits": t("accommodation.caveat")}
        _entry(t(f"accommodation.index.{name}"), f"index-{name}", parts)


INDICES = ("dissimilarity", "hoover", "gini", "hhi", "largest_share", "largest_ratio")


def _entry(name: str, anchor: str, parts: dict[str, str]) -> None:
    st.subheader(plain(name), anchor=anchor.replace("_", "-"))
    st.markdown("\n".join(f"- {t(f'gap_entries.{part}')}: {plain(text)}" for part, text in parts.items() if text))


def _of_service(service: Service) -> dict[str, str]:
    need = service.need
    if need is None:
        formula = t("gap_entries.no_need")
    else:
        capacity = t(f"gap_entries.capacity.{service.measured}", key=key(service))
        formula = t("gap_entries.gap", need=labels.need(need), rate=rate(need.rate), capacity=capacity)
    return {
        "formula": formula,
        "judged": t(f"gaps.differ.{service.judged}"),
        "catchment": bands(service),
        "limits": limits(service),
        "source": " · ".join(dict.fromkeys(one for one in (service.source, need.source if need else "") if one)),
    }


def _of_rule(rule: Rule) -> dict[str, str]:
    bound = t(f"gap_entries.bound.{'most' if rule.comparison == '<=' else 'least'}", value=_threshold(rule))
    dated = f"{rule.document}, {rule.document_date}" if rule.document_date else rule.document
    return {
        "formula": f"{t(f'rules.metric.{rule.metric}')}: {bound}",
        "tolerance": t("gap_entries.tolerated", value=_tolerance(rule)) if rule.tolerance else "",
        "scope": t(f"gap_entries.scopes.{METRICS[rule.metric].scope}"),
        "limits": "" if rule.applied else t("gap_entries.for_comparison"),
        "source": dated,
    }


def _threshold(rule: Rule) -> str:
    if rule.unit == YES:
        return t("common.yes")
    if rule.unit == SHARE:
        return t("accommodation.percent", value=number(rule.threshold * 100, decimals=2))
    return exact(rule.threshold)


def _tolerance(rule: Rule) -> str:
    if rule.unit == SHARE:
        return t("accommodation.points", value=number(rule.tolerance * 100, decimals=2))
    return exact(rule.tolerance)
