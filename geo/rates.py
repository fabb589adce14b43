"""Rates, ranks and sums that keep what is not known."""

from __future__ import annotations

import numpy as np
import pandas as pd


def rate(numerator: pd.Series, denominator: pd.Series, *, per: float = 1.0) -> pd.Series:
    """Numerator per so many of the denominator: ``numerator / denominator × per``.

    Args:
        numerator: counts, NaN where not known.
        denominator: counts, NaN where not known.
        per: 100 for "per 100 children", 1,000 for "per 1,000 inhabitants".

    Returns:
        Series ``rate`` indexed as ``numerator``; NaN where either is not known or the denominator is 0.

    Example:
        >>> import pandas as pd
        >>> rate(pd.Series([120.0, 5.0, 1.0]), pd.Series([150.0, 0.0, float("nan")]), per=100).tolist()
        [80.0, nan, nan]
    """
    below = denominator.reindex(numerator.index).astype(float)
    return (numerator.astype(float) / below.where(below > 0) * per).rename("rate")


def rank(values: pd.Series) -> pd.Series:
    """Place of each value from the highest (1) down; equal values share the better place.

    Returns:
        Nullable integer Series ``rank`` indexed as ``values``; missing where the value is.

    Example:
        >>> import pandas as pd
        >>> rank(pd.Series([3.0, 9.0, float("nan"), 3.0])).tolist()
        [2, 1, <NA>, 2]
    """
    return values.rank(ascending=False, method="min").astype("Int64").rename("rank")


def sum_known(values: pd.Series, by: pd.Series, index: pd.Index) -> pd.DataFrame:
    """Sums by area that say how much is not known, instead of silently being smaller.

    Args:
        values: counts, missing where not known.
        by: area id of each value, indexed as ``values``.
        index: area ids of the result.

    Returns:
        Frame indexed by ``index``: ``total`` (NaN where anything in it is unknown), ``at_least`` (sum of what
        is known), ``unknown`` (number of unknown values); 0 where an area has nothing.

    Example:
        >>> import pandas as pd
        >>> sums = sum_known(pd.Series([5, None, 2]), pd.Series(["01", "01", "02"]), pd.Index(["01", "02", "03"]))
        >>> sums["total"].tolist(), sums["at_least"].tolist(), sums["unknown"].tolist()
        ([nan, 2.0, 0.0], [5.0, 2.0, 0.0], [1, 0, 0])
    """
    keys = by.to_numpy()
    known = values.astype(float)
    at_least = known.groupby(keys).sum().reindex(index, fill_value=0.0)
    unknown = known.isna().groupby(keys).sum().reindex(index, fill_value=0).astype(int)
    total = at_least.where(unknown == 0, np.nan)
    return pd.DataFrame({"total": total, "at_least": at_least, "unknown": unknown}, index=index)
