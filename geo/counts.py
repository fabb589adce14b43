"""Counts of persons and places: 0 or more, or not known."""

from __future__ import annotations

import numpy as np
import pandas as pd

PLAY = 1e-9
"""What a computed figure may be off through rounding alone: 65.0000000001 places are 65, and 2/3 is two thirds."""


class NegativeError(ValueError):
    """A count is below 0."""


def count(values: pd.Series, name: str) -> np.ndarray:
    """Counts as an array, NaN where not known.

    Args:
        values: persons or places.
        name: what they are, for the error.

    Raises:
        NegativeError: a count is below 0.

    Example:
        >>> import pandas as pd
        >>> count(pd.Series([3, None], dtype="Int64"), "places").tolist()
        [3.0, nan]
    """
    found = values.to_numpy(dtype=float, na_value=np.nan)
    if (found < 0).any():
        raise NegativeError(f"{name} is {np.nanmin(found)} somewhere, expected 0 or more")
    return found
