"""The map of a scene, and its legend."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from components import cached, labels, session
from components.legend import legend_html
from components.map import MapView, Selection, SiteMark, colours, show_map
from components.map.symbols import symbol_of
from components.scene import Scene, select
from components.text import day, t
from components.web import links
from data.contracts import CENTRAL
from data.past import Past
from data.snapshot import open_on

HEIGHT = 400


def show(scene: Scene) -> None:
    """Draw the map; a click chooses an area or a site. The legend stands below."""
    draw(scene, key="map", on_select=lambda chosen: _chosen(scene, chosen))
    st.html(legend(scene))


def draw(scene: Scene, *, key: str, on_select: Callable[[Selection], None] | None = None) -> None:
    """The map alone.

    Args:
        scene: what to show.
        key: names the map in the session.
        on_select: called with what was chosen on it.
    """
    values = scene.figures.table["value"]
    indicator = scene.figures.indicator
    bounds = cached.breaks_of(scene.of, indicator.code, scene.level, scene.on)
    palette = colours.sequential(len(bounds) + 1) if indicator.form == "rate" else ()
    marks, urls = _sites(scene)
    view = MapView(
        geometry_url=links.areas(scene.of, scene.level),
        bounds=cached.bounds_of(scene.of, scene.level),
        form=indicator.form,
        values=tuple(None if figure != figure else float(figure) for figure in values),
        secret=frozenset(i for i, marker in enumerate(scene.figures.table["marker"]) if marker == "secret"),
        decimals=indicator.decimals,
        unit=labels.unit(indicator),
        breaks=bounds,
        colours=palette,
        selected=scene.area or None,
        selected_site=scene.site or None,
        sites=marks,
        site_urls=urls,
        language=session.language(),
        label=t("map_page.alt", indicator=labels.indicator(indicator), city=scene.of.city.name),
    )
    show_map(view, key=key, height=HEIGHT, on_select=on_select)


def _chosen(scene: Scene, chosen: Selection) -> None:
    if chosen.site in scene.of.sites.index:
        select(scene.of.area_of_sites(scene.level).get(chosen.site, ""), chosen.site)
    elif chosen.area in scene.of.level(scene.level).index:
        select(chosen.area)


def _sites(scene: Scene) -> tuple[tuple[SiteMark, ...], tuple[str, ...]]:
    """Sites to draw: what anyone may see comes by address, once; the rest with the session."""
    if not scene.layers:
        return (), ()
    is_past = isinstance(scene.of, Past)  # an address of the past would go on telling what is taken back later
    urls = () if is_past else tuple(links.sites(scene.of, layer, scene.on) for layer in scene.layers)
    own = scene.of.sites
    own = own[own.geometry.notna() & open_on(own, scene.on)]
    own = own if is_past else own[~own.index.isin(scene.of.open_to_all.index)]
    own = own[own.index.isin([site for layer in scene.layers for site in scene.of.in_layer(layer)])]
    central = set(scene.of.offers.loc[scene.of.offers["kind"].isin(CENTRAL), "site_id"])
    points = own.geometry.to_crs(4326)
    marks = tuple(
        SiteMark(
            str(site_id),
            round(point.x, 5),
            round(point.y, 5),
            site.category,
            site.name_,
            site_id in central if site.category == "accommodation" else None,
        )
        for (site_id, point), site in zip(
            points.items(), own.rename(columns={"name": "name_"}).itertuples(), strict=True
        )
    )
    return marks, urls


def legend(scene: Scene, *, method: bool = True) -> str:
    """The legend as HTML, with Stand and source; ``method`` also says how the classes were made."""
    figures = scene.figures
    bounds = cached.breaks_of(scene.of, figures.indicator.code, scene.level, scene.on)
    palette = colours.sequential(len(bounds) + 1) if figures.indicator.form == "rate" else ()
    markers = set(figures.table["marker"])
    categories = list(dict.fromkeys(layer.split(".")[0] for layer in scene.layers))
    if "accommodation" in categories and not (scene.of.sites["category"] == "accommodation").any():
        categories.remove("accommodation")
    shown = [symbol_of(category, central) for category in categories for central in _forms(category)]
    return legend_html(
        form=figures.indicator.form,
        breaks=bounds,
        colours=palette,
        unit=labels.unit(figures.indicator) or labels.indicator(figures.indicator),
        decimals=figures.indicator.decimals,
        method=labels.term("method", "natural") if method else "",
        stand=stand(figures.stand),
        source=labels.sources(scene.of, figures.sources),
        has_missing="missing" in markers,
        has_secret="secret" in markers,
        values_min=float(figures.table["value"].min()) if figures.known else 0.0,
        values_max=float(figures.table["value"].max()) if figures.known else 0.0,
        categories=shown,
        language=session.language(),
    )


def _forms(category: str) -> tuple[bool | None, ...]:
    return (True, False) if category == "accommodation" else (None,)


def stand(dates: tuple[date, date] | None) -> str:
    """The dates of the figures used: one day, or from the first to the last."""
    if dates is None:
        return ""
    first, last = dates
    return day(first) if first == last else t("map_page.stand", first=day(first), last=day(last))
