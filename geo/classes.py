"""Classes of a classed map: natural breaks, quantiles, equal intervals."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

Method = Literal["natural", "quantiles", "equal"]


def breaks(
    values: pd.Series, *, classes: int = 5, method: Method = "natural", decimals: int = 1
) -> tuple[float, ...]:
    """Inner bounds of the classes of a map; an upper bound belongs to its class.

    Natural breaks minimise the squared deviations within the classes (Fisher 1958, Jenks 1977); exact by
    dynamic programming over the distinct values.

    Args:
        values: one figure an area, NaN where not known.
        classes: number of classes wanted; fewer come back where there are fewer distinct values.
        method: ``natural``, ``quantiles`` or ``equal`` intervals.
        decimals: bounds are rounded to what the legend shows, and so must the values be before classing.

    Returns:
        Increasing bounds, one fewer than there are classes; empty for fewer than two distinct values.

    Example:
        >>> import pandas as pd
        >>> breaks(pd.Series([1.0, 1.1, 5.0, 5.2, 9.0, 9.3]), classes=3)
        (1.1, 5.2)
        >>> breaks(pd.Series([4.0, 4.0]), classes=5)
        ()
    """
    known = np.sort(np.round(values.dropna().to_numpy(dtype=float), decimals))
    distinct = np.unique(known)
    classes = min(classes, len(distinct))
    if classes < 2:
        return ()
    if method == "natural":
        bounds = _natural(distinct, np.searchsorted(known, distinct, side="right"), classes)
    elif method == "quantiles":
        bounds = np.quantile(known, np.arange(1, classes) / classes, method="inverted_cdf")
    else:
        bounds = np.linspace(distinct[0], distinct[-1], classes + 1)[1:-1]
    rounded = np.unique(np.round(bounds, decimals))
    return tuple(float(bound) for bound in rounded if bound < distinct[-1])


def _natural(distinct: np.ndarray, counts_to: np.ndarray, classes: int) -> np.ndarray:
    size = np.diff(counts_to, prepend=0)
    number = np.concatenate([[0.0], np.cumsum(size)])
    total = np.concatenate([[0.0], np.cumsum(size * distinct)])
    square = np.concatenate([[0.0], np.cumsum(size * distinct**2)])

    def spread(first: np.ndarray, last: int) -> np.ndarray:
        within = total[last + 1] - total[first]
        return np.asarray(square[last + 1] - square[first] - within**2 / (number[last + 1] - number[first]))

    values = len(distinct)
    cost = np.array([spread(np.array([0]), last)[0] for last in range(values)])
    starts = np.zeros((classes, values), dtype=int)
    for used in range(1, classes):
        better = np.full(values, np.inf)
        for last in range(used, values):
            first = np.arange(used, last + 1)
            candidates = cost[first - 1] + spread(first, last)
            best = int(np.argmin(candidates))
            better[last], starts[used, last] = candidates[best], first[best]
        cost = better
    bounds, last = [], values - 1
    for used in range(classes - 1, 0, -1):
        last = int(starts[used, last]) - 1
        bounds.append(distinct[last])
    return np.array(bounds[::-1])


def symmetric(values: pd.Series, *, classes: int = 3, decimals: int = 1) -> tuple[float, ...]:
    """Bounds of change that hold to both sides of zero: natural breaks of how far a figure moved, either way.

    Args:
        values: change of each area, NaN where not known.
        classes: number of classes wanted to each side.
        decimals: bounds are rounded to what the legend shows.

    Returns:
        Increasing bounds above 0, one fewer than there are classes to a side; −bound and bound belong together.

    Example:
        >>> import pandas as pd
        >>> symmetric(pd.Series([-1.0, 1.1, -5.0, 5.2, 0.0, 9.3]), classes=3)
        (1.1, 5.2)
    """
    moved = values.astype(float).round(decimals).abs()
    return breaks(moved.where(moved > 0), classes=classes, decimals=decimals)


def classify(values: pd.Series, bounds: tuple[float, ...], *, decimals: int = 1) -> pd.Series:
    """Class of each value, from 0; missing where the value is.

    Args:
        values: as given to :func:`breaks`.
        bounds: inner bounds, upper bounds included.
        decimals: as given to :func:`breaks`.

    Returns:
        Nullable integer Series ``class`` indexed as ``values``.

    Example:
        >>> import pandas as pd
        >>> classify(pd.Series([1.0, 1.1, 1.2, None]), (1.1,)).tolist()
        [0, 0, 1, <NA>]
    """
    rounded = values.astype(float).round(decimals)
    found = pd.Series(np.searchsorted(bounds, rounded, side="left"), index=values.index, dtype="Int64")
    return found.where(rounded.notna()).rename("class")
