"""Session mode in Chromium: keys of a presenter, sizes that the last row can read, phones of those who follow."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from data.agendas import Agenda, Item, save
from data.audiences import Audience, Viewer
from data.store import Store
from tests.browser.harness import Server, Visit, axe_violations, click, map_frame, serve, settled

Open = Callable[..., Visit]
ITEMS = (
    Item("Menschen", "V0001/26", "?city=dresden&indicator=population&area=72"),
    Item("Kita", "https://ratsinfo.example/vo/2", "versorgungsluecken?city=dresden&service=kita_under_3"),
    Item("Lücken", "", "versorgungsluecken?city=dresden"),
    Item("Wohnen", "", "unterbringung?city=dresden"),
    Item("Prohlis", "", "stadtteil?city=dresden&area=72"),
)
AGENDA = "/?ansicht=sitzung&city=dresden&agenda=rat"
CHROME = (
    '[data-testid="stHeader"], [data-testid="stTopNavLink"], [data-testid="stPageLink"], [data-testid="stSelectbox"]'
)
TEXT = "[data-testid=stMain] :is(h1, p, li, td, th, button)"
SMALLEST = """parts => Math.min(...[...document.querySelectorAll(parts)]
  .filter(element => element.checkVisibility() && element.innerText.trim())
  .map(element => {
    let zoom = 1;
    for (let one = element; one; one = one.parentElement) zoom *= parseFloat(getComputedStyle(one).zoom);
    return parseFloat(getComputedStyle(element).fontSize) * zoom;
  }))"""
SIDEWAYS = """() => [...document.querySelectorAll('html, body, [data-testid=stMain], [data-testid=stApp]')]
  .filter(element => element.scrollWidth > element.clientWidth + 1).map(element => element.tagName)"""


@pytest.fixture(scope="module")
def council_room(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The atlas as everyone meets it, with an agenda."""
    folder = tmp_path_factory.mktemp("sitting") / "var"
    shutil.copytree(seeded, folder)
    store = Store(str(folder))
    manager = Viewer(Audience.MANAGER, "test")
    save(store, "dresden", Agenda("rat", "Stadtrat", "", "public", ITEMS), read=1, viewer=manager)
    store.close()
    with serve(data=folder, role=None) as server:
        yield server


def titled(page: Page, title: str) -> None:
    """Wait until a view stands on the screen."""
    page.get_by_role("heading", name=title, exact=True, level=1).wait_for()


@pytest.mark.parametrize(("width", "height", "dark"), [(1280, 720, False), (1920, 1080, True)])
def test_every_screen_can_be_read_from_the_last_row(
    width: int, height: int, dark: bool, visit: Open, council_room: Server
) -> None:
    window = visit(council_room, width=width, height=height, dark=dark)
    for number, item in enumerate(ITEMS, 1):
        page = window.go(f"{AGENDA}&item={number}")
        titled(page, item.title)
        settled(page)
        assert page.locator(CHROME).filter(visible=True).count() == 0
        assert page.evaluate(SMALLEST, TEXT) >= 24
        assert page.evaluate(SIDEWAYS) == []
        assert axe_violations(page) == []
        if number in (1, 2, 4):
            assert axe_violations(map_frame(page)) == []
            box = page.locator("iframe").first.bounding_box()
            assert box is not None
            assert box["height"] == pytest.approx(0.72 * height, abs=2)
    assert window.errors == []
    assert window.foreign == []


def test_a_presenter_goes_on_back_and_out_by_keys(visit: Open, council_room: Server) -> None:
    window = visit(council_room)
    page = window.go(AGENDA)
    titled(page, "Menschen")
    for key, title in [
        ("ArrowRight", "Kita"),
        ("PageDown", "Lücken"),
        ("PageUp", "Kita"),
        ("ArrowLeft", "Menschen"),
        ("ArrowLeft", "Menschen"),
        ("PageDown", "Kita"),
    ]:
        page.keyboard.press(key)
        titled(page, title)
        settled(page)
    assert "item=2" in page.url
    page.keyboard.press("Escape")
    titled(page, "Was fehlt in Dresden?")
    page.wait_for_url("**/versorgungsluecken?*service=kita_under_3*")
    assert "ansicht" not in page.url
    assert window.errors == []


