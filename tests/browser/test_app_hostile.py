"""Names that attack are shown as they are written, on every page, and nothing of them runs."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from tests.browser.harness import Server, Visit, map_frame, serve, settled, spot
from tests.pages.hostile_city import ALL, ATTEMPTS, SLUG, add_hostile_city

Open = Callable[..., Visit]

CITY = f"city={SLUG}"
MADE = 'a[href^="javascript"], img[src*="192.0.2.1"], img[src="x"], .katex, [onload], [onerror]'
NEXT_PICTURE = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
SITES = "counselling,kita,school,course,health,volunteering,meeting_place,employment"


@pytest.fixture(scope="module")
def attacked(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Server:
    folder = tmp_path_factory.mktemp("hostile") / "var"
    shutil.copytree(seeded, folder)
    add_hostile_city(folder)
    with serve(data=folder) as server:
        yield server


@pytest.fixture
def attack(visit: Open, attacked: Server) -> Visit:
    window = visit(attacked)
    window.page.on("dialog", lambda dialog: (window.errors.append(f"dialog {dialog.message}"), dialog.dismiss()))
    return window


def unharmed(window: Visit) -> None:
    """Nothing ran, nothing was asked of others, nothing became a link, an image, a formula or a symbol."""
    page = window.page
    for frame in page.frames:
        assert frame.evaluate("window.hacked") is None
        made = frame.evaluate("made => [...document.querySelectorAll(made)].map(element => element.outerHTML)", MADE)
        assert made == []
    icons = page.locator('[data-testid="stIconMaterial"]').all_inner_texts()
    assert "home" not in icons
    assert page.locator("strong", has_text="fett").filter(has_not_text="{{").count() == 0
    assert window.foreign == []
    assert window.errors == []


def shown(page: Page, selector: str = '[data-testid="stMain"]') -> str:
    return as_read(" ".join(page.locator(selector).all_inner_texts()))


def as_read(text: str) -> str:
    """Text without line breaks and the joiners that keep signs apart and cannot be seen."""
    return " ".join(text.replace("\u2060", "").split())


def literal(text: str, wanted: str) -> bool:
    return " ".join(wanted.split()) in text


def options(page: Page, key: str) -> set[str]:
    """All that a list offers, scrolled through."""
    page.locator(f".st-key-{key} input").click()
    found: set[str] = set()
    page.get_by_role("option").first.wait_for()
    while True:
        now = {as_read(text) for text in page.get_by_role("option").all_inner_texts()}
        if now <= found:
            break
        found |= now
        page.get_by_role("option").last.scroll_into_view_if_needed()
        page.wait_for_function(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
        )
    page.keyboard.press("Escape")
    return found


def test_the_map_page_shows_names_as_written(attack: Visit) -> None:
    page = attack.go(f"/?{CITY}&level=part&area=ground&indicator=population&layers={SITES}")
    frame = map_frame(page)
    text = shown(page)
    assert literal(text, ALL)  # headline and panel
    assert [name for name in ATTEMPTS if name not in text] == []  # sites beside the map
    assert shown(page, ".st-key-choose_area label") == ATTEMPTS[6]  # the level names the list
    assert set(ATTEMPTS) <= options(page, "choose_area")
    assert set(ATTEMPTS) <= options(page, "choose_indicator")
    assert ALL in options(page, "choose_city")
    labels = frame.locator("path.atlas-area").evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")
    assert {label.rpartition(": ")[0] for label in labels} == {*ATTEMPTS, ALL}
    assert frame.locator("#map_div").get_attribute("aria-label").endswith(ALL)
    assert literal(shown(page, ".atlas-legend"), ALL)  # the source
    unharmed(attack)


def test_tooltips_show_names_as_written(attack: Visit) -> None:
    page = attack.go(f"/?{CITY}&level=part&indicator=population&layers={SITES}")
    frame = map_frame(page)
    frame.wait_for_selector(".atlas-site", state="attached")
    areas = frame.locator("path.atlas-area")
    hovered = set()
    for position in range(areas.count()):
        name = areas.nth(position).get_attribute("aria-label").rpartition(": ")[0]
        page.mouse.move(*spot(frame, "path.atlas-area", position))
        frame.wait_for_function("name => document.querySelector('.atlas-tip strong')?.textContent === name", arg=name)
        hovered.add(name)
    assert hovered == {*ATTEMPTS, ALL}
    site = frame.locator(".atlas-site").nth(2).get_attribute("aria-label").rpartition(": ")[0]
    assert site in ATTEMPTS
    page.mouse.move(*spot(frame, ".atlas-site", 2))
    frame.wait_for_function("name => document.querySelector('.atlas-tip')?.textContent.startsWith(name)", arg=site)
    unharmed(attack)


@pytest.mark.parametrize("position", [0, 2, 5, 6, 7, 9])
def test_a_figure_with_a_name_that_attacks(position: int, attack: Visit) -> None:
    name = ATTEMPTS[position]
    page = attack.go(f"/?{CITY}&level=part&indicator={quote(f'figure.{name}.total')}")
    map_frame(page)
    assert shown(page, '[data-testid="stMain"] h1') == name
    assert literal(shown(page, ".atlas-legend"), name)
    assert literal(shown(page, ".atlas-table"), name)
    unharmed(attack)


def test_the_card_of_a_site_shows_all_as_written(attack: Visit) -> None:
    page = attack.go(f"/?{CITY}&level=part&site=s02")
    card = page.locator('[data-testid="stMain"] li').all_inner_texts()
    assert len([line for line in card if literal(as_read(line), ALL)]) >= 4  # operator, address, languages, funding
    assert literal(shown(page), ATTEMPTS[2])
    unharmed(attack)


def test_the_page_of_an_area_shows_names_as_written(attack: Visit) -> None:
    page = attack.go(f"/stadtteil?{CITY}&level=part&area=ground&indicator=population")
    assert shown(page, '[data-testid="stMain"] h1') == ALL
    neighbours = page.locator("[class*='st-key-neighbour_'] button").all_inner_texts()
    assert [name for name in ATTEMPTS if not any(name in as_read(text) for text in neighbours)] == []
    assert [name for name in ATTEMPTS if name not in shown(page, ".atlas-table")] == []
    unharmed(attack)
    page.locator("[class*='st-key-neighbour_'] button", has_text="onerror").first.click()
    page.locator('[data-testid="stMain"] h1', has_text="onerror").wait_for()
    settled(page)
    unharmed(attack)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_data_page_shows_sources_and_rows_as_written(lang: str, attack: Visit) -> None:
    page = attack.go(f"/daten?{CITY}&level=part&lang={lang}")
    text = shown(page, ".atlas-table")
    assert [name for name in ATTEMPTS if name not in text] == []
    assert literal(text, ALL)
    assert literal(shown(page, '[data-testid="stMain"] h1'), ALL)
    assert literal(shown(page, '[data-testid="stCaptionContainer"]'), ATTEMPTS[8 if lang == "de" else 9])
    unharmed(attack)


def test_the_search_shows_names_as_written(attack: Visit) -> None:
    page = attack.go(f"/?{CITY}&level=part")
    page.get_by_role("button", name="Suchen").first.click()
    field = page.locator(".st-key-search input")
    for wanted in ("{{", "onerror", "frac", "material", "javascript", "fett"):
        field.fill(wanted)
        field.press("Enter")
        found = page.locator("[class*='st-key-found_'] button", has_text=wanted).first
        found.wait_for()
        name = next(name for name in ATTEMPTS if wanted in name)
        settled(page)
        texts = [as_read(text) for text in page.locator("[class*='st-key-found_'] button").all_inner_texts()]
        assert any(text == name or text.startswith(f"{name} (") for text in texts), texts
    unharmed(attack)


@pytest.mark.parametrize("name", ["city", "area", "indicator", "site", "layers", "date", "level", "lang"])
def test_a_link_that_attacks_is_quoted_and_does_nothing(name: str, attack: Visit) -> None:
    attempt = ATTEMPTS[1] + ATTEMPTS[6]
    page = attack.go(f"/?{name}={quote(attempt)}")
    assert literal(shown(page), attempt[:60])
    unharmed(attack)


def test_a_browser_without_our_care_would_be_caught(attack: Visit) -> None:
    """The control: the same names as HTML do run, so the tests above would see it."""
    page = attack.go("/impressum")
    page.evaluate(f"document.querySelector('h1').innerHTML = {json.dumps(ATTEMPTS[2])}")
    page.wait_for_function("window.hacked === 1")
