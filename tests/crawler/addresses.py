"""What a crawler asks for: links to every page with every value, and every route with every guess.

Values come from the store and the closed lists, routes from the program itself: what is new joins by itself. A
parameter that has no list of its own gets a value of every other.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from urllib.parse import quote

from starlette.routing import BaseRoute, Mount, Route
from streamlit.web.server.starlette import starlette_routes

import app
from components.comparison.scene import KINDS
from components.measures.scene import DUE
from components.session import CHOICES, LANGUAGES
from data import schema
from data.audiences import Audience, Viewer
from data.catalogue import FORMATS, SERIALISATIONS
from data.contracts import CATEGORIES, DOMAINS
from data.indicators import catalogue
from data.store import Store

FULL = 3
"""A route with more parameters gets its longest list in turns."""

TRAVERSALS = (
    *("../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/roles.toml", "..\\..\\roles.toml"),
    *("....//....//roles.toml", "%252e%252e%252froles.toml", "/etc/passwd", "roles.toml%00.csv", "links.key"),
)
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE")


@dataclass(frozen=True)
class Vocabulary:
    """Values by name of the parameter, of one town, and all values of the canaries' own."""

    town: str
    values: dict[str, list[str]]
    guesses: list[str]

    def of(self, name: str) -> list[str]:
        """Values of a parameter; of one that is not known, one of every other."""
        own = self.values.get(name) or [some[0] for some in self.values.values() if some]
        return [*dict.fromkeys([*own, *self.guesses[:1]])]


