"""A map as one SVG, for paper and for pages without script: classes, hatching, the chosen areas, scale and north."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd

from components.map.colours import COUNT, sequential
from components.map.symbols import PATTERNS, SVG, radius
from components.report.outlines import Outlines, scale
from components.text import exact
from geo.classes import classify

EMPTY = "#f4f4f2"  # ground below circles
LINE = "#5c6770"
INK = "#07111b"
PAPER = f'font-size="14" fill="{INK}"'
"""Letters of a drawing that takes the font of what it stands in."""

BELOW = 30.0
"""Units below the map for the scale bar."""

SMALLER = 0.6
"""Circles are drawn smaller on paper, and on small maps, than on the large one."""


def fills(values: pd.Series, markers: pd.Series, bounds: Sequence[float] | None, decimals: int) -> dict[str, str]:
    """Colour or pattern of each area: its class, hatched where there is no figure, crossed where it is secret.

    Without bounds there are no classes but one ground, for circles to stand on.
    """
    classes = classify(values, tuple(bounds or ()), decimals=decimals)
    palette = (EMPTY,) if bounds is None else sequential(len(bounds) + 1)
    found = {}
    for area in values.index:
        marker = "secret" if markers.get(area) == "secret" else "missing"
        found[str(area)] = f"url(#{marker})" if pd.isna(values[area]) else palette[int(classes[area])]
    return found


def circles(values: pd.Series, drawn: Outlines, largest: float) -> str:
    """A circle in every area with a count, its surface following the number."""
    found = [
        (*drawn.middles[area], radius(figure, largest) * SMALLER)
        for area, figure in values.dropna().sort_values(ascending=False).items()
        if area in drawn.middles and figure > 0
    ]
    circles = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}"/>' for x, y, size in found)
    return f'<g fill="{COUNT}" fill-opacity=".85" stroke="#fff">{circles}</g>' if circles else ""


def drawing(drawn: Outlines, filled: dict[str, str], chosen: Sequence[str], *, over: str = "") -> str:
    """The whole map as SVG; nothing in it comes from imported text.

    Args:
        drawn: the boundaries.
        filled: colour or pattern by area id.
        chosen: ids of areas to outline, dark with a light casing, numbered where there are several.
        over: what is drawn over the areas, as SVG.
    """
    height = drawn.height + BELOW
    patterns = "".join(map(_pattern, ("missing", "secret")))
    areas = "".join(
        f'<path d="{path}" fill="{filled.get(area, EMPTY)}" stroke="{LINE}" stroke-width=".7"/>'
        for area, path in drawn.paths.items()
    )
    known = [area for area in chosen if area in drawn.paths]
    marked = [drawn.paths[area] for area in known]
    casing, line = (
        "".join(
            f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"/>'
            for path in marked
        )
        for colour, width in (("#fff", 6), (INK, 2.8))
    )
    numbers = "".join(_number(drawn.middles[area], place) for place, area in enumerate(known, start=1))
    if len(known) < 2:
        numbers = ""
    return (
        f'<svg xmlns="{SVG}" viewBox="0 0 {drawn.width:g} {height:g}" width="{drawn.width:g}" height="{height:g}">'
        f"<defs>{patterns}</defs>{areas}{casing}{over}{line}{numbers}{scale_bar(drawn)}{_north(drawn)}</svg>"
    )


def swatch(fill: str) -> str:
    """A field of the legend as SVG: a colour, or a pattern as ``url(#missing)``."""
    name = fill.removeprefix("url(#").removesuffix(")")
    pattern = f"<defs>{_pattern(name)}</defs>" if name in PATTERNS else ""
    return (
        f'<svg xmlns="{SVG}" viewBox="0 0 30 18" width="30" height="18">{pattern}'
        f'<rect x=".5" y=".5" width="29" height="17" fill="{escape(fill)}" stroke="{LINE}"/></svg>'
    )


def disc(size: float) -> str:
    """A circle of the legend as SVG, as large as on the map."""
    room = max(2 * size + 2, 12)
    middle = room / 2
    return (
        f'<svg xmlns="{SVG}" viewBox="0 0 {room:.1f} {room:.1f}" width="{room:.1f}" height="{room:.1f}">'
        f'<circle cx="{middle:.1f}" cy="{middle:.1f}" r="{size:.1f}" fill="{COUNT}"/></svg>'
    )


def _pattern(name: str) -> str:
    return f'<pattern id="{name}" width="8" height="8" patternUnits="userSpaceOnUse">{PATTERNS[name]}</pattern>'


def _number(middle: tuple[float, float], place: int) -> str:
    x, y = middle
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="10" fill="#fff" stroke="{INK}" stroke-width="1.5"/>'
        f'<text x="{x:.1f}" y="{y + 5:.1f}" font-size="14" text-anchor="middle" fill="{INK}">{place}</text>'
    )


def scale_bar(drawn: Outlines, font: str = PAPER) -> str:
    """A round length below the map, its letters as ``font`` says."""
    length, wide = scale(drawn.metres, drawn.width / 4)
    says = f"{exact(length / 1000)} km" if length >= 1000 else f"{exact(length)} m"
    y = drawn.height + BELOW - 10
    return (
        f'<path d="M8 {y - 5:g}V{y:g}H{8 + wide:.1f}V{y - 5:g}" fill="none" stroke="{INK}" stroke-width="1.5"/>'
        f'<text x="{14 + wide:.1f}" y="{y + 1:g}" {font}>{says}</text>'
    )


def _north(drawn: Outlines) -> str:
    x, y = drawn.width - 14, drawn.height + BELOW - 4
    return (
        f'<path d="M{x:g} {y - 26:g}l6 16-6-4-6 4z" fill="{INK}"/>'
        f'<text x="{x - 14:g}" y="{y - 6:g}" font-size="14" text-anchor="end" fill="{INK}">N</text>'
    )
