"""Indicators as data: what is counted, per what, and how it is drawn."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from data.errors import UsageError

FILE = Path(__file__).parent / "indicators.toml"
RAW = "figure."
"""Codes of figures that a city brings itself: ``figure.<indicator>.<group>``."""

GAP = "gap."
"""Codes of measures: ``gap.<measure>.<service>``."""

Form = Literal["rate", "count"]


class UnknownIndicatorError(UsageError):
    """No indicator of this code."""

    code = "unknown_indicator"


@dataclass(frozen=True)
class Statistic:
    """Figures about areas: an indicator of the table ``statistics`` with its group."""

    indicator: str
    group: str


@dataclass(frozen=True)
class Capacity:
    """What the open sites of a category offer: places, staff (FTE) or the number of sites."""

    category: str
    kinds: tuple[str, ...]
    field: Literal["places", "staff", "sites"] = "places"


@dataclass(frozen=True)
class Cases:
    """People in the open sites of a category, or of some of its kinds: a column of ``caseload``, of one group."""

    field: str
    category: str
    kinds: tuple[str, ...] = ()
    group: str = "total"


@dataclass(frozen=True)
class Size:
    """The size of the area in square kilometres."""


MEASURES = {
    "coverage": ("rate", 0),
    "reachable": ("rate", 0),
    "units": ("count", 0),
    "location_quotient": ("rate", 2),
}
"""Measures of gaps and concentration to form and decimals."""


@dataclass(frozen=True)
class Measured:
    """A measure of a service's gap, or of the concentration of accommodation (no service)."""

    column: str
    service: str = ""

    def indicator(self) -> Indicator:
        """The measure as an indicator of the map."""
        form, decimals = MEASURES[self.column]
        code = f"{GAP}{self.column}.{self.service}".removesuffix(".")
        denominator = Size() if form == "rate" else None  # only says that it is a rate; the measure has its own
        return Indicator(code, cast("Form", form), "", self, denominator, decimals=decimals)


Term = Statistic | Capacity | Cases | Size | Measured


@dataclass(frozen=True)
class Indicator:
    """One figure of the map.

    Attributes:
        code: name in links and locales; ``figure.…`` for figures that only this city has.
        form: ``rate`` (classed areas) or ``count`` (proportional circles).
        domain: one of the eight access domains (F2), "" for a city's own figures.
        numerator: what is counted.
        denominator: per what; None for a count.
        per: 100, 1,000 …
        decimals: shown and classed with so many.
        need: whether ``more`` or ``less`` of it means more need, "" where it says nothing about need.
    """

    code: str
    form: Form
    domain: str
    numerator: Term
    denominator: Term | None = None
    per: float = 1.0
    decimals: int = 1
    need: str = ""

    @property
    def counts_supply(self) -> bool:
        """Whether it is a plain number of places, posts or sites, of no accommodation: nothing about people."""
        term = self.numerator
        return isinstance(term, Capacity) and term.category != "accommodation" and self.denominator is None

    @property
    def is_own(self) -> bool:
        """Whether only this city has it, under the name its file gave it."""
        return self.code.startswith(RAW)


@cache
def catalogue() -> dict[str, Indicator]:
    """Every indicator that the product knows, by code."""
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {code: _indicator(code, entry) for code, entry in entries.items()}


def find(code: str) -> Indicator:
    """The indicator of a code, also of a city's own figures.

    Raises:
        UnknownIndicatorError: there is none.
    """
    if code in catalogue():
        return catalogue()[code]
    if code.startswith(RAW) and "." in code.removeprefix(RAW):
        name, group = code.removeprefix(RAW).rsplit(".", 1)
        return Indicator(code, "count", "", Statistic(name, group), decimals=0)
    column, _, service = code.removeprefix(GAP).partition(".")
    if code.startswith(GAP) and column in MEASURES:
        return Measured(column, service).indicator()
    raise UnknownIndicatorError(indicator=code)


def own(name: str, group: str) -> Indicator:
    """A figure that only this city has."""
    return find(f"{RAW}{name}.{group}")


def _indicator(code: str, entry: dict[str, Any]) -> Indicator:
    form = entry["form"]
    denominator = _term(entry["denominator"]) if "denominator" in entry else None
    decimals = entry.get("decimals", 1 if form == "rate" else 0)
    per = float(entry.get("per", 1))
    need = entry.get("need", "")
    return Indicator(code, form, entry["domain"], _term(entry["numerator"]), denominator, per, decimals, need)


def _term(entry: dict[str, Any]) -> Term:
    if "statistic" in entry:
        return Statistic(entry["statistic"], entry["group"])
    if "capacity" in entry:
        return Capacity(entry["capacity"], tuple(entry["kinds"]), entry.get("field", "places"))
    if "caseload" in entry:
        return Cases(entry["caseload"], entry["category"], group=entry.get("group", "total"))
    return Size()
