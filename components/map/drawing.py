"""Draws a view through st_folium. Imported while a script runs, as streamlit_folium then registers its component."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import folium
from folium.template import Template
from streamlit_folium import st_folium

from components import session
from components.map import assets, safe
from components.map.view import MapView, Selection, state

safe.install(assets.ALLOWED)
folium.Map.default_js = list(assets.JS_LINKS)
folium.Map.default_css = list(assets.CSS_LINKS)

_RETURNED = ["area", "site", "point"]
_LONGEST_ID = 200


class _BaseMap(folium.Map):
    """The constant part: the same for every city, level and language, so that the iframe is never rebuilt."""

    _template = Template(
        "{% macro html(this, kwargs) %}"
        '<div class="folium-map" id="{{ this.get_name() }}" ></div>{% endmacro %}'
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = atlas.start({{ this.get_name()|tojson }});{% endmacro %}"
    )


class _Values(folium.FeatureGroup):
    """The variable part: one call with the state."""

    _template = Template(
        "{% macro script(this, kwargs) %}var {{ this.get_name() }} = atlas.show({{ this.state }});{% endmacro %}"
    )

    def __init__(self, view: MapView):
        super().__init__()
        self.state = state(view)


def draw(view: MapView, key: str, height: int, on_select: Callable[[Selection], None] | None) -> Selection:
    """One base map that never changes, one group that does."""

    def chosen() -> None:
        if on_select is not None:
            on_select(_selection(session.widget_state(key)))

    # a fresh base map each run: st_folium adds its groups to the map it is given, and a changed map is a new one
    answer = st_folium(
        _BaseMap(tiles=None),
        key=key,
        height=height,
        use_container_width=True,
        feature_group_to_add=[_Values(view)],
        returned_objects=_RETURNED,
        on_change=chosen,
    )
    return _selection(answer)


def _selection(answer: Any) -> Selection:
    """What the browser sent, as far as it has the shape of a selection."""
    sent = answer if isinstance(answer, dict) else {}
    area, site = (
        value if isinstance(value := sent.get(name), str) and len(value) <= _LONGEST_ID else None
        for name in _RETURNED[:2]
    )
    return Selection(area, site, _point(sent.get("point")))


def _point(sent: Any) -> tuple[float, float] | None:
    """Longitude and latitude, as far as they are such."""
    if not isinstance(sent, list) or len(sent) != 2 or not all(type(part) in (int, float) for part in sent):
        return None
    lon, lat = (float(part) for part in sent)
    return (lon, lat) if -180 <= lon <= 180 and -90 <= lat <= 90 else None
