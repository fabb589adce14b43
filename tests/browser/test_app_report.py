"""Text version and briefing in Chromium: read by all, on paper, without script; the PDF comes with one click."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.harness import Visit, axe_violations, settled
from tests.components.report.pdf_ua import faults, squeezed, text

Open = Callable[..., Visit]

PATHS = ("/text/dresden", "/text/dresden/72?lang=en", "/text/zwickau?date=2023-12-31", "/text/duisburg/nirgends")
SIDEWAYS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"


@pytest.mark.parametrize("path", PATHS)
def test_a_text_page_can_be_read_by_all(path: str, visit: Open) -> None:
    """In light and dark, at every width, by keyboard, and printed."""
    window = visit()
    page = window.page
    page.goto(window.base + path)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (390, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 844})
            assert not page.evaluate(SIDEWAYS), width
        assert axe_violations(page) == []
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#inhalt"
    page.emulate_media(media="print", color_scheme="light")
    assert page.locator("header").is_hidden()
    assert window.foreign == []
    assert [error for error in window.errors if "404" not in error] == []


def test_a_text_page_needs_no_script(visit: Open) -> None:
    window = visit()
    context = window.context.browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{window.base}/text/dresden")
    page.get_by_role("link", name="Prohlis-Süd", exact=True).click()
    page.get_by_role("heading", name="Prohlis-Süd", exact=True, level=1).wait_for()
    page.get_by_role("link", name="English").click()
    page.get_by_role("heading", name="Key figures").wait_for()
    context.close()


def test_the_page_hands_out_the_briefing_and_leads_to_the_text(visit: Open) -> None:
    window = visit()
    page = window.go("/stadtteil?city=dresden&area=72&indicator=kita_3_6")
    with page.expect_download() as started:
        page.get_by_role("button", name="Kurzinformation (PDF)").click()
    assert started.value.suggested_filename == "dresden-72-2025-12-31.pdf"
    made = started.value.path().read_bytes()
    assert faults(made) == []
    assert squeezed("Prohlis-Süd") in text(made)
    link = page.get_by_role("link", name="Textfassung").first
    href = link.get_attribute("href")
    page.goto(f"{window.base}/{href}")
    page.get_by_role("heading", name="Prohlis-Süd", exact=True, level=1).wait_for()
    assert "Kita-Plätze ab 3 Jahren" in page.locator("figcaption").inner_text()


def test_two_areas_side_by_side_have_a_briefing(visit: Open) -> None:
    window = visit()
    page = window.go("/vergleich?city=dresden&compare=areas&areas=72,96")
    settled(page)
    with page.expect_download() as started:
        page.get_by_role("button", name="Kurzinformation (PDF)").click()
    said = text(started.value.path().read_bytes())
    assert squeezed("Prohlis-Süd und Gorbitz-Ost") in said
