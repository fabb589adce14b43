"""The same map, redrawn with its geometry on every run. Stands where ``components.atlas_map`` stands."""

from __future__ import annotations

import json
from typing import Any

import folium
import geopandas as gpd
import streamlit as st
from streamlit_folium import st_folium

from components import cached
from components.map import assets, colours
from components.scene import Scene, select
from components.web.geometry import areas_geojson
from geo.classes import breaks

HEIGHT = 470
NO_VALUE = "#eeeeee"

# Leaflet from here, as for the atlas; the rest of folium's scripts are not needed for areas
folium.Map.default_js = [link for link in assets.JS_LINKS if link[0] == "leaflet"]
folium.Map.default_css = [link for link in assets.CSS_LINKS if link[0] == "leaflet_css"]


def show(scene: Scene) -> None:
    """Draw the map, read what was clicked, run again with it."""
    clicked = draw(scene)
    drawing = (clicked or {}).get("last_active_drawing") or {}
    area = drawing.get("properties", {}).get("area_id", "")
    if area and area != scene.area:
        select(area)
        st.rerun()


def draw(scene: Scene) -> Any:
    """The call of the map: what folium and st_folium do on each run."""
    table = scene.figures.table
    bounds = breaks(table["value"], decimals=scene.figures.indicator.decimals)
    palette = colours.sequential(len(bounds) + 1)

    def style(feature: dict[str, Any]) -> dict[str, Any]:
        figure, chosen = feature["properties"]["value"], feature["properties"]["area_id"] == scene.area
        grade = None if figure is None or figure != figure else sum(figure > bound for bound in bounds)
        return {
            "fillColor": NO_VALUE if grade is None else palette[grade],
            "fillOpacity": 1,
            "color": "#1a1a1a" if chosen else "#ffffff",
            "weight": 3 if chosen else 0.7,
        }

    areas = _areas(scene.of, scene.level).assign(value=table["value"].to_numpy())
    west, south, east, north = cached.bounds_of(scene.of, scene.level)
    drawn = folium.Map(tiles=None)
    folium.GeoJson(
        areas, style_function=style, tooltip=folium.GeoJsonTooltip(["name", "value"], aliases=["", ""])
    ).add_to(drawn)
    drawn.fit_bounds([[south, west], [north, east]])
    return st_folium(drawn, height=HEIGHT, use_container_width=True)


_KEPT: dict[tuple[str, str, int], gpd.GeoDataFrame] = {}


def _areas(of: Any, level: str) -> gpd.GeoDataFrame:
    """The very geometry that the atlas serves, kept between runs: neither is charged with preparing it."""
    key = (of.city.slug, level, of.editions["areas"])
    if key not in _KEPT:
        areas = gpd.GeoDataFrame.from_features(json.loads(areas_geojson(of, level)), crs=4326)
        _KEPT[key] = areas.rename(columns={"id": "area_id"})
    return _KEPT[key]
