"""CPU time of a call: on a shared machine it says more than the clock on the wall."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import TypeVar

Answer = TypeVar("Answer")


def cpu(call: Callable[[], Answer], times: int) -> tuple[float, Answer]:
    """Median CPU time of a call over all threads of this process, in milliseconds, and its last answer.

    Args:
        call: what to measure; nothing of it is cached between two calls.
        times: how often, 1 or more.
    """
    found = []
    for _ in range(times):
        started = time.process_time()
        answer = call()
        found.append(1000 * (time.process_time() - started))
    return median(found), answer
