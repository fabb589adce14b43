"""Many sessions on the map page, each pausing between choices: how long a choice takes, and the server's memory."""

from __future__ import annotations

import asyncio
import os
import random
import sys
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median, quantiles
from typing import Any, TypeVar

from websockets.exceptions import WebSocketException

from benchmarks.cities import SMALL
from benchmarks.context import Context
from benchmarks.rows import Goal, Row
from benchmarks.visitor import PATIENCE, Visitor
from tests.browser.harness import Server

THINKING = 5.0
"""Seconds between two choices of one session, on average."""

CROWDS = (25, 50)
SLOWER = 4
"""How many times as long as alone a choice may take for 19 of 20, among 25."""

MEMORY = 5
"""MiB a session."""

INDICATORS = ("foreigners_share", "population")
MIB = 2**20
T = TypeVar("T")


def query(number: int) -> str:
    """The link of a choice: another area each time, and the other indicator each second time."""
    return f"city={SMALL.slug}&indicator={INDICATORS[number // 2 % 2]}&area={1 + number * 7 % SMALL.areas:05d}"


def memory(server: Server) -> float:
    """Memory of the server's process, in MiB."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) * 1024 / MIB


def processor(server: Server) -> float:
    """Processor time of the server's process so far, in milliseconds."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def p95(values: list[float]) -> float:
    """What 19 of 20 values do not exceed.

    >>> p95([1.0] * 99 + [100.0])
    1.0
    """
    return quantiles(values, n=20, method="inclusive")[-1]


async def alone(server: Server, choices: int) -> Visitor:
    """One session, one choice after the other; the first ones fill what is shared."""
    async with Visitor(server.url) as visitor:
        for number in range(choices + 4):
            await asyncio.wait_for(visitor.look(query(number)), PATIENCE)
    visitor.milliseconds = visitor.milliseconds[4:]
    return visitor


async def crowd(server: Server, people: int, choices: int) -> tuple[list[Visitor], float]:
    """Sessions that come one after the other and choose in their own time; the server's memory with all of them."""
    pauses = random.Random(people)  # noqa: S311 (the same pauses in every run)
    visitors = [Visitor(server.url) for _ in range(people)]
    here = asyncio.Barrier(people + 1)

    async def visit(number: int, visitor: Visitor) -> None:
        await asyncio.sleep(THINKING * number / people)
        try:
            async with visitor:
                await asyncio.wait_for(visitor.look(query(number)), PATIENCE)
                for step in range(1, choices + 1):
                    await asyncio.sleep(THINKING * pauses.uniform(0.5, 1.5))
                    await asyncio.wait_for(visitor.look(query(number + 3 * step)), PATIENCE)
                await here.wait()
                await here.wait()
        except (TimeoutError, OSError, WebSocketException) as error:  # counted; the others go on
            visitor.errors.append(repr(error))
            await here.wait()
            await here.wait()

    async with asyncio.TaskGroup() as group:
        for number, visitor in enumerate(visitors):
            group.create_task(visit(number, visitor))
        await here.wait()
        found = memory(server)
        await here.wait()
    for visitor in visitors:  # the first look is a visit, not a choice
        del visitor.milliseconds[:1]
    return visitors, found


def _done(work: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine, in a thread of its own: the browser's driver has a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def run(context: Context) -> list[Row]:
    """Sessions beside one alone; the peer of a row is that one."""
    server = context.fresh("ours")
    _done(alone(server, 2))
    choices, began = context.times(40, 10), processor(server)
    solo = _done(alone(server, choices))
    work = (processor(server) - began) / (choices + 4)
    quiet = median(solo.milliseconds)
    errors, rows = len(solo.errors), [Row("choice, one session, median", quiet, unit="ms", decimals=0)]
    rows.append(Row("choice, one session, p95", p95(solo.milliseconds), unit="ms", decimals=0))
    rows.append(Row("processor time of the server a choice", work, unit="ms", decimals=0))
    before = memory(server)
    for people in CROWDS:
        visitors, found = _done(crowd(server, people, context.times(3, 1)))
        times = [each for visitor in visitors for each in visitor.milliseconds]
        wrong = [error for visitor in visitors for error in visitor.errors]
        errors += len(wrong)
        print(*wrong[:3], sep="\n", file=sys.stderr, end="")
        ratio = p95(times) / p95(solo.milliseconds)
        goal = Goal("at most", SLOWER) if people == CROWDS[0] else None
        rows.append(Row(f"choice, {people} sessions, median", median(times), quiet, unit="ms", decimals=0))
        rows.append(Row(f"choice, {people} sessions, p95", p95(times), p95(solo.milliseconds), "ms", decimals=0))
        rows.append(Row(f"p95 of {people} sessions by p95 of one", ratio, unit="×", goal=goal))
        rows.append(
            Row(
                f"memory a session, {people} sessions",
                (found - before) / people,
                None,
                "MiB",
                Goal("at most", MEMORY),
            )
        )
    rows.append(Row("errors", errors, goal=Goal("at most", 0), decimals=0))
    return rows
