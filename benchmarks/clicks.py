"""A click on an area of the map: bytes from the server, time to the changed panel, whether map and view stay."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from playwright.sync_api import Frame, Page
from playwright.sync_api import TimeoutError as NoAnswerError

from benchmarks.cities import LARGE, SMALL, Size
from benchmarks.context import SIDES, Context
from benchmarks.rows import KIB, Goal, Row
from benchmarks.wire import Wire
from tests.browser.harness import map_frame, settled

INDICATOR = "foreigners_share"
GOALS = {SMALL: (2, 16), LARGE: (4, 20)}
"""KiB a click: the map's own arguments, the whole page."""

FASTER = 5
PATIENCE = 15_000
PATIENCE_WITH_A_CLICK = 7_000
NAIVE_SECONDS = 45
GOLDEN = 0.618034
AREAS = "path.leaflet-interactive"
HEADING = '[data-testid="stMain"] :is(h2, h3)'
PAINTED = "count => document.querySelectorAll('path.leaflet-interactive').length >= count"
CENTRES = """() => [...document.querySelectorAll('path.leaflet-interactive')].flatMap(path => {
  const r = path.getBoundingClientRect(), x = r.x + r.width / 2, y = r.y + r.height / 2;
  return document.elementFromPoint(x, y) === path ? [[x, y]] : [];
})"""
VIEW = "() => { const m = window.map ?? map_div, c = m.getCenter(); return [m.getZoom(), c.lat, c.lng].join(); }"
ZOOM = "() => { const m = window.map ?? map_div; m.setZoom(m.getZoom() + 1, {animate: false}); }"


MARK = "() => { window.unbroken = true; }"
REBUILT = "() => window.unbroken !== true"
CLICKED = """() => addEventListener("pointerdown", () => { parent.atlasClicked = Date.now(); },
  { capture: true, once: true })"""
CHANGED = """heading => {
  window.atlasChanged = window.atlasClicked = null;
  const look = () => {
    const shown = document.querySelector('[data-testid="stMain"] :is(h2, h3)');
    if (shown && shown.innerText !== heading) {
      window.atlasChanged = Date.now();
      observer.disconnect();
    }
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, {subtree: true, childList: true, characterData: true});
}"""


@dataclass
class Side:
    """One page with the map of a city, and what its clicks cost.

    Attributes:
        view: zoom and centre that the reader has chosen, before the first click.
        milliseconds: from the press of the button to another heading in the panel, a click.
        page_bytes: all that came through the web socket until the page was at rest again.
        map_bytes: of it, the map's own arguments.
        rebuilt: clicks after which the map stood in a new document.
        lost: clicks after which the map showed another view than the reader had chosen.
        unanswered: clicks that changed nothing.
    """

    page: Page
    size: Size
    wire: Wire
    view: str = ""
    milliseconds: list[float] = field(default_factory=list)
    page_bytes: list[int] = field(default_factory=list)
    map_bytes: list[int] = field(default_factory=list)
    rebuilt: int = 0
    lost: int = 0
    unanswered: int = 0

    @classmethod
    def opened(cls, context: Context, side: str, size: Size) -> Side:
        """Open the page and make it ready."""
        page = context.window()
        wire = Wire().listen(page)
        page.goto(address(context.server(side).url, size), wait_until="domcontentloaded")
        here = cls(page, size, wire)
        here.prepare()
        return here

    def prepare(self) -> None:
        """Zoom in by one step, and remember this document and this view."""
        self.frame().evaluate(ZOOM)
        settled(self.page, quiet=700)
        frame = self.frame()
        frame.evaluate(MARK)
        self.view = frame.evaluate(VIEW)

    def frame(self) -> Frame:
        """The map's frame, painted."""
        frame = map_frame(self.page)
        frame.wait_for_function(PAINTED, arg=0.9 * self.size.areas, timeout=PATIENCE)
        return frame

    def click(self, number: int) -> None:
        """Click on one area; time it until the panel shows another heading, then let everything arrive."""
        frame = self.frame()
        centres = frame.evaluate(CENTRES)
        box = frame.frame_element().bounding_box()
        assert box is not None
        x, y = centres[int(number * GOLDEN * len(centres)) % len(centres)]
        heading = self.page.locator(HEADING).first.inner_text()
        self.page.evaluate(CHANGED, heading)
        frame.evaluate(CLICKED)
        self.wire.clear()
        self.page.mouse.click(box["x"] + x, box["y"] + y)
        try:
            self.page.wait_for_function("() => window.atlasChanged !== null", timeout=PATIENCE_WITH_A_CLICK)
        except NoAnswerError:
            self.unanswered += 1
            self.page.reload(wait_until="domcontentloaded")  # st_folium may stay deaf after it was rebuilt
            self.prepare()
            return
        self.milliseconds.append(self.page.evaluate("() => window.atlasChanged - window.atlasClicked"))
        with suppress(NoAnswerError):  # a page that never comes to rest is measured as it is
            settled(self.page, quiet=450, seconds=PATIENCE / 1000)
        frame = self.frame()
        self.page_bytes.append(self.wire.size)
        self.map_bytes.append(self.wire.map_size)
        self.rebuilt += frame.evaluate(REBUILT)
        self.lost += frame.evaluate(VIEW) != self.view
        frame.evaluate(MARK)

    def share(self, clicks: int) -> float:
        """Part of the answered clicks, in per cent."""
        return 100 * clicks / len(self.milliseconds)


