"""Small maps side by side under one legend: drawn here as pictures, so that several weigh less than one map to click.

A map to click is a document of its own in the browser, with Leaflet in it; four of them would be four. These are
pictures of a few KiB; what they show stands in a table beside them, and can be clicked on the page Karte.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

import pandas as pd
import streamlit as st

from components import labels, session
from components.legend import circle_values, legend_html
from components.map import colours
from components.map.symbols import PATTERNS, SVG, image, radius
from components.report.map_svg import BELOW, INK, LINE, SMALLER, circles, fills, scale_bar
from components.report.outlines import Outlines
from components.text import number, plain, t
from data.indicators import Indicator
from geo.classes import breaks

FONT = f'font-family="sans-serif" font-size="15" fill="{INK}"'
NARROWEST = 300.0
"""Units that the keys below a map take."""


@dataclass(frozen=True)
class Panel:
    """One small map.

    Attributes:
        title: over the map, as plain text.
        drawn: its boundaries (:func:`components.light_outlines.light`).
        values: by area id, NaN where not known.
        markers: by area id: "", missing, secret.
        names: names of the areas by id.
        chosen: areas to outline and number.
    """

    title: str
    drawn: Outlines
    values: pd.Series
    markers: pd.Series
    names: pd.Series
    chosen: Sequence[str] = field(default=())


def show(panels: Sequence[Panel], indicator: Indicator, *, stand: str, source: str) -> None:
    """The maps and their one legend: the same classes everywhere, the same circles for counts."""
    pictures(panels, indicator)
    together = pd.concat([panel.values for panel in panels]).astype(float)
    is_rate = indicator.form == "rate"
    bounds = breaks(together, decimals=indicator.decimals) if is_rate else ()
    palette = colours.sequential(len(bounds) + 1) if is_rate else ()
    largest = float(together.max()) if together.notna().any() else 0.0
    markers = {marker for panel in panels for marker in panel.markers}
    if not is_rate:
        notes = [t("map.legend.circles"), *_hatched(markers)]
        notes += [t("map.legend.stand", stand=stand)] if stand else []
        notes += [t("map.legend.source", source=source)] if source else []
        st.caption(plain(" · ".join([labels.indicator(indicator), *notes])))
        return
    st.html(
        legend_html(
            form=indicator.form,
            breaks=bounds,
            colours=palette,
            unit=labels.unit(indicator) or labels.indicator(indicator),
            decimals=indicator.decimals,
            method=labels.term("method", "natural"),
            stand=stand,
            source=source,
            has_missing="missing" in markers,
            has_secret="secret" in markers,
            values_min=float(together.min()),
            values_max=largest,
            categories=(),
            language=session.language(),
        )
    )


def pictures(panels: Sequence[Panel], indicator: Indicator, *, narrow: bool = False) -> None:
    """The maps alone, under a legend that stands elsewhere; ``narrow`` puts four of one size in a row."""
    together = pd.concat([panel.values for panel in panels]).astype(float)
    bounds = breaks(together, decimals=indicator.decimals) if indicator.form == "rate" else ()
    largest = float(together.max()) if together.notna().any() else 0.0
    drawn = "".join(_figure(panel, indicator, bounds, largest) for panel in panels)
    columns = "repeat(auto-fill,minmax(min(18rem,100%),1fr))" if len(panels) > 1 else "minmax(0,34rem)"
    columns = "repeat(auto-fill,minmax(11rem,17rem))" if narrow else columns
    st.html(f'<div class="atlas-panels" style="display:grid;gap:.8rem;grid-template-columns:{columns}">{drawn}</div>')


def _hatched(markers: set[str]) -> list[str]:
    return [t(f"comparison.hatched.{marker}") for marker in ("missing", "secret") if marker in markers]


def _figure(panel: Panel, indicator: Indicator, bounds: tuple[float, ...], largest: float) -> str:
    said = escape(_alt(panel, indicator))
    return (
        '<figure style="margin:0;max-width:34rem">'
        f'<figcaption style="font-weight:600;margin:0 0 .3rem">{escape(panel.title)}</figcaption>'
        f'<img src="{image(_svg(panel, indicator, bounds, largest))}" alt="{said}" '
        'style="width:100%;max-height:26rem;object-fit:contain;background:#fff;border-radius:4px"></figure>'
    )


def _alt(panel: Panel, indicator: Indicator) -> str:
    """The map in words; the figures themselves stand in the table."""
    known = panel.values.dropna().astype(float)
    said = t("comparison.map_alt", indicator=labels.indicator(indicator), title=panel.title)
    if known.empty:
        return said
    ends = {"low": known.idxmin(), "high": known.idxmax()}
    shown = {name: number(known[area], decimals=indicator.decimals) for name, area in ends.items()}
    where = {f"{name}_area": panel.names[area] for name, area in ends.items()}
    return f"{said} {t('comparison.map_range', **shown, **where)}"


def _svg(panel: Panel, indicator: Indicator, bounds: tuple[float, ...], largest: float) -> str:
    """The picture; nothing in it comes from imported text."""
    drawn = panel.drawn
    height = drawn.height + (BELOW if indicator.form == "rate" else 2 * BELOW)
    width = max(drawn.width, NARROWEST)
    tiles = "".join(
        f'<pattern id="{name}" width="8" height="8" patternUnits="userSpaceOnUse">{PATTERNS[name]}</pattern>'
        for name in ("missing", "secret")
    )
    known = [area for area in panel.chosen if area in drawn.paths]
    parts = [
        f'<g stroke="{LINE}" stroke-width=".7">{_areas(panel, indicator, bounds)}</g>',
        circles(panel.values, drawn, largest) if indicator.form == "count" else "",
        *(
            f'<path d="{drawn.paths[area]}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
            for colour, width in (("#fff", 6), (INK, 2.8))
            for area in known
        ),
        *(_numbered(drawn.middles[area], place) for place, area in enumerate(known, 1) if len(panel.chosen) > 1),
        scale_bar(drawn, FONT),
        _key(drawn, largest, indicator) if indicator.form == "count" else "",
    ]
    return (
        f'<svg xmlns="{SVG}" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
        f'stroke-linejoin="round"><defs>{tiles}</defs>{"".join(parts)}</svg>'
    )


def _areas(panel: Panel, indicator: Indicator, bounds: tuple[float, ...]) -> str:
    """Areas in the colour of their class, together where they share one; hatched where there is no figure."""
    by_fill: dict[str, str] = {}
    classes = bounds if indicator.form == "rate" else None
    filled = fills(panel.values.astype(float), panel.markers, classes, indicator.decimals)
    for area, path in panel.drawn.paths.items():
        fill = filled.get(area, "url(#missing)")
        by_fill[fill] = by_fill.get(fill, "") + path
    return "".join(f'<path fill="{fill}" d="{path}"/>' for fill, path in by_fill.items())


def _key(drawn: Outlines, largest: float, indicator: Indicator) -> str:
    """Circles of round numbers, as large as those on the map whatever the size of the picture."""
    parts, x = [], 10.0
    for figure in circle_values(largest):
        size, says = radius(figure, largest) * SMALLER, number(figure, decimals=indicator.decimals)
        middle = drawn.height + 1.5 * BELOW
        parts.append(
            f'<circle cx="{x + size:.1f}" cy="{middle:g}" r="{size:.1f}" fill="{colours.COUNT}" fill-opacity=".85"/>'
            f'<text x="{x + 2 * size + 5:.1f}" y="{middle + 5:g}" {FONT}>{says}</text>'
        )
        x += 2 * size + 22 + 9 * len(says)
    return "".join(parts)


def _numbered(middle: tuple[float, float], place: int) -> str:
    x, y = middle
    return (
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="11" fill="#fff" stroke="{INK}" stroke-width="1.5"/>'
        f'<text x="{x:.0f}" y="{y + 5:.0f}" {FONT} font-weight="600" text-anchor="middle">{place}</text>'
    )
