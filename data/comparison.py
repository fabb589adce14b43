"""Comparisons: the same figures of two to four areas, of two days, or of two cities, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from data.figures import Figures
from data.indicators import Indicator
from data.snapshot import Snapshot
from geo.drift import relative_change

MOST_AREAS = 4

Evaluate = Callable[[Snapshot, str, str, date], Figures]
"""Figures of an indicator (by code) at a level, as of a day."""


@dataclass(frozen=True)
class Part:
    """One side of a comparison.

    Attributes:
        of: the city as the viewer may use it.
        level: code of the level.
        on: the day.
        area: area id, "" for the whole city.
    """

    of: Snapshot
    level: str
    on: date
    area: str = ""


def compare(parts: Sequence[Part], indicators: Sequence[Indicator], evaluate: Evaluate) -> pd.DataFrame:
    """Every indicator for every part, with its difference to the first part.

    Args:
        parts: two or more.
        indicators: what is compared; one that no part knows is left out.
        evaluate: how figures are found: as of a day for parts of one day, as counted on it for two days, so that one
            figure is never taken for two (:func:`data.series.counted`).

    Returns:
        One row an indicator and part: ``indicator`` (code), ``part`` (0, 1, …), ``value``, ``marker`` ("", missing,
        secret), ``absolute`` (value less that of part 0), ``relative`` (as a share of part 0; NaN where that is not
        above 0), ``since`` and ``until`` (dates of the figures used), ``sources`` (ids, a tuple). Differences are
        NaN for part 0, and where either value is not known; they are taken between the figures as shown, rounded.
    """
    rows = []
    for indicator in indicators:
        found = [_row(evaluate(part.of, indicator.code, part.level, part.on), part) for part in parts]
        if any(row["value"] == row["value"] for row in found):
            rows += [{"indicator": indicator.code, "part": number, **row} for number, row in enumerate(found)]
    columns = ["indicator", "part", "value", "marker", "since", "until", "sources"]
    table = pd.DataFrame(rows, columns=columns)
    decimals = {indicator.code: indicator.decimals for indicator in indicators}
    shown = pd.Series(
        [round(value, decimals[code]) for code, value in zip(table["indicator"], table["value"], strict=True)],
        index=table.index,
        dtype=float,
    )
    first = shown.where(table["part"] == 0).groupby(table["indicator"]).transform("first").astype(float)
    others = table["part"] > 0
    table["absolute"] = (shown - first).where(others)
    table["relative"] = relative_change(first, shown).where(others)
    return table[["indicator", "part", "value", "marker", "absolute", "relative", "since", "until", "sources"]]


def _row(found: Figures, part: Part) -> dict[str, object]:
    value, marker = found.total, "" if found.total == found.total else "missing"
    if part.area:
        value, marker = found.table["value"].astype(float)[part.area], str(found.table["marker"][part.area])
    first, last = found.stand or (None, None)
    return {"value": value, "marker": marker, "since": first, "until": last, "sources": found.sources}


def change(before: Figures, after: Figures) -> pd.DataFrame:
    """An indicator at two days, area by area.

    Args:
        before: figures as counted on the first day.
        after: of the same level on the last.

    Returns:
        By area id: ``before``, ``after``, ``absolute``, ``relative``; NaN where one of them is not known. Differences
        are taken between the figures as shown, rounded.
    """
    decimals = after.indicator.decimals
    first, last = (one.table["value"].astype(float).round(decimals) for one in (before, after))
    absolute = (last - first).round(decimals) + 0.0
    return pd.DataFrame(
        {"before": first, "after": last, "absolute": absolute, "relative": relative_change(first, last)}
    )


def unlike(parts: Sequence[Part], found: pd.DataFrame, indicator: str) -> list[str]:
    """Why two cities' figures of an indicator may not be alike, as codes.

    Returns:
        Of ``stand`` (dates of the figures differ), ``source`` (they come from different sources), ``demo`` (some are
        invented), ``schematic`` (boundaries of the level are drawn for demonstration), ``levels`` (the levels are
        not the same kind of area).
    """
    rows = found[found["indicator"] == indicator]
    said = []
    if rows["until"].nunique(dropna=False) > 1 or rows["since"].nunique(dropna=False) > 1:
        said.append("stand")
    titles = {tuple(sorted(_titles(part.of, used))) for part, used in zip(parts, rows["sources"], strict=True)}
    if len(titles) > 1:
        said.append("source")
    if any(part.of.is_demo(set(used)) for part, used in zip(parts, rows["sources"], strict=True)):
        said.append("demo")
    if any(part.of.is_schematic(part.level) for part in parts):
        said.append("schematic")
    if len({part.level for part in parts}) > 1:
        said.append("levels")
    return said


def _titles(of: Snapshot, ids: Sequence[str]) -> set[str]:
    known = of.sources.reindex(list(ids))
    return {f"{publisher} {title}" for publisher, title in zip(known["publisher"], known["title"], strict=True)}


def rising(table: pd.DataFrame) -> tuple[int, int, int, int]:
    """In how many areas a figure rose, fell, stayed, and is not known at both days (:func:`change`)."""
    signs = np.sign(table["absolute"].dropna())
    return int((signs > 0).sum()), int((signs < 0).sum()), int((signs == 0).sum()), len(table) - len(signs)
