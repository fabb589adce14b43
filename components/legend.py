"""The legend as HTML in the flow of a page: classes, hatchings, circles and symbols as the map draws them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape
from itertools import pairwise
from typing import Literal

from components.map import colours as palette
from components.map.symbols import MAX_RADIUS, PATTERNS, SVG, image, radius, symbol_svg
from components.text import number as written
from components.text import t

_LIST = "display:flex;flex-wrap:wrap;gap:.35rem 1.1rem;list-style:none;margin:.3rem 0;padding:0"
_ITEM = "display:flex;align-items:center;gap:.45rem;margin:0"
LINE = 18
"""Pixels of a line of text beside the circles."""

_NOTE = "margin:.2rem 0;font-size:.875rem"


def legend_html(
    *,
    form: Literal["rate", "count"],
    breaks: Sequence[float],
    colours: Sequence[str],
    unit: str,
    decimals: int,
    method: str,
    stand: str,
    source: str,
    has_missing: bool,
    has_secret: bool,
    values_min: float,
    values_max: float,
    categories: Sequence[str],
    language: str,
) -> str:
    """Legend of a map, as escaped HTML.

    Args:
        form: ``rate`` lists the classes, ``count`` three circles.
        breaks: inner class bounds, upper bounds included.
        colours: one a class.
        unit: short text behind the values.
        decimals: decimals of the numbers.
        method: name of the class method in the reader's language; empty leaves the line out.
        stand: date of the figures as shown; empty leaves the line out.
        source: source of the figures; empty leaves the line out.
        has_missing: whether an area has no value.
        has_secret: whether an area's value is secret.
        values_min: the smallest value (rate).
        values_max: the largest value (count).
        categories: symbols shown: categories, and ``accommodation_decentral`` for the hollow house.
        language: ``de`` or ``en``.
    """

    def number(value: float) -> str:
        return written(value, decimals=decimals, language=language)

    def say(key: str, **values: str) -> str:
        return t(f"map.legend.{key}", language=language, **values)

    if form == "rate":
        key = [
            (_swatch(colour), text)
            for colour, text in zip(colours, ranges(breaks, values_min, decimals, language), strict=True)
        ]
    else:
        key = []
    key += [
        (_hatched(name), say(name)) for name, shown in (("missing", has_missing), ("secret", has_secret)) if shown
    ]
    symbols = [
        (_symbol(symbol), t(f"map.category.{symbol}", language=language)) for symbol in dict.fromkeys(categories)
    ]
    notes = [
        say("circles") if form == "count" else "",
        say("method", method=method) if method and form == "rate" else "",
        say("stand", stand=stand) if stand else "",
        say("source", source=source) if source else "",
    ]
    return (
        f'<section class="atlas-legend" aria-label="{escape(say("title"))}">'
        + (f'<p style="margin:0;font-weight:600">{escape(unit)}</p>' if unit else "")
        + (_circles(circle_values(values_max), values_max, number) if form == "count" else "")
        + _items(key)
        + (
            f'<p style="margin:.5rem 0 0;font-weight:600">{escape(say("sites"))}</p>{_items(symbols)}'
            if symbols
            else ""
        )
        + f'<p style="{_NOTE}">{" · ".join(escape(note) for note in notes if note)}</p>'
        + "</section>"
    )


def circle_values(largest: float) -> list[float]:
    """Up to three round values of the legend's circles, falling; none if nothing is above zero.

    >>> circle_values(734)
    [700, 200, 70]
    """
    rounded = (_rounded_down(largest * share) for share in (1, 0.4, 0.1))
    return list(dict.fromkeys(value for value in rounded if value > 0))


def _rounded_down(value: float) -> float:
    if value < 1:
        return 0
    step = 10 ** math.floor(math.log10(value))
    return int(value // step) * step


def ranges(breaks: Sequence[float], lowest: float, decimals: int, language: str) -> list[str]:
    """The classes between inner bounds in words; the first is a single value where nothing lies below its bound.

    >>> ranges((0.0, 44.3), 0.0, 1, "de")
    ['0,0', 'über 0,0 bis 44,3', 'über 44,3']
    """

    def say(key: str, **values: str) -> str:
        return t(f"map.legend.{key}", language=language, **values)

    if not breaks:
        return [say("all")]
    least, *bounds = [written(bound, decimals=decimals, language=language) for bound in (lowest, *breaks)]
    first = least if least == bounds[0] else say("up_to", upper=bounds[0])
    middle = [say("between", lower=lower, upper=upper) for lower, upper in pairwise(bounds)]
    return [first, *middle, say("above", lower=bounds[-1])]


def _items(pairs: Sequence[tuple[str, str]]) -> str:
    if not pairs:
        return ""
    items = "".join(f'<li style="{_ITEM}">{drawing}<span>{escape(text)}</span></li>' for drawing, text in pairs)
    return f'<ul style="{_LIST}">{items}</ul>'


def _image(svg: str, width: float, height: float) -> str:
    return f'<img src="{image(svg)}" width="{width:g}" height="{height:g}" alt="" style="flex:none">'


def _swatch(fill: str, definition: str = "") -> str:
    svg = (
        f'<svg xmlns="{SVG}" width="30" height="18">{definition}'
        f'<rect x=".5" y=".5" width="29" height="17" fill="{escape(fill)}" stroke="#4a5560"/></svg>'
    )
    return _image(svg, 30, 18)


def _hatched(name: str) -> str:
    pattern = f'<pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse">{PATTERNS[name]}</pattern>'
    return _swatch("url(#hatch)", f"<defs>{pattern}</defs>")


def _symbol(key: str) -> str:
    return _image(symbol_svg(key, 24), 24, 24)


def _circles(values: Sequence[float], largest: float, number: Callable[[float], str]) -> str:
    """Nested circles standing on one line, each with its value at the height of its top, or as near as it fits."""
    width, height, middle = 76, 2 * MAX_RADIUS + 10, MAX_RADIUS + 2
    drawing = values_beside = ""
    beside_at = -math.inf
    for value in values:
        size = radius(value, largest)
        top = height - 2 - 2 * size
        beside_at = max(top, beside_at + LINE)
        drawing += (
            f'<circle cx="{middle}" cy="{top + size:.1f}" r="{size:.1f}" fill="{palette.COUNT}" stroke="#fff"/>'
            f'<path d="M{middle} {top:.1f}L{width} {beside_at:.1f}" stroke="#808080"/>'
        )
        left, upper = width + 6, beside_at - LINE / 2
        beside = f"position:absolute;left:{left}px;top:{upper:.1f}px;font-size:.875rem;line-height:{LINE}px"
        values_beside += f'<li style="{beside}">{escape(number(value))}</li>'
    picture = _image(f'<svg xmlns="{SVG}" width="{width}" height="{height}">{drawing}</svg>', width, height)
    held = f"position:relative;height:{max(height, beside_at + LINE / 2):g}px;margin:.3rem 0"
    return f'<div style="{held}">{picture}<ul style="list-style:none;margin:0;padding:0">{values_beside}</ul></div>'
