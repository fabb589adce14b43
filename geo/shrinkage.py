"""Small numbers: rates drawn towards the mean as far as chance may have made them, and ranks with their intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.counts import count
from geo.rates import rank


def shrunken_rate(events: pd.Series, persons: pd.Series) -> pd.Series:
    """Empirical-Bayes rate: ``θ_i = w_i·r_i + (1 − w_i)·m`` with ``w_i = A / (A + m/n_i)``.

    ``r_i = x_i/n_i``, ``m = Σx/Σn``, ``A = max(0, Σ n_i (r_i − m)² / Σn − m/n̄)``: the spread of the true rates
    (Marshall 1991, doi 10.2307/2347593).

    Args:
        events: number of cases in each area, NaN where not known.
        persons: persons among whom they occur.

    Returns:
        Series ``shrunken_rate`` indexed as ``events``, cases per person; NaN where either is not known or nobody
        lives there. Mean and spread come from the areas that are known.

    Raises:
        NegativeError: a number is below 0.

    Example:
        >>> import pandas as pd
        >>> shrunken_rate(pd.Series([2.0, 50.0, 250.0]), pd.Series([10.0, 1000.0, 1000.0])).round(3).tolist()
        [0.17, 0.052, 0.248]
    """
    cases, at_risk, known = _known(events, persons)
    mean, spread = _prior(cases, at_risk)
    found = np.full(len(events), np.nan)
    if mean > 0:
        weight = spread / (spread + mean / at_risk)
        found[known] = weight * cases / at_risk + (1 - weight) * mean
    else:
        found[known] = 0.0
    return pd.Series(found, index=events.index, name="shrunken_rate")


def rank_interval(
    events: pd.Series, persons: pd.Series, *, level: float = 0.9, draws: int = 2000, seed: int = 0
) -> pd.DataFrame:
    """Rank of each area from the highest rate (1) down, with the ranks it may really have.

    Rates drawn from the posterior that belongs to :func:`shrunken_rate`, Gamma(m²/A + x_i, m/A + n_i), and ranked
    in each draw (Marshall 1991, doi 10.2307/2347593; Goldstein & Spiegelhalter 1996, doi 10.2307/2983325).

    Args:
        events: number of cases in each area, NaN where not known.
        persons: persons among whom they occur.
        level: probability that the interval covers.
        draws: number of draws.
        seed: of the random numbers.

    Returns:
        Frame of nullable integers indexed as ``events``: ``rank`` of the shrunken rate, ``lower`` (best) and
        ``upper`` (worst); missing where the rate is. Where all spread may be chance, every rank is possible.

    Raises:
        NegativeError: a number is below 0.

    Example:
        >>> import pandas as pd
        >>> cases, people = pd.Series([2.0, 50.0, 250.0]), pd.Series([10.0, 1000.0, 1000.0])
        >>> rank_interval(cases, people).to_numpy().tolist()
        [[2, 1, 2], [3, 3, 3], [1, 1, 2]]
    """
    cases, at_risk, known = _known(events, persons)
    mean, spread = _prior(cases, at_risk)
    bounds = pd.DataFrame({"lower": pd.NA, "upper": pd.NA}, index=events.index, dtype="Int64")
    if spread > 0:
        posterior = np.random.default_rng(seed).gamma(
            mean**2 / spread + cases, 1 / (mean / spread + at_risk), size=(draws, len(cases))
        )
        ranks = (-posterior).argsort(axis=1).argsort(axis=1) + 1
        tails = [(1 - level) / 2, (1 + level) / 2]
        best, worst = np.quantile(ranks, tails, axis=0, method="inverted_cdf")
        bounds.loc[known, "lower"], bounds.loc[known, "upper"] = best.astype(int), worst.astype(int)
    else:
        bounds.loc[known, "lower"], bounds.loc[known, "upper"] = 1, int(known.sum())
    bounds.insert(0, "rank", rank(shrunken_rate(events, persons)))
    return bounds


def _known(events: pd.Series, persons: pd.Series) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    cases, at_risk = count(events, "events"), count(persons.reindex(events.index), "persons")
    known = ~np.isnan(cases) & (at_risk > 0)
    return cases[known], at_risk[known], known


def _prior(cases: np.ndarray, at_risk: np.ndarray) -> tuple[float, float]:
    """Mean and spread of the true rates."""
    if not len(cases):
        return 0.0, 0.0
    mean = cases.sum() / at_risk.sum()
    seen = (at_risk * (cases / at_risk - mean) ** 2).sum() / at_risk.sum()
    return float(mean), float(max(0.0, seen - mean / at_risk.mean()))
