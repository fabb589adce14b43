"""Streamlit's page shell in the reader's language: it says ``lang="en"`` and has a few English words of its own."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.text import known

TOPIC = "streamlit.words."


def _words() -> dict[str, str]:
    """Streamlit's English words to ours: both locales name them by the same codes."""
    german, english = known("de"), known("en")
    return {english[code]: german[code] for code in english if code.startswith(TOPIC)}


SCRIPT = "\n".join(
    (Path(__file__).parent / name).read_text(encoding="utf-8").replace("__WORDS__", json.dumps(_words()))
    for name in ("shell.js", "sitting.js")
).encode()
VERSION = hashlib.sha256(SCRIPT).hexdigest()[:12]
FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def _script(_request: Request) -> Response:
    return Response(SCRIPT, media_type="text/javascript", headers=FOREVER)


ROUTES: list[Any] = [Route("/assets/shell.js", _script)]


class Shell:
    """Rewrites the one HTML page that Streamlit serves; everything else passes untouched."""

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self._app = app
        self._base = f"/{base.strip('/')}" if base.strip("/") else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; rewrite the answer where it is the page."""
        is_page = scope["type"] == "http" and "text/html" in Headers(scope=scope).get("accept", "")
        if not is_page or "/component/" in scope["path"]:
            await self._app(scope, receive, send)
            return
        MutableHeaders(scope=scope)["accept-encoding"] = "identity"
        rewriter = _Rewriter(scope, send, self._base)
        await self._app(scope, receive, rewriter)


class _Rewriter:
    def __init__(self, scope: Scope, send: Send, base: str) -> None:
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", ["de"])[0]
        self._language = "en" if asked == "en" else "de"
        self._root = scope.get("root_path", "") + base
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and self._is_page(message):
            self._start = message
        elif message["type"] == "http.response.body" and self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)
        else:
            await self._send(message)

    @staticmethod
    def _is_page(message: Message) -> bool:
        return "text/html" in Headers(raw=message["headers"]).get("content-type", "")

    async def _finish(self, start: Message) -> None:
        page = self._body.decode("utf-8")
        headers = MutableHeaders(raw=start["headers"])
        if '<div id="root">' in page:  # Streamlit's shell, not a page of our own or an error page
            page = page.replace('<html lang="en">', f'<html lang="{self._language}">', 1)
            script = f'<script src="{self._root}/assets/shell.js?v={VERSION}"></script></head>'
            page = page.replace("</head>", script, 1).replace(
                "<title>Streamlit</title>", "<title>Integrationsatlas</title>", 1
            )
            for stale in ("etag", "last-modified"):
                if stale in headers:
                    del headers[stale]
        body = page.encode("utf-8")
        headers["content-length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})
