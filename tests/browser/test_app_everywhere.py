"""Every page and every route of the atlas on the hostile city: nothing runs, nobody is asked, every header stands.

Pages are those of the frame and routes those of the application: a new one joins by itself, or fails until its
placeholders are known here.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.routing import BaseRoute, Mount, Route

from components.map import assets
from components.web import downloads, geometry, shell, text_pages
from components.web.headers import HEADERS
from data.catalogue import SERIALISATIONS
from data.contracts import TABLES
from tests.browser.harness import Server, Visit, axe_violations, map_frame, serve
from tests.browser.test_app_hostile import MADE, attack, unharmed
from tests.browser.test_app_upload import choose, reached
from tests.pages.frame_pages import paths
from tests.pages.hostile_city import ATTEMPTS, SLUG, add_hostile_city

Open = Callable[..., Visit]

assert attack  # a fixture
BUSY = f"city={SLUG}&level=part&area=ground&indicator=population&layers=kita,school,counselling"
ROUTES: list[BaseRoute] = [*assets.ROUTES, *geometry.ROUTES, *downloads.ROUTES, *text_pages.ROUTES, *shell.ROUTES]
ENDINGS = ("csv", "xlsx", "geojson", "gpkg")
VALUES = {
    "city": (SLUG, "dresden", "<img src=x onerror=alert(1)>", "{{7*7}}"),
    "area": ("ground", "72", "<img src=x onerror=alert(1)>", "{{7*7}}"),
    "table": (*TABLES, "<img src=x onerror=alert(1)>"),
    "edition": ("1", "999", "<b>"),
    "ending": (*ENDINGS, *(ending[1:] for ending in SERIALISATIONS), "html", "php"),
    "signature": ("0" * 20,),
    "path": (f"{SLUG}/areas/1/part",),
}
"""What stands in for the placeholders of a route."""

OURS = ("/", "/_stcore/health", "/nirgends", "/component/streamlit_folium.st_folium/index.html")
FILE_NAME = re.compile(r'attachment; filename="[a-z0-9-]+\.[a-z]+"')
OWN_HTML = "/text/"
"""Pages of our own, of which :func:`active` finds what they must not have."""

ACTIVE = ("text/html", "image/svg", "application/xhtml", "text/xml")


@pytest.fixture(scope="module")
def attacked(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The desk on a store with the hostile city."""
    folder = tmp_path_factory.mktemp("everywhere") / "var"
    shutil.copytree(seeded, folder)
    add_hostile_city(folder)
    with serve(data=folder) as server:
        yield server


def addresses(route: BaseRoute) -> list[str]:
    """Addresses of a route with every value in the place of each placeholder."""
    if isinstance(route, Mount):
        return [f"{route.path}/leaflet.js", f"{route.path}/..%2f..%2fapp.py"]
    assert isinstance(route, Route)
    names = list(route.param_convertors)
    return [
        route.path_format.format(**dict(zip(names, map(quote, chosen), strict=True)))
        for chosen in product(*(VALUES[name] for name in names))
    ]


class _Active(HTMLParser):
    """Whatever in a page could run or ask for something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "svg", "iframe", "object", "embed", "link", "form", "base"):
            self.found.append(tag)
        for name, value in attrs:
            asks = name == "src" and not (value or "").startswith("data:image/svg+xml;base64,")
            leaves = name == "href" and ":" in (value or "").partition("?")[0].partition("/")[0]
            if name.startswith("on") or asks or leaves:
                self.found.append(f"{name}={value}")


def active(page: str) -> list[str]:
    """What a page has that runs or asks for something; it should be nothing."""
    reader = _Active()
    reader.feed(page)
    return reader.found


@pytest.mark.parametrize("name", paths())
def test_no_page_runs_what_a_city_is_called(name: str, attack: Visit) -> None:
    page = attack.go(f"{paths()[name]}?{BUSY}")
    assert page.locator('[data-testid="stException"]').count() == 0
    if page.locator('iframe[data-testid="stCustomComponentV1"]').count():
        map_frame(page)
    unharmed(attack)


@pytest.mark.parametrize("path", [f"/text/{SLUG}", f"/text/{SLUG}/ground", f"/text/{SLUG}/p01?lang=en", "/text/<b>"])
def test_a_text_page_shows_what_a_city_is_called_and_runs_nothing(path: str, attack: Visit) -> None:
    page = attack.page
    page.goto(attack.base + path)
    assert page.locator("h1").count() == 1
    assert page.locator("script, svg, iframe").count() == 0
    assert page.evaluate("window.hacked") is None
    assert attack.foreign == []
    assert axe_violations(page) == []


def test_a_hostile_file_is_shown_and_does_nothing(attack: Visit) -> None:
    page = attack.go(f"/einlesen?city={SLUG}")
    choose(page, "Was die Datei enthält", "Einrichtungen")
    quoted = ['"' + attempt.replace('"', '""') + '"' for attempt in ATTEMPTS]
    lines = ["Nr;Name;Kategorie;Länge;Breite;Plätze", *(f"{one};{one};{one};{one};{one};{one}" for one in quoted)]
    content = "\n".join(lines).encode()
    name = "<img src=x onerror=window.hacked=1>{{7*7}}.csv"
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    reached(page, page.get_by_role("heading", name="3. Befunde"))
    assert "onerror" in page.locator('[data-testid="stMain"]').inner_text()
    unharmed(attack)


@pytest.mark.parametrize("route", [*ROUTES, *OURS], ids=lambda route: getattr(route, "path", route))
def test_every_answer_has_its_headers(route: BaseRoute | str, attack: Visit) -> None:
    wanted = {name.lower(): value for name, value in HEADERS.items()}
    for address in [route] if isinstance(route, str) else addresses(route):
        answer = attack.context.request.get(attack.base + address, fail_on_status_code=False)
        assert answer.status in (200, 400, 404), address
        assert {name: answer.headers.get(name) for name in wanted} == wanted, address
        if isinstance(route, str):
            continue
        if address.startswith(OWN_HTML) and answer.headers["content-type"] == "text/html; charset=utf-8":
            assert active(answer.text()) == [], address
            continue
        assert not answer.headers.get("content-type", "text/plain").startswith(ACTIVE), address
        if answer.status != 200:
            assert not any(attempt in answer.text() for attempt in ("<script", "<img", "<b>", "{{")), address
        elif address.startswith("/daten/"):
            assert FILE_NAME.fullmatch(answer.headers["content-disposition"]), address


def test_an_element_that_is_not_escaped_would_be_caught(attack: Visit) -> None:
    """The control: on a page of the frame the same names as HTML run, and the look above sees it."""
    page = attack.go("/versorgungsluecken")
    page.evaluate("html => { document.querySelector('h1').innerHTML = html; }", " ".join(ATTEMPTS))
    page.wait_for_function("window.hacked === 1")
    assert page.locator(MADE).count()
    with pytest.raises(AssertionError):
        unharmed(attack)
