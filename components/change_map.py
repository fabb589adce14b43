"""A map of change: orange where a figure fell, violet where it rose, as far to both sides; zero is labelled."""

from __future__ import annotations

from html import escape
from itertools import pairwise

import pandas as pd
import streamlit as st

from components import cached, session
from components.map import MapView, colours, show_map
from components.map.symbols import PATTERNS, SVG, image
from components.scene import Scene, select
from components.text import number, t
from components.web import links
from geo.classes import symmetric

HEIGHT = 400


def show(
    scene: Scene,
    values: pd.Series,
    *,
    key: str,
    title: str,
    unit: str,
    notes: list[str],
    decimals: int,
    level: str = "",
) -> None:
    """Draw the map and its legend; a click chooses an area.

    Args:
        scene: place, level and chosen area.
        values: change by area id, NaN where not known.
        key: names the map in the session.
        title: what the map shows, its name for assistive technologies.
        unit: short text behind a value.
        notes: lines below the legend: Stand, source.
        decimals: shown and classed with so many.
        level: code of the level, the scene's where not given.
    """
    level = level or scene.level
    areas = scene.of.level(level).index
    by_area = values.reindex(areas)
    bounds, palette = classes(by_area, decimals)
    show_map(
        MapView(
            geometry_url=links.areas(scene.of, level),
            bounds=cached.bounds_of(scene.of, level),
            form="rate",
            values=tuple(None if figure != figure else float(figure) for figure in by_area),
            secret=frozenset(),
            decimals=decimals,
            unit=unit,
            breaks=bounds,
            colours=palette,
            selected=scene.area or None,
            selected_site=None,
            sites=(),
            site_urls=(),
            language=session.language(),
            label=title,
        ),
        key=key,
        height=HEIGHT,
        on_select=lambda chosen: select(chosen.area) if level == scene.level and chosen.area in areas else None,
    )
    st.html(legend(bounds, palette, unit=unit, decimals=decimals, notes=notes, missing=bool(by_area.isna().any())))


def classes(values: pd.Series, decimals: int) -> tuple[tuple[float, ...], tuple[str, ...]]:
    """Bounds to both sides of zero, and a colour a class; no change is a class of its own."""
    outer = symmetric(values, decimals=decimals)
    least = 10.0**-decimals
    # a bound itself belongs to the smaller change, to both sides
    falls = (round(-bound - least, decimals) for bound in reversed(outer))
    return (*falls, -least, 0.0, *outer), colours.diverging(len(outer) + 1)


def legend(
    bounds: tuple[float, ...], palette: tuple[str, ...], *, unit: str, decimals: int, notes: list[str], missing: bool
) -> str:
    """Classes from the largest fall to the largest rise, with "unverändert" at zero, as escaped HTML."""
    outer = [number(bound, decimals=decimals) for bound in bounds[bounds.index(0.0) + 1 :]]
    rises = _says("rise", outer)
    says = [*reversed(_says("fall", outer)), t("comparison.no_change"), *rises]
    items = [_item(_swatch(colour), text) for colour, text in zip(palette, says, strict=True)]
    items += [_item(_swatch("url(#p)"), t("map.legend.missing"))] if missing else []
    below = " · ".join(escape(note) for note in notes if note)
    style = "display:flex;flex-wrap:wrap;gap:.35rem 1.1rem;list-style:none;margin:.3rem 0;padding:0"
    return (
        f'<section class="atlas-legend" aria-label="{escape(t("comparison.legend"))}">'
        f'<p style="margin:0;font-weight:600">{escape(unit)}</p>'
        f'<ul style="{style}">{"".join(items)}</ul><p style="margin:.2rem 0">{below}</p></section>'
    )


def _says(way: str, outer: list[str]) -> list[str]:
    """Names of the classes to one side of zero, the smallest change first."""
    if not outer:
        return [t(f"comparison.{way}.any")]
    middle = [t(f"comparison.{way}.between", low=low, high=high) for low, high in pairwise(outer)]
    return [t(f"comparison.{way}.up_to", high=outer[0]), *middle, t(f"comparison.{way}.above", low=outer[-1])]


def _item(drawing: str, text: str) -> str:
    return (
        f'<li style="display:flex;align-items:center;gap:.45rem;margin:0"><img src="{drawing}" alt="" width="30" '
        f'height="18"><span>{escape(text)}</span></li>'
    )


def _swatch(fill: str) -> str:
    tile = f'<pattern id="p" width="8" height="8" patternUnits="userSpaceOnUse">{PATTERNS["missing"]}</pattern>'
    tile = f"<defs>{tile}</defs>" if fill.startswith("url") else ""
    return image(
        f'<svg xmlns="{SVG}" width="30" height="18">{tile}'
        f'<rect x=".5" y=".5" width="29" height="17" fill="{escape(fill)}" stroke="#4a5560"/></svg>'
    )
