"""A seeded store for all page tests, and whose eyes look at it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from components import cached
from data.audiences import Audience, Viewer
from data.seeding import seed
from data.snapshot import Snapshot
from data.store import Store
from tests.pages.looking import FRAME


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the bundled cities; it is only read."""
    folder = tmp_path_factory.mktemp("pages") / "var"
    store = Store(str(folder))
    seed(store)
    store.close()
    return folder


@pytest.fixture(scope="package", autouse=True)
def _on_the_store(filled: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ATLAS_DATA", str(filled))
        _forget()
        yield
    _forget()


def _forget() -> None:
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Make this machine a desk: `desk("council")`."""
    before = config.get_option("server.address")

    def sit(role: str, address: str | None = "127.0.0.1") -> None:
        monkeypatch.setenv("ATLAS_LOCAL_ROLE", role)
        config.set_option("server.address", address)

    yield sit
    config.set_option("server.address", before)


@pytest.fixture
def open_manager_page(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, desk: Callable[[str], None]
) -> Iterator[Callable[[str], AppTest]]:
    """Opens a page at a manager's desk, over a store of its own that may be changed."""
    folder = tmp_path / "var"
    shutil.copytree(filled, folder)
    monkeypatch.setenv("ATLAS_DATA", str(folder))
    desk("manager")

    def opened(page: str) -> AppTest:
        return AppTest.from_file(FRAME, default_timeout=60).run().switch_page(f"../pages/manager/{page}.py").run()

    yield opened
    cached.store().close()


@pytest.fixture(scope="session")
def whole(filled: Path) -> Iterator[dict[str, Snapshot]]:
    """Every city as a manager may use it, to compare pages with."""
    store = Store(str(filled))
    manager = Viewer(Audience.MANAGER, "test")
    yield {city.slug: Snapshot(store, city.slug, manager) for city in store.cities(viewer=manager)}
    store.close()
