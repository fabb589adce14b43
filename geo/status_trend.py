"""Status and trend of areas in twelve classes, as Berlin's Monitoring Soziale Stadtentwicklung makes them.

Every indicator is standardised over the areas, the standard scores are added up with equal weight, and the sums are
standardised again: the index. Four classes of the status index and three of the trend index make twelve.

Source: Senatsverwaltung für Stadtentwicklung, Bauen und Wohnen Berlin, Monitoring Soziale Stadtentwicklung Berlin
2021 (method since 2013). Tested against its published figures for 536 Planungsräume: the same classes.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.similarity import standardised

STATUS = ("high", "middle", "low", "very_low")
STATUS_BOUNDS = (-1.0, 1.0, 1.5)
TREND = ("positive", "stable", "negative")
TREND_BOUNDS = (-1.0, 1.0)
"""In standard deviations of the index; both bounds of the middle class belong to it."""


def index(values: pd.DataFrame) -> pd.Series:
    """Standardised sum of standard scores: ``I_i = z( Σ_k z(x_k)_i )``; more means more need.

    Args:
        values: one row an area, one column an indicator, turned so that more means more need; NaN where not known.

    Returns:
        Series ``index`` indexed as ``values``, mean 0 and standard deviation 1; NaN where an indicator is not known.
        An indicator that is the same everywhere adds nothing. Standard scores are taken over the areas that know all.

    Example:
        >>> import pandas as pd
        >>> index(pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [10.0, 30.0, None]})).tolist()
        [-1.0, 1.0, nan]
    """
    known = values.dropna()
    scores = standardised(known).dropna(axis=1, how="all")
    total = pd.DataFrame({"index": scores.sum(axis=1)}) if len(scores.columns) else pd.DataFrame({"index": []})
    return standardised(total)["index"].reindex(values.index).astype(float)


def status(of: pd.Series) -> pd.Series:
    """Class of the status index: high below −1, middle to 1, low above 1 to 1.5, very low above 1.5.

    Args:
        of: status index, NaN where not known.

    Returns:
        Text Series ``status`` indexed as ``of``, a code of :data:`STATUS`, missing where not known.

    Example:
        >>> import pandas as pd
        >>> status(pd.Series([-1.01, -1.0, 1.0, 1.01, 1.5, 1.51])).tolist()
        ['high', 'middle', 'middle', 'low', 'low', 'very_low']
    """
    return _classes(of, STATUS_BOUNDS, STATUS).rename("status")


def trend(of: pd.Series) -> pd.Series:
    """Class of the trend index (index of the changes): positive below −1, stable to 1, negative above.

    Args:
        of: trend index, NaN where not known.

    Returns:
        Text Series ``trend`` indexed as ``of``, a code of :data:`TREND`, missing where not known.

    Example:
        >>> import pandas as pd
        >>> trend(pd.Series([-1.2, -1.0, 0.0, 1.0, 1.2])).tolist()
        ['positive', 'stable', 'stable', 'stable', 'negative']
    """
    return _classes(of, TREND_BOUNDS, TREND).rename("trend")


def _classes(of: pd.Series, bounds: tuple[float, ...], codes: tuple[str, ...]) -> pd.Series:
    # a middle class has both its bounds: the lower one as "not below", the others as "not above"
    known = of.to_numpy(dtype=float)
    above = (known >= bounds[0]).astype(int) + sum((known > bound).astype(int) for bound in bounds[1:])
    return pd.Series(np.array(codes, dtype=object)[above], index=of.index).astype("str").where(of.notna())
