"""Nothing that must stay inside reaches the public side, wherever one goes there (S3).

Canaries stand in every internal table. A crawler opens every page with every value of every parameter, moves every
widget, fetches every download, guesses every route, and opens all that comes back. The same crawler finds them on
the manager's side, and in a public file whose allow-list has been opened.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import WebSocket

from data.publishing.allowed import Counts, allowed
from data.publishing.run import publish
from data.store import Store
from tests.browser.harness import Server, Visit, serve
from tests.crawler.addresses import Vocabulary, vocabulary
from tests.crawler.canaries import PUBLISHED, TOWN, Planted, plant
from tests.crawler.crawl import Crawl, crawl
from tests.crawler.searching import Search

CRS = "EPSG:25833"
KEYS = ("sites.site_id", "measures.measure_id", "agendas.agenda_id", "slug")
"""Canaries that an attacker might know, and asks for."""


@dataclass(frozen=True)
class House:
    """A planted store, and what was published of it."""

    inside: Path
    public: Path
    planted: Planted
    words: Vocabulary

    def search(self) -> Search:
        return Search(self.planted, CRS)

    def named(self, search: Search) -> dict[str, list[str]]:
        """What was found, by where it had been planted."""
        return {self.planted.canaries[mark].place: sorted(where)[:3] for mark, where in search.found.items()}


@pytest.fixture(scope="module")
def house(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    folder = tmp_path_factory.mktemp("crawled")
    planted = plant(seeded, folder / "inside")
    guesses = [mark for mark, one in planted.canaries.items() if one.place.startswith(KEYS)]
    file = _published(folder)
    return House(folder / "inside", file, planted, vocabulary(folder / "inside", TOWN, guesses))


def _published(folder: Path) -> Path:
    store = Store(folder / "inside")
    file = folder / "public" / "atlas.sqlite"
    publish(store, file, cities=list(PUBLISHED), releases=folder / "releases", texts=folder / "inside" / "texts")
    store.close()
    return file


@pytest.fixture(scope="module")
def outside(house: House) -> Iterator[Server]:
    """The public process: the file, and a data folder in which there is nothing."""
    nothing = house.public.parent / "nothing"
    with serve(data=nothing, role=None, variables={"ATLAS_PUBLIC": str(house.public)}) as server:
        yield server


def test_the_public_side_sends_no_canary(house: House, outside: Server) -> None:
    way = crawl(Crawl(outside.url, house.search(), house.words, presses=True))
    assert house.named(way.search) == {}
    assert way.failures == []
    assert way.undriven <= DRAWN
    assert way.count["states"] > 200
    assert way.count["answers"] > 1500
    assert way.count["downloads"] >= 8
    assert way.count["status 200"] > 50
    assert "Traceback" not in outside.log.read_text(errors="replace")


DRAWN = {"vega_lite_chart", "number_input", "slider", "text_area", "file_uploader"}
"""Elements with an id that have nothing to choose from, or belong to managers."""


def test_what_a_browser_fetches_on_the_public_side_has_no_canary(
    house: House, outside: Server, visit: Callable[..., Visit]
) -> None:
    window, search, asked = visit(outside), house.search(), set[str]()
    window.page.on("request", lambda request: asked.add(request.url.removeprefix(outside.url)))
    window.page.on("websocket", lambda channel: _listen(channel, search))
    way = Crawl(outside.url, search, house.words)
    pages = list(way.pages())
    for page in pages:
        window.go(f"/{page}?city={TOWN}&eyes=manager&layers=accommodation,kita")
    way.fetch(path for path in asked if path.startswith("/") and not path.startswith("/static/"))  # Streamlit's own
    assert house.named(search) == {}
    assert len(pages) >= 10
    assert search.bodies > 20 * len(pages)
    assert way.count["status 200"] > 10
    assert window.foreign == []


def _listen(channel: WebSocket, search: Search) -> None:
    def frame(sent: str | bytes) -> None:
        search.frame(sent.encode() if isinstance(sent, str) else sent, channel.url)

    channel.on("framereceived", frame)


def test_control_the_same_crawler_finds_them_on_the_managers_side(house: House) -> None:
    with serve(data=house.inside, role="manager") as server:
        way = crawl(Crawl(server.url, house.search(), house.words), thoroughly=False)
    found = set(way.search.found)
    canaries = house.planted.canaries
    assert {canaries[mark].place for mark in canaries if canaries[mark].inside and mark not in found} == set()
    assert {canaries[mark].place for mark in found if canaries[mark].inside is False} == set()
    assert len(found) > 40


def test_control_an_allow_list_that_is_too_wide_is_caught(house: House, tmp_path: Path) -> None:
    """Funding of public sites, one indicator and its groups: named in the list, and at once found."""
    narrow = allowed()
    every = Counts(("*",), ("*",))
    columns = narrow.columns | {"offers": (*narrow.columns["offers"], "funding")}
    wide = replace(narrow, columns=columns, indicators=narrow.indicators | {"population": every})
    store = Store(house.inside)
    publish(store, tmp_path / "wide.sqlite", cities=[TOWN], allow=wide, releases=tmp_path / "releases")
    store.close()
    variables = {"ATLAS_PUBLIC": str(tmp_path / "wide.sqlite")}
    search = house.search()
    with serve(data=tmp_path / "nothing", role=None, variables=variables) as server:
        way = Crawl(server.url, search, house.words)
        way.fetch([f"/daten/{TOWN}/{name}{ending}" for name in ("offers", "statistics") for ending in ENDINGS])
    assert (way.failures, way.count["status 200"]) == ([], 2 * len(ENDINGS))  # what did not come cannot be found
    assert house.named(search) == {
        place: sorted(f"GET /daten/{TOWN}/{name}{ending}" for ending in ENDINGS)
        for name, place in (
            ("offers", "offers.funding of a public site"),
            ("statistics", "statistics.group of a group not allowed"),
        )
    }


ENDINGS = (".csv", ".xlsx", ".gpkg")


def test_control_the_internal_store_shown_to_everyone_is_caught(house: House) -> None:
    """A process that is not the public side, where nobody signed in: what it hides is not all that must be hidden."""
    search = house.search()
    with serve(data=house.inside, role=None) as server:
        way = Crawl(server.url, search, house.words)
        way.fetch([f"/daten/{TOWN}/{name}.csv" for name in ("statistics", "sources", "offers")])
    assert len(search.found) >= 5
