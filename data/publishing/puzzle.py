"""Published numbers as a puzzle: whole numbers from 0, each known between two bounds, held together by sums.

Everything that an attacker can reckon from tables is of this form (security.md S4). Rates, shares, classes, ranks
and gaps are computed from the published numbers alone, so whoever has those learns nothing more from them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.signedinteger[Any]]
ROUNDS = 100
"""Rounds of narrowing; what is still open then is left to the solver."""


class ContradictionError(ValueError):
    """No whole numbers agree with the bounds and sums."""


@dataclass(frozen=True)
class Puzzle:
    """Unknown whole numbers x.

    Attributes:
        lower: least value of each, shape (n,).
        upper: greatest value of each, shape (n,), inf where nothing is known.
        sums: shape (m, n), one row a sum: +1 for the margin, −1 for each part; ``sums @ x == 0``.
    """

    lower: Floats
    upper: Floats
    sums: sparse.csr_array

    def part(self, rows: Positions, columns: Positions) -> Puzzle:
        """The puzzle of some sums and of the numbers in them."""
        return Puzzle(self.lower[columns], self.upper[columns], sparse.csr_array(self.sums[rows][:, columns]))


def narrowed(puzzle: Puzzle) -> Puzzle:
    """The same puzzle with the bounds that follow sum by sum (bound propagation).

    Raises:
        ContradictionError: some number has no value left.
    """
    entries = puzzle.sums.tocoo()
    row, column, sign = entries.row, entries.col, entries.data
    count = puzzle.sums.shape[0]
    lower, upper = puzzle.lower.copy(), puzzle.upper.copy()
    for _ in range(ROUNDS):
        least = np.where(sign > 0, lower[column], -upper[column])
        most = np.where(sign > 0, upper[column], -lower[column])
        least_of_others = _others(least, row, count)
        most_of_others = _others(most, row, count)
        low = np.where(sign > 0, -most_of_others, least_of_others)
        high = np.where(sign > 0, -least_of_others, most_of_others)
        new_lower, new_upper = lower.copy(), upper.copy()
        np.maximum.at(new_lower, column, low)
        np.minimum.at(new_upper, column, high)
        if (new_lower > new_upper).any():
            raise ContradictionError
        if (new_lower == lower).all() and (new_upper == upper).all():
            break
        lower, upper = new_lower, new_upper
    return replace(puzzle, lower=lower, upper=upper)


def _others(values: Floats, row: Positions, count: int) -> Floats:
    """For each entry the sum of the other entries of its row; infinite where one of those is."""
    finite = np.isfinite(values)
    sums = np.bincount(row, np.where(finite, values, 0.0), count)
    endless = np.bincount(row, ~finite, count)
    infinity = values[~finite][0] if (~finite).any() else 0.0
    rest = sums[row] - np.where(finite, values, 0.0)
    return np.where(endless[row] - ~finite > 0, infinity, rest)


def components(puzzle: Puzzle) -> Positions:
    """A label for each number: those with the same label are bound together by sums of numbers still open."""
    open_ = puzzle.lower < puzzle.upper
    entries = puzzle.sums.tocoo()
    rows, size = puzzle.sums.shape
    kept = open_[entries.col]
    edges = sparse.coo_array(
        (np.ones(kept.sum()), (entries.row[kept], rows + entries.col[kept])), shape=(rows + size, rows + size)
    )
    _, labels = sparse.csgraph.connected_components(edges, directed=False)
    return np.asarray(labels[rows:], dtype=np.intp)


def bundle(
    lower: list[float], upper: list[float], sums: list[tuple[int, list[int]]], rests: list[tuple[int, int]]
) -> Puzzle:
    """A puzzle out of lists.

    Args:
        lower: least value of each number.
        upper: greatest value of each.
        sums: margin and parts of each sum, by position.
        rests: sum and position of a number that belongs to its parts besides.
    """
    row, column, sign = [], [], []
    for number, (margin, parts) in enumerate(sums):
        row += [number] * (len(parts) + 1)
        column += [margin, *parts]
        sign += [1.0] + [-1.0] * len(parts)
    row += [number for number, _ in rests]
    column += [position for _, position in rests]
    sign += [-1.0] * len(rests)
    shape = (len(sums), len(lower))
    return Puzzle(
        np.array(lower, float), np.array(upper, float), sparse.csr_array((sign, (row, column)), shape=shape)
    )
