"""Runs the page in this process and times the call of the map alone.

``python -m benchmarks._map_runs SIDE CITY RUNS``: a process of its own a side, as both change folium for all maps of
a process. Prints milliseconds as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

FRAME = Path(__file__).resolve().parents[1] / "components" / "frame.py"
WARMING = 3
"""Runs that are not counted: imports, caches."""


def timed(call: Callable[..., Any], milliseconds: list[float]) -> Callable[..., Any]:
    """The same function, keeping how long each call takes."""

    def measured(*arguments: Any, **named: Any) -> Any:
        started = time.perf_counter()
        try:
            return call(*arguments, **named)
        finally:
            milliseconds.append(1000 * (time.perf_counter() - started))

    return measured


def main(side: str, city: str, runs: int) -> list[float]:
    """Milliseconds of each call, another area chosen each time."""
    from components import atlas_map

    found: list[float] = []
    if side == "naive":
        from benchmarks.naive import area_map

        area_map.draw = timed(area_map.draw, found)
        atlas_map.show = area_map.show
    else:
        atlas_map.show_map = timed(atlas_map.show_map, found)
    page = AppTest.from_file(str(FRAME), default_timeout=60)
    for number in range(1, runs + WARMING + 1):
        page.query_params.update({"city": city, "indicator": "foreigners_share", "area": f"{number:05d}"})
        page.run()
        assert not page.exception, page.exception
    return found[WARMING:]


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
