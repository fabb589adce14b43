"""Fair shares: what each area would hold by a key of weighted figures."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from geo import evenness
from geo.counts import count


class WeightsError(ValueError):
    """The weights of a key name no figure, are negative, or do not sum to 1."""


def fair_share(figures: pd.DataFrame, weights: Mapping[str, float]) -> pd.Series:
    """Share of each area by a key: ``q_i = Σ_k w_k · x_ik / Σ_i x_ik``.

    ``{"population": 1}`` is the share by inhabitants. The Orientierungs- und Verteilungsschlüssel of Hamburg weighs
    ``{"population": 0.4, "area": 0.2, "social": 0.4}``. Keys are data; none is right by itself.

    Args:
        figures: one row an area, a column for each part of the key, any unit, NaN where not known.
        weights: weight of each column used, 0 or more, summing to 1.

    Returns:
        Series ``fair_share`` indexed as ``figures``, summing to 1; NaN everywhere where a figure that counts is
        not known, for then no area's share of the whole is.

    Raises:
        WeightsError: quoting the weights.
        NegativeError: a figure is below 0.

    Example:
        >>> import pandas as pd
        >>> town = pd.DataFrame({"population": [600.0, 400.0], "area": [1.0, 3.0]}, index=["01", "02"])
        >>> fair_share(town, {"population": 0.75, "area": 0.25}).round(4).tolist()
        [0.5125, 0.4875]
    """
    used = {column: weight for column, weight in weights.items() if weight != 0}
    if not set(used) <= set(figures.columns) or any(not weight > 0 for weight in used.values()):
        raise WeightsError(f"expected weights of 0 or more of {list(figures.columns)}, got {dict(weights)}")
    if abs(sum(used.values()) - 1) > 1e-9:
        raise WeightsError(f"expected weights that sum to 1, got {dict(weights)}")
    share = np.zeros(len(figures))
    for column, weight in used.items():
        share += weight * evenness.shares(count(figures[column], column))
    return pd.Series(share, index=figures.index, name="fair_share")
