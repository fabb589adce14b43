"""The running atlas and what a browser sees of it: shared by the browser tests and the benchmarks."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Frame, Page

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    # What a page asks of other hosts is recorded, and goes nowhere.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
SELF_SEARCH = re.compile(r"/[\w-]+/_stcore/(health|host-config)$")
QUIET = """quiet => {
  const app = document.querySelector('[data-testid="stApp"]');
  if (!app) return false;
  const seen = window.atlasQuiet ??= {at: performance.now()};
  if (!seen.observer) {
    seen.observer = new MutationObserver(() => { seen.at = performance.now(); });
    const all = {subtree: true, childList: true, attributes: true, characterData: true};
    seen.observer.observe(document.body, all);
  }
  const {testScriptState: script, testConnectionState: connection} = app.dataset;
  const idle = script === 'notRunning' && connection === 'CONNECTED';
  const unfinished = document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]');
  const wire = window.atlasWire, now = performance.now();
  const unanswered = wire && wire.sent > wire.heard && now - wire.sent < 5000;
  return idle && !unfinished && !unanswered && now - seen.at > quiet;
}"""

# when the page last told the server something, and when it last heard from it
WIRE = """(() => {
  const wire = window.atlasWire = {sent: 0, heard: 0};
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (told) {
    if (!this.atlasHeard) this.addEventListener('message', () => { wire.heard = performance.now(); });
    this.atlasHeard = true;
    wire.sent = performance.now();
    send.call(this, told);
  };
})();"""

# where in the page the pointer meets an element of a frame, as soon as it has stood there for two looks
SPOT = """element => {
  const frame = window.frameElement?.getBoundingClientRect() ?? {x: 0, y: 0};
  const box = element.getBoundingClientRect();
  const last = element.atlasSpot;
  delete element.atlasSpot;
  for (let i = 1; i < 10; i++) for (let j = 1; j < 10; j++) {
    const x = box.x + box.width * i / 10, y = box.y + box.height * j / 10;
    const met = document.elementFromPoint(x, y);
    if (met !== element && !element.contains(met)) continue;
    const spot = element.atlasSpot = [frame.x + x, frame.y + y];
    return last && last.every((value, axis) => value === spot[axis]) && spot;
  }
}"""


@dataclass(frozen=True)
class Server:
    """A running Streamlit server: its address, its data folder, its log, its process."""

    url: str
    data: Path
    log: Path
    process: subprocess.Popen[bytes]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_up(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _wait_until_up(server: Server, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not _is_up(server.url):
        try:
            code = server.process.wait(timeout=0.05)
        except subprocess.TimeoutExpired:
            if time.monotonic() > deadline:
                raise TimeoutError(f"no answer within {seconds} s:\n{server.log.read_text()}") from None
        else:
            raise RuntimeError(f"the server ended with code {code}:\n{server.log.read_text()}")


@contextmanager
def serve(
    script: Path = ROOT / "app.py",
    *,
    data: Path,
    role: str | None = "manager",
    variables: Mapping[str, str] | None = None,
    port: int | None = None,
    seconds: float = 60,
) -> Iterator[Server]:
    """Serve a script on a free loopback port, on a data folder of its own, until the block ends.

    Args:
        script: What `streamlit run` serves.
        data: The folder that `ATLAS_DATA` names.
        role: The local role of the desk; None serves as in production, where everyone is the public.
        variables: Further environment variables.
        port: The port, where it has to be known before; else a free one.
        seconds: How long it may take to answer.
    """
    environment = {**os.environ, "ATLAS_DATA": str(data), **(variables or {})}
    environment.pop("ATLAS_LOCAL_ROLE", None)
    if role:
        environment["ATLAS_LOCAL_ROLE"] = role
    port = port or free_port()
    log = data.with_name(f"server-{port}.log")
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    options = ["--server.address=127.0.0.1", f"--server.port={port}", "--server.headless=true"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, *options], cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    server = Server(f"http://127.0.0.1:{port}", data, log, process)
    try:
        _wait_until_up(server, seconds)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@dataclass(frozen=True)
class Visit:
    """One browser window on a server; it records what it asked of others and what went wrong in it."""

    context: BrowserContext
    page: Page
    base: str
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def record(self) -> None:
        """Begin to record: the page, every frame in it, web sockets included."""
        self.page.add_init_script(WIRE)
        self.page.on("request", lambda request: self._keep(request.url))
        self.page.on("websocket", lambda channel: self._keep(channel.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda line: self._heard(line))

    def _heard(self, line: ConsoleMessage) -> None:
        # On a page below the root Streamlit asks for itself beside the page first, and then where it is.
        if line.type == "error" and not SELF_SEARCH.search(line.location.get("url", "")):
            self.errors.append(line.text)

    def _keep(self, url: str) -> None:
        address = urlsplit(url)
        if address.scheme not in ("data", "blob", "about") and address.netloc != urlsplit(self.base).netloc:
            self.foreign.append(url)

    def go(self, path: str = "/") -> Page:
        """Open a path of the server and wait until the atlas has drawn it."""
        self.page.goto(self.base + path, wait_until="domcontentloaded")
        return settled(self.page)


def settled(page: Page, *, quiet: int = 300, seconds: float = 30) -> Page:
    """Wait until Streamlit has run and nothing in the page has moved for `quiet` milliseconds.

    A click reaches the server a moment after it happens, so "not running" alone may be the state before it; on a
    busy machine the server may take longer to begin than the page was quiet, so what was sent must be answered.
    """
    page.wait_for_function(QUIET, arg=quiet, timeout=1000 * seconds)
    return page


def map_frame(page: Page, *, seconds: float = 30) -> Frame:
    """The frame in which the map is drawn, once its first area stands."""
    holder = page.locator('iframe[data-testid="stCustomComponentV1"]').first
    holder.wait_for(timeout=1000 * seconds)
    frame = holder.element_handle().content_frame()
    if frame is None:
        raise LookupError("the map's iframe has no document")
    frame.wait_for_selector("path.leaflet-interactive", timeout=1000 * seconds, state="attached")
    return frame


def spot(frame: Frame, chosen: str, position: int = 0) -> tuple[float, float]:
    """Where in the page the pointer meets an element of a frame, once the element stands still."""
    element = frame.locator(chosen).nth(position).element_handle()
    x, y = frame.wait_for_function(SPOT, arg=element).json_value()
    return x, y


def click(frame: Frame, chosen: str, position: int = 0) -> None:
    """Click on an element of a frame with the pointer."""
    frame.page.mouse.click(*spot(frame, chosen, position))


def swipe(window: Visit, *moves: list[tuple[float, float]]) -> None:
    """Put fingers down, move them from place to place, lift them."""
    touch = window.context.new_cdp_session(window.page)
    for step, fingers in enumerate(moves):
        points = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(fingers)]
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove" if step else "touchStart", "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@cache
def _axe() -> str:
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def axe_violations(view: Page | Frame) -> list[str]:
    """What axe-core finds in one document, an entry an element; a frame is a document of its own."""
    view.evaluate("source => { window.axe ?? (0, eval)(source); }", _axe())
    found = view.evaluate("async () => (await axe.run(document, {iframes: false})).violations")
    return [
        f"{rule['id']} ({rule['impact']}): {node['html'][:160]}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
