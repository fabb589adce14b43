"""Measures held against the data: where each stands, whether it is in time, and what it lacks (U1, U5).

A measure without owner, date, indicator, target group or area stays "one should": the check names what is missing.
Its current value is taken from the data, for the area it is about, and never typed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from data.contracts import DOMAINS
from data.errors import UsageError
from data.figures import Figures, figures
from data.gap_figures import gap_figures
from data.indicators import Indicator, Measured, find
from data.snapshot import Snapshot
from geo.progress import expected, progress

LIGHTS = ("overdue", "at_risk", "unknown", "on_track", "done", "dropped")
"""Codes of the traffic light, the most urgent first.

``dropped``: given up. ``done``: done, or the figure has reached its target. ``overdue``: the due date is past.
``at_risk``: the figure moves the wrong way; or it is due within :data:`SOON` days and has not begun; or the figure is
behind an even pace over the last year before the due date (:func:`geo.progress.expected`). ``on_track``: the figure
keeps that pace. ``unknown``: none of these can be said, for want of a date or a progress.
"""

FLAGS = ("responsible", "due", "indicator", "target_group", "area", "target", "no_data", "not_reached")
"""Codes of the check: the column that is empty (``area``: ``area_id``), ``no_data`` where the indicator has no value
there, ``not_reached`` where it is called done although the figure has not reached its target."""

EMPTY = {"responsible": "responsible", "indicator": "indicator", "target_group": "target_group", "area": "area_id"}
SOON = 90
"""Days before the due date by which a measure should have begun."""

REACHED = 1 - 1e-9
"""Progress from which a target is reached: figures are divisions."""

CLOSED = ("done", "dropped")
NOT_BEGUN = ("proposed", "decided")

Evaluate = Callable[[Snapshot, Indicator, str, date], Figures]


def evaluated(of: Snapshot, indicator: Indicator, level: str, on: date) -> Figures:
    """An indicator for every area of a level: one of the catalogue, the city's own, or a measure of a gap."""
    evaluate = gap_figures if isinstance(indicator.numerator, Measured) else figures
    return evaluate(of, indicator, level, on)


def measures_of(of: Snapshot, on: date, *, evaluate: Evaluate = evaluated) -> pd.DataFrame:
    """Every measure that the viewer may see, as it stands on a day; the most urgent first.

    Args:
        of: the city as the viewer may use it.
        on: the day: figures are the latest not after it, days to the due date count from it.
        evaluate: how an indicator is evaluated, for callers that keep figures.

    Returns:
        Rows by ``measure_id`` with the columns of the contract, ``current`` (value of the indicator for the area, of
        the whole city where no area is named; NaN where unknown), ``marker`` of it, ``current_stand`` (date of the
        latest figure in it, NaT), ``days`` to the due date, ``progress`` (:func:`geo.progress.progress`), ``light``
        (of :data:`LIGHTS`), ``flags`` (tuple of :data:`FLAGS`) and ``source_ids`` (tuple: of the measure, and of the
        figures).
    """
    rows = of.measures.set_index("measure_id")
    known: dict[tuple[str, str], Figures | None] = {}
    currents = [_current(of, str(area), str(code), on, evaluate, known) for area, code in _subjects(rows)]
    columns = ["current", "marker", "current_stand", "figure_sources"]
    rows = rows.join(pd.DataFrame(currents, index=rows.index, columns=columns))
    rows["current"] = rows["current"].astype(float)
    rows["current_stand"] = pd.to_datetime(rows["current_stand"])
    rows["days"] = (rows["due"] - pd.Timestamp(on)).dt.days
    rows["progress"] = progress(rows["current"], rows["baseline"], rows["target"])
    rows["light"] = lights(rows)
    rows["flags"] = flags(rows)
    own = zip(rows["source_id"], rows.pop("figure_sources"), strict=True)
    rows["source_ids"] = [tuple(dict.fromkeys(filter(None, (source, *used)))) for source, used in own]
    return rows.iloc[np.lexsort((rows.index, rows["due"].fillna(pd.Timestamp.max), rows["light"].map(LIGHTS.index)))]


