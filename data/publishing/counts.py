"""The counts of a city that may be published, exactly as they are: what the profile is laid over."""

from __future__ import annotations

import pandas as pd

from data.contracts import TABLES
from data.errors import DataRefusedError, Problem
from data.publishing.allowed import Allowed
from data.publishing.sums import sums_over_sites
from data.snapshot import Snapshot

KEY = ["indicator", "group", "area_id", "as_of"]
"""What names a count."""

COLUMNS = [*KEY, "value", "marker", "source_id", "sites"]


def counts(of: Snapshot, allowed: Allowed) -> pd.DataFrame:
    """All counts that the allow-list names: figures about areas, and sums over sites.

    Args:
        of: every row of the city.
        allowed: the list.

    Returns:
        Columns :data:`COLUMNS`, one row a count, sorted by :data:`KEY`; ``sites`` is missing for figures. A count
        of too few sites has the marker ``secret`` and its value.

    Raises:
        DataRefusedError: a figure is no count (negative, or not whole).
    """
    figures = allowed.counts(of.statistics, of.areas["level"])[list(TABLES["statistics"].columns)]
    wrong = figures[(figures["value"] < 0) | (figures["value"] % 1 > 0)]
    if len(wrong):
        raise DataRefusedError(_no_count(row) for row in wrong.to_dict("records"))
    sums = sums_over_sites(of, allowed.sums)
    known = [part for part in (figures.assign(sites=float("nan")), sums) if len(part)]
    if not known:
        return pd.DataFrame(columns=COLUMNS)
    found = pd.concat(known, ignore_index=True).astype({"value": float, "sites": float})
    return found[COLUMNS].drop_duplicates(KEY).sort_values(KEY, ignore_index=True)


def _no_count(row: dict[object, object]) -> Problem:
    values = {key: _plain(row[key]) for key in KEY} | {"value": str(row["value"])}
    return Problem("not_a_count", column="value", value=str(row["value"]), values=values)


def _plain(value: object) -> str:
    return f"{value:%Y-%m-%d}" if isinstance(value, pd.Timestamp) else str(value)
