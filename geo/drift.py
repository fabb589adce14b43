"""Urban-rural drift: rise and fall of a count in each area, against the area's size (Z5)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from geo.counts import count

SIZES = ("small", "middle", "large")
BOUNDS = (5_000.0, 20_000.0)
"""Inhabitants: below the first bound a municipality is small, above the second it is large (F3)."""

FEWEST = 3
"""A rank correlation needs so many pairs."""


def relative_change(before: pd.Series, after: pd.Series) -> pd.Series:
    """Change as a share of what was before: ``(x_1 − x_0) / x_0``.

    Args:
        before: counts or rates, 0 or more, NaN where not known.
        after: the same later, matched by index.

    Returns:
        Series ``relative_change`` indexed as ``before``; NaN where either is not known or where there was nothing
        before (from nothing no share can be taken).

    Raises:
        NegativeError: a figure is below 0.

    Example:
        >>> import pandas as pd
        >>> relative_change(pd.Series([50.0, 0.0, 40.0]), pd.Series([75.0, 5.0, None])).tolist()
        [0.5, nan, nan]
    """
    first = pd.Series(count(before, "before"), index=before.index)
    last = pd.Series(count(after.reindex(before.index), "after"), index=before.index)
    return ((last - first) / first.where(first > 0)).rename("relative_change")


def size_class(inhabitants: pd.Series, bounds: tuple[float, float] = BOUNDS) -> pd.Series:
    """Whether an area is small, of middle size or large by its inhabitants; both bounds are of middle size.

    Args:
        inhabitants: persons, NaN where not known.
        bounds: inhabitants from which an area is of middle size, and up to which.

    Returns:
        Text Series ``size_class`` indexed as ``inhabitants``, a code of :data:`SIZES`, missing where not known.

    Example:
        >>> import pandas as pd
        >>> size_class(pd.Series([4999, 5000, 20000, 20001, None])).tolist()
        ['small', 'middle', 'middle', 'large', nan]
    """
    people = pd.Series(count(inhabitants, "inhabitants"), index=inhabitants.index)
    low, high = bounds
    number = (people >= low).astype(int) + (people > high).astype(int)
    return number.map(dict(enumerate(SIZES))).astype("str").where(people.notna()).rename("size_class")


def rank_correlation(one: pd.Series, other: pd.Series) -> float:
    """Spearman's rank correlation: Pearson's of the ranks, equal values sharing their mean rank (Spearman 1904).

    Args:
        one: a figure an area, NaN where not known.
        other: another, matched by index.

    Returns:
        −1 (the larger the one, the smaller the other) to 1; NaN where fewer than three areas know both, or where
        one of them is the same everywhere.

    Example:
        >>> import pandas as pd
        >>> rank_correlation(pd.Series([900.0, 5000.0, 80000.0]), pd.Series([-0.3, -0.1, 0.2]))
        1.0
    """
    both = pd.DataFrame({"one": one, "other": other.reindex(one.index)}).dropna().rank()
    if len(both) < FEWEST or both.nunique().min() < 2:
        return float("nan")
    left, right = (both[name].to_numpy() - both[name].mean() for name in ("one", "other"))
    found = float((left * right).sum() / np.sqrt((left**2).sum() * (right**2).sum()))
    return round(found, 12)


def complete(counts: pd.DataFrame) -> pd.DataFrame:
    """Areas that are known at every date: only among them can shares of the whole be followed.

    Example:
        >>> import pandas as pd
        >>> complete(pd.DataFrame({"then": [1.0, None], "now": [2.0, 3.0]}, index=["01", "02"])).index.tolist()
        ['01']
    """
    return counts[counts.notna().all(axis=1)]


def by_class(values: pd.DataFrame, classes: pd.Series, order: Sequence[str] = SIZES) -> pd.DataFrame:
    """Sums by class over the areas that are known at every date.

    Args:
        values: one row an area, one column a date, NaN where not known.
        classes: code of each area's class, matched by index.
        order: codes, as the rows are to stand.

    Returns:
        Frame with a row a class that has such areas: the columns of ``values`` and ``areas``, their number.

    Example:
        >>> import pandas as pd
        >>> known = pd.DataFrame({"then": [10.0, 20.0, 70.0], "now": [5.0, 15.0, 80.0]}, index=["01", "02", "03"])
        >>> by_class(known, pd.Series({"01": "small", "02": "small", "03": "large"})).to_numpy().tolist()
        [[30.0, 20.0, 2.0], [70.0, 80.0, 1.0]]
    """
    known = complete(values)
    groups = classes.reindex(known.index)
    sums = known.groupby(groups.to_numpy()).sum()
    sums["areas"] = groups.value_counts().reindex(sums.index)
    return sums.reindex([one for one in order if one in sums.index]).rename_axis("size_class")


def shares(sums: pd.DataFrame) -> pd.DataFrame:
    """Share of each class in each column: ``x_c / Σx``; NaN where the sum is 0.

    Args:
        sums: one row a class, one column a date.

    Example:
        >>> import pandas as pd
        >>> sums = pd.DataFrame({"then": [30.0, 70.0], "now": [20.0, 60.0]}, index=["small", "large"])
        >>> shares(sums).to_numpy().tolist()
        [[0.3, 0.25], [0.7, 0.75]]
    """
    whole = sums.sum()
    return sums / whole.where(whole > 0)