def address(url: str, size: Size) -> str:
    """The page with the map of a city."""
    return f"{url}/?city={size.slug}&indicator={INDICATOR}"


def measured(context: Context, size: Size, clicks: int) -> dict[str, Side]:
    """Both pages, clicked in turn; the naive one as often as its share of time allows, five times at least."""
    sides = {side: Side.opened(context, side, size) for side in SIDES}
    spent = 0.0
    for number in range(1, clicks + 1):
        for name, side in sides.items():
            if name == "ours" or spent < NAIVE_SECONDS or number <= 5:
                started = time.monotonic()
                side.page.bring_to_front()
                side.click(number)
                spent += time.monotonic() - started if name == "naive" else 0
    return sides


def run(context: Context) -> list[Row]:
    """The rows of section 5 that a click decides."""
    clicks = context.times(20, 5)
    rows = []
    for size in (SMALL, LARGE):
        sides = measured(context, size, clicks)
        ours, naive = sides["ours"], sides["naive"]
        own, whole = GOALS[size]

        def row(name: str, pick: Any, goal: Goal | None = None, **how: Any) -> Row:
            return Row(f"{name}, {size.areas} areas", pick(ours), pick(naive), goal=goal, **how)  # noqa: B023

        rows += [
            row("bytes a click, map alone", lambda s: median(s.map_bytes) / KIB, Goal("at most", own), unit="KiB"),
            row(
                "bytes a click, whole page", lambda s: median(s.page_bytes) / KIB, Goal("at most", whole), unit="KiB"
            ),
            row(
                "click to changed panel, median",
                lambda s: median(s.milliseconds),
                Goal("times", FASTER) if size is LARGE else None,
                unit="ms",
                decimals=0,
            ),
            row("click to changed panel, worst", lambda s: max(s.milliseconds), unit="ms", decimals=0),
            row("clicks measured", lambda s: len(s.milliseconds), decimals=0),
            row(
                "clicks that rebuilt the map", lambda s: s.share(s.rebuilt), Goal("at most", 0), unit="%", decimals=0
            ),
            row("clicks that lost the view", lambda s: s.share(s.lost), Goal("at most", 0), unit="%", decimals=0),
            row("clicks without answer", lambda s: s.unanswered, Goal("at most", 0), decimals=0),
        ]
        for side in sides.values():
            side.page.context.close()
    return rows