def lights(rows: pd.DataFrame) -> pd.Series:
    """The traffic light of each measure (:data:`LIGHTS`).

    Args:
        rows: columns ``status``, ``days`` and ``progress``.
    """
    idle = rows["status"].isin(NOT_BEGUN) & (rows["days"] <= SOON)
    behind = rows["progress"] < expected(rows["days"])
    conditions = {
        "dropped": rows["status"] == "dropped",
        "done": (rows["status"] == "done") | (rows["progress"] >= REACHED),
        "overdue": rows["days"] < 0,
        "at_risk": (rows["progress"] < 0) | idle | behind,
        "on_track": rows["progress"].notna() & rows["days"].notna(),
    }
    found = np.select([condition.to_numpy(dtype=bool) for condition in conditions.values()], [*conditions], "unknown")
    return pd.Series(found, index=rows.index, dtype="str", name="light")


def flags(rows: pd.DataFrame) -> pd.Series:
    """What each measure lacks (:data:`FLAGS`), as tuples; one that was dropped lacks nothing any more.

    Args:
        rows: columns of the contract with ``current`` and ``progress``.
    """
    lacks = {name: rows[column] == "" for name, column in EMPTY.items()}
    lacks |= {"due": rows["due"].isna(), "target": rows["target"].isna()}
    lacks["no_data"] = (rows["indicator"] != "") & rows["current"].isna()
    lacks["not_reached"] = (rows["status"] == "done") & (rows["progress"] < REACHED)
    open_ = rows["status"] != "dropped"
    table = pd.DataFrame({name: lacks[name] & open_ for name in FLAGS}, index=rows.index)
    found = [tuple(name for name in FLAGS if row[name]) for row in table.to_dict("records")]
    return pd.Series(found, index=rows.index, dtype="object", name="flags")


def summary(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """How many measures stand how, by department (``responsible``) or ``domain``; most overdue first.

    Args:
        rows: as :func:`measures_of` gives them.
        by: column that names the groups.

    Returns:
        By group ("" where none is named): ``count``, ``open`` (neither done nor dropped), one column a light of
        :data:`LIGHTS`, and ``flagged`` (measures that lack something).
    """
    counted = pd.DataFrame({light: (rows["light"] == light).astype(int) for light in LIGHTS}, index=rows.index)
    counted["count"] = 1
    counted["open"] = (~rows["light"].isin(CLOSED)).astype(int)
    counted["flagged"] = rows["flags"].map(bool).astype(int)
    sums = counted.groupby(rows[by]).sum()
    order = {domain: position for position, domain in enumerate(DOMAINS)}
    last = sums.index.map(lambda name: (name == "", order.get(name, len(order)), name))
    keys = sums.assign(last=last)
    return sums.loc[keys.sort_values(["overdue", "at_risk", "last"], ascending=[False, False, True]).index]


def _subjects(rows: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(rows["area_id"], rows["indicator"], strict=True))


def _current(
    of: Snapshot, area: str, code: str, on: date, evaluate: Evaluate, known: dict[tuple[str, str], Figures | None]
) -> tuple[float, str, date | None, tuple[str, ...]]:
    """Value, marker, date and sources of an indicator in an area; of the whole city where no area is named."""
    nothing = (float("nan"), "missing", None, ())
    areas = of.areas
    level = of.city.levels[0].code if not area else str(areas["level"].get(area, ""))
    if not code or not level:
        return nothing
    if (code, level) not in known:
        try:
            known[code, level] = evaluate(of, find(code), level, on)
        except UsageError:  # the indicator, or its service, is none of this city any more
            known[code, level] = None
    found = known[code, level]
    if found is None:
        return nothing
    if area:
        value, marker = float(found.table["value"].loc[area]), str(found.table["marker"].loc[area])
    else:
        value, marker = found.total, "" if found.total == found.total else "missing"
    return value, marker, found.stand[1] if found.stand else None, found.sources
