"""Server time of the map's call alone: what a run spends on drawing the map, everything else taken away."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from statistics import median

from benchmarks.cities import LARGE, SMALL, Size
from benchmarks.context import SIDES, Context
from benchmarks.rows import Goal, Row
from tests.browser.harness import ROOT

CHEAPER = 20


def milliseconds(context: Context, side: str, size: Size) -> float:
    """Median of the call at a city, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks._map_runs", side, size.slug, str(context.times(30, 5))]
    environment = {**os.environ, "ATLAS_DATA": str(context.folder)}
    environment.pop("ATLAS_LOCAL_ROLE", None)
    done = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, timeout=120, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    return median(json.loads(done.stdout))


def run(context: Context) -> list[Row]:
    """One row a city."""
    rows = []
    for size in (SMALL, LARGE):
        ours, naive = (milliseconds(context, side, size) for side in SIDES)
        goal = Goal("times", CHEAPER) if size is LARGE else None
        rows.append(Row(f"server time of the map call, {size.areas} areas", ours, naive, "ms", goal))
    return rows
