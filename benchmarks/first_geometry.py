"""The geometry that a browser fetches once an edition, as it comes over the wire (gzip)."""

from __future__ import annotations

import gzip
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from os import environ

from benchmarks.cities import LARGE, SMALL
from benchmarks.context import Context
from benchmarks.rows import KIB, Goal, Row
from components.web import links
from data.audiences import Audience, Viewer
from data.snapshot import Snapshot
from data.store import Store

READER = Viewer(Audience.MANAGER, "benchmarks")
GOALS = {SMALL.slug: 32, LARGE.slug: 160}
"""KiB."""

BUNDLED = "dresden"


def run(context: Context) -> list[Row]:
    """One row a city; the peer sends the same geometry through the web socket on every click."""
    rows = []
    store = Store(context.folder)
    with _named(context):
        for slug in (BUNDLED, *GOALS):
            of = Snapshot(store, slug, READER)
            level = of.lowest_level
            url = f"{context.server('ours').url}/{links.areas(of, level)}"
            with urllib.request.urlopen(url, timeout=30) as answer:
                assert answer.headers["Content-Encoding"] == "gzip"
                body = answer.read()
            name = f"first geometry (gzip), {len(of.level(level))} areas ({slug})"
            goal = Goal("at most", GOALS[slug]) if slug in GOALS else None
            rows.append(Row(name, len(body) / KIB, unit="KiB", goal=goal))
            plain = len(gzip.decompress(body)) / KIB
            rows.append(Row(f"the same, unpacked ({slug})", plain, unit="KiB"))
    store.close()
    return rows


@contextmanager
def _named(context: Context) -> Iterator[None]:
    """``ATLAS_DATA`` names the store of the run: addresses are signed with the key that lies there."""
    before = environ.get("ATLAS_DATA")
    environ["ATLAS_DATA"] = str(context.folder)
    try:
        yield
    finally:
        environ.pop("ATLAS_DATA")
        if before is not None:
            environ["ATLAS_DATA"] = before
