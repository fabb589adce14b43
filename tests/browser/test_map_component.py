"""The map alone in Chromium: what it shows, how it answers, what it refuses."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Frame, Page

from tests.browser.harness import ROOT, Server, Visit, axe_violations, click, serve, settled, spot, swipe
from tests.browser.map_app.geometry import HOSTILE

AREAS, SITES = "path.atlas-area", ".atlas-site"
VIEW = "() => [map.getCenter().lat, map.getCenter().lng, map.getZoom()]"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("map") / "var"
    with serve(ROOT / "tests/browser/map_app/app.py", data=data, role=None) as running:
        yield running


@pytest.fixture
def opened(browser: Browser, server: Server) -> Iterator[Callable[..., tuple[Visit, Frame]]]:
    with ExitStack() as windows:

        def open_map(
            query: str = "", *, width: int = 1280, height: int = 900, dark: bool = False, **options: Any
        ) -> tuple[Visit, Frame]:
            scheme = "dark" if dark else "light"
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **options)
            windows.callback(context.close)
            window = Visit(context, context.new_page(), server.url)
            window.record()
            page = window.go("/" + query)
            holder = page.wait_for_selector('iframe[src*="st_folium"]')
            frame = holder.content_frame()
            frame.wait_for_selector(AREAS + "[aria-label]", state="attached")
            return window, frame

        yield open_map


def said(frame: Frame) -> str:
    return frame.wait_for_selector(".atlas-tip strong").evaluate(
        "e => e.textContent + '|' + e.nextSibling.textContent"
    )


def focused(frame: Frame) -> str:
    return frame.evaluate("() => document.activeElement.getAttribute('aria-label') ?? ''")


def heading(page: Page, text: str) -> None:
    page.get_by_role("heading", name=text, exact=True).wait_for()


def test_values_missing_and_secret_are_painted_apart(opened):
    window, frame = opened()
    fills = frame.locator(AREAS).evaluate_all("all => all.map(e => e.getAttribute('fill'))")
    labels = frame.locator(AREAS).evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")
    assert len(fills) == 64
    assert fills[3] == "url(#atlas-missing)"
    assert labels[3] == "Gebiet 3: keine Angabe"
    assert fills[5] == "url(#atlas-secret)"
    assert labels[5] == "Gebiet 5: geheim"
    classes = {
        "#f1eef6": (0, 20),
        "#bdc9e1": (20, 40),
        "#74a9cf": (40, 60),
        "#2b8cbe": (60, 80),
        "#045a8d": (80, 100),
    }
    for fill, label in zip(fills, labels, strict=True):
        if fill in classes:
            value = float(label.rpartition(": ")[2].removesuffix(" je 100 Kinder").replace(",", "."))
            low, high = classes[fill]
            assert low < value <= high or value == low == 0
    assert set(fills) == {*classes, "url(#atlas-missing)", "url(#atlas-secret)"}
    assert window.foreign == []
    assert window.errors == []


def test_hostile_text_is_shown_and_never_runs(opened):
    _, frame = opened(f"?marks=1&unit={quote(HOSTILE)}&label={quote(HOSTILE)}")
    page = frame.page
    page.mouse.move(*spot(frame, AREAS, 1))
    name, _, value = said(frame).partition("|")
    assert name == HOSTILE
    assert value.endswith(" " + HOSTILE)
    page.mouse.move(*spot(frame, SITES, 0))
    frame.wait_for_function(
        "name => document.querySelector('.atlas-tip').textContent === name", arg=HOSTILE + "Unterkunft"
    )
    assert frame.locator("#map_div").get_attribute("aria-label") == HOSTILE
    assert page.evaluate("window.hacked") is None
    assert frame.evaluate("window.hacked") is None
    assert "49" not in HOSTILE
    assert frame.locator("img, script:not([src])").count() <= 1  # the base map's own line of script


def test_a_click_reports_at_once_and_the_map_stays(opened):
    window, frame = opened("?marks=1")
    frame.evaluate("window.unbroken = true")
    click(frame, AREAS, 40)
    heading(window.page, "Gebiet 0040")
    click(frame, SITES, 4)
    heading(window.page, "Ort s4")
    heading(window.page, "Gebiet 0040")
    assert frame.evaluate("window.unbroken")
    assert frame.locator(f"{SITES}[aria-selected=true]").count() == 1
    assert frame.locator(f"{AREAS}[aria-selected=true]").get_attribute("aria-label").startswith("Gebiet 40: ")


def test_the_same_place_can_be_chosen_again(opened):
    window, frame = opened()
    for times in (1, 2):
        click(frame, AREAS, 40)
        window.page.get_by_text(f"Wahlen: {times}", exact=True).wait_for()


def test_the_empty_ground_clears_nothing(opened):
    window, frame = opened()
    click(frame, AREAS, 40)
    heading(window.page, "Gebiet 0040")
    box = frame.frame_element().bounding_box()
    window.page.mouse.click(box["x"] + box["width"] - 8, box["y"] + 8)
    settled(window.page)
    heading(window.page, "Gebiet 0040")
    window.page.get_by_text("Wahlen: 1", exact=True).wait_for()


def test_the_view_survives_runs_and_levels_and_geometry_comes_once(opened):
    window, frame = opened()
    asked: list[str] = []
    window.page.on("request", lambda request: asked.append(request.url))
    frame.locator(".leaflet-control-zoom-in").click()
    frame.wait_for_function("() => !map._animatingZoom")
    before = frame.evaluate(VIEW)
    for level, count in (("grob", 12), ("fein", 64), ("grob", 12)):
        window.page.get_by_text(level, exact=True).click()
        frame.wait_for_function(f"() => document.querySelectorAll('{AREAS}').length === {count}")
    settled(window.page)
    assert frame.evaluate(VIEW) == before
    assert [url.rpartition("/")[2] for url in asked if "geo/" in url] == ["areas-12.geojson"]


def test_keys_reach_areas_choose_them_and_keep_the_focus(opened):
    window, frame = opened()
    frame.locator("#map_div").focus()
    window.page.keyboard.press("Tab")
    assert focused(frame).startswith("Gebiet 0: ")
    for key, name in (
        ("ArrowRight", HOSTILE),
        ("ArrowDown", "Gebiet 2"),
        ("End", "Gebiet 63"),
        ("ArrowRight", "Gebiet 0"),
        ("ArrowLeft", "Gebiet 63"),
        ("Home", "Gebiet 0"),
        ("ArrowRight", HOSTILE),
        ("ArrowRight", "Gebiet 2"),
    ):
        window.page.keyboard.press(key)
        assert focused(frame).startswith(name + ": ")
    assert said(frame).startswith("Gebiet 2|")
    window.page.keyboard.press("Enter")
    heading(window.page, "Gebiet 0002")
    assert focused(frame).startswith("Gebiet 2: ")
    window.page.keyboard.press("ArrowRight")
    window.page.keyboard.press("Space")
    heading(window.page, "Gebiet 0003")
    assert frame.locator(f'{AREAS}[tabindex="0"]').count() == 1
    assert frame.locator("path[stroke='#ffd400']").count() == 1  # the focus is seen
    window.page.keyboard.press("Tab")
    assert frame.locator(f"{AREAS}:focus").count() == 0


def test_keys_reach_sites(opened):
    window, frame = opened("?marks=1")
    frame.locator(f'{AREAS}[tabindex="0"]').focus()
    window.page.keyboard.press("Tab")
    assert focused(frame) == f"{HOSTILE}: Unterkunft"
    window.page.keyboard.press("ArrowRight")
    assert focused(frame) == "Ort 1: Beratung"
    window.page.keyboard.press("Enter")
    heading(window.page, "Ort s1")
    assert focused(frame) == "Ort 1: Beratung"


def test_counts_are_circles_whose_area_follows_the_value(opened):
    _, frame = opened("?form=count")
    sizes = frame.evaluate(
        "() => Object.values(map._layers).filter(one => one instanceof L.CircleMarker).map(one => one.getRadius())"
    )
    values = sorted(
        int(label.rpartition(": ")[2].removesuffix(" Plätze"))
        for label in frame.locator(AREAS).evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")
        if label.endswith("Plätze")
    )
    values = [value for value in values if value > 0]
    assert sorted(sizes) == pytest.approx([26 * (value / values[-1]) ** 0.5 for value in values])
    assert frame.locator(f"{AREAS}.atlas-neutral").count() == 62


def test_many_sites_are_dots_until_one_zooms_in(opened):
    _, frame = opened("?sites=2880")
    frame.wait_for_selector(".leaflet-dots-pane canvas", state="attached")
    assert frame.locator(SITES).count() == 0
    assert frame.locator(".atlas-note").inner_text() == "Zum Auswählen einzelner Einrichtungen bitte vergrößern"
    frame.evaluate("() => { map.setZoom(map.getZoom() + 3, {animate: false}); }")
    assert 0 < frame.locator(SITES).count() <= 400
    assert frame.locator(".atlas-note").is_hidden()
    click(frame, SITES, 20)
    frame.page.locator("h3", has_text="Ort kita-").wait_for()


def test_the_page_scrolls_over_the_map_and_ctrl_zooms(opened):
    window, frame = opened()
    zoom = frame.evaluate("map.getZoom()")
    window.page.mouse.move(*spot(frame, AREAS, 30))
    window.page.mouse.wheel(0, 200)
    window.page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollTop > 0")
    assert frame.evaluate("map.getZoom()") == zoom
    assert frame.locator(".atlas-note").inner_text() == "Mit Strg und Mausrad vergrößern"
    window.page.keyboard.down("Control")
    window.page.mouse.move(*spot(frame, AREAS, 30))
    window.page.mouse.wheel(0, -200)
    frame.wait_for_function("zoom => map.getZoom() > zoom", arg=zoom)


def test_one_finger_scrolls_and_never_moves_the_map(opened):
    window, frame = opened(width=390, height=844, has_touch=True, is_mobile=True)
    before = frame.evaluate(VIEW)
    x, y = spot(frame, AREAS, 30)
    swipe(window, *[[(x - step, y - 4 * step)] for step in range(0, 40, 4)])
    window.page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollTop > 0")
    assert frame.evaluate(VIEW) == before


def test_two_fingers_move_the_map(opened):
    window, frame = opened(width=390, height=844, has_touch=True, is_mobile=True)
    frame.evaluate("() => { map.setZoom(map.getZoom() + 2, {animate: false}); }")
    before = frame.evaluate(VIEW)
    x, y = spot(frame, AREAS, 30)
    swipe(window, *[[(x + step, y + step), (x + 60 + step, y + step)] for step in range(0, 48, 6)])
    frame.wait_for_function("before => map.getCenter().lng !== before[1]", arg=before)


def test_a_phone_shows_the_map_on_sixty_percent_at_most(opened):
    window, frame = opened(width=390, height=700)
    assert frame.frame_element().bounding_box()["height"] == 420
    assert frame.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]") == [
        420,
        358,
    ]
    assert window.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("language", "title"), [("de", "Vergrößern"), ("en", "Zoom in")])
def test_the_frame_speaks_the_language(opened, language, title):
    _, frame = opened(f"?lang={language}")
    assert frame.evaluate("document.documentElement.lang") == language
    assert frame.locator(".leaflet-control-zoom-in").get_attribute("title") == title
    assert frame.frame_element().get_attribute("title") == "Karte: Kita-Plätze je 100 Kinder"
    assert frame.locator("meta[content*='user-scalable']").count() == 0


@pytest.mark.parametrize("dark", [False, True])
def test_the_ground_follows_the_theme_and_classes_do_not(opened, dark):
    _, frame = opened(dark=dark)
    ground = frame.locator("#map_div").evaluate("e => getComputedStyle(e).backgroundColor")
    brightness = [int(part) for part in ground.removeprefix("rgb(").removesuffix(")").split(",")]
    assert (sum(brightness) < 3 * 128) == dark
    fills = frame.locator(AREAS).evaluate_all("all => all.map(e => getComputedStyle(e).fill)")
    assert "rgb(4, 90, 141)" in fills


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("query", ["?marks=1", "?form=count", "?sites=2880"])
def test_axe_finds_nothing_in_the_frame(opened, query, dark):
    _, frame = opened(query, dark=dark)
    assert axe_violations(frame) == []


@pytest.mark.parametrize(
    ("refused", "said", "areas"),
    [
        ("**/geo/**/areas*", "Die Karte konnte nicht geladen werden.", 0),
        ("**/geo/sites*", "Die Einrichtungen konnten nicht geladen werden.", 64),
    ],
)
def test_what_is_out_of_reach_is_said_and_the_rest_is_shown(browser, server, refused, said, areas):
    context = browser.new_context()
    page = context.new_page()
    page.route(refused, lambda route: route.abort())
    page.goto(f"{server.url}/?sites=20")
    frame = page.wait_for_selector('iframe[src*="st_folium"]').content_frame()
    frame.get_by_text(said).wait_for()
    frame.wait_for_function(f"() => document.querySelectorAll('{AREAS}').length === {areas}")
    context.close()
