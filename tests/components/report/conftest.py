"""A store with the bundled cities and the hostile one, and profiles of it for any audience and language."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from components import cached, session
from components.report.facts import Facts
from components.report.profile import facts
from components.report.subject import wanted
from data.audiences import Audience, Viewer
from data.seeding import seed
from data.store import Store
from tests.pages.hostile_city import add_hostile_city

Profile = Callable[..., Facts]


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that is only read."""
    folder = tmp_path_factory.mktemp("report") / "var"
    store = Store(str(folder))
    seed(store)
    store.close()
    add_hostile_city(folder)
    return folder


@pytest.fixture(autouse=True)
def _on_the_store(bundled: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ATLAS_DATA", str(bundled))
    yield
    cached.store().close()


@pytest.fixture
def profile() -> Profile:
    """Facts of areas: `profile("dresden", "72", audience="council", language="en")`."""

    def made(city: str, *areas: str, audience: str = "public", language: str = "de", **asked: str) -> Facts:
        with session.speaking(language):
            of = cached.snapshot(city, Viewer(Audience.named(audience), "test"))
            return facts(wanted(of, areas, **asked))

    return made