def vocabulary(folder: Path, town: str, guesses: list[str]) -> Vocabulary:
    """Every value that anything in the internal store of a town has."""
    store, boss = Store(folder), Viewer(Audience.MANAGER, "crawler")
    city = store.city(town, viewer=boss)
    tables = {name: store.read(town, name, viewer=boss) for name in schema.rows if name != "city"}
    editions = sorted({0, *range(1, max(store.editions(town).values()) + 2), 99})
    slugs = [one.slug for one in store.cities(viewer=boss)]
    state = store.state(town)
    store.close()
    days = sorted({f"{day:%Y-%m-%d}" for name in ("statistics", "caseload") for day in tables[name]["as_of"]})
    kinds = [f"{category}.{kind}" for category, kinds in CATEGORIES.items() for kind in kinds]
    layers = [",".join(CATEGORIES), *CATEGORIES, *kinds]
    own = [site for site in tables["sites"]["site_id"] if site.lower() in guesses]
    values = {
        "city": slugs,
        "level": [level.code for level in city.levels],
        "date": days,
        "until": ["2030-12-31", *days[-1:]],
        "indicator": sorted({*catalogue(), *tables["statistics"]["indicator"]}),
        "area": list(tables["areas"]["area_id"]),
        "site": [*own, *tables["sites"]["site_id"][:: len(tables["sites"]) // 8]],
        "layers": layers,
        "lang": list(LANGUAGES),
        "domain": list(DOMAINS),
        "service": [service.id for service in city.services],
        "met": ["0.9"],
        "rate": ["0.5"],
        "measure": list(tables["measures"]["measure_id"]) or ["none"],
        "responsible": sorted({*tables["measures"]["responsible"]} - {""}) or ["-"],
        "due": list(DUE),
        "board": ["yes"],
        "seen": ["", "1", str(state), "20260101000000"],
        "past": ["", "1"],
        "ansicht": ["", "sitzung"],
        "agenda": sorted({*tables["agendas"]["agenda_id"]}) or ["none"],
        "item": ["1", "2", "99"],
        "eyes": [audience.name.lower() for audience in Audience],
        "table": [*schema.metadata.tables],
        "edition": [str(edition) for edition in editions],
        "since": [str(edition) for edition in editions],
        "category": list(CATEGORIES),
        "compare": list(KINDS),
        "areas": [",".join(list(tables["areas"]["area_id"])[at : at + 3]) for at in (0, 1, -3)],
        "against": days,
        "town": slugs,
        "basis": [",".join(catalogue()), *catalogue()],
        "ending": [ending[1:] for ending in (*FORMATS, *SERIALISATIONS, ".toml", ".sqlite")],
        "path": [*TRAVERSALS, "index.html", "streamlit_folium/index.html"],
    }
    return Vocabulary(town, values, guesses)


def links(words: Vocabulary, pages: list[str], asking: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Pages with links: each as it is in every town; every value of every choice; all that an attacker might know.

    A choice that does not fit the others falls back by itself, so one link tries a value of each.

    Args:
        words: values.
        pages: all pages.
        asking: those that show choices; the others are the same whatever a link says.
    """
    for page, city in product(pages, words.values["city"]):
        yield page, {"city": city}
    choices = {name: words.of(name) for name in CHOICES if name != "city"}
    for number in range(max(map(len, choices.values()))):
        page = asking[number % len(asking)]
        yield page, {"city": words.town} | {name: values[number % len(values)] for name, values in choices.items()}
    everything = {name: values[0] for name, values in choices.items()} | {"city": words.town, "eyes": "manager"}
    for page, guess in product(asking, words.guesses):
        yield page, everything | {"site": guess, "area": guess, "find": guess, "measure": guess}
    for guess in words.guesses:
        yield asking[0], {"city": guess}
    for agenda in (*words.values["agenda"], *words.guesses):
        yield asking[0], {"city": words.town, "ansicht": "sitzung", "agenda": agenda}


def paths(words: Vocabulary, pages: list[str]) -> Iterator[str]:
    """Paths to guess: pages, routes of the atlas and of Streamlit filled in, and ways out of a folder."""
    templates = [template for route in app.app._user_routes for template in _templates(route)]
    own = {f"/{value}" for name, value in vars(starlette_routes).items() if re.match(r"_?(BASE_)?ROUTE_", name)}
    streamlit = [*sorted(own), "/auth/login", "/auth/logout", "/oauth2callback", "/_stcore/skills", "/llms.txt"]
    yield from ("/", *(f"/{page}" for page in pages), *(f"/{page}?eyes=manager" for page in pages))
    for template in [*templates, *streamlit]:
        yield from _filled(template, words)
    yield from geometries(words)
    for bad in TRAVERSALS:
        yield from (f"/{part}{quote(bad, safe='/%')}" for part in ("", "static/", "assets/", "daten/", "app/static/"))


def _templates(route: BaseRoute) -> list[str]:
    if isinstance(route, Mount):
        return [f"{route.path}/{{path}}"]
    assert isinstance(route, Route)
    return [re.sub(r":\w+}", "}", route.path)]


def _filled(template: str, words: Vocabulary) -> Iterator[str]:
    names = re.findall(r"{(\w+)(?::\w+)?}", template)
    lists = [words.of(name) for name in names]
    turning = max(range(len(lists)), key=lambda one: len(lists[one]), default=0) if len(lists) > FULL else None
    last = lists[turning] if turning is not None else []
    for number, values in enumerate(product(*(some for one, some in enumerate(lists) if one != turning))):
        if turning is not None:
            values = (*values[:turning], last[number % len(last)], *values[turning:])
        known = {name: quote(value, safe="/%") for name, value in zip(names, values, strict=True)}
        yield re.sub(r":\w+}", "}", template).format(**known)


def geometries(words: Vocabulary) -> Iterator[str]:
    """Geometry with the signature that anyone can make where the public side has no key."""
    days, editions = words.values["date"], words.values["edition"]
    rests = [f"areas/{level}/{edition}" for level in words.of("level") for edition in editions]
    rests += [f"sites/{layer}/{days[-1]}/{editions[1]}-{editions[1]}" for layer in words.of("layers")]
    rests += [f"changes/{words.values['level'][-1]}/{old}-{new}" for old, new in product(editions, repeat=2)]
    rests += ["sites/accommodation", "areas", "nothing/at/all", "sites/kita/no-day/1-1", "changes/x/y", *TRAVERSALS]
    for city, rest in product((words.town, *words.guesses[-1:]), rests):
        path = f"{city}/{rest}"
        yield f"/geo/{hashlib.sha256(path.encode()).hexdigest()[:32]}/{quote(path, safe='/%')}.geojson"
