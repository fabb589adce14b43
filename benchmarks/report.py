"""Briefing and text version of an area: made warm, beside Chromium printing the same and Streamlit showing it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from statistics import median

from benchmarks.context import Context
from benchmarks.rows import KIB, Goal, Row
from tests.browser.harness import ROOT, settled

CITY, AREA = "dresden", "72"
TEXT, PAGE = f"/text/{CITY}/{AREA}", f"/stadtteil?city={CITY}&area={AREA}"
BRIEFING, TEXT_PAGE = 1000, 50
"""Milliseconds that each may take."""


def run(context: Context) -> list[Row]:
    """A briefing and a text page, each beside the way that needs a browser."""
    made = _made(context)
    url = context.server("ours").url
    window = context.window()
    printed = _median(context, lambda: (window.goto(url + TEXT), window.pdf(format="A4", tagged=True)))
    size = len(window.pdf(format="A4", tagged=True))
    shown = _median(context, lambda: (window.goto(url + PAGE), settled(window, quiet=0)), 2)
    window.context.close()
    asked = _median(context, lambda: urllib.request.urlopen(url + TEXT, timeout=30).read(), 20)
    fresh = _median(context, _anew(url), 10)
    brief, text = Goal("at most", BRIEFING), Goal("at most", TEXT_PAGE)
    whole = [sum(pair) for pair in zip(made["facts"], made["briefing"], strict=True)]
    return [
        Row("briefing of another area each time, facts and PDF, warm", median(whole), unit="ms", goal=brief),
        Row("of which the PDF; peer: Chromium prints the text page", median(made["briefing"]), printed, "ms"),
        Row("size of the PDF; peer: as printed", median(made["bytes"]) / KIB, size / KIB, "KiB"),
        Row("text page of an area, warm; peer: the same page in Streamlit", asked, shown, "ms", text),
        Row("text page of another area each time", fresh, unit="ms"),
    ]


def _made(context: Context) -> dict[str, list[float]]:
    command = [sys.executable, "-m", "benchmarks._report_runs", CITY, str(context.times(30, 5))]
    environment = {**os.environ, "ATLAS_DATA": str(context.folder)}
    environment.pop("ATLAS_LOCAL_ROLE", None)
    known = {"cwd": ROOT, "env": environment, "check": True, "timeout": 300}
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **known)
    found: dict[str, list[float]] = json.loads(done.stdout)
    return found


def _median(context: Context, call: Callable[[], object], times: int = 5) -> float:
    """Median milliseconds on the clock; the first call warms up."""
    call()
    found = []
    for _ in range(context.times(times, 2)):
        began = time.perf_counter()
        call()
        found.append(1000 * (time.perf_counter() - began))
    return median(found)


def _anew(url: str) -> Callable[[], bytes]:
    """Asks for the page of an area that nobody has asked for, each time."""
    listed = urllib.request.urlopen(f"{url}/text/{CITY}", timeout=60).read().decode()
    areas = iter([part.split('"')[0] for part in listed.split(f'href="../text/{CITY}/')[1:]])
    return lambda: urllib.request.urlopen(f"{url}/text/{CITY}/{next(areas)}", timeout=60).read()
