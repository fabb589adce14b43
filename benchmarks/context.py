"""What all benchmarks of a run share: one store with the same cities, the two servers, one browser."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import cities
from data.store import Store
from tests.browser.harness import FLAGS, ROOT, Server, serve
from tools.browser import find

SCRIPTS = {"ours": ROOT / "app.py", "naive": ROOT / "benchmarks" / "naive" / "app.py"}
SIDES = tuple(SCRIPTS)
WINDOW = {"width": 1280, "height": 1000}


@dataclass
class Context:
    """A run; close it to end servers and browser and to remove the store.

    Attributes:
        is_quick: fewer repetitions, for a look.
        seeding: seconds that ``python -m data seed`` took; known once ``folder`` was asked for.
    """

    is_quick: bool = False
    seeding: float = 0.0
    _open: ExitStack = field(default_factory=ExitStack)
    _servers: dict[str, Server] = field(default_factory=dict)

    def __enter__(self) -> Context:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def times(self, full: int, quick: int) -> int:
        """How often to repeat."""
        return quick if self.is_quick else full

    @cached_property
    def folder(self) -> Path:
        """The data folder: the bundled cities, and the two invented ones."""
        folder = Path(self._open.enter_context(tempfile.TemporaryDirectory(prefix="atlas-bench-"))) / "var"
        environment = {**os.environ, "ATLAS_DATA": str(folder)}
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "data", "seed"], cwd=ROOT, env=environment, check=True, capture_output=True
        )
        self.seeding = time.perf_counter() - started
        store = Store(folder)
        for size in (cities.SMALL, cities.LARGE):
            cities.build(store, size)
        store.close()
        return folder

    def fresh(self, side: str) -> Server:
        """A server that nobody has visited yet, in place of the one there was."""
        old = self._servers.pop(side, None)
        if old is not None:
            old.process.terminate()
            old.process.wait(timeout=10)
        self._servers[side] = self._open.enter_context(serve(SCRIPTS[side], data=self.folder))
        return self._servers[side]

    def server(self, side: str) -> Server:
        """The server of a side: ``ours`` or ``naive``."""
        return self._servers.get(side) or self.fresh(side)

    @cached_property
    def browser(self) -> Browser:
        """Headless Chromium."""
        path = find()
        if path is None:
            raise FileNotFoundError("no Chromium: make test installs it, or name one in ATLAS_CHROMIUM")
        driver = self._open.enter_context(sync_playwright())
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        self._open.callback(browser.close)
        return browser

    def window(self) -> Page:
        """A window of its own, with nothing cached."""
        context = self.browser.new_context(viewport=WINDOW, locale="de-DE")
        return context.new_page()
