"""How a measure came to what it is: every change of it, out of the editions (U1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import sqlalchemy as sa

from data import rows as stored
from data import schema
from data.audiences import Audience, Viewer, visible_measures
from data.edits import Record, equal, records
from data.roles import present
from data.store import Store

NAME = "measures"


@dataclass(frozen=True)
class MeasureChange:
    """One cell of a measure that changed, or the measure as a whole where ``column`` is "".

    Attributes:
        edition: of the measures, in which that happened.
        at: when, ISO 8601 in UTC.
        actor: who, "" for those who may not know.
        column: of the contract; "" where the measure came, and where it came back.
        was: cell before.
        now: cell after.
    """

    edition: int
    at: str
    actor: str
    column: str
    was: Any = None
    now: Any = None


def measure_history(store: Store, city: str, measure_id: str, *, viewer: Viewer) -> list[MeasureChange]:
    """Every change of a measure, the latest first.

    Managers learn who made it; the council learns what and when, of the states that it may see; the public learns
    nothing: to it a measure is what is published of it today.

    Args:
        store: where.
        city: slug.
        measure_id: key.
        viewer: who asks.
    """
    viewer = present(viewer)
    if viewer.audience < Audience.COUNCIL:
        return []
    if measure_id not in set(store.read(city, NAME, viewer=viewer)["measure_id"]):
        return []
    rows, known = schema.rows[NAME], schema.editions
    columns = list(stored.dtypes_of(NAME))
    query = sa.select(rows.c.added_in, rows.c.removed_in, *(rows.c[column] for column in columns))
    query = query.where(rows.c.city == city, rows.c.measure_id == measure_id).order_by(rows.c.added_in)
    made = sa.select(known.c.edition, known.c.at, known.c.actor)
    made = made.where(known.c.city == city, known.c.table_name == NAME)
    with store.connect() as connection:
        states = [(row[0], row[1], stored.completed(NAME, tuple(row[2:]))) for row in connection.execute(query)]
        who = {edition: (at, actor) for edition, at, actor in connection.execute(made)}
    frame = stored.to_frame(NAME, [cells for _, _, cells in states], "")
    seen = set(visible_measures(frame, viewer).index)
    found: list[MeasureChange] = []
    before: Record | None = None
    gone_in: int | None = None
    for position, row in enumerate(records(frame)):
        added, removed, _ = states[position]
        if position not in seen:
            before = None
            continue
        at, actor = who[added]
        about = (added, at, actor if viewer.audience == Audience.MANAGER else "")
        if before is None or gone_in != added:
            found.append(MeasureChange(*about, ""))
        else:
            for column in columns:
                if not equal(before[column], row[column]):
                    found.append(MeasureChange(*about, column, _cell(before[column]), _cell(row[column])))
        before, gone_in = row, removed
    return found[::-1]


def _cell(value: Any) -> Any:
    return None if not isinstance(value, str) and pd.isna(value) else value
