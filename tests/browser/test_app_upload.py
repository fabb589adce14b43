"""A manager reads a file in: odd things found, a cell corrected, a remedy taken, stored, seen on the map."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.harness import Server, Visit, axe_violations, map_frame, settled

Open = Callable[..., Visit]
TABLE = """Kitas der Stadt, Stand 2024;;;;;
Nr;Name;Kategorie;Länge;Breite;Plätze
K-01;Kita Öse;kita;13,74;51,05;80
K-02;=Kita *Bunt*;kita;13,75;51,06;achtzig
K-03;Kita {{ 7*7 }}<img src=x onerror=alert(1)>;kita;13,76;51,04;40
K-04;Kita weit weg;kita;9,99;53,55;40
"""
SECONDS = 60


@pytest.fixture(scope="module")
def desk(serving: Callable[..., Server]) -> Server:
    """A manager's desk on a store of its own: here something is stored."""
    return serving()


def choose(page: Page, label: str, option: str) -> None:
    """Choose from a list."""
    page.get_by_label(label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()
    settled(page)


def bring(page: Page, name: str, text: str) -> Page:
    """Hand a file over, and wait until it is understood."""
    file = {"name": name, "mimeType": "text/csv", "buffer": text.encode("cp1252")}
    page.locator("input[type=file]").set_input_files(file)
    return reached(page, page.get_by_role("heading", name="3. Befunde"))


def reached(page: Page, sign: Locator) -> Page:
    """Wait until something stands on the page and nothing moves any more."""
    expect(sign.first).to_be_visible(timeout=1000 * SECONDS)
    return settled(page, seconds=SECONDS)


def sideways(page: Page) -> bool:
    """Whether the page scrolls sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"))


def test_a_file_goes_from_the_desk_onto_the_map(visit: Open, desk: Server) -> None:
    window = visit(desk)
    page = window.go("/einlesen?city=dresden")
    choose(page, "Was die Datei enthält", "Einrichtungen")
    bring(page, "Kitas 2024.csv", TABLE)
    expect(page.get_by_text("Eine Zeile braucht noch eine Entscheidung.")).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_role("textbox", name="Zeile 4 · Plätze").fill("80")
    page.get_by_role("button", name="Berichtigungen übernehmen").click()
    reached(page, page.get_by_role("button", name="Zeile 4, Plätze: „80“ einsetzen"))
    page.get_by_role("button", name="Weglassen, was außerhalb des Ortes liegt").click()
    reached(page, page.get_by_role("heading", name="4. Übernehmen"))
    expect(page.get_by_text("Tabelle Einrichtungen: 3 neu")).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_role("button", name="Übernehmen", exact=True).click()
    reached(page, page.get_by_text("Übernommen: Einrichtungen, Ausgabe 2."))
    assert axe_violations(page) == []
    page.get_by_role("link", name="Auf der Karte ansehen").click()
    page.wait_for_url("**/?*city=dresden*")
    page.goto(f"{desk.url}/?city=dresden&layers=kita&site=K-03")
    settled(page)
    map_frame(page).get_by_role("option", name="Kita {{ 7*7 }}<img src=x onerror=alert(1)>").first.wait_for(
        state="attached"
    )
    assert window.foreign == []
    assert window.errors == []


def test_on_a_phone_in_the_dark_nothing_scrolls_sideways(visit: Open, desk: Server) -> None:
    window = visit(desk, width=390, height=844, dark=True)
    page = window.go("/einlesen?city=dresden")
    choose(page, "Was die Datei enthält", "Einrichtungen")
    bring(page, "kitas.csv", TABLE)
    assert not sideways(page)
    assert axe_violations(page) == []
    assert window.errors == []


def test_a_finding_list_can_be_taken_along(visit: Open, desk: Server) -> None:
    page = visit(desk).go("/einlesen?city=dresden")
    choose(page, "Was die Datei enthält", "Einrichtungen")
    bring(page, "kitas.csv", TABLE)
    with page.expect_download() as download:
        page.get_by_role("button", name="Liste herunterladen (CSV)").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Schwere;Zeile;Spalte;Wert;Befund"
    assert any(line.startswith("Fehler;Zeile 4;Plätze;achtzig;") for line in lines)


def test_the_words_at_the_place_for_files_are_german(visit: Open, desk: Server) -> None:
    page = visit(desk).go("/einlesen?city=dresden")
    place = page.get_by_test_id("stFileUploader")
    assert "höchstens 200 MB je Datei" in place.inner_text()
    assert place.get_by_role("button", name="Dateien wählen").count() == 1
    assert "Upload" not in place.inner_text()


def test_the_public_gets_nothing_of_the_page(visit: Open, serving: Callable[..., Server]) -> None:
    public = visit(serving(role=None))
    page = public.go("/einlesen?city=dresden")
    assert page.locator("input[type=file]").count() == 0
    assert page.get_by_text("Einlesen").count() == 0
