"""Services of a city as data: what is offered, who needs how much of it, how far it reaches, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Literal, cast

from data.contracts import CATEGORIES, DOMAINS, ROLES
from data.entries import Entry, toml
from data.rules import named

OFFERED = "offers"
"""Need that comes from places of another supply: group ``category.kind`` (D8: places of B1 lead to need of B2)."""

COUNTED = "caseload"
"""Need that comes from people in sites: group ``category.field`` (Z1: ``accommodation.occupied``)."""

FIELDS = ("occupied", "consultations", "rejected", "waiting")


@dataclass(frozen=True)
class Need:
    """How many persons need a service: an indicator of ``statistics`` times a rate.

    Attributes:
        indicator: of ``statistics``; ``offers`` or ``caseload`` for need that comes from supply or people in it.
        group: its group; ``category.kind`` or ``category.field`` there.
        rate: persons in need per person counted.
        source: who says so.
    """

    indicator: str
    group: str
    rate: float
    source: str


@dataclass(frozen=True)
class Service:
    """One service, the same for everything: need against capacity, both in persons.

    Attributes:
        id: name in locales (``services.<id>.name``) and links.
        domain: one of the eight access domains (F2).
        category: of the sites.
        kinds: of their offers; ``""`` is the category as a whole.
        roles: of their staff; empty where any counts.
        measured: ``places``, or ``staff`` (full-time posts).
        clients: clients of the staffing key: 150 in 1:150 and 2:150; None without a key.
        posts: full-time posts of the key: 1 in 1:150, 2 in 2:150.
        need: None where nobody has said how much is needed; then only the capacity is given.
        bands: catchment as metres (upper bound) and weight; empty where the whole city comes to every site.
        met: coverage from which the need is met.
        severe: coverage below which the gap is severe.
        rule: id of the rule that belongs to it, or "".
        source: who says that this is counted so.
        requirement: number in the list of requirements.
        applied: whether the town is measured by it; others (another key) stand beside it for comparison.
        name: of a service that the locales do not know.
        judged: what its status rests on: capacity inside the area, or reachable where people come from
            everywhere (Z4).
    """

    id: str
    domain: str
    category: str
    kinds: tuple[str, ...]
    roles: tuple[str, ...]
    measured: Literal["places", "staff"]
    clients: float | None
    posts: float
    need: Need | None
    bands: tuple[tuple[float, float], ...]
    met: float
    severe: float
    rule: str
    source: str
    requirement: str = ""
    applied: bool = True
    name: str = ""
    judged: Literal["inside", "reachable"] = "inside"

    @property
    def key(self) -> float | None:
        """Clients per full-time post, None for places and where there is no key."""
        return self.clients / self.posts if self.measured == "staff" and self.clients else None

    def title(self, language: str = "de") -> str:
        """Its name for people."""
        return named("services", self.id, self.name, language)

    def toml(self) -> list[str]:
        """The entry of a ``city.toml`` that says the same."""
        return toml("services", asdict(self))


def alternatives(service: Service, services: Iterable[Service]) -> list[Service]:
    """Services that measure the same supply by another key or rate (C3), never merged with it."""
    same = (service.category, service.kinds, service.roles, service.measured)
    return [
        one for one in services if one.id != service.id and (one.category, one.kinds, one.roles, one.measured) == same
    ]


def read_services(found: Sequence[Entry], rules: Iterable[str]) -> tuple[Service, ...]:
    """Services of some entries; faults stay with the entries.

    Args:
        found: entries of ``[[services]]``.
        rules: ids of rules that a service can name.
    """
    services = tuple(_service(entry, tuple(rules)) for entry in found)
    ids = [service.id for service in services]
    for number, entry in enumerate(found):
        if ids[number] and ids[number] in ids[:number]:
            entry.fault("entry_twice", "id", ids[number])
    return services


def _service(entry: Entry, rules: tuple[str, ...]) -> Service:
    entry.only(tuple(Service.__annotations__))
    category, domain = entry.text("category"), entry.text("domain")
    entry.listed("domain", domain, DOMAINS)
    entry.listed("category", category, tuple(CATEGORIES))
    if not str(entry.values.get("source", "")).strip():
        entry.fault("entry_source_missing", "source")
    measured = entry.text("measured", "places")
    entry.listed("measured", measured, ("places", "staff"))
    kinds = entry.texts("kinds", ("", *CATEGORIES[category]) if category in CATEGORIES else None)
    bands = _bands(entry)
    rule = entry.text("rule", "")
    if rule:
        entry.listed("rule", rule, rules)
    service = Service(
        id=entry.text("id"),
        domain=domain,
        category=category,
        kinds=kinds,
        roles=entry.texts("roles", ROLES),
        measured=cast("Literal['places', 'staff']", measured),
        clients=entry.number("clients") if "clients" in entry.values else None,
        posts=entry.number("posts", 1.0),
        need=_need(entry),
        bands=bands,
        met=entry.number("met", 1.0),
        severe=entry.number("severe", 0.5),
        rule=rule,
        source=entry.text("source", ""),
        requirement=entry.text("requirement", ""),
        applied=entry.truth("applied", True),
        name=entry.text("name", ""),
        judged=cast("Literal['inside', 'reachable']", entry.text("judged", "inside" if bands else "reachable")),
    )
    entry.listed("judged", service.judged, ("inside", "reachable"))
    for key, fault in {
        "kinds": not kinds,
        "clients": (service.clients is not None and not service.clients > 0)
        or (measured == "staff" and service.need is not None and service.clients is None),
        "posts": not service.posts > 0,
        "severe": not 0 < service.severe <= service.met,
    }.items():
        if fault:
            entry.fault("service_not_computable", key, entry.values.get(key, ""))
    return service


def _need(entry: Entry) -> Need | None:
    values = entry.values.get("need")
    if values is None:
        return None
    inner = Entry(entry.table, values if isinstance(values, dict) else {})
    need = Need(
        inner.text("indicator"), inner.text("group", "total"), inner.number("rate", 1.0), inner.text("source")
    )
    for problem in inner.problems:
        entry.fault(problem.code, f"need.{problem.values['key']}", problem.value or "")
    category, _, part = need.group.partition(".")
    parts = {OFFERED: CATEGORIES.get(category, ()), COUNTED: FIELDS}.get(need.indicator)
    if parts is not None and (category not in CATEGORIES or part not in parts):
        known = ", ".join(f"{category}.{one}" for one in parts)
        entry.fault("entry_not_listed", "need.group", need.group, known=known)
    if not need.rate > 0:
        entry.fault("service_not_computable", "need.rate", need.rate)
    return need


def _bands(entry: Entry) -> tuple[tuple[float, float], ...]:
    found = entry.values.get("bands", [])
    try:
        bands = tuple((float(metres), float(weight)) for metres, weight in found)
    except (TypeError, ValueError):
        entry.fault("entry_value_wrong", "bands", found)
        return ()
    bounds = [0.0, *(metres for metres, _ in bands)]
    rising = all(one < other for one, other in pairwise(bounds))
    if not rising or any(not weight > 0 for _, weight in bands):
        entry.fault("service_not_computable", "bands", found)
    return bands
