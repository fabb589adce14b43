"""HTTP routes of the map's own files: Leaflet from its package, our script with texts and symbols, our style."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from os import PathLike
from pathlib import Path

import xstatic.pkg.leaflet as leaflet
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from components.map import colours
from components.map.symbols import MAX_RADIUS, OTHER, SYMBOLS, patterns_svg, symbol_svg
from components.session import LANGUAGES
from components.text import known

_HERE = Path(__file__).parent
_SCRIPTS = ("view.js", "areas.js", "sites.js", "atlas.js")
_FOREVER = "public, max-age=31536000, immutable"


def _table(language: str, name: str) -> dict[str, str]:
    prefix = f"map.{name}."
    return {code.removeprefix(prefix): text for code, text in known(language).items() if code.startswith(prefix)}


def _script() -> bytes:
    """Our script, beginning with what Python knows already: texts, symbols, hatchings."""
    config = {
        "texts": {
            language: _table(language, "browser") | {"category": _table(language, "category")}
            for language in LANGUAGES
        },
        "symbols": {key: symbol_svg(key) for key in SYMBOLS},
        "dots": {key: symbol.colour for key, symbol in SYMBOLS.items()},
        "other": OTHER,
        "patterns": patterns_svg(),
        "maxRadius": MAX_RADIUS,
        "countColour": colours.COUNT,
    }
    parts = [f"window.atlas = {{config: {json.dumps(config)}}};"]
    parts += [(_HERE / name).read_text("utf-8") for name in _SCRIPTS]
    return "\n".join(parts).encode()


SCRIPT = _script()
STYLE = (_HERE / "atlas.css").read_bytes()


def _version(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def _served(content: bytes, media_type: str) -> Callable[[Request], Response]:
    version = _version(content)

    def answer(request: Request) -> Response:
        kept = _FOREVER if request.query_params.get("v") == version else "no-cache"
        headers = {"ETag": f'"{version}"', "Cache-Control": kept}
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        return Response(content, media_type=media_type, headers=headers)

    return answer


class _Leaflet(StaticFiles):
    """Leaflet's files, kept by the browser for good when the address names the version."""

    def file_response(
        self, full_path: PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        if scope["query_string"] == f"v={leaflet.VERSION}".encode():
            response.headers["Cache-Control"] = _FOREVER
        return response


# relative to the component's iframe (/component/streamlit_folium.st_folium/), so that a base path works
TO_ROOT = "../../"
JS_LINKS = (
    ("leaflet", f"{TO_ROOT}assets/leaflet/leaflet.js?v={leaflet.VERSION}"),
    ("atlas", f"{TO_ROOT}assets/atlas.js?v={_version(SCRIPT)}"),
)
CSS_LINKS = (
    ("leaflet_css", f"{TO_ROOT}assets/leaflet/leaflet.css?v={leaflet.VERSION}"),
    ("atlas_css", f"{TO_ROOT}assets/atlas.css?v={_version(STYLE)}"),
)
ALLOWED = frozenset(url for _, url in JS_LINKS + CSS_LINKS)

ROUTES = [
    Mount("/assets/leaflet", _Leaflet(directory=leaflet.BASE_DIR)),
    Route("/assets/atlas.js", _served(SCRIPT, "text/javascript")),
    Route("/assets/atlas.css", _served(STYLE, "text/css")),
]
