"""``python -m benchmarks [NAME…] [--quick]``: run, print the table, write it to ``results.md``."""

from __future__ import annotations

import argparse
import os
import platform
import signal
import sys
import time
from importlib import metadata
from pathlib import Path

from benchmarks.context import Context
from benchmarks.registry import topics
from benchmarks.rows import Row, markdown

RESULTS = Path(__file__).parent / "results.md"
PACKAGES = ("streamlit", "streamlit-folium", "folium", "shapely", "geopandas", "pandas")


def machine() -> str:
    """What the figures were measured on."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES)
    python = f"{platform.system()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {python}, {versions}, headless Chromium"


def report(found: dict[str, list[Row]], *, is_quick: bool) -> str:
    """All rows with what was measured on, as Markdown."""
    rows = [row for part in found.values() for row in part]
    goals = [row for row in rows if row.goal]
    missed = [row.name for row in goals if not row.is_met]
    verdict = f"{len(goals) - len(missed)} of {len(goals)} goals met."
    if missed:
        verdict += f" Missed: {'; '.join(missed)}."
    parts = [
        "# Benchmarks",
        "Written by `python -m benchmarks`. The peer in each row was measured in the same run, on the same data.",
        f"Machine: {machine()}." + (" Quick run: few repetitions." if is_quick else ""),
        *(f"## {name}\n\n{markdown(part)}" for name, part in found.items()),
        verdict,
    ]
    return "\n\n".join(parts) + "\n"


def main(arguments: list[str]) -> int:
    """Run the benchmarks named, by default all."""
    known = topics()
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="The atlas beside its peers.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(known)}; by default all")
    parser.add_argument("--quick", action="store_true", help="few repetitions; results.md is not written")
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.names if name not in known]:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(known)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # servers and browser end with us
    found = {}
    with Context(is_quick=options.quick) as context:
        for name in options.names or known:
            started = time.monotonic()
            print(f"{name} …", file=sys.stderr, flush=True)
            found[name] = known[name](context)
            print(f"{name}: {time.monotonic() - started:.0f} s\n{markdown(found[name])}", file=sys.stderr, flush=True)
    text = report(found, is_quick=options.quick)
    print(text)
    if not options.names and not options.quick:
        RESULTS.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
