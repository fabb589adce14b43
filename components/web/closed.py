"""The public side has few doors: pages, their script, geometry, downloads. Everything else is not there."""

from __future__ import annotations

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

CORE = "/_stcore/"
OPEN = ("health", "host-config", "stream")
"""What the page needs of Streamlit's own routes; metrics, uploads and agent routes are not among them."""

SIGNING_IN = ("/auth/", "/oauth2callback")
"""Nobody signs in here."""

READING = ("GET", "HEAD")


class Closed:
    """Answers 404 to Streamlit's other routes and to signing in, and 405 to whatever would send something in."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on where a reader needs it."""
        status = _refused(scope)
        if not status:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await Response(status_code=status)(scope, receive, send)


def _refused(scope: Scope) -> int:
    if scope["type"] not in ("http", "websocket"):
        return 0
    _, core, rest = scope["path"].partition(CORE)
    if core and rest.strip("/") not in OPEN:
        return 404
    if any(route in f"{scope['path']}/" for route in SIGNING_IN):
        return 404
    if scope["type"] == "websocket":
        return 0 if core and rest == "stream" else 404
    return 0 if scope["method"] in READING else 405
