"""The attacker: the narrowest interval that published numbers leave for a count (linear and integer programs, HiGHS).

An interval counts as wide enough as soon as two solutions of the whole puzzle differ by that much in the count. So
a few solutions with random aims settle most counts at once; only what remains is solved one by one, first with
fractions allowed (the linear program), then in whole numbers where fractions leave it open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from data.publishing.puzzle import ContradictionError, Floats, Positions, Puzzle, components, narrowed

WIDTH = 3
"""A small count is safe while at least this lies between the least and the greatest value it can have."""

AIMS = 10
ENDLESS = 1e7
"""Stands for no upper bound while solving."""

BELOW = 1e-6
SECONDS = 20.0
"""For one whole-number problem. Without an answer the count is taken as found out: on the safe side."""

ROUGH = 0.5
"""How far from the best a random aim may stay; any solution bears witness."""

INFEASIBLE = 2
NOTHING_OPEN = (0.0, 0.0)


@dataclass(frozen=True)
class Found:
    """What the attacker knows of some counts.

    Attributes:
        low: least possible value of each, shape (k,).
        high: greatest possible value. Where both lie at least :data:`WIDTH` apart, the true interval may be wider.
    """

    low: Floats
    high: Floats

    @property
    def width(self) -> Floats:
        """How far the least and the greatest value lie apart; 0: found out exactly."""
        return np.asarray(self.high - self.low)

    @property
    def narrow(self) -> npt.NDArray[np.bool_]:
        """Whether less than :data:`WIDTH` lies between them."""
        return np.asarray(self.width < WIDTH)


def attack(
    puzzle: Puzzle, targets: Positions, *, known: Floats | None = None, exact: bool = True, seed: int = 0
) -> Found:
    """Narrow the targets as far as the puzzle allows.

    Args:
        puzzle: what is published.
        targets: positions of the counts wanted.
        known: values that the targets have in some solution of the whole puzzle (the truth is one).
        exact: whether to go on with counts that are found to be narrow; otherwise the bounds that follow sum by
            sum are given for them.
        seed: of the random aims.

    Raises:
        ContradictionError: no whole numbers agree with the puzzle.
    """
    tight = narrowed(puzzle)
    low, high = tight.lower[targets].copy(), tight.upper[targets].copy()
    labels = components(tight)
    open_ = (low < high) & (exact | (high - low >= WIDTH))
    for label in np.unique(labels[targets[open_]]):
        inside = np.flatnonzero((labels == label) & (tight.lower < tight.upper))
        here = np.flatnonzero(open_ & (labels[targets] == label))
        low[here], high[here] = _component(
            tight, inside, targets[here], None if known is None else known[here], exact, seed
        )
    return Found(low, high)


def _component(
    tight: Puzzle, inside: Positions, targets: Positions, known: Floats | None, exact: bool, seed: int
) -> tuple[Floats, Floats]:
    rows = np.unique(tight.sums.tocsc()[:, inside].indices)
    columns = np.unique(tight.sums[rows].indices) if len(rows) else inside
    columns = np.union1d(columns, inside)
    solver = _Solver(tight.part(rows, columns))
    places = np.searchsorted(columns, targets)
    low, high = np.full(len(targets), np.inf), np.full(len(targets), -np.inf)
    if known is not None:
        low, high = known.copy(), known.copy()
    chance = np.random.default_rng(seed)
    for aim in range(AIMS):
        unsettled = np.flatnonzero(~(high - low >= WIDTH))
        if not len(unsettled):
            break
        signs = chance.choice([-1.0, 1.0], len(unsettled)) if aim > 1 else np.full(len(unsettled), 1.0 - 2 * aim)
        solution = solver.solve(places[unsettled], signs, gap=ROUGH)
        if solution is not None:
            low, high = np.minimum(low, solution[places]), np.maximum(high, solution[places])
    for one in np.flatnonzero(~(high - low >= WIDTH)):
        low[one], high[one] = solver.interval(int(places[one]), exact)
    return low, high


class _Solver:
    def __init__(self, puzzle: Puzzle) -> None:
        self._size = len(puzzle.lower)
        self._bounds = Bounds(puzzle.lower, np.minimum(puzzle.upper, ENDLESS))
        self._sums = LinearConstraint(puzzle.sums, 0, 0) if puzzle.sums.shape[0] else ()

    def solve(self, places: Positions, signs: Floats, *, whole: bool = True, gap: float = 0.0) -> Floats | None:
        """A solution that makes the sum of ``signs × x`` small; None where time ran out.

        Args:
            places: of the numbers in the aim.
            signs: +1 for small, −1 for great.
            whole: in whole numbers.
            gap: how far from the best, as a share, a solution in whole numbers may be.
        """
        aim = np.zeros(self._size)
        aim[places] = signs
        found = self._milp(aim, 0, 0.0)
        if whole and found.x is not None and np.abs(found.x - found.x.round()).max() > BELOW:
            found = self._milp(aim, 1, gap)
        if found.status == INFEASIBLE:
            raise ContradictionError
        if found.x is None:
            return None
        return np.asarray(found.x.round() if whole else found.x, dtype=float)

    def _milp(self, aim: Floats, integrality: int, gap: float) -> Any:
        options: Any = {"time_limit": SECONDS, "mip_rel_gap": gap}
        whole = np.full(self._size, integrality)
        return milp(aim, integrality=whole, bounds=self._bounds, constraints=self._sums, options=options)

    def interval(self, place: int, exact: bool) -> tuple[float, float]:
        """Least and greatest whole value of one number; with fractions allowed where that is narrow already."""
        ends = self._ends(place, whole=False)
        if ends is None:
            return NOTHING_OPEN
        low, high = float(np.ceil(ends[0] - BELOW)), float(np.floor(ends[1] + BELOW))
        if low >= high or (high - low < WIDTH and not exact):
            return low, max(low, high)
        return self._ends(place, whole=True) or NOTHING_OPEN

    def _ends(self, place: int, *, whole: bool) -> tuple[float, float] | None:
        """Least and greatest value, None where time ran out for one of them."""
        low, high = (self.solve(np.array([place]), np.array([sign]), whole=whole) for sign in (1.0, -1.0))
        return None if low is None or high is None else (float(low[place]), float(high[place]))


def agreed(puzzle: Puzzle) -> Puzzle:
    """The puzzle without the sums that cannot all hold: an attacker guesses at bonds, and some guesses are wrong."""
    rows, size = puzzle.sums.shape
    give = sparse.eye_array(rows)
    found = milp(
        np.concatenate([np.zeros(size), np.ones(2 * rows)]),
        bounds=Bounds(
            np.concatenate([puzzle.lower, np.zeros(2 * rows)]),
            np.concatenate([np.minimum(puzzle.upper, ENDLESS), np.full(2 * rows, np.inf)]),
        ),
        constraints=LinearConstraint(sparse.csr_array(sparse.hstack([puzzle.sums, give, -give])), 0, 0),
    )
    found_x = np.asarray(found.x)
    off = found_x[size : size + rows] + found_x[size + rows :]
    return Puzzle(puzzle.lower, puzzle.upper, sparse.csr_array(puzzle.sums[np.flatnonzero(off < BELOW)]))
