"""A map of any figure by area, with its legend: the same map as on the page Karte, in classes."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components import cached, labels, session
from components.legend import legend_html
from components.map import MapView, colours, show_map
from components.scene import Scene, select
from components.web import links
from geo.classes import breaks

HEIGHT = 400


def show(
    scene: Scene,
    values: pd.Series,
    *,
    key: str,
    title: str,
    unit: str,
    stand: str,
    sources: tuple[str, ...],
    decimals: int = 1,
    bounds: Sequence[float] | None = None,
    legend_in: DeltaGenerator | None = None,
) -> None:
    """Draw the map and its legend; a click chooses an area.

    Args:
        scene: place, level and chosen area.
        values: by area id, NaN where not known.
        key: names the map in the session.
        title: what the map shows, its name for assistive technologies.
        unit: short text behind a value.
        stand: date of the figures as shown.
        sources: ids.
        decimals: shown and classed with so many.
        bounds: inner class bounds; natural breaks where not given.
        legend_in: where the legend stands; then the map is to be looked at only.
    """
    areas = scene.of.level(scene.level).index
    by_area = values.reindex(areas)
    inner = tuple(breaks(by_area, decimals=decimals) if bounds is None else bounds)
    palette = colours.sequential(len(inner) + 1)
    view = MapView(
        geometry_url=links.areas(scene.of, scene.level),
        bounds=cached.bounds_of(scene.of, scene.level),
        form="rate",
        values=tuple(None if figure != figure else float(figure) for figure in by_area),
        secret=frozenset(),
        decimals=decimals,
        unit=unit,
        breaks=inner,
        colours=palette,
        selected=scene.area or None,
        selected_site=None,
        sites=(),
        site_urls=(),
        language=session.language(),
        label=title,
    )
    show_map(
        view,
        key=key,
        height=HEIGHT,
        on_select=None if legend_in else lambda chosen: select(chosen.area) if chosen.area in areas else None,
    )
    (legend_in or st).html(
        legend_html(
            form="rate",
            breaks=inner,
            colours=palette,
            unit=unit,
            decimals=decimals,
            method=labels.term("method", "natural") if bounds is None and legend_in is None else "",
            stand=stand,
            source=labels.sources(scene.of, sources),
            has_missing=bool(by_area.isna().any()),
            has_secret=False,
            values_min=float(by_area.min()),
            values_max=0.0,
            categories=(),
            language=session.language(),
        )
    )
