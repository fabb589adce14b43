"""Which areas rows mean: by key, or by a proposal that somebody accepted."""

from __future__ import annotations

import pandas as pd

from data.errors import Problem
from data.importing.options import Options
from data.importing.place import Place


def matched_areas(
    table: str, frame: pd.DataFrame, place: Place, options: Options
) -> tuple[pd.DataFrame, list[Problem]]:
    """Rows with ``area_id`` as the city has it.

    Returns:
        The rows (without those of unknown areas where that was asked for), and what was found: keys that lost
        their zeros, names close to a name of the city, keys of another vintage.
    """
    return frame, []
