"""Supply: need against capacity, both in persons, and what is missing.

What is not known stays so: a status or a missing number is given only where every value the unknown could have
leads to it; else the bounds say how far it reaches.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.counts import PLAY, count
from geo.rates import rate


class ThresholdsError(ValueError):
    """Thresholds that do not follow each other, or a key that is not above 0."""


def staffed(staff: pd.Series, *, clients: float, posts: float = 1.0) -> pd.Series:
    """Persons that staff can serve by a key: ``staff × clients / posts``.

    Args:
        staff: full-time equivalents, NaN where not known.
        clients: clients of the key, 150 in 1:150 and in 2:150.
        posts: full-time posts of the key, 1 in 1:150, 2 in 2:150.

    Returns:
        Series ``capacity`` in persons indexed as ``staff``.

    Raises:
        ThresholdsError: the key is not above 0.
        NegativeError: staff below 0.

    Example:
        >>> import pandas as pd
        >>> staffed(pd.Series([1.5, None]), clients=150, posts=2).tolist()
        [112.5, nan]
    """
    if not (clients > 0 and posts > 0):
        raise ThresholdsError(f"expected a key above 0, got {posts}:{clients}")
    return pd.Series(count(staff, "staff") * clients / posts, index=staff.index, name="capacity")


def reachable(need: pd.Series, access: pd.Series) -> pd.Series:
    """Capacity that falls to each need point, across all borders: ``P_i · A_i``.

    Summed by area (:func:`geo.rates.sum_known`) it is the reachable capacity of the area, to be held against its
    need by :func:`gap` as the capacity inside is.

    Args:
        need: persons at each need point, NaN where not known.
        access: from :func:`geo.access.floating_catchment`, indexed as ``need``.

    Returns:
        Series ``reachable`` in persons indexed as ``need``; 0 where nobody is in need, NaN where not known.

    Raises:
        NegativeError: need below 0.

    Example:
        >>> import pandas as pd
        >>> reachable(pd.Series([60.0, 0.0]), pd.Series([0.5, float("nan")])).tolist()
        [30.0, 0.0]
    """
    persons = count(need, "need")
    falling = np.where(persons == 0, 0.0, persons * access.reindex(need.index).to_numpy(dtype=float))
    return pd.Series(falling, index=need.index, name="reachable")


def units(persons: pd.Series, *, persons_per_unit: float = 1.0, step: float = 1.0) -> pd.Series:
    """Whole places or full-time posts for persons without: ``⌈persons / persons_per_unit / step⌉ · step``.

    Args:
        persons: missing persons, NaN where not known.
        persons_per_unit: 1 for places, 75 for posts by a key of 1:75 or 2:150.
        step: smallest step there is, 1 for places, 0.5 where half posts are filled.

    Returns:
        Series ``units`` indexed as ``persons``, rounded up; NaN where the persons are not known.

    Raises:
        ThresholdsError: the key or the step is not above 0.
        NegativeError: persons below 0.

    Example:
        >>> import pandas as pd
        >>> units(pd.Series([0.0, 11.2, 150.0, 160.0]), persons_per_unit=75, step=0.5).tolist()
        [0.0, 0.5, 2.0, 2.5]
    """
    if not (persons_per_unit > 0 and step > 0):
        raise ThresholdsError(f"expected a key and a step above 0, got {persons_per_unit} and {step}")
    steps = np.maximum(np.ceil(count(persons, "persons") / persons_per_unit / step - PLAY), 0.0)
    return pd.Series(steps * step, index=persons.index, name="units")


def gap(
    need: pd.Series,
    capacity: pd.Series,
    *,
    need_at_least: pd.Series | None = None,
    capacity_at_least: pd.Series | None = None,
    met: float = 1.0,
    severe: float = 0.5,
) -> pd.DataFrame:
    """Coverage of each area, what is missing there, and its status: ``missing = max(0, met·need − capacity)``.

    Args:
        need: persons in need in each area, NaN where not known.
        capacity: persons that can be served, in the area or reachable from it; an area without a row is not known.
        need_at_least: the part of the need that is known (0 where not given).
        capacity_at_least: the part of the capacity that is known (0 where not given).
        met: coverage from which the need is met.
        severe: coverage below which the gap is severe.

    Returns:
        Frame indexed as ``need``: ``need``, ``capacity``, ``coverage`` (NaN where either is not known or nobody is
        in need), ``missing`` (persons; NaN where not known), ``missing_at_least``, ``missing_at_most`` (NaN: no
        bound), ``status`` (``met``, ``short``, ``severe``, ``unknown``), ``reason`` (``no_need``,
        ``need_unknown``, ``capacity_unknown``, ``both_unknown``, else ``""``). A status beside an unknown figure
        holds whatever that figure is.

    Raises:
        ThresholdsError: not ``0 < severe <= met``.
        NegativeError: a figure is below 0.

    Example:
        >>> import pandas as pd
        >>> need = pd.Series({"01": 200.0, "02": 100.0, "03": 80.0, "04": 0.0})
        >>> found = gap(need, pd.Series({"01": 60.0, "02": 110.0, "03": None, "04": 5.0}))
        >>> found[["coverage", "missing", "missing_at_most", "reason", "status"]]
            coverage  missing  missing_at_most            reason   status
        01       0.3    140.0            140.0                     severe
        02       1.1      0.0              0.0                        met
        03       NaN      NaN             80.0  capacity_unknown  unknown
        04       NaN      0.0              0.0           no_need      met
    """
    if not 0 < severe <= met:
        raise ThresholdsError(f"expected 0 < severe <= met, got {severe} and {met}")
    fewest, most = _bounds(need, need_at_least, need.index, "need")
    least, highest = _bounds(capacity, capacity_at_least, need.index, "capacity")
    at_least, at_most = np.maximum(0.0, met * fewest - highest), np.maximum(0.0, met * most - least)
    worst, best = (_level(*pair, met, severe) for pair in ((least, most), (highest, fewest)))
    status = np.where(worst == best, np.array(["severe", "short", "met"])[worst], "unknown")
    open_need, open_capacity = np.isinf(most), np.isinf(highest)
    reason = np.select(
        [most == 0, open_need & open_capacity, open_need, open_capacity],
        ["no_need", "both_unknown", "need_unknown", "capacity_unknown"],
        "",
    )
    known = pd.Series(np.where(open_need, np.nan, most), index=need.index)
    served = pd.Series(np.where(open_capacity, np.nan, highest), index=need.index)
    return pd.DataFrame(
        {
            "need": known,
            "capacity": served,
            "coverage": rate(served, known),
            "missing": np.where(at_least == at_most, at_most, np.nan),
            "missing_at_least": at_least,
            "missing_at_most": np.where(np.isinf(at_most), np.nan, at_most),
            "status": pd.Series(status, index=need.index, dtype="str"),
            "reason": pd.Series(reason, index=need.index, dtype="str"),
        },
        index=need.index,
    )


def _bounds(
    figures: pd.Series, at_least: pd.Series | None, index: pd.Index, name: str
) -> tuple[np.ndarray, np.ndarray]:
    """Least and most that each figure can be."""
    known = count(figures.reindex(index), name)
    floor = np.zeros(len(index)) if at_least is None else np.nan_to_num(count(at_least.reindex(index), name))
    return np.where(np.isnan(known), floor, known), np.where(np.isnan(known), np.inf, known)


def _level(capacity: np.ndarray, need: np.ndarray, met: float, severe: float) -> np.ndarray:
    """2 met, 1 short, 0 severe; compared by products, which no need of 0 or without bound can break."""
    short_of = [np.where(need > 0, share * need, 0.0) * (1 - PLAY) for share in (met, severe)]
    return np.asarray(sum((capacity >= wanted).astype(int) for wanted in short_of))
