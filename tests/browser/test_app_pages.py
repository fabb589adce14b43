"""Every page in Chromium: nothing foreign, nothing broken, nothing that axe-core minds, nothing cut off."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from components.text import known
from tests.browser.harness import Server, Visit, axe_violations, map_frame, settled

Open = Callable[..., Visit]

PAGES = {
    "map": "/",
    "gaps": "/versorgungsluecken",
    "accommodation": "/unterbringung",
    "measures": "/massnahmen",
    "area": "/stadtteil",
    "comparison": "/vergleich",
    "tables": "/daten",
    "rules": "/regeln",
    "sites": "/einrichtungen",
    "history": "/verlauf",
    "upload": "/einlesen",
    "agendas": "/sitzungen",
    "methods": "/methoden",
    "imprint": "/impressum",
    "privacy": "/datenschutz",
    "accessibility": "/barrierefreiheit",
    "easy_language": "/leichte-sprache",
}
BUSY = "city=dresden&area=72&indicator=kita_3_6&layers=kita,accommodation&service=kita_under_3"
APP = "[data-testid=stApp]"
WITH_MAP = ("map", "gaps", "accommodation")
SIDEWAYS = """() => [...document.querySelectorAll('html, body, [data-testid=stMain], [data-testid=stApp]')]
  .filter(element => element.scrollWidth > element.clientWidth + 1)
  .map(element => element.dataset.testid ?? element.tagName)"""
PARTS = "[data-testid=stMain] :is(h1, h2, h3, p, button, input, table, iframe)"
OUTSIDE = """parts => [...document.querySelectorAll(parts)]
  .filter(element => {
    const box = element.getBoundingClientRect(), holder = element.closest('[role=radiogroup]');
    return box.width && !holder && (box.left < -1 || box.right > innerWidth + 1);
  }).map(element => element.outerHTML.slice(0, 120))"""


def heading(page: Page) -> str:
    return page.locator('[data-testid="stMain"] h1').first.inner_text()


def check(window: Visit, page: Page, name: str) -> None:
    """What must hold on every page in every theme."""
    assert axe_violations(page) == []
    if name in WITH_MAP:
        assert axe_violations(map_frame(page)) == []
    assert window.foreign == []
    assert window.errors == []
    assert page.title().strip()
    assert heading(page)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_asks_nobody_and_can_be_read_by_all(name: str, visit: Open) -> None:
    """In light, in dark, and on a phone, where nothing scrolls sideways."""
    window = visit()
    page = window.go(f"{PAGES[name]}?{BUSY}")
    assert page.locator("html").get_attribute("lang") == "de"
    check(window, page, name)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"getComputedStyle(document.querySelector('{APP}')).backgroundColor === 'rgb(16, 23, 30)'")
    settled(page)
    check(window, page, name)
    page.set_viewport_size({"width": 390, "height": 844})
    settled(page)
    page.wait_for_function(f"({SIDEWAYS})().length === 0")  # the table of rows takes a moment to become narrow
    assert page.evaluate(OUTSIDE, PARTS) == []
    check(window, page, name)


@pytest.mark.parametrize("name", ["map", "gaps", "accommodation", "tables"])
def test_a_page_in_english_says_so(name: str, visit: Open) -> None:
    window = visit()
    page = window.go(f"{PAGES[name]}?{BUSY}&lang=en")
    assert page.locator("html").get_attribute("lang") == "en"
    check(window, page, name)
    if name == "map":
        map_frame(page).wait_for_selector("html[lang=en]")


def test_the_language_of_the_document_follows_the_switch(visit: Open) -> None:
    page = visit().go("/")
    page.get_by_role("radio", name="EN", exact=True).or_(page.get_by_role("button", name="EN", exact=True)).click()
    page.wait_for_function("document.documentElement.lang === 'en'")
    page.get_by_role("heading", name="Where are day-care places missing?").wait_for()


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_the_bar_on_top_covers_nothing(width: int, visit: Open) -> None:
    page = visit(width=width).go("/")
    bar = page.locator('[data-testid="stHeader"]').bounding_box()
    for control in page.locator('[data-testid="stMain"] :is(h1, [data-testid="stButtonGroup"])').all():
        box = control.bounding_box()
        assert box is None or box["height"] == 0 or box["y"] >= bar["y"] + bar["height"] - 0.5


def test_headings_do_not_lie_on_what_follows(visit: Open) -> None:
    page = visit().go("/")
    ends = page.locator('[data-testid="stMain"] h1').evaluate(
        "title => title.getBoundingClientRect().bottom - parseFloat(getComputedStyle(title).paddingBottom)"
    )
    assert ends <= page.locator(".st-key-choose_city label").bounding_box()["y"] + 1


def test_the_page_in_the_tab_is_named(visit: Open) -> None:
    window = visit()
    titles = {name: window.go(PAGES[name]).title() for name in ("map", "tables", "privacy")}
    assert len(set(titles.values())) == 3
    assert titles["privacy"].startswith("Datenschutz")


def test_the_navigation_keeps_the_state(visit: Open) -> None:
    window = visit()
    page = window.go("/?city=duisburg&area=508&level=neighbourhood")
    page.get_by_role("link", name="Stadtteil", exact=True).click()
    page.wait_for_url("**/stadtteil?*area=508*")
    page.get_by_role("heading", name="Hochfeld", exact=True).first.wait_for()
    page.get_by_role("link", name="Datenschutz", exact=True).click()
    page.wait_for_url("**/datenschutz?*area=508*")
    page.get_by_role("link", name="Karte", exact=True).click()
    page.wait_for_function(
        "new URL(location).pathname === '/' && new URL(location).searchParams.get('area') === '508'"
    )
    assert window.errors == []


def test_the_words_of_the_frame_are_german(visit: Open) -> None:
    page = visit().go("/")
    english = {text for code, text in known("en").items() if code.startswith("streamlit.words.")}
    seen = page.evaluate(
        """() => [...document.querySelectorAll('[aria-label], [placeholder], [title]')].flatMap(element =>
          ['aria-label', 'placeholder', 'title'].map(name => element.getAttribute(name))).filter(Boolean)"""
    )
    assert english & set(seen) == set()


@pytest.fixture(scope="module")
def open_to_all(serving: Callable[..., Server]) -> Server:
    """The atlas as the public meets it."""
    return serving(role=None)


@pytest.mark.parametrize("name", ["map", "gaps", "accommodation", "area"])
def test_the_public_gets_whole_pages_too(name: str, visit: Open, open_to_all: Server) -> None:
    window = visit(open_to_all)
    page = window.go(f"{PAGES[name]}?{BUSY}")
    check(window, page, name)
    assert page.get_by_text("Arbeitsplatz ohne Anmeldung").count() == 0


def test_no_shelter_crosses_the_wire_to_the_public(visit: Open, open_to_all: Server, atlas: Server) -> None:
    """All that the browser is sent: pages, geometry and the frames of the web socket."""
    marks = ["dd-accommodation-", "Wohnheim Prohlis", "Wohnungsverbund Prohlis"]
    received: dict[str, bytes] = {}
    for name, server in (("public", open_to_all), ("manager", atlas)):
        window = visit(server)
        frames: list[bytes] = []

        def keep(payload: str | bytes, kept: list[bytes] = frames) -> None:
            kept.append(payload if isinstance(payload, bytes) else payload.encode())

        window.page.on("websocket", lambda channel, keep=keep: channel.on("framereceived", keep))
        page = window.go("/?city=dresden&area=72&layers=counselling,kita,accommodation")
        map_frame(page)
        for url in page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)"):
            if "/geo/" in url:
                frames.append(window.context.request.get(url).body())
        for url in map_frame(page).evaluate("performance.getEntriesByType('resource').map(entry => entry.name)"):
            if "/geo/" in url:
                frames.append(window.context.request.get(url).body())
        received[name] = b"".join(frames)
    assert [mark for mark in marks if mark.encode() in received["public"]] == []
    assert [mark for mark in marks if mark.encode() not in received["manager"]] == []
    assert b"Kita" in received["public"]
