"""Map, list, table, search and link choose the same thing; the map stays where it is."""

import re
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Frame, Page

from components.web import links
from tests.browser.harness import Server, Visit, click, map_frame, settled

Open = Callable[..., Visit]

DRESDEN = "/?city=dresden&level=neighbourhood&indicator=kita"
AREAS = "path.atlas-area"
CHOSEN = f"{AREAS}[aria-selected=true]"
VIEW = "() => [map.getCenter().lat, map.getCenter().lng, map.getZoom()]"


def area(name: str) -> str:
    return f'{AREAS}[aria-label^="{name}: "]'


def query(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def wait_for(page: Page, name: str, value: str | None) -> None:
    page.wait_for_function(
        "([name, value]) => new URL(location).searchParams.get(name) === value", arg=[name, value], timeout=10_000
    )
    settled(page)


def chosen_in_list(page: Page) -> str:
    return page.locator(".st-key-choose_area").evaluate(
        "element => element.querySelector('input').value || element.querySelector('[value]')?.getAttribute('value')"
        " || element.innerText.split('\\n').pop()"
    )


def chosen_on_map(frame: Frame) -> str:
    frame.wait_for_selector(CHOSEN, state="attached")
    return frame.locator(CHOSEN).get_attribute("aria-label").rpartition(": ")[0]


def headline(page: Page) -> str:
    return page.locator('[data-testid="stMain"] [data-testid="stMarkdown"] p:has(strong)').first.inner_text()


def all_show(page: Page, frame: Frame, key: str, name: str) -> None:
    """Link, headline, panel, list and map show one area."""
    wait_for(page, "area", key)
    page.locator('[data-testid="stMain"] :is(h2, h3)', has_text=name).first.wait_for()
    assert page.get_by_text(f"{name}: ").count() >= 1
    assert chosen_in_list(page) == name
    frame.wait_for_function(
        "([chosen, name]) => document.querySelector(chosen)?.getAttribute('aria-label').startsWith(name + ': ')",
        arg=[CHOSEN, name],
    )
    assert chosen_on_map(frame) == name


def test_a_click_on_the_map_chooses_everywhere_and_the_map_stays(visit: Open) -> None:
    window = visit()
    page = window.go(DRESDEN)
    frame = map_frame(page)
    frame.evaluate("window.unbroken = true")
    frame.locator(".leaflet-control-zoom-in").click()
    frame.wait_for_function("() => !map._animatingZoom")
    before = frame.evaluate(VIEW)
    for name in ("Albertstadt", "Pirnaische Vorstadt"):
        label = frame.locator(area(name)).get_attribute("aria-label")
        click(frame, area(name))
        page.locator('[data-testid="stMain"] :is(h2, h3)', has_text=name).first.wait_for()
        settled(page)
        all_show(page, frame, query(page)["area"], name)
        assert label.startswith(name)
    assert frame.evaluate("window.unbroken")
    assert frame.evaluate(VIEW) == before
    assert window.errors == []


def test_the_keyboard_reaches_the_map_and_chooses(visit: Open) -> None:
    page = visit().go(DRESDEN)
    frame = map_frame(page)
    page.locator(".st-key-choose_area input").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if frame.evaluate("document.hasFocus() && !!document.activeElement?.matches('path.atlas-area')"):
            break
    else:
        pytest.fail("no area within forty steps")
    first = frame.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    reached = frame.evaluate("document.activeElement.getAttribute('aria-label')").rpartition(": ")[0]
    assert reached != first.rpartition(": ")[0]
    page.keyboard.press("Enter")
    page.wait_for_function("() => new URL(location).searchParams.has('area')")
    settled(page)
    all_show(page, frame, query(page)["area"], reached)
    assert frame.evaluate("document.activeElement.getAttribute('aria-label')").startswith(reached + ": ")


def test_the_list_chooses_on_the_map(visit: Open) -> None:
    page = visit().go(DRESDEN)
    frame = map_frame(page)
    field = page.locator(".st-key-choose_area input")
    field.click()
    field.fill("Prohlis-S")
    page.get_by_role("option", name="Prohlis-Süd").wait_for()
    field.press("Enter")
    all_show(page, frame, "72", "Prohlis-Süd")


def test_a_row_of_the_table_chooses_on_the_map(visit: Open) -> None:
    page = visit(height=1700).go(DRESDEN)
    frame = map_frame(page)
    canvas = page.locator('.st-key-area_table [data-testid="stDataFrame"] canvas').first
    canvas.scroll_into_view_if_needed()
    grid = canvas.bounding_box()
    page.mouse.click(grid["x"] + 16, grid["y"] + 35 + 35 + 17)
    page.wait_for_function("() => new URL(location).searchParams.has('area')")
    all_show(page, frame, "02", "Pirnaische Vorstadt")


def search(page: Page, wanted: str) -> None:
    page.get_by_role("button", name="Suchen").first.click()
    page.locator(".st-key-search input").fill(wanted)
    page.locator(".st-key-search input").press("Enter")


def test_the_search_finds_an_area(visit: Open) -> None:
    page = visit().go(DRESDEN)
    frame = map_frame(page)
    search(page, "gorbitz-s")
    page.locator("[class*='st-key-found_area_'] button", has_text="Gorbitz-Süd").click()
    page.wait_for_function("() => new URL(location).searchParams.has('area')")
    all_show(page, frame, query(page)["area"], "Gorbitz-Süd")


def test_the_search_finds_a_site(visit: Open) -> None:
    page = visit().go(f"{DRESDEN}&layers=kita")
    frame = map_frame(page)
    search(page, "kita prohlis")
    found = page.locator("[class*='st-key-found_site_'] button").first
    name = found.inner_text().rpartition(" (")[0].strip()
    found.click()
    page.wait_for_function("() => new URL(location).searchParams.has('site')")
    settled(page)
    page.locator('[data-testid="stMain"] strong', has_text=name).first.wait_for()
    assert query(page)["area"]
    frame.wait_for_selector(".atlas-site[aria-selected=true]", state="attached")
    assert frame.locator(".atlas-site[aria-selected=true]").get_attribute("aria-label").startswith(name)


def seen(page: Page) -> tuple[str, ...]:
    frame = map_frame(page)
    return (
        page.locator('[data-testid="stMain"] h1').first.inner_text(),
        headline(page),
        chosen_in_list(page),
        chosen_on_map(frame),
        page.locator('[data-testid="stMain"] table').first.inner_text(),
        str(frame.locator(".atlas-site").count()),
    )


def test_an_address_brings_everything_back_elsewhere(visit: Open) -> None:
    page = visit().go("/?city=duisburg&level=district&indicator=population&area=300&layers=school&lang=en")
    map_frame(page)
    frame = map_frame(page)
    frame.wait_for_selector(".atlas-site", state="attached")
    other = visit()
    again = other.go(page.url.removeprefix(other.base))
    map_frame(again).wait_for_selector(".atlas-site", state="attached")
    assert seen(again) == seen(page)
    page.reload(wait_until="domcontentloaded")
    settled(page)
    map_frame(page).wait_for_selector(".atlas-site", state="attached")
    assert seen(page) == seen(again)


def test_back_leads_to_the_choice_before(visit: Open) -> None:
    page = visit().go(DRESDEN)
    frame = map_frame(page)
    click(frame, area("Albertstadt"))
    page.wait_for_function("() => new URL(location).searchParams.has('area')")
    settled(page)
    first = query(page)["area"]
    click(frame, area("Klotzsche"))
    page.wait_for_function("first => new URL(location).searchParams.get('area') !== first", arg=first)
    settled(page)
    page.go_back(wait_until="commit")
    all_show(page, frame, first, "Albertstadt")
    page.go_back(wait_until="commit")
    wait_for(page, "area", None)
    page.locator('[data-testid="stMain"] strong', has_text=re.compile("^Dresden")).first.wait_for()
    frame.wait_for_function("chosen => !document.querySelector(chosen)", arg=CHOSEN)
    assert "area" not in query(page)


def test_symbols_of_a_layer_appear_and_go(visit: Open) -> None:
    page = visit().go(DRESDEN)
    frame = map_frame(page)
    assert frame.locator(".atlas-site").count() == 0
    page.locator(".st-key-choose_layers").get_by_text("Kita", exact=True).click()
    frame.wait_for_selector(".atlas-site[aria-label$=': Kita']", state="attached")
    wait_for(page, "layers", "kita")
    page.locator(".st-key-choose_layers").get_by_text("Kita", exact=True).click()
    frame.wait_for_function("() => !document.querySelector('.atlas-site')")


def test_accommodation_shows_to_those_who_may_see_it(visit: Open) -> None:
    window = visit()
    page = window.go(f"{DRESDEN}&layers=accommodation&area=72")
    frame = map_frame(page)
    sites = ".atlas-site[aria-label*=': Unterkunft']"
    frame.wait_for_selector(sites, state="attached")
    manager = frame.locator(sites).count()
    eyes = page.locator(".st-key-choose_eyes")
    eyes.get_by_text("Rat", exact=True).click()
    settled(page)
    assert frame.locator(sites).count() == manager > 0  # protected shelters have no point for anyone
    eyes.get_by_text("Öffentlichkeit", exact=True).click()
    frame.wait_for_function("sites => !document.querySelector(sites)", arg=sites)
    settled(page)
    assert "Wohnheim" not in page.locator('[data-testid="stMain"]').inner_text()
    assert page.locator(".st-key-choose_layers").get_by_text("Unterkunft", exact=True).count() == 0


# boundaries by their own address


@pytest.fixture
def boundaries(atlas: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """Address of the boundaries of Dresden's districts, as a session would hand it out."""
    monkeypatch.setenv("ATLAS_DATA", str(atlas.data))
    path = "dresden/areas/district/1"
    return f"{atlas.url}/geo/{links.sign(path)}/{path}.geojson"


def fetch(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    asked = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, {name.lower(): value for name, value in error.headers.items()}, error.read()


def test_boundaries_come_once_compressed_and_for_good(boundaries: str) -> None:
    status, headers, body = fetch(boundaries)
    assert status == 200
    assert headers["content-encoding"] == "gzip"
    assert "immutable" in headers["cache-control"]
    assert "max-age=31536000" in headers["cache-control"]
    assert body[:2] == b"\x1f\x8b"
    status, again, nothing = fetch(boundaries, If_None_Match=headers["etag"])
    assert (status, nothing) == (304, b"")
    assert again["etag"] == headers["etag"]


def test_an_address_that_was_tampered_with_leads_nowhere(boundaries: str) -> None:
    head, signature, path = boundaries.partition("/geo/")[0], *boundaries.partition("/geo/")[2].split("/", 1)
    other = ("0" if signature[0] != "0" else "1") + signature[1:]
    tried = [
        f"{head}/geo/{other}/{path}",
        f"{head}/geo/{signature}/{path.replace('district', 'neighbourhood')}",
        f"{head}/geo/{signature}/{path.replace('/1.', '/2.')}",
        f"{head}/geo/{signature[:-1]}/{path}",
        f"{head}/geo/{signature}/dresden/sites/accommodation/2025-12-31/1-1.geojson",
        f"{head}/geo/%C3%A4/{path}",
    ]
    assert {url: fetch(url)[0] for url in tried} == dict.fromkeys(tried, 404)


def test_every_answer_keeps_the_browser_at_home(boundaries: str, atlas: Server) -> None:
    for url in (boundaries, atlas.url, f"{atlas.url}/assets/shell.js", f"{atlas.url}/_stcore/health"):
        _, headers, _ = fetch(url, Accept="text/html")
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_the_key_of_the_addresses_is_for_its_owner_alone(boundaries: str, atlas: Server) -> None:
    assert fetch(boundaries)[0] == 200
    assert Path(atlas.data / links.KEY_FILE).stat().st_mode & 0o077 == 0
