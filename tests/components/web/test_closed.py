"""The public side has few doors."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from components.web.closed import Closed


async def _answer(request: Request) -> PlainTextResponse:
    return PlainTextResponse(request.url.path)


async def _talk(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("hello")
    await socket.close()


METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]
INSIDE = Starlette(routes=[WebSocketRoute("/{path:path}", _talk), Route("/{path:path}", _answer, methods=METHODS)])
PUBLIC = TestClient(Closed(INSIDE))
OPEN = TestClient(INSIDE)

CLOSED = [
    "/_stcore/metrics",
    "/_stcore/metrics/",
    "//_stcore/metrics",
    "/atlas/_stcore/metrics",
    "/_stcore/upload_file/session/file",
    "/_stcore/agent/interact",
    "/_stcore/agent/schema",
    "/_stcore/script-health-check",
    "/_stcore/health/../metrics/x",
    "/_stcore/%6detrics",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback",
    "/atlas/oauth2callback",
]


@pytest.mark.parametrize("path", CLOSED)
def test_doors_that_are_closed(path: str) -> None:
    assert PUBLIC.get(f"http://testserver{path}").status_code == 404
    assert OPEN.get(f"http://testserver{path}").status_code == 200  # the control: without Closed they are there


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/unterbringung",
        "/_stcore/health",
        "/_stcore/host-config",
        "/atlas/_stcore/health",
        "/geo/abc/dresden/areas/district/1.geojson",
        "/media/abc.csv",
        "/static/js/index.js",
        "/daten/dresden/statistics.csv",
    ],
)
def test_doors_that_a_reader_needs(path: str) -> None:
    assert PUBLIC.get(path).status_code == 200
    assert PUBLIC.head(path).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_is_sent_in(method: str) -> None:
    assert PUBLIC.request(method, "/").status_code == 405
    assert PUBLIC.request(method, "/_stcore/upload_file/session/file").status_code == 404


def test_only_the_page_itself_talks() -> None:
    with PUBLIC.websocket_connect("/_stcore/stream") as socket:
        assert socket.receive_text() == "hello"
    for path in ("/_stcore/agent/mcp", "/other"):
        with pytest.raises(WebSocketDisconnect), PUBLIC.websocket_connect(path):
            pass  # pragma: no cover
