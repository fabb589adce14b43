"""What a city is: name, metric CRS, levels, as its ``city.toml`` says."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pyproj import CRS
from pyproj.exceptions import CRSError

from data.errors import DataRefusedError, Problem

PACKAGES = Path(__file__).parent / "cities"
"""The bundled cities, a folder each."""

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
    """

    slug: str
    name: str
    crs: str
    centre: tuple[float, float]
    demo: bool
    time_zone: str
    languages: tuple[str, ...]
    levels: tuple[Level, ...]

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
    return City(
        slug=settings["slug"],
        name=settings["name"],
        crs=settings["crs"],
        centre=(float(longitude), float(latitude)),
        demo=bool(settings.get("demo", False)),
        time_zone=settings.get("time_zone", "Europe/Berlin"),
        languages=tuple(settings.get("languages", ("de", "en"))),
        levels=levels,
    )


def city_toml(city: City) -> str:
    """The text of a ``city.toml`` that says what ``city`` says."""
    lines = [
        f"slug = {_quoted(city.slug)}",
        f"name = {_quoted(city.name)}",
        f"crs = {_quoted(city.crs)}",
        f"centre = [{city.centre[0]:.5f}, {city.centre[1]:.5f}]",
        f"demo = {str(city.demo).lower()}",
        f"time_zone = {_quoted(city.time_zone)}",
        f"languages = [{', '.join(map(_quoted, city.languages))}]",
    ]
    for level in city.levels:
        lines += ["", "[[levels]]"]
        lines += [f"{key} = {_quoted(str(getattr(level, key)))}" for key in Level.__annotations__]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = "".join(f"\\u{ord(sign):04x}" if sign in '"\\' or ord(sign) < 32 else sign for sign in text)
    return f'"{escaped}"'


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
