"""Tries to reckon small counts back from what is, and what was, published (S4)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.publishing.attack import Found, agreed, attack
from data.publishing.profiles import is_small
from data.publishing.puzzle import ContradictionError, Positions
from data.publishing.release import Release, Riddle, Truth, riddle
from data.publishing.structure import Count


@dataclass(frozen=True)
class Leak:
    """A small count that the published numbers give away.

    Attributes:
        count: its name.
        low: the least value that it can have.
        high: the greatest.
        position: in the puzzle.
    """

    count: Count
    low: float
    high: float
    position: int


@dataclass(frozen=True)
class Audit:
    """What came of it.

    Attributes:
        small: number of counts from 1 to 4 that had to hold.
        leaks: those that did not.
        riddle: the puzzle that was tried.
    """

    small: int
    leaks: tuple[Leak, ...]
    riddle: Riddle


def audit(releases: list[tuple[Release, Truth | None]], *, exact: bool = False) -> Audit:
    """Attack releases of a city, the latest last, and name every count from 1 to 4 that does not hold.

    A count holds while the least and the greatest value that agree with everything published lie at least
    :data:`data.publishing.attack.WIDTH` apart; the truth always lies between them.

    Args:
        releases: each with the true counts behind it.
        exact: whether to narrow leaks as far as possible, too.
    """
    found = riddle(releases)
    targets = np.flatnonzero(is_small(pd.Series(found.truth)).to_numpy())
    truth = found.truth[targets]
    try:
        known = attack(found.puzzle, targets, known=truth, exact=exact)
    except ContradictionError:  # figures that are not known would have to be two things at once
        found = replace(found, puzzle=agreed(found.puzzle))
        known = attack(found.puzzle, targets, known=truth, exact=exact)
    return Audit(len(targets), _leaks(found, targets, known), found)


def _leaks(of: Riddle, targets: Positions, known: Found) -> tuple[Leak, ...]:
    return tuple(
        Leak(of.names[targets[one]], float(known.low[one]), float(known.high[one]), int(targets[one]))
        for one in np.flatnonzero(known.narrow)
    )
