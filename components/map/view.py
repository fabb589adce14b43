"""What a map shows and what it answers: plain records, no drawing."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

from components.map.encoding import encode
from components.map.symbols import symbol_of

SECRET = "*"  # noqa: S105 — a mark in the row of values, not a password
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_WITHIN_APP = re.compile(r"\w[\w./~-]*(\?[\w=&.%-]*)?", re.ASCII)


class ForeignLinkError(ValueError):
    """The map would ask for an address outside the app; ``url`` tells which."""

    def __init__(self, url: str):
        super().__init__(f"not served by this app: {url!r}")
        self.url = url


@dataclass(frozen=True)
class SiteMark:
    """One site drawn on the map: position in degrees (EPSG:4326); ``central`` tells accommodation apart."""

    site_id: str
    lon: float
    lat: float
    category: str
    name: str
    central: bool | None = None


@dataclass(frozen=True)
class Selection:
    """What a person chose on the map; all are None before the first choice. Ids come unchecked.

    ``point`` is longitude and latitude in degrees, of a map that asks for a place.
    """

    area: str | None
    site: str | None
    point: tuple[float, float] | None = None


@dataclass(frozen=True)
class MapView:
    """Everything one map shows.

    Attributes:
        geometry_url: path of the areas' GeoJSON within the app, without a leading slash; its features have
            the properties ``id`` and ``name``.
        bounds: west, south, east, north in degrees; the view is fitted again only when they change.
        form: ``rate`` draws classed areas, ``count`` draws circles whose area follows the value.
        values: one a feature, in the order of the geometry; None (or not finite) is a missing value.
        secret: positions whose value is secret.
        decimals: decimals of values and breaks, as shown.
        unit: short text behind a value.
        breaks: inner class bounds, upper bounds included (rate only).
        colours: one a class (rate only).
        selected: area_id of the selected area.
        selected_site: site_id of the selected site.
        sites: sites that this viewer may see.
        site_urls: paths of GeoJSON with sites that anyone may see (properties id, name, category).
        language: ``de`` or ``en``.
        label: accessible name of the map.
        words: what values 0, 1, 2 … are called, where they are classes without numbers (rate, no decimals).
        pick: whether the map asks for a place: a click answers where it was, not what is there.
    """

    geometry_url: str
    bounds: tuple[float, float, float, float]
    form: Literal["rate", "count"]
    values: tuple[float | None, ...]
    secret: frozenset[int]
    decimals: int
    unit: str
    breaks: tuple[float, ...]
    colours: tuple[str, ...]
    selected: str | None
    selected_site: str | None
    sites: tuple[SiteMark, ...]
    site_urls: tuple[str, ...]
    language: str
    label: str
    words: tuple[str, ...] = ()
    pick: bool = False


def base36(number: int) -> str:
    """Shortest text of an integer that a browser reads back with ``parseInt(text, 36)``."""
    text, rest = "", abs(number)
    while rest:
        rest, digit = divmod(rest, 36)
        text = _DIGITS[digit] + text
    return ("-" if number < 0 else "") + (text or "0")


def row(values: tuple[float | None, ...], secret: frozenset[int], decimals: int) -> str:
    """Values as one compact text: base-36 integers (value x 10^decimals), empty missing, ``*`` secret."""

    def cell(position: int, value: float | None) -> str:
        if position in secret:
            return SECRET
        if value is None or not math.isfinite(value):
            return ""
        return base36(_scaled(value, decimals))

    return ",".join(cell(position, value) for position, value in enumerate(values))


def state(view: MapView) -> str:
    """The view as JSON that is safe inside a script.

    Raises:
        ForeignLinkError: an address leaves the app.
        ValueError: the number of colours does not fit the classes.
    """
    for url in (view.geometry_url, *view.site_urls):
        if not _WITHIN_APP.fullmatch(url) or ".." in url or "//" in url:
            raise ForeignLinkError(url)
    if view.form == "rate" and len(view.colours) != len(view.breaks) + 1:
        raise ValueError(f"{len(view.breaks)} breaks need {len(view.breaks) + 1} colours, got {len(view.colours)}")
    sent = {
        "url": view.geometry_url,
        "bounds": [round(degrees, 5) for degrees in view.bounds],
        "form": view.form,
        "values": row(view.values, view.secret, view.decimals),
        "decimals": view.decimals,
        "unit": view.unit,
        # scaled as the values are, so that what a class says and what a tooltip says never disagree
        "breaks": [_scaled(bound, view.decimals) for bound in view.breaks],
        "colours": view.colours,
        "area": view.selected,
        "site": view.selected_site,
        "sites": [
            [mark.site_id, round(mark.lon, 5), round(mark.lat, 5), symbol_of(mark.category, mark.central), mark.name]
            for mark in view.sites
        ],
        "siteUrls": view.site_urls,
        "language": view.language,
        "label": view.label,
    }
    sent |= {"words": view.words} if view.words else {}
    sent |= {"pick": True} if view.pick else {}
    return encode(sent)


def _scaled(value: float, decimals: int) -> int:
    return round(value * 10**decimals)
