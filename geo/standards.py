"""Standards: figures held against a threshold, how far they are from it, and what would heal them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from geo.counts import PLAY

Comparison = Literal["<=", ">="]


class ComparisonError(ValueError):
    """A rule that cannot be computed: another comparison, no threshold, or a negative tolerance."""


@dataclass(frozen=True)
class Healing:
    """What separates a set of figures from their standard: "3 hostels, 58 places over the limit".

    Attributes:
        met: figures that meet the standard.
        near: figures that miss it by no more than the tolerance.
        missed: figures that miss it by more.
        unknown: figures that are not known.
        excess: how far all figures that do not meet it are beyond the threshold, summed, in their unit.
        worst: index label of the figure farthest beyond it, None where all known ones meet it.
    """

    met: int
    near: int
    missed: int
    unknown: int
    excess: float
    worst: object | None


def evaluate(figures: pd.Series, *, comparison: Comparison, threshold: float, tolerance: float = 0.0) -> pd.DataFrame:
    """Each figure against a standard: met, near, missed or unknown.

    ``margin = threshold − figure`` for ``<=``, ``figure − threshold`` for ``>=``; met from 0, near from
    ``−tolerance``. Yes and no count as 1 and 0, so that "has a common room" is ``>= 1``.

    Args:
        figures: one figure a site, operator, area or city; numbers or booleans, missing where not known.
        comparison: ``<=`` for a limit, ``>=`` for a minimum.
        threshold: in the unit of the figures, included.
        tolerance: how far beyond the threshold a figure is still near, in the same unit.

    Returns:
        Frame indexed as ``figures``: ``figure`` (exact), ``margin`` (distance to the threshold, negative beyond
        it), ``excess`` (0 where met, else how far beyond), ``status``; figures NaN where not known.

    Raises:
        ComparisonError: the rule cannot be computed.

    Example:
        >>> import pandas as pd
        >>> evaluate(pd.Series([65, 66, 90, None], dtype="Int64"), comparison="<=", threshold=65, tolerance=3)
           figure  margin  excess   status
        0    65.0     0.0     0.0      met
        1    66.0    -1.0     1.0     near
        2    90.0   -25.0    25.0   missed
        3     NaN     NaN     NaN  unknown
    """
    if comparison not in ("<=", ">=") or not math.isfinite(threshold) or not 0 <= tolerance < math.inf:
        raise ComparisonError(f"expected <= or >= and a tolerance from 0, got {comparison} {threshold} ± {tolerance}")
    figure = figures.to_numpy(dtype=float, na_value=np.nan)
    margin = threshold - figure if comparison == "<=" else figure - threshold
    play = PLAY * max(1.0, abs(threshold))
    status = np.select(
        [np.isnan(margin), margin >= -play, margin >= -tolerance - play], ["unknown", "met", "near"], "missed"
    )
    excess = np.where(margin >= -play, 0.0, -margin)
    columns = {"figure": figure, "margin": margin, "excess": excess, "status": pd.array(status, dtype="str")}
    return pd.DataFrame(columns, index=figures.index)


def healing(evaluated: pd.DataFrame) -> Healing:
    """How many figures miss their standard, and by how much together.

    Args:
        evaluated: from :func:`evaluate`.

    Returns:
        A :class:`Healing`. Unknown figures are counted apart: the excess is at least what it says.

    Example:
        >>> import pandas as pd
        >>> hostels = pd.Series({"a": 60, "b": 100, "c": 88})
        >>> found = healing(evaluate(hostels, comparison="<=", threshold=65))
        >>> found.missed, found.excess, found.worst
        (2, 58.0, 'b')
    """
    found = evaluated["status"].value_counts()
    excess = evaluated["excess"].dropna()
    return Healing(
        **{status: int(found.get(status, 0)) for status in ("met", "near", "missed", "unknown")},
        excess=float(excess.sum()),
        worst=excess.idxmax() if (excess > 0).any() else None,
    )


def to_move(part: float, whole: float, *, at_least: float) -> float:
    """Units to turn from the rest into the part for it to be its share of the same whole: ``⌈share·whole − part⌉``.

    Args:
        part: for example decentral places (D2).
        whole: for example all places but protected ones.
        at_least: share wanted, 0 to 1.

    Returns:
        Whole units, 0 where the share is reached; NaN where not known.

    Example:
        >>> to_move(630, 1000, at_least=2 / 3)
        37.0
    """
    return _whole(at_least * whole - part)


def to_add(part: float, whole: float, *, at_least: float) -> float:
    """Units to add to the part, the rest as it is, for it to be its share: ``⌈(share·whole − part) / (1 − share)⌉``.

    Args:
        part: for example decentral places (D2).
        whole: for example all places but protected ones.
        at_least: share wanted, 0 to below 1.

    Returns:
        Whole units, 0 where the share is reached; infinite for a share of 1 that is not; NaN where not known.

    Example:
        >>> to_add(630, 1000, at_least=2 / 3)
        110.0
    """
    lacking = at_least * whole - part
    return _whole(lacking / (1 - at_least)) if at_least < 1 else (math.inf if lacking > 0 else 0.0)


def _whole(units: float) -> float:
    return units if math.isnan(units) else float(max(0, math.ceil(units - PLAY * max(1.0, abs(units)))))
