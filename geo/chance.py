"""What chance alone would give: the same sites, placed at random.

Few large sites make every index of concentration large, whoever placed them. So each index stands beside those of
many random placements of **whole sites**, and its percentile among them decides what may be said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from geo import evenness
from geo.counts import count


@dataclass(frozen=True)
class Chance:
    """One index of a town beside what chance gives.

    Attributes:
        observed: the index as it is; NaN where a site's size or area is not known.
        expected: mean over the random placements.
        lower: 5th percentile of the placements.
        upper: 95th percentile of the placements.
        percentile: placements with a smaller index, in per cent, ties counting half; NaN where either is not known.
        placements: number of random placements.
        seed: with which they can be drawn again.
        distribution: the index of every placement, in the order drawn.
    """

    observed: float
    expected: float
    lower: float
    upper: float
    percentile: float
    placements: int
    seed: int
    distribution: np.ndarray = field(repr=False, compare=False)


def against_chance(
    sizes: pd.Series,
    areas: pd.Series,
    base: pd.Series,
    *,
    others: pd.Series | None = None,
    placements: int = 999,
    seed: int = 0,
) -> dict[str, Chance]:
    """Every index of concentration beside the same sites placed at random, an area as likely as its base.

    Carrington & Troske 1997 (systematic and random segregation); Allen et al. 2015; Mazza & Punzo 2015. Sites are
    placed, not people: people live in hostels together.

    Args:
        sizes: places of each site, NaN where not known.
        areas: area id of each site, indexed as ``sizes``; ``""`` or unknown to ``base`` leaves ``observed`` open.
        base: inhabitants or fair share of each area: chance of a site, and measure of hoover, gini, largest_ratio.
        others: people of the other group in each area, measure of dissimilarity; ``base`` where not given.
        placements: number of random placements.
        seed: of the random numbers.

    Returns:
        ``dissimilarity``, ``hoover``, ``gini``, ``hhi``, ``largest_share``, ``largest_ratio``, each a
        :class:`Chance`; all NaN where a size is not known or all are 0, and but for the observed ``hhi`` and
        ``largest_share`` where a base is not known or all are 0.

    Raises:
        NegativeError: a figure is below 0.

    Example:
        >>> import pandas as pd
        >>> people = pd.Series([1000.0] * 10, index=list("abcdefghij"))
        >>> few = against_chance(pd.Series([65.0, 65.0]), pd.Series(["a", "b"]), people, placements=99, seed=1)
        >>> few["hoover"].observed, few["hoover"].percentile < 95
        (0.8, True)
    """
    size, by = count(sizes, "sizes"), evenness.shares(count(base, "base") if len(base) else np.array([np.nan]))
    rest = by if others is None else evenness.shares(count(others.reindex(base.index), "others"))
    drawn = _indices(random_placements(size, by, placements=placements, seed=seed), by, rest)
    area = base.index.get_indexer(pd.Index(areas.reindex(sizes.index)))
    placed = np.bincount(np.maximum(area, 0), weights=size, minlength=len(by)).astype(float)
    now = _indices(placed if (area >= 0).all() else np.full(len(by), np.nan), by, rest)
    return {name: _beside(float(now[name]), drawn[name], seed) for name in drawn}


def random_placements(sizes: np.ndarray, chances: np.ndarray, *, placements: int, seed: int) -> np.ndarray:
    """Places in each area when whole sites fall into areas at random, independently of each other.

    Args:
        sizes: places of each site.
        chances: chance of each area, summing to 1.
        placements: number of rows wanted.
        seed: of the random numbers.

    Returns:
        Array placements × areas, each row with the sum of ``sizes``; NaN where a size or chance is not known.

    Example:
        >>> random_placements(np.array([65.0, 20.0]), np.array([0.0, 1.0]), placements=2, seed=0).tolist()
        [[0.0, 85.0], [0.0, 85.0]]
    """
    if np.isnan(chances).any():
        return np.full((placements, len(chances)), np.nan)
    bounds = np.cumsum(chances)
    bounds /= bounds[-1]  # exactly 1 at the end, so that every draw falls into an area with a chance
    drawn = np.random.default_rng(seed).random((placements, len(sizes)))
    area = np.searchsorted(bounds, drawn, side="right") + np.arange(placements)[:, None] * len(chances)
    weights = np.broadcast_to(sizes, area.shape).ravel()
    counted = np.bincount(area.ravel(), weights=weights, minlength=placements * len(chances))
    return counted.astype(float).reshape(placements, len(chances))


def _indices(placed: np.ndarray, base: np.ndarray, others: np.ndarray) -> Mapping[str, np.ndarray]:
    share = evenness.shares(placed)
    return {
        "dissimilarity": evenness.apart(share, others),
        "hoover": evenness.apart(share, base),
        "gini": evenness.bow(share, base),
        "hhi": evenness.clumped(share),
        "largest_share": share.max(axis=-1),
        "largest_ratio": evenness.largest_ratio(share, base),
    }


def _beside(observed: float, drawn: np.ndarray, seed: int) -> Chance:
    close = np.isclose(drawn, observed, rtol=1e-9, atol=1e-12)
    below = ((drawn < observed) & ~close).sum() + close.sum() / 2
    percentile = float("nan") if np.isnan([observed, *drawn]).any() else float(below / len(drawn) * 100)
    lower, upper = (float(bound) for bound in np.quantile(drawn, [0.05, 0.95]))
    return Chance(observed, float(drawn.mean()), lower, upper, percentile, len(drawn), seed, drawn)
