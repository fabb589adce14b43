"""Fewer places: the order in which areas give them up, for a social mix (D5)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.counts import count
from geo.rates import rank, rate


def cut_order(placed: pd.Series, inhabitants: pd.Series | None = None) -> pd.Series:
    """Order in which areas give up places: first where most people are placed (D5).

    Args:
        placed: people placed in each area, NaN where not known.
        inhabitants: by whom to measure, where the load and not the number is to decide.

    Returns:
        Nullable integer Series ``cut_order`` indexed as ``placed``, 1 first, equal areas sharing the better place;
        missing where the load is not known and where nobody is placed.

    Raises:
        NegativeError: people below 0.

    Example:
        >>> import pandas as pd
        >>> placed = pd.Series({"01": 130.0, "02": 400.0, "03": 0.0})
        >>> cut_order(placed).tolist()
        [2, 1, <NA>]
        >>> cut_order(placed, pd.Series({"01": 5000.0, "02": 40000.0, "03": 900.0})).tolist()
        [1, 2, <NA>]
    """
    load = pd.Series(count(placed, "placed"), index=placed.index)
    load = load.where(load > 0)
    return rank(load if inhabitants is None else rate(load, inhabitants)).rename("cut_order")


def cut(placed: pd.Series, places: int) -> pd.Series:
    """Places that each area gives up when one after the other goes where then most people are placed (D5).

    The areas with most are levelled down to a common number; what does not divide falls on those that held most.

    Args:
        placed: people placed in each area, whole numbers; an area that is not known gives up nothing.
        places: places to give up, at most all.

    Returns:
        Nullable integer Series ``cut`` indexed as ``placed``, summing to ``places`` or to all there are; missing
        where not known.

    Raises:
        NegativeError: people or places below 0.

    Example:
        >>> import pandas as pd
        >>> cut(pd.Series({"01": 130, "02": 400, "03": 60}), 290).tolist()
        [10, 280, 0]
    """
    given = count(pd.Series([places]), "places")[0]
    before = count(placed, "placed")
    known = np.flatnonzero(~np.isnan(before))
    held = before[known]
    order = np.argsort(-held, kind="stable")
    stairs = np.append(held[order], 0.0)
    # what falls away when the first k areas come down to the level of the next one
    to_next = np.cumsum(stairs[:-1]) - np.arange(1, len(held) + 1) * stairs[1:]
    levelled = int(np.searchsorted(to_next, given, side="left")) + 1
    left = np.zeros(len(held))
    if levelled <= len(held):
        level, more = divmod(stairs[:levelled].sum() - given, levelled)
        left = np.minimum(held, level)
        left[order[levelled - int(more) : levelled]] += 1
    found = pd.Series(pd.NA, index=placed.index, dtype="Int64", name="cut")
    found.iloc[known] = (held - left).astype(int)
    return found
