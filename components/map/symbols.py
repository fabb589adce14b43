"""Symbols of sites, hatchings and circle sizes: one source for the map, its legend and layer toggles."""

from __future__ import annotations

import base64
import math
from dataclasses import dataclass

from components.map import colours

MAX_RADIUS = 26  # pixels, circle of the largest value
OTHER = "other"
SVG = "http://www.w3.org/2000/svg"  # a name, nothing is fetched
_DECENTRAL = "accommodation_decentral"


@dataclass(frozen=True)
class Symbol:
    """A shape in a 24 x 24 box and its colour; hollow shapes are white with a coloured edge."""

    path: str
    colour: str
    hollow: bool = False


_HOUSE = "M12 2.5 21.5 11v10h-19V11Z"
SYMBOLS = {
    "accommodation": Symbol(_HOUSE, "#b35806"),
    _DECENTRAL: Symbol(_HOUSE, "#b35806", hollow=True),
    "counselling": Symbol("M12 2.5 22.5 21.5h-21Z", "#6a1b9a"),
    "kita": Symbol("M12 2.5a9.5 9.5 0 1 1 0 19a9.5 9.5 0 0 1 0-19Z", "#1b7837"),
    "school": Symbol("M12 1 23 12 12 23 1 12Z", "#9c1c4b"),
    "course": Symbol("M6.8 3h10.4L22.4 12l-5.2 9H6.8L1.6 12Z", "#14213d"),
    "health": Symbol("M8.5 2h7v6.5H22v7h-6.5V22h-7v-6.5H2v-7h6.5Z", "#c51b7d"),
    "volunteering": Symbol(
        "M12 1l3.2 7.2 7.8.8-5.8 5.3 1.6 7.7L12 18l-6.8 4 1.6-7.7L1 9l7.8-.8Z",
        "#7a5c00",
    ),
    "meeting_place": Symbol("M12 1.5 22.5 9.3l-4 12.2h-13l-4-12.2Z", "#01665e"),
    "employment": Symbol("M1.5 2.5h21L12 21.5Z", "#6d3b1f"),
    OTHER: Symbol("M4 4h16v16H4Z", "#4d4d4d"),
    "added": Symbol("M9.5 1h5v8.5H23v5h-8.5V23h-5v-8.5H1v-5h8.5Z", "#045a8d"),
    "changed": Symbol("M2 4h8L22 12 10 20H2l8-8Z", "#542788"),
    "removed": Symbol("M5 1.5 12 8.5l7-7L22.5 5l-7 7 7 7-3.5 3.5-7-7-7 7L1.5 19l7-7-7-7Z", "#8c2d04"),
}

PATTERNS = {
    "missing": f'<rect width="8" height="8" fill="{colours.NEUTRAL}"/>'
    f'<path d="M-2 2 2-2M0 8 8 0M6 10 10 6" stroke="{colours.MISSING_LINE}" stroke-width="1.4"/>',
    "secret": f'<rect width="8" height="8" fill="{colours.NEUTRAL}"/>'
    f'<path d="M0 0 8 8M8 0 0 8" stroke="{colours.DISCREET_LINE}" stroke-width="1.2"/>',
    "added": '<rect width="8" height="8" fill="#74a9cf"/>'
    '<path d="M4 1v6M1 4h6" stroke="#07111b" stroke-width="1.4"/>',
    "changed": '<rect width="8" height="8" fill="#d8daeb"/><circle cx="4" cy="4" r="1.8" fill="#542788"/>',
    "removed": '<rect width="8" height="8" fill="#fee0b6"/>'
    '<path d="M0 0 8 8M8 0 0 8" stroke="#7f3b08" stroke-width="1.4"/>',
}

STATUS_GROUNDS = {"high": "#f1eef6", "middle": "#bdc9e1", "low": "#74a9cf", "very_low": "#045a8d"}
TREND_MARKS = {"positive": "M4 1.2v5.6M1.2 4h5.6", "negative": "M1.2 4h5.6"}
PATTERNS |= {
    f"{status}_{trend}": f'<rect width="8" height="8" fill="{ground}"/>'
    f'<path d="{mark}" stroke="{"#fff" if status == "very_low" else "#07111b"}" stroke-width="1.3"/>'
    for status, ground in STATUS_GROUNDS.items()
    for trend, mark in TREND_MARKS.items()
}
"""Status by strength, as everywhere; a trend by plus or minus signs, so that none is told by colour alone."""


def symbol_of(category: str, central: bool | None = None) -> str:
    """Key of the symbol of a category; decentral accommodation (``central`` False) has a hollow house."""
    if category == "accommodation" and central is False:
        return _DECENTRAL
    return category if category in SYMBOLS else OTHER


def symbol_svg(key: str, size: int = 30) -> str:
    """A symbol as SVG with a white casing, ``size`` pixels wide and high; decorative, so name it beside."""
    symbol = SYMBOLS[key]
    casing = f'<path d="{symbol.path}" fill="#fff" stroke="#fff" stroke-width="5" stroke-linejoin="round"/>'
    if symbol.hollow:
        shape = f'<path d="{symbol.path}" fill="#fff" stroke="{symbol.colour}" stroke-width="2.6"/>'
    else:
        shape = f'<path d="{symbol.path}" fill="{symbol.colour}"/>'
    return (
        f'<svg xmlns="{SVG}" viewBox="-2 -2 28 28" width="{size}" height="{size}" aria-hidden="true">'
        f"{casing}{shape}</svg>"
    )


def image(svg: str) -> str:
    """A drawing as an address: Streamlit's ``st.html`` drops inline SVG, but shows it as an image."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def patterns_svg() -> str:
    """The hatchings as definitions of a drawing: fill with ``url(#atlas-missing)``, ``url(#atlas-secret)``."""
    patterns = "".join(
        f'<pattern id="atlas-{name}" width="8" height="8" patternUnits="userSpaceOnUse">{drawing}</pattern>'
        for name, drawing in PATTERNS.items()
    )
    return (
        '<svg width="0" height="0" aria-hidden="true" style="position:absolute"><defs>' + patterns + "</defs></svg>"
    )


def radius(value: float, largest: float) -> float:
    """Radius in pixels of a circle whose area follows ``value``; ``largest`` has MAX_RADIUS."""
    return MAX_RADIUS * math.sqrt(value / largest) if value > 0 and largest > 0 else 0.0
