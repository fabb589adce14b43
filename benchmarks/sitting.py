"""The next view of a session beside a click on the map: key to changed title, and to the map drawn anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median

from playwright.sync_api import Page

from benchmarks.cities import LARGE, SMALL, WRITER, Size
from benchmarks.clicks import PATIENCE, Side
from benchmarks.context import Context
from benchmarks.rows import Goal, Row
from data.agendas import Agenda, Item, save
from data.store import Store
from tests.browser.harness import map_frame, settled

INDICATORS = ("population", "foreigners_share", "kita")
AGENDA = "bench"
PRESSED = """([title, label]) => {
  const frame = document.querySelector("iframe[data-testid=stCustomComponentV1]").contentDocument;
  const seen = window.atlasNext = {titled: null, drawn: null, pressed: null};
  const look = () => {
    const heading = document.querySelector('[data-testid="stMain"] h1');
    if (seen.titled === null && heading && heading.innerText !== title) seen.titled = performance.now();
    if (seen.drawn === null && frame.querySelector("h1").textContent !== label) seen.drawn = performance.now();
  };
  const all = {subtree: true, childList: true, characterData: true};
  const observe = root => new MutationObserver(look).observe(root, all);
  observe(document.body);
  observe(frame.body);
  addEventListener("keydown", () => { seen.pressed ??= performance.now(); }, {capture: true, once: true});
}"""


@dataclass
class Session:
    """An agenda on a screen, and what going on costs.

    Attributes:
        titled: milliseconds from the key to another title, a step.
        drawn: the same until the map is another one.
    """

    page: Page
    titled: list[float] = field(default_factory=list)
    drawn: list[float] = field(default_factory=list)

    @classmethod
    def opened(cls, context: Context, size: Size) -> Session:
        """Make the agenda and open it at its first item."""
        store = Store(context.folder)
        items = tuple(Item(f"{n}", "", f"?city={size.slug}&indicator={name}") for n, name in enumerate(INDICATORS, 1))
        read = store.edition(size.slug, "agendas")
        save(store, size.slug, Agenda(AGENDA, "Bench", "", "public", items), read=read, viewer=WRITER)
        store.close()
        page = context.window()
        address = f"{context.server('ours').url}/?ansicht=sitzung&city={size.slug}&agenda={AGENDA}"
        page.goto(address, wait_until="domcontentloaded")
        here = cls(page)
        for key in ("PageDown", "PageDown", "PageUp", "PageUp"):  # what a session looks at has been looked at before
            here.step(key)
        here.titled.clear()
        here.drawn.clear()
        return here

    def step(self, key: str) -> None:
        """Press a key; time it until title and map have changed, then let everything arrive."""
        settled(self.page, quiet=450, seconds=PATIENCE / 1000)
        label = map_frame(self.page).locator("h1").inner_text()
        self.page.evaluate(PRESSED, [self.page.locator("h1").first.inner_text(), label])
        self.page.keyboard.press(key)
        done = "() => atlasNext.titled !== null && atlasNext.drawn !== null"
        self.page.wait_for_function(done, timeout=PATIENCE)
        titled, drawn = self.page.evaluate(
            "() => [atlasNext.titled - atlasNext.pressed, atlasNext.drawn - atlasNext.pressed]"
        )
        self.titled.append(titled)
        self.drawn.append(drawn)


def run(context: Context) -> list[Row]:
    """Steps of a session and clicks on the map of the same city, in turn."""
    rows = []
    for size in (SMALL, LARGE):
        clicked, session = Side.opened(context, "ours", size), Session.opened(context, size)
        for number in range(context.times(12, 4)):
            clicked.page.bring_to_front()
            clicked.click(number + 1)
            session.page.bring_to_front()
            session.step("PageDown" if number // 2 % 2 == 0 else "PageUp")
        peer = median(clicked.milliseconds)
        for name, found in (("title", session.titled), ("map drawn", session.drawn)):
            name = f"next view of a session, {name}, {size.areas} areas"
            rows.append(Row(name, median(found), peer, "ms", Goal("times", 1), decimals=0))
        for page in (clicked.page, session.page):
            page.context.close()
    return rows
