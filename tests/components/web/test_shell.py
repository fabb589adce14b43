"""Headers on every answer, and Streamlit's page in the reader's language."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from components.web import shell
from components.web.headers import HEADERS, POLICY, Headers

PAGE = '<html lang="en"><head><title>Streamlit</title></head><body><div id="root"></div></body></html>'
FRAME = '<html lang="en"><head></head><body>component</body></html>'


def page(_request: Request) -> HTMLResponse:
    return HTMLResponse(PAGE, headers={"ETag": '"old"'})


def frame(_request: Request) -> HTMLResponse:
    return HTMLResponse(FRAME)


def data(_request: Request) -> JSONResponse:
    return JSONResponse({"ok": True})


@pytest.fixture
def client() -> TestClient:
    routes = [Route("/", page), Route("/frame", frame), Route("/data", data), *shell.ROUTES]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(Headers), Middleware(shell.Shell)]))


@pytest.mark.parametrize("path", ["/", "/frame", "/data", "/assets/shell.js", "/nowhere"])
def test_every_answer_keeps_the_browser_to_this_server(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "http" not in POLICY


@pytest.mark.parametrize(
    ("query", "language"),
    [("", "de"), ("?lang=de", "de"), ("?lang=en", "en"), ("?lang=xx", "de"), ("?lang=%22", "de")],
)
def test_the_page_says_its_language(client: TestClient, query: str, language: str) -> None:
    answer = client.get(f"/{query}", headers={"Accept": "text/html"})
    assert f'<html lang="{language}">' in answer.text
    assert f"/assets/shell.js?v={shell.VERSION}" in answer.text
    assert "<title>Integrationsatlas</title>" in answer.text
    assert "etag" not in answer.headers
    assert int(answer.headers["content-length"]) == len(answer.content)


@pytest.mark.parametrize(("path", "accept"), [("/frame", "text/html"), ("/data", "*/*"), ("/", "application/json")])
def test_everything_else_passes_untouched(client: TestClient, path: str, accept: str) -> None:
    assert "shell.js" not in client.get(path, headers={"Accept": accept}).text


def test_the_script_knows_streamlits_words_in_german(client: TestClient) -> None:
    answer = client.get("/assets/shell.js")
    assert '"No results": "Keine Treffer"' in answer.text
    assert "__WORDS__" not in answer.text
