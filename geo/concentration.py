"""Concentration: how unevenly places are spread over areas.

Every index takes what is placed (``amount``) and, most of them, what it is measured by (``base``: inhabitants or a
fair share). It is NaN where a figure is not known or there is nothing to share out: an index over the known part
would be an index of another town.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo import evenness
from geo.counts import count
from geo.rates import rate


def per_1000(amount: pd.Series, inhabitants: pd.Series) -> pd.Series:
    """Places per 1,000 inhabitants: ``x_i / p_i × 1000``.

    Args:
        amount: places or people placed in each area, NaN where not known.
        inhabitants: inhabitants of each area, NaN where not known.

    Returns:
        Series ``per_1000`` indexed as ``amount``; NaN where either is not known or nobody lives.

    Example:
        >>> import pandas as pd
        >>> per_1000(pd.Series([65.0, 65.0]), pd.Series([13000.0, 0.0])).tolist()
        [5.0, nan]
    """
    return rate(amount, inhabitants, per=1000).rename("per_1000")


def location_quotient(amount: pd.Series, base: pd.Series) -> pd.Series:
    """How many times its share an area holds: ``LQ_i = (x_i / Σx) / (p_i / Σp)``.

    Args:
        amount: places or people placed in each area.
        base: inhabitants or fair share of each area, of the same index.

    Returns:
        Series ``location_quotient`` indexed as ``amount``, 1 = exactly its share; NaN for an area without base,
        and everywhere where any figure is not known or a sum is 0.

    Raises:
        NegativeError: a figure is below 0.

    Example:
        >>> import pandas as pd
        >>> location_quotient(pd.Series([30.0, 10.0]), pd.Series([500.0, 500.0])).tolist()
        [1.5, 0.5]
    """
    by = base.reindex(amount.index)
    placed, held = count(amount, "amount").sum(), count(by, "base").sum()
    mean = placed / held if placed > 0 and held > 0 else float("nan")
    return (rate(amount, by) / mean).rename("location_quotient")


def dissimilarity(group: pd.Series, others: pd.Series) -> float:
    """Share of one of two groups that would have to move for both to live alike.

    ``D = ½ Σ |x_i/X − y_i/Y|`` (Duncan & Duncan 1955, doi 10.2307/2088328).

    Args:
        group: people of the group in each area, for example those placed.
        others: people not of the group, of the same index.

    Returns:
        0 (alike) to 1 (nowhere together); NaN where a figure is not known or a group is empty.

    Raises:
        NegativeError: a figure is below 0.

    Example:
        >>> import pandas as pd
        >>> dissimilarity(pd.Series([75.0, 25.0]), pd.Series([250.0, 750.0]))
        0.5
    """
    return float(evenness.apart(*_shares(group, others)))


def hoover(amount: pd.Series, base: pd.Series) -> float:
    """Share of the places that would have to move for every area to hold its share: ``½ Σ |x_i/X − p_i/P|``.

    Hoover 1936, doi 10.2307/1927875; the form of :func:`dissimilarity`, against all inhabitants or a fair share.
    Arguments, NaN and errors as there.

    Example:
        >>> import pandas as pd
        >>> hoover(pd.Series([130.0, 0.0]), pd.Series([5000.0, 5000.0]))
        0.5
    """
    return dissimilarity(amount, base)


def lorenz(amount: pd.Series, base: pd.Series) -> pd.DataFrame:
    """Lorenz curve: cumulated shares, from the area with the least per head to that with the most.

    Args:
        amount: places or people placed in each area.
        base: inhabitants or fair share of each area, of the same index.

    Returns:
        Frame ``base``, ``amount`` (0 to 1) from (0, 0) to (1, 1), one row more than areas; the first row has the
        index -1, the others the position of the area in ``amount``. Empty where a figure is not known or a sum is 0.

    Raises:
        NegativeError: a figure is below 0.

    Example:
        >>> import pandas as pd
        >>> lorenz(pd.Series([30.0, 10.0]), pd.Series([50.0, 50.0]))
            base  amount
        -1   0.0    0.00
         1   0.5    0.25
         0   1.0    1.00
    """
    placed, by = _shares(amount, base)
    if np.isnan(placed + by).any():
        return pd.DataFrame({"base": [], "amount": []}, dtype=float)
    order = evenness.by_load(placed, by)
    curve = {"base": np.cumsum(by[order]), "amount": np.cumsum(placed[order])}
    return pd.DataFrame({name: [0.0, *steps] for name, steps in curve.items()}, index=[-1, *order])


def gini(amount: pd.Series, base: pd.Series) -> float:
    """Twice the area between the Lorenz curve and the diagonal: ``Σ_i Σ_j |x_i·p_j − x_j·p_i| / (2·X·P)``.

    Gini 1912. With a base of 1 for each area it is the plain Gini coefficient of the amounts; with the rest of
    the people as base, the Gini index of segregation (Duncan & Duncan 1955, doi 10.2307/2088328).

    Args:
        amount: places or people placed in each area.
        base: inhabitants or fair share of each area, of the same index.

    Returns:
        0 (each its share) to 1; NaN where a figure is not known or a sum is 0.

    Raises:
        NegativeError: a figure is below 0.

    Example:
        >>> import pandas as pd
        >>> gini(pd.Series([30.0, 10.0]), pd.Series([50.0, 50.0]))
        0.25
    """
    return float(evenness.bow(*_shares(amount, base)))


def hhi(amount: pd.Series) -> float:
    """Herfindahl-Hirschman index ``Σ (x_i/X)²``; its inverse is the number of equal areas with the same index.

    Hirschman 1964, The Paternity of an Index, American Economic Review 54(5).

    Args:
        amount: places in each area, or of each operator.

    Returns:
        1/areas to 1; NaN where a figure is not known or the sum is 0.

    Raises:
        NegativeError: a figure is below 0.

    Example:
        >>> import pandas as pd
        >>> hhi(pd.Series([30.0, 10.0]))
        0.625
    """
    return float(evenness.clumped(*_shares(amount)))


def largest_share(amount: pd.Series) -> float:
    """Share of all places in the area that has most: ``max x_i / X``.

    Args:
        amount: places in each area, or of each operator.

    Returns:
        1/areas to 1; NaN where a figure is not known or the sum is 0.

    Raises:
        NegativeError: a figure is below 0.

    Example:
        >>> import pandas as pd
        >>> largest_share(pd.Series([30.0, 10.0]))
        0.75
    """
    return float(_shares(amount)[0].max())


def _shares(*figures: pd.Series) -> list[np.ndarray]:
    """Shares of each row of figures, in the order of the first; one NaN where there is no area at all."""
    index = figures[0].index
    counted = [count(one.reindex(index), str(one.name or "a figure")) for one in figures]
    return [evenness.shares(one if len(index) else np.array([np.nan])) for one in counted]
