"""Names of codes in the reader's language: indicators, categories, kinds, groups, sources."""

from __future__ import annotations

import re

from components import session
from components.text import has, t
from data.indicators import Indicator, Measured, Statistic
from data.rules import Rule
from data.services import COUNTED, OFFERED, Need, Service
from data.shares import ShareKey
from data.snapshot import Snapshot

AGE = re.compile(r"age_(\d+)_(\d+|plus)")


def indicator(which: Indicator) -> str:
    """Name of an indicator; a city's own figures keep the name their file gave them."""
    if not which.is_own:
        return about(which, "name")
    assert isinstance(which.numerator, Statistic)  # noqa: S101 - a city's own figures are statistics
    name, code = which.numerator.indicator, which.numerator.group
    shown = next((t(key) for key in (f"indicators.{name}.name", f"terms.indicator.{name}") if has(key)), name)
    return shown if code == "total" else f"{shown}: {group(code)}"


def about(which: Indicator, key: str) -> str:
    """One text of an indicator: ``name``, ``unit``, ``question``, ``formula`` or ``limits``; "" for a city's own."""
    if which.is_own:
        return ""
    if isinstance(which.numerator, Measured):
        service = f"services.{which.numerator.service}.name"
        shown = t(service) if has(service) else which.numerator.service
        return t(f"measured.{which.numerator.column}.{key}", service=shown)
    return t(f"indicators.{which.code}.{key}")


def unit(which: Indicator) -> str:
    """Short text behind a value of an indicator."""
    return about(which, "unit")


def extra_unit(which: Indicator) -> str:
    """The unit where the indicator's name does not say it already."""
    return "" if unit(which) in indicator(which) else unit(which)


def question(which: Indicator) -> str:
    """The question that an indicator answers, as a page's title."""
    return about(which, "question") or indicator(which)


def group(code: str) -> str:
    """Name of a group of people."""
    span = AGE.fullmatch(code)
    if span:
        last = span[2]
        return (
            t("terms.group.age_plus", first=span[1])
            if last == "plus"
            else t("terms.group.age", first=span[1], last=last)
        )
    return term("group", code)


def term(topic: str, code: str) -> str:
    """Name of a code of the contract; the code itself where the locales have none."""
    key = f"terms.{topic}.{code}"
    return t(key) if has(key) else code


def entry(which: Service | Rule) -> str:
    """Name of a service or rule: the town's own, or that of the locales."""
    return which.title(session.language())


def share(which: ShareKey) -> str:
    """Name of a key of a fair share: the town's own, or that of the locales."""
    key = f"shares.{which.id}.name"
    return which.name or (t(key) if has(key) else which.id)


def need(which: Need) -> str:
    """Who is counted as in need of a service: "Bevölkerung: 0 bis 2 Jahre"."""
    if which.indicator in (OFFERED, COUNTED):
        category, _, part = which.group.partition(".")
        name = term("kind", part) if which.indicator == OFFERED else term("column", part)
        return f"{term('category', category)}: {name}"
    names = (f"indicators.{which.indicator}.name", f"terms.indicator.{which.indicator}")
    name = next((t(key) for key in names if has(key)), which.indicator)
    return name if which.group == "total" else f"{name}: {group(which.group)}"


def layer(code: str) -> str:
    """Name of a layer of sites: a category, or a category with one kind."""
    category, _, kind = code.partition(".")
    name = term("category", category)
    return f"{name}: {term('kind', kind)}" if kind else name


def sources(of: Snapshot, ids: tuple[str, ...]) -> str:
    """Attribution of sources, joined; demonstration data say so."""
    shown = []
    for source in of.sources.reindex([known for known in ids if known in of.sources.index]).itertuples():
        shown.append(source.attribution or source.title)
    return "; ".join(dict.fromkeys(shown))
