"""Shared by the tests of the map: a view, hostile texts, what st_folium would send."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import streamlit_folium

from components.map import MapView, SiteMark, assets, drawing, safe, show_map
from components.map.colours import PUBU_5

PAYLOADS = (
    "{{ 7*7 }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "<script>window.hacked=1</script>",
    "</script><script>window.hacked=1</script>",
    '<img src=x onerror="window.hacked=1">',
    "${window.hacked=1}",
    "`${window.hacked=1}`",
    "');window.hacked=1;//",
    '");window.hacked=1;//',
    "\\');window.hacked=1;//",
    "\\\\u007b",
    "line\u2028separator\u2029\nbreak\r\t\x00\x1b",
    "\u202eright to left \U000e0041 \ud800",
    "{{'map_div'}} map_div feature_group_0 _0_ _div",
    "&lt;b&gt; &amp; &#123;",
    "Straße „Löbtau“ – 1.234,5 €",
)


def view(**changes: Any) -> MapView:
    given: dict[str, Any] = {
        "geometry_url": "geo/0123456789abcdef/district-3.geojson",
        "bounds": (13.5793, 50.9749, 13.9661, 51.1777),
        "form": "rate",
        "values": (65.3, 65.31, None, 99.0),
        "secret": frozenset({3}),
        "decimals": 1,
        "unit": "je 100 Kinder",
        "breaks": (20.0, 40.0, 65.3, 80.0),
        "colours": PUBU_5,
        "selected": "01",
        "selected_site": None,
        "sites": (),
        "site_urls": (),
        "language": "de",
        "label": "Karte: Kita-Plätze je 100 Kinder unter 6 Jahren",
    }
    return MapView(**(given | changes))


def mark(name: str = "Haus", **changes: Any) -> SiteMark:
    return SiteMark(**({"site_id": "s1", "lon": 13.7, "lat": 51.0, "category": "kita", "name": name} | changes))


def sent(
    monkeypatch: pytest.MonkeyPatch, shown: MapView, send: Callable[..., Any] = lambda **_: None
) -> dict[str, Any]:
    """The component's arguments as they go to the browser, through the gate."""
    caught: dict[str, Any] = {}
    gate = safe.guarded(lambda **arguments: caught.update(arguments) or send(**arguments), assets.ALLOWED)
    monkeypatch.setattr(streamlit_folium, "_component_func", gate)
    assert drawing
    show_map(shown, key="map")
    return {name: value for name, value in caught.items() if name not in ("key", "on_change")}


def state_sent(arguments: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The state in the script: as written there, and as a browser reads it."""
    script = arguments["feature_group"]
    start = script.index("atlas.show(") + len("atlas.show(")
    read, end = json.JSONDecoder().raw_decode(script[start:])
    return script[start : start + end], read
