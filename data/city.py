"""What a city is: name, metric CRS, levels, as its ``city.toml`` says."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pyproj import CRS
from pyproj.exceptions import CRSError

from data.entries import entries, quoted
from data.errors import DataRefusedError, Problem, UsageError
from data.rules import Rule, problems, read_rules
from data.services import Service, read_services
from data.shares import ShareKey, read_shares

DEFAULTS = Path(__file__).parent / "defaults.toml"
"""Rules and services of a city whose ``city.toml`` has none: those that hold anywhere."""

PACKAGES = Path(__file__).parent / "cities"
"""The bundled cities, a folder each."""


class UnknownServiceError(UsageError):
    """No service of this id."""

    code = "unknown_service"


SLUG = re.compile(r"[a-z][a-z0-9-]{1,39}")


@dataclass(frozen=True)
class Level:
    """One spatial level of a city (F1), with its names in both languages."""

    code: str
    name_de: str
    name_en: str
    plural_de: str
    plural_en: str

    def name(self, language: str, *, plural: bool = False) -> str:
        """The level's name, for example "Stadtteil"."""
        stem = "plural" if plural else "name"
        return str(getattr(self, f"{stem}_{language}"))


@cache
def _defaults() -> tuple[tuple[Rule, ...], tuple[Service, ...]]:
    text = DEFAULTS.read_text(encoding="utf-8")
    return _rules_and_services(tomllib.loads(text), text)


@cache
def _default_shares() -> tuple[ShareKey, ...]:
    text = DEFAULTS.read_text(encoding="utf-8")
    return _shares(tomllib.loads(text), text)


@dataclass(frozen=True)
class City:
    """Settings of one city.

    Attributes:
        slug: name of its folder and in links, for example ``dresden``.
        name: as people write it.
        crs: metric CRS of everything stored, as ``EPSG:25833``.
        centre: longitude and latitude.
        demo: whether its data are bundled demonstration data.
        time_zone: IANA name.
        languages: languages of the interface.
        levels: from the whole city down.
        rules: standards, those of :data:`DEFAULTS` where the town has set none.
        services: what is held against its need; likewise.
        shares: keys of a fair share; likewise.
    """

    slug: str
    name: str
    crs: str
    centre: tuple[float, float]
    demo: bool
    time_zone: str
    languages: tuple[str, ...]
    levels: tuple[Level, ...]
    rules: tuple[Rule, ...] = field(default_factory=lambda: _defaults()[0])
    services: tuple[Service, ...] = field(default_factory=lambda: _defaults()[1])
    shares: tuple[ShareKey, ...] = field(default_factory=lambda: _default_shares())

    def service(self, key: str) -> Service:
        """The service of an id.

        Raises:
            UnknownServiceError: there is none.
        """
        found = {service.id: service for service in self.services}
        if key not in found:
            raise UnknownServiceError(service=key, known=", ".join(found))
        return found[key]

    def level(self, code: str) -> Level:
        """The level of a code, or KeyError."""
        return next(level for level in self.levels if level.code == code)

    def above(self, code: str) -> Level | None:
        """The level one up, None at the top."""
        position = [level.code for level in self.levels].index(code)
        return self.levels[position - 1] if position else None


@cache
def parse_city(text: str) -> City:
    """Read the text of a ``city.toml``.

    Raises:
        DataRefusedError: naming the key at fault, or the line where it is no TOML.
    """
    try:
        settings = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataRefusedError([Problem("no_toml", value=str(error))]) from None
    problems = list(_problems(settings))
    if problems:
        raise DataRefusedError(problems)
    levels = tuple(Level(**{key: str(level[key]) for key in Level.__annotations__}) for level in settings["levels"])
    longitude, latitude = settings["centre"]
    rules, services = _rules_and_services(settings, text)
    return City(
        slug=settings["slug"],
        name=settings["name"],
        crs=settings["crs"],
        centre=(float(longitude), float(latitude)),
        demo=bool(settings.get("demo", False)),
        time_zone=settings.get("time_zone", "Europe/Berlin"),
        languages=tuple(settings.get("languages", ("de", "en"))),
        levels=levels,
        rules=rules,
        services=services,
        shares=_shares(settings, text),
    )


def _shares(settings: dict[str, Any], text: str) -> tuple[ShareKey, ...]:
    if "shares" not in settings:
        return _default_shares()
    found = entries(settings, "shares", text)
    shares = read_shares(found)
    if wrong := problems(found):
        raise DataRefusedError(wrong)
    return shares


def _rules_and_services(settings: dict[str, Any], text: str) -> tuple[tuple[Rule, ...], tuple[Service, ...]]:
    """Both, the defaults for a table that is not there; what belongs together is replaced together."""
    if not {"rules", "services"} & settings.keys():
        return _defaults()
    settings = {"rules": [], "services": []} | settings
    of_rules, of_services = entries(settings, "rules", text), entries(settings, "services", text)
    rules = read_rules(of_rules, [entry.id for entry in of_services])
    services = read_services(of_services, [entry.id for entry in of_rules])
    if found := problems([*of_rules, *of_services]):
        raise DataRefusedError(found)
    return rules, services


def city_toml(city: City) -> str:
    """The text of a ``city.toml`` that says what ``city`` says."""
    lines = [
        f"slug = {quoted(city.slug)}",
        f"name = {quoted(city.name)}",
        f"crs = {quoted(city.crs)}",
        f"centre = [{city.centre[0]:.5f}, {city.centre[1]:.5f}]",
        f"demo = {str(city.demo).lower()}",
        f"time_zone = {quoted(city.time_zone)}",
        f"languages = [{', '.join(map(quoted, city.languages))}]",
    ]
    own = (city.rules, city.services) != _defaults()
    if own:  # none at all is something to say, too
        lines += [f"{name} = []" for name in ("rules", "services") if not getattr(city, name)]
    if not city.shares:
        lines += ["shares = []"]
    for level in city.levels:
        lines += ["", "[[levels]]"]
        lines += [f"{key} = {quoted(str(getattr(level, key)))}" for key in Level.__annotations__]
    if own:
        lines += [line for rule in city.rules for line in rule.toml()]
        lines += [line for service in city.services for line in service.toml()]
    if city.shares != _default_shares():
        lines += [line for share in city.shares for line in share.toml()]
    return "\n".join(lines) + "\n"


def _problems(settings: dict[str, Any]) -> list[Problem]:
    missing = [key for key in ("slug", "name", "crs", "centre", "levels") if not settings.get(key)]
    if missing:
        return [Problem("setting_missing", column=key) for key in missing]
    found = []
    if not SLUG.fullmatch(str(settings["slug"])):
        found.append(Problem("bad_slug", column="slug", value=str(settings["slug"])))
    if not is_metric(settings["crs"]):
        found.append(Problem("crs_not_metric", column="crs", value=str(settings["crs"])))
    if len(settings["centre"]) != 2:
        found.append(Problem("setting_missing", column="centre", value=str(settings["centre"])))
    for number, level in enumerate(settings["levels"]):
        found += [
            Problem("setting_missing", column=f"levels.{key}", row=number)
            for key in Level.__annotations__
            if not level.get(key)
        ]
    codes = [level.get("code") for level in settings["levels"]]
    found += [Problem("duplicate_key", column="levels.code", value=str(c)) for c in codes if codes.count(c) > 1]
    return found


def is_metric(crs: str) -> bool:
    """Whether a CRS is projected and counts in metres."""
    try:
        found = CRS.from_user_input(crs)
    except CRSError:
        return False
    return bool(found.is_projected and found.axis_info[0].unit_name == "metre")
