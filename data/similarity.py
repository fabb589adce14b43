"""Areas of a city that are alike, by what is known of the people who live there."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.figures import count_of, figures
from data.indicators import Statistic, catalogue
from data.snapshot import Snapshot
from geo.rates import rate
from geo.similarity import distances

PROFILE = (
    *("density", "foreigners_share", "protection_seekers", "children_0_5"),
    *("jobseekers", "single_parents"),
)
"""Indicators of the catalogue that make up an area's profile; counts are taken per 100 inhabitants.

Only who lives there, not what stands there: areas with like people and unlike supply are worth comparing.
"""

LEAST = 3
"""Two areas are compared where they share so many known indicators, or all there are where those are fewer."""


def profile(of: Snapshot, level: str, on: date) -> pd.DataFrame:
    """The indicators by which areas are compared, as of a day.

    Returns:
        Frame indexed by area id, a column an indicator of :data:`PROFILE` with at least two values (rates as in the
        catalogue, counts per 100 inhabitants), NaN where not known.
    """
    inhabitants = count_of(of, Statistic("population", "total"), level, on).total
    columns = {}
    for code in PROFILE:
        indicator = catalogue()[code]
        found = figures(of, indicator, level, on).table["value"]
        found = rate(found, inhabitants, per=100) if indicator.form == "count" else found
        if found.nunique() > 1:
            columns[code] = found
    return pd.DataFrame(columns, index=of.level(level).index)


def similar(
    of: Snapshot, level: str, area: str, on: date, count: int = 5, *, known: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Areas most like one area, nearest first: standardised Euclidean distance (:func:`geo.similarity.distances`).

    Args:
        of: the city as the viewer may use it.
        level: code of the level.
        area: area id.
        on: the day.
        count: number of areas wanted; fewer come back where fewer can be compared.
        known: what :func:`profile` found, for callers that keep it.

    Returns:
        Frame indexed by area id: ``distance`` (1 = one standard deviation apart in each indicator) and ``used``
        (codes of the indicators that both know, a tuple).

    Raises:
        geo.similarity.UnknownAreaError: the level has no such area.
    """
    known = profile(of, level, on) if known is None else known
    found = distances(known, area, least=min(LEAST, max(1, len(known.columns))))
    shared = known.notna().to_numpy(dtype=bool) & known.loc[[area]].notna().to_numpy(dtype=bool)
    found["used"] = [tuple(known.columns[both]) for both in shared]
    found = found.drop(index=area).dropna(subset="distance")
    return found.sort_values("distance", kind="stable")[["distance", "used"]].head(count)