def test_keys_in_the_map_move_in_the_map_and_a_presenter_still_goes_on(visit: Open, council_room: Server) -> None:
    page = visit(council_room).go(f"{AGENDA}&item=2")
    titled(page, "Kita")
    frame = map_frame(settled(page))
    click(frame, "path.leaflet-interactive", 3)
    page.keyboard.press("ArrowRight")
    settled(page)
    titled(page, "Kita")
    page.keyboard.press("PageDown")
    titled(page, "Lücken")


def test_who_goes_on_while_a_screen_is_being_drawn_stays_in_the_session(visit: Open, council_room: Server) -> None:
    page = visit(council_room).go(AGENDA)
    titled(page, "Menschen")
    click(map_frame(settled(page)), "path.leaflet-interactive", 3)
    for key, title in [("PageDown", item.title) for item in ITEMS[1:]] + [("PageUp", "Wohnen"), ("PageUp", "Lücken")]:
        page.keyboard.press(key)  # the title stands long before the map does
        titled(page, title)
    assert {"ansicht=sitzung", "agenda=rat", "item=3"} <= {*settled(page).url.partition("?")[2].split("&")}


def test_a_key_waits_for_the_buttons_of_a_screen_that_is_being_drawn(visit: Open, council_room: Server) -> None:
    page = settled(visit(council_room).go(f"{AGENDA}&item=2"))
    app, button = page.locator("[data-testid=stApp]"), page.locator(".st-key-session_previous button")
    app.evaluate("element => { element.dataset.testScriptState = 'running'; }")
    button.evaluate("element => { element.disabled = true; }")
    page.keyboard.press("PageUp")
    titled(page, "Kita")
    button.evaluate("element => { element.disabled = false; }")
    titled(page, "Menschen")


def test_buttons_do_the_same_by_tab_and_enter(visit: Open, council_room: Server) -> None:
    page = visit(council_room).go(AGENDA)
    titled(page, "Menschen")
    page.get_by_role("button", name="Weiter").focus()
    page.keyboard.press("Enter")
    titled(page, "Kita")
    link = page.get_by_role("link", name="Vorlage")
    assert link.get_attribute("href") == "https://ratsinfo.example/vo/2"
    assert "noopener" in (link.get_attribute("rel") or "")


def test_who_follows_on_a_phone_reads_everything_without_scrolling_sideways(
    visit: Open, council_room: Server
) -> None:
    window = visit(council_room, width=390, height=844)
    for number, item in enumerate(ITEMS, 1):
        page = window.go(f"{AGENDA}&item={number}")
        titled(page, item.title)
        settled(page)
        assert page.evaluate(SMALLEST, TEXT) >= 18
        assert page.evaluate(SIDEWAYS) == []
        assert axe_violations(page) == []
    assert window.errors == []


def test_link_and_qr_code_lead_a_fresh_browser_to_the_same_view(visit: Open, council_room: Server) -> None:
    window = visit(council_room, permissions=["clipboard-read", "clipboard-write"])
    page = window.go("/stadtteil?city=dresden&area=72&indicator=kita_3_6")
    page.get_by_role("button", name="Link", exact=True).click()
    page.get_by_role("img", name="QR-Code des Links zu dieser Ansicht").wait_for()
    settled(page)
    assert axe_violations(page) == []
    page.get_by_role("button", name="Link kopieren").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Kopiert").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{council_room.url}/stadtteil?")
    assert "seen=" in copied
    fresh = visit(council_room).go(copied.removeprefix(council_room.url))
    for part in ("h1", ".st-key-choose_indicator"):
        assert fresh.locator(part).first.inner_text() == page.locator(part).first.inner_text()
    assert fresh.get_by_text("Dieser Link ist vom").count() == 0
    assert window.errors == []


def test_a_view_becomes_a_session_and_a_page_again(visit: Open, council_room: Server) -> None:
    page = visit(council_room).go("/unterbringung?city=dresden")
    page.get_by_role("button", name="Link", exact=True).click()
    page.get_by_role("button", name="Als Sitzungsansicht zeigen").click()
    page.get_by_role("button", name="Sitzungsansicht beenden").wait_for()
    page.wait_for_url("**ansicht=sitzung**")
    settled(page)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Karte", exact=True).wait_for()
    page.wait_for_function("!location.search.includes('ansicht')")
    titled(page, "Wo konzentriert sich Unterbringung in Dresden?")
