"""The text version: plain HTML in the reader's language, for everyone, kept by its bytes, kind where nothing is."""

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urljoin

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from components import cached, session
from components.report.profile import facts
from components.report.subject import wanted
from components.web import below, shell, text_pages
from components.web.closed import Closed
from components.web.headers import HEADERS, Headers
from data.audiences import PUBLIC
from data.publishing.run import publish
from data.store import Store
from tests.data.little_city import CITY, MANAGER, little_store
from tests.pages.hostile_city import ATTEMPTS, SLUG, add_hostile_city

pytestmark = pytest.mark.usefixtures("store")
HIDDEN = ("Wohnheim", "Schutzhaus")


@pytest.fixture
def store(data_dir: Path) -> Iterator[Store]:
    little_store(data_dir).close()
    add_hostile_city(data_dir)
    kept = cached.store()
    yield kept
    kept.close()


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=text_pages.ROUTES))


class Outline(HTMLParser):
    """Elements, links and headings of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def named(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]


def seen(page: str) -> str:
    """The text of a page as people read it."""
    return " ".join(html.unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL)).split())


@pytest.mark.parametrize(("path", "title"), [("klein", "Kleinstadt im Überblick"), ("klein/02", "Teil 02")])
def test_a_page_says_the_facts(client: TestClient, path: str, title: str) -> None:
    answer = client.get(f"/text/{path}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "max-age=300" in answer.headers["cache-control"]
    slug, _, area = path.partition("/")
    with session.speaking("de"):
        known = facts(wanted(cached.snapshot(slug, PUBLIC), (area,) if area else ()))
    text = seen(answer.text)
    assert known.title == title
    grids = (known.figures, known.lapses, known.trend, known.measures, known.sources)
    wanted_texts = [title, known.about, *known.lead, *known.notes.sentences, *known.map.notes, known.edition]
    wanted_texts += [cell for grid in grids for row in grid.rows for cell in row]
    wanted_texts += [part for row in known.gaps.rows for part in (row.service, row.lapses, row.rule)]
    assert [one for one in wanted_texts if " ".join(one.split()) not in text] == []
    assert html.escape(known.map.alt) in answer.text


def test_it_is_made_for_readers_without_sight_and_without_script(client: TestClient) -> None:
    page = Outline(client.get("/text/klein").text)
    assert page.named("html") == [{"lang": "de"}]
    assert not page.named("script", "iframe", "form", "button", "object", "link")
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert len(page.named("h1")) == 1
    assert len(page.named("table")) == len(page.named("caption")) > 3
    assert all(cell.get("scope") in ("col", "row") for cell in page.named("th"))
    assert all("alt" in image for image in page.named("img"))
    assert all((image["src"] or "").startswith("data:image/svg+xml;base64,") for image in page.named("img"))
    assert page.named("a")[0] == {"class": "skip", "href": "#inhalt"}
    assert page.named("main") == [{"id": "inhalt"}]
    assert "@page {size: A4" in client.get("/text/klein").text


@pytest.mark.parametrize(
    ("asked", "language", "words"), [("", "de", "Kennzahlen"), ("?lang=en", "en", "Key figures")]
)
def test_it_is_in_the_language_of_the_link(client: TestClient, asked: str, language: str, words: str) -> None:
    answer = client.get(f"/text/klein{asked}").text
    assert Outline(answer).named("html") == [{"lang": language}]
    assert words in answer


def test_its_links_lead_on(client: TestClient) -> None:
    """To the other language, to every area, to the city, and each is there."""
    for start in ("/text/klein?lang=en", "/text/klein/02", "/text/klein?level=district&date=2023-12-31"):
        page = Outline(client.get(start).text)
        links = {urljoin(f"http://testserver{start}", link["href"] or "") for link in page.named("a")}
        inside = [link for link in links if "/text/" in link]
        assert len(inside) >= 2
        assert {client.get(link).status_code for link in inside} == {200}
        assert any("/stadtteil?city=klein" in link for link in links)
    areas = Outline(client.get("/text/klein").text).named("a")
    assert {f"../text/klein/0{number}" for number in (1, 2, 3, 4)} <= {link["href"] for link in areas}


def test_it_stands_below_a_base_path_too() -> None:
    client = TestClient(Starlette(routes=below("atlas", text_pages.ROUTES)))
    page = Outline(client.get("/atlas/text/klein/02").text)
    links = [urljoin("http://testserver/atlas/text/klein/02", link["href"] or "") for link in page.named("a")]
    assert all("/atlas/" in link for link in links)


@pytest.mark.parametrize("path", ["nirgends", "klein/99", "klein/A/b", "klein?date=1999-01-01", "klein?date=x"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_what_is_not_there_is_said_kindly(client: TestClient, path: str, language: str) -> None:
    answer = client.get(f"/text/{path}{'&' if '?' in path else '?'}lang={language}")
    assert answer.status_code == 404
    if path.count("/") < 2:
        assert Outline(answer.text).named("html") == [{"lang": language}]
        assert {"de": "Das gibt es hier nicht", "en": "This is not here"}[language] in answer.text
        assert "Kleinstadt" in answer.text
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("choice", ["level=street", "indicator=nothing", "indicator=figure.none.total"])
def test_choices_that_do_not_exist_are_not_guessed(client: TestClient, choice: str) -> None:
    assert client.get(f"/text/klein?{choice}").status_code == 404


def test_the_day_and_the_figure_of_the_link_hold(client: TestClient) -> None:
    text = seen(client.get("/text/klein/01?date=2023-12-31&indicator=population").text)
    assert "31.12.2023" in text
    assert "Teil 01 hat 900 Einwohnerinnen und Einwohner." in text
    assert "Karte: Einwohnerinnen und Einwohner" in text


def test_the_browser_keeps_it_until_it_changes(client: TestClient, store: Store) -> None:
    first = client.get("/text/klein")
    known = {"If-None-Match": first.headers["etag"]}
    again = client.get("/text/klein", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/text/klein", headers={"If-None-Match": f"W/{first.headers['etag']}"}).status_code == 304
    head = client.head("/text/klein")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == first.headers["etag"]
    with store.change("klein", viewer=MANAGER, action="edit") as change:
        rows = change.read("statistics")
        rows.loc[rows["indicator"] == "population", "value"] += 1
        change.write("statistics", rows)
    changed = client.get("/text/klein", headers=known)
    assert changed.status_code == 200
    assert changed.headers["etag"] != first.headers["etag"]


def test_two_days_have_two_pages(client: TestClient) -> None:
    one, other = (client.get(f"/text/klein?date={day}").text for day in ("2024-12-31", "2023-12-31"))
    assert one != other


def test_shelters_and_hostels_are_nowhere(client: TestClient) -> None:
    for path in ("klein", "klein/03", "klein/04", "klein?level=district"):
        assert not [name for name in HIDDEN if name in client.get(f"/text/{path}").text]


def test_the_signed_in_are_the_public_here(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATLAS_LOCAL_ROLE", "manager")
    assert "Wohnheim" not in client.get("/text/klein/03").text


def test_what_a_city_is_called_stays_text(client: TestClient) -> None:
    for path in (SLUG, f"{SLUG}/ground", f"{SLUG}/p01?lang=en"):
        answer = client.get(f"/text/{path}")
        assert answer.status_code == 200
        page = Outline(answer.text)
        assert not page.named("script", "svg", "iframe")
        assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
        assert {(image["src"] or "")[:19] for image in page.named("img")} == {"data:image/svg+xml;"}
        assert not [link for link in page.named("a") if "javascript:" in (link["href"] or "")]
    shown = seen(client.get(f"/text/{SLUG}").text)
    assert [one for one in ATTEMPTS if " ".join(one.split()) not in shown] == []


def test_a_hostile_address_is_only_not_found(client: TestClient) -> None:
    for attempt in (*ATTEMPTS, "..%2f..%2froles.toml", "%00", "a" * 5000):
        for path in (quote(attempt, safe="%"), f"klein/{quote(attempt, safe='%')}"):
            answer = client.get(f"/text/{path}")
            assert answer.status_code == 404
            assert not Outline(answer.text).named("script", "svg", "img")


def test_headers_come_from_the_middleware_and_the_etag_stays() -> None:
    app = Starlette(routes=text_pages.ROUTES, middleware=[Middleware(Headers), Middleware(shell.Shell)])
    answer = TestClient(app).get("/text/klein", headers={"Accept": "text/html"})
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["etag"]
    assert "shell.js" not in answer.text


def test_the_public_side_serves_what_is_published(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "public.sqlite"
    publish(store, file, cities=[CITY.slug])
    monkeypatch.setenv(cached.PUBLIC_FILE, str(file))
    monkeypatch.delenv("ATLAS_DATA")
    app = Starlette(routes=text_pages.ROUTES, middleware=[Middleware(Closed)])
    client = TestClient(app)
    answer = client.get("/text/klein/02")
    assert answer.status_code == 200
    assert "Teil 02 hat 3.000 Einwohnerinnen und Einwohner." in seen(answer.text)
    assert client.get(f"/text/{SLUG}").status_code == 404
    assert client.post("/text/klein").status_code == 405


def test_without_a_release_it_says_that_nothing_is_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(cached.PUBLIC_FILE, str(tmp_path / "none.sqlite"))
    assert TestClient(Starlette(routes=text_pages.ROUTES)).get("/text/klein").status_code == 404
