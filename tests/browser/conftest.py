"""Fixtures of the browser tests: a seeded store, the running atlas, a browser, windows that keep a record."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.harness import FLAGS, ROOT, Server, Visit, serve
from tools.browser import find

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests run last: beside the event loop of the driver other tests could not start one."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.path.is_relative_to(HERE))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium, one for all tests."""
    path = find()
    if path is None:
        pytest.fail("no Chromium: `make test` installs it, or name one in ATLAS_CHROMIUM")
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder filled once with the bundled cities; copy it, do not change it."""
    folder = tmp_path_factory.mktemp("seeded") / "var"
    command = [sys.executable, "-m", "data", "seed"]
    environment = {**os.environ, "ATLAS_DATA": str(folder)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def serving(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Start servers, each on its own copy of the seeded store: `serving(script, role=…, variables=…)`."""
    with ExitStack() as running:

        def start(script: Path = ROOT / "app.py", **options: Any) -> Server:
            folder = tmp_path_factory.mktemp("server") / "var"
            shutil.copytree(seeded, folder)
            return running.enter_context(serve(script, data=folder, **options))

        yield start


@pytest.fixture(scope="session")
def atlas(serving: Callable[..., Server]) -> Server:
    """The atlas as the manager's desk; tests that import or undo start a server of their own."""
    return serving()


@pytest.fixture
def visit(browser: Browser, atlas: Server) -> Iterator[Callable[..., Visit]]:
    """Open windows: `visit(width=390, height=844, dark=True).go("/?city=dresden")`."""
    with ExitStack() as windows:

        def open_window(
            server: Server | None = None,
            *,
            width: int = 1280,
            height: int = 800,
            dark: bool = False,
            **options: Any,
        ) -> Visit:
            settings = {"locale": "de-DE", "color_scheme": "dark" if dark else "light", **options}
            context = browser.new_context(viewport={"width": width, "height": height}, **settings)
            windows.callback(context.close)
            window = Visit(context, context.new_page(), (server or atlas).url)
            window.record()
            return window

        yield open_window


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Show the server's log beside a failure."""
    report = yield
    server = getattr(item, "funcargs", {}).get("atlas")
    if report.failed and isinstance(server, Server):
        report.sections.append(("server log", server.log.read_text(errors="replace")[-4000:]))
    return report
