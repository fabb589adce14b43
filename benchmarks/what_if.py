"""One site of a region changes: what moves, beside our own recompute of all homes on the same pairs."""

from __future__ import annotations

from benchmarks.context import Context
from benchmarks.rows import Goal, Row
from benchmarks.timing import cpu
from benchmarks.towns import BANDS, REGION, town
from geo.access import floating_catchment, reach
from geo.catchment import Catchment

FASTER = 100
EQUAL = 1e-9
"""Persons served per person."""

SITES = 100
"""Sites changed one by one: a single change is too short to be timed."""

CAPACITY = 55.0


def run(context: Context) -> list[Row]:
    """What moves, and the whole town after the change, which copies the figures of every home."""
    at = town(REGION)
    within = reach(at.homes, at.sites, bands=BANDS)
    full, _ = cpu(lambda: floating_catchment(at.need, at.capacity, within), context.times(11, 3))
    once, before = cpu(lambda: Catchment.of(at.need, at.capacity, within), 1)
    times = context.times(5, 1)
    moving, _ = cpu(lambda: [before.change(site, CAPACITY) for site in range(SITES)], times)
    copying, _ = cpu(lambda: [before.with_capacity(site, CAPACITY) for site in range(SITES)], times)
    after, capacity = before, at.capacity.copy()
    for site in range(SITES):
        after, capacity[site] = after.with_capacity(site, CAPACITY), CAPACITY
    apart = float((after.access - floating_catchment(at.need, capacity, within)).abs().max(skipna=False))
    named = f"{REGION}, {within.nnz:,} pairs; peer: our full recompute"
    return [
        Row(f"one site changes, what moves, {named}", moving / SITES, full, "ms", Goal("times", FASTER), 3),
        Row(f"one site changes, all homes copied, {named}", copying / SITES, full, "ms", decimals=3),
        Row("preparing a town for changes, once", once, unit="ms"),
        Row(
            f"largest difference to the recompute after {SITES} changes",
            apart / EQUAL,
            unit="· 10⁻⁹",
            goal=Goal("at most", 1),
            decimals=8,
        ),
    ]
