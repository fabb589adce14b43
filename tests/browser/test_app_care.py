"""Care in the browser: a site is placed by a click and by typing, seen in the history, and taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from data.audiences import Audience, Viewer
from data.store import Store
from tests.browser.harness import Server, Visit, axe_violations, click, map_frame, settled

Open = Callable[..., Visit]
MANAGER = Viewer(Audience.MANAGER, "test")
SITE = "dd-volunteering-003"
EDITOR = f"/einrichtungen?city=dresden&site={SITE}"


@pytest.fixture
def desk(serving: Callable[..., Server]) -> Server:
    """A desk of its own: what is stored here is nobody else's."""
    return serving()


def position(data: Path) -> object:
    store = Store(data)
    found = store.read("dresden", "sites", viewer=MANAGER).set_index("site_id").at[SITE, "geometry"]
    store.close()
    return found


def save(page: Page) -> None:
    page.get_by_role("button", name="Prüfen und speichern").click()
    page.get_by_text("Gespeichert: Einrichtungen, Ausgabe").wait_for()
    settled(page)


def test_a_site_is_placed_by_a_click_by_typing_and_taken_back(visit: Open, desk: Server) -> None:
    window = visit(desk)
    page = window.go(EDITOR)
    assert position(desk.data) is None
    page.get_by_label("Name", exact=True).fill("Netzwerk am Platz")
    frame = map_frame(page)
    frame.frame_element().scroll_into_view_if_needed()
    settled(page)
    click(frame, 'path.atlas-area[aria-label^="Prohlis-Nord"]')
    page.wait_for_function("document.querySelector('[class*=_lon] input').value.startsWith('13,')")
    settled(page)
    assert page.get_by_label("Name", exact=True).input_value() == "Netzwerk am Platz"
    save(page)
    clicked = position(desk.data)
    assert clicked is not None
    for name, text in (("Länge", "13.75"), ("Breite", "51,05")):
        page.get_by_label(name, exact=True).fill(text)
        page.keyboard.press("Tab")
    settled(page)
    save(page)
    typed = position(desk.data)
    assert typed != clicked
    assert axe_violations(page) == []

    page = window.go("/verlauf?city=dresden&edition=sites.3")
    page.get_by_text("verschoben").first.wait_for()
    map_frame(page).wait_for_selector(".atlas-site")
    page.get_by_text("Ja, das soll so geschehen.").click()
    settled(page)
    page.get_by_role("button", name="Jetzt zurücknehmen").click()
    page.get_by_text("Zurückgenommen. Neu sind").wait_for()
    assert position(desk.data) == clicked
    assert axe_violations(page) == []
    assert window.foreign == []
    assert window.errors == []
