"""Seeding the store, starting the server, and the time until a visitor sees the map painted."""

from __future__ import annotations

import time

from playwright.sync_api import Page

from benchmarks.cities import LARGE, SMALL, Size
from benchmarks.clicks import PAINTED, address
from benchmarks.context import SIDES, Context
from benchmarks.rows import Row
from tests.browser.harness import map_frame


def seconds(page: Page, url: str, size: Size) -> float:
    """From the request to all areas standing in the map."""
    started = time.perf_counter()
    page.goto(address(url, size), wait_until="commit")
    map_frame(page, seconds=60).wait_for_function(PAINTED, arg=size.areas, timeout=60_000)
    return time.perf_counter() - started


def run(context: Context) -> list[Row]:
    """Reported, no goals: cold is the first visit to a new server with an empty browser, warm the next one."""
    rows = [Row("seeding the bundled cities", _seeding(context), unit="s")]
    starts, colds, warms = {}, {}, {}
    for side in SIDES:
        began = time.perf_counter()
        server = context.fresh(side)
        starts[side] = time.perf_counter() - began
        for size in (LARGE, SMALL):
            page = context.window()
            # the small city comes second: its "cold" has a warm server and a cold city
            colds[side, size] = seconds(page, server.url, size)
            warms[side, size] = min(seconds(page, server.url, size) for _ in range(context.times(3, 1)))
            page.context.close()
    rows.append(Row("starting the server", *starts.values(), unit="s"))
    for size in (LARGE, SMALL):
        server_state = "new server" if size is LARGE else "running server"
        name = f"first view, cold ({server_state}), {size.areas} areas"
        rows.append(Row(name, *(colds[side, size] for side in SIDES), unit="s"))
        rows.append(Row(f"first view, warm, {size.areas} areas", *(warms[side, size] for side in SIDES), unit="s"))
    return rows


def _seeding(context: Context) -> float:
    assert context.folder.exists()
    return context.seeding
