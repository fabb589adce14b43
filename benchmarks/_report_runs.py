"""Milliseconds of briefings and of the facts in them, another area each time, in a process of its own; as JSON."""

from __future__ import annotations

import json
import sys
import time

from components import cached, session
from components.report.briefing import briefing
from components.report.profile import facts
from components.report.subject import wanted
from data.audiences import PUBLIC

ADDRESS = "https://atlas.example"
WARM = ("72", "96")
"""Areas that come before, so that figures of the city are there, as on a server that somebody has used."""


def main(slug: str, times: int) -> dict[str, list[float]]:
    """Time briefings of area after area: what an area says is new each time, what the city says is known."""
    of = cached.snapshot(slug, PUBLIC)
    found: dict[str, list[float]] = {"facts": [], "briefing": [], "bytes": []}
    areas = [area for area in of.level(of.lowest_level).index if area not in WARM][:times]
    with session.speaking("de"):
        for area in (*WARM, *areas):
            subject = wanted(of, (area,))
            began = time.perf_counter()
            told = facts(subject)
            between = time.perf_counter()
            made = briefing(told, ADDRESS)
            ended = time.perf_counter()
            if area not in WARM:
                found["facts"].append(1000 * (between - began))
                found["briefing"].append(1000 * (ended - began))
                found["bytes"].append(len(made))
    return found


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]))))
