"""Which areas are alike: standardised indicators, and the distance between areas by them."""

from __future__ import annotations

import numpy as np
import pandas as pd


class UnknownAreaError(KeyError):
    """Distances were asked for from an area that is not among those given."""


def standardised(values: pd.DataFrame) -> pd.DataFrame:
    """Standard scores, column by column: ``z_i = (x_i − mean) / σ``, with σ over all areas known (divided by n).

    Args:
        values: one row an area, one column an indicator, NaN where not known.

    Returns:
        Frame of the same shape; NaN where not known, and all along a column in which all areas are equal (it tells
        none from another).

    Example:
        >>> import pandas as pd
        >>> standardised(pd.DataFrame({"a": [1.0, 3.0, None], "b": [5.0, 5.0, 5.0]})).to_numpy().tolist()
        [[-1.0, nan], [1.0, nan], [nan, nan]]
    """
    known = values.astype(float)
    centred = known - known.mean()
    # against the largest value: what rounding leaves over of equal figures is no spread
    spread = known.std(ddof=0).where(known.std(ddof=0) > 1e-12 * known.abs().max())
    return centred / spread


def distances(values: pd.DataFrame, area: str, *, least: int = 1) -> pd.DataFrame:
    """How far each area is from one of them: ``d_j = √( Σ_k (z_jk − z_ik)² / K )`` over the K indicators both know.

    The Euclidean distance of standard scores, per indicator, so that areas with and without gaps compare: 1 means
    that two areas are one standard deviation apart in each indicator (root mean square). Indicators that either
    does not know are left out pair by pair (Gower 1971, doi 10.2307/2528823).

    Args:
        values: one row an area, one column an indicator, NaN where not known.
        area: its index.
        least: number of indicators that two areas must both know.

    Returns:
        Frame indexed as ``values``: ``distance``, NaN where fewer are shared; ``shared``, their number.

    Raises:
        UnknownAreaError: no such area.

    Example:
        >>> import pandas as pd
        >>> known = pd.DataFrame({"a": [0.0, 2.0, 4.0], "b": [1.0, 1.0, None]}, index=["x", "y", "z"])
        >>> distances(known, "x")["distance"].round(3).tolist()
        [0.0, 1.225, 2.449]
        >>> distances(known, "x", least=2)["distance"].tolist()
        [nan, nan, nan]
    """
    if area not in values.index:
        raise UnknownAreaError(area)
    scores = standardised(values)
    apart = (scores - scores.loc[area]) ** 2
    shared = apart.notna().sum(axis=1)
    mean = (apart.sum(axis=1) / shared.where(shared >= max(least, 1))).astype(float)
    return pd.DataFrame({"distance": np.sqrt(mean), "shared": shared.astype(int)}, index=values.index)
