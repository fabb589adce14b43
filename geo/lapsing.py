"""What lapses by when: capacity whose site closes or whose funding ends (Z6)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from geo.rates import sum_known


def last_day(closes_on: pd.Series, funded_until: pd.Series) -> pd.Series:
    """Last day of each offer: the earlier of the two; missing where neither is set.

    Args:
        closes_on: last day of the site, missing where it stays.
        funded_until: last day of the funding, missing where it is not limited; of the same index.

    Returns:
        Date Series ``last_day`` indexed as ``closes_on``.

    Example:
        >>> import pandas as pd
        >>> closes = pd.Series(pd.to_datetime(["2027-06-30", None]))
        >>> last_day(closes, pd.Series(pd.to_datetime(["2026-12-31", "2028-12-31"]))).dt.year.tolist()
        [2026, 2028]
    """
    both = pd.DataFrame({"closes": closes_on, "funded": funded_until.reindex(closes_on.index)})
    return both.min(axis=1).rename("last_day")


def lapsing(
    capacity: pd.Series,
    last_day: pd.Series,
    by: pd.Series,
    index: pd.Index,
    *,
    since: pd.Timestamp,
    until: Iterable[pd.Timestamp],
) -> pd.DataFrame:
    """Capacity of each area that is there on a day and gone by later ones.

    An offer counts if its last day is ``since`` or later (so it was still open) and on or before ``until``: "by
    the end of 2027" includes what ends on that day.

    Args:
        capacity: persons of each offer, NaN where not known.
        last_day: from :func:`last_day`, missing where the offer stays; indexed as ``capacity``.
        by: area id of each offer; indexed as ``capacity``.
        index: area ids of the result.
        since: the day the figures speak of.
        until: days by which to count, each from ``since`` on.

    Returns:
        Frame indexed by ``until`` and area id: ``total`` (NaN where anything in it is unknown), ``at_least``,
        ``unknown`` (number of offers of unknown capacity), as :func:`geo.rates.sum_known`.

    Example:
        >>> import pandas as pd
        >>> days = pd.Series(pd.to_datetime(["2026-12-31", "2027-12-31", None]))
        >>> lapsing(
        ...     pd.Series([40.0, 25.0, 60.0]), days, pd.Series(["01", "01", "02"]), pd.Index(["01", "02"]),
        ...     since=pd.Timestamp("2026-01-01"), until=pd.to_datetime(["2026-12-31", "2027-12-31"]),
        ... )["total"].tolist()
        [40.0, 0.0, 65.0, 0.0]
    """
    ends = last_day.reindex(capacity.index)
    areas = by.reindex(capacity.index)
    days = list(until)
    sums = [
        sum_known(capacity[gone], areas[gone], index) for day in days for gone in [(ends >= since) & (ends <= day)]
    ]
    if not sums:
        empty = pd.MultiIndex.from_product([pd.DatetimeIndex([]), index])
        return pd.DataFrame({"total": np.zeros(0), "at_least": np.zeros(0), "unknown": np.zeros(0, int)}, index=empty)
    return pd.concat(sums, keys=days, names=["until", index.name])
