"""What has changed in a city since an earlier state: table by table, as far as a viewer may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import sqlalchemy as sa

from data import rows as stored
from data import schema
from data.audiences import Viewer
from data.contracts import TABLES
from data.past import Past, past
from data.snapshot import Snapshot
from data.store import Store

APART = ("agendas",)
"""Tables that no view shows figures of."""


@dataclass(frozen=True)
class Change:
    """What has changed in one table.

    Attributes:
        table: name, ``city`` for the settings.
        at: when it was changed last.
        added: rows that are new, None where nobody can tell (the published file keeps no earlier rows).
        changed: rows that say something else.
        removed: rows that are gone.
    """

    table: str
    at: datetime
    added: int | None = None
    changed: int | None = None
    removed: int | None = None


@dataclass(frozen=True)
class Since:
    """An earlier state of a city held against the present one.

    Attributes:
        state: its number.
        at: when it began.
        changes: tables that differ for the viewer, by name.
        can_go_back: whether the city can be shown as it was.
    """

    state: int
    at: datetime
    changes: tuple[Change, ...]
    can_go_back: bool


def since(store: Store, city: str, state: int, *, viewer: Viewer) -> Since:
    """What a viewer sees differently today.

    Rows are counted among those that the viewer may see, then or today: that a protected shelter came or went is no
    change for anyone below manager.

    Args:
        store: where from.
        city: slug.
        state: number of the earlier state (:meth:`data.store.Store.state`).
        viewer: who asks.

    Raises:
        UnknownCityError: there is none that the viewer may see.
        UnknownStateError: the city has never stood like that.
    """
    store.city(city, viewer=viewer)
    at = datetime.fromisoformat(store.stood_since(city, state))
    times = _times(store, city)
    if not store.keeps_past:
        later = [Change(name, moment) for name, moment in sorted(times.items()) if moment > at and name not in APART]
        return Since(state, at, tuple(later), can_go_back=False)
    before = store.editions(city, at=state)
    now = store.editions(city)
    touched = [name for name in now if now[name] > before[name] and name not in APART]
    earlier = past(store, city, before, viewer=viewer)
    today = Snapshot(store, city, viewer)
    changes = [_change(name, earlier, today, times[name]) for name in touched]
    told = tuple(one for one in changes if one.added or one.changed or one.removed)
    return Since(state, at, told, can_go_back=bool(before["areas"] and before["city"]))


def _times(store: Store, city: str) -> dict[str, datetime]:
    """When each table was changed last."""
    known = schema.editions
    query = sa.select(known.c.table_name, sa.func.max(known.c.at)).where(known.c.city == city)
    with store.connect() as connection:
        found = connection.execute(query.group_by(known.c.table_name)).all()
    return {str(name): datetime.fromisoformat(at) for name, at in found}


def _change(name: str, earlier: Past, today: Snapshot, at: datetime) -> Change:
    if name == "city":
        return Change(name, at, 0, int(earlier.city != today.city), 0)
    old, new = _rows(name, earlier.seen_then(name)), _rows(name, today.table(name))
    changed = sum(old[key] != row for key, row in new.items() if key in old)
    return Change(name, at, len(new.keys() - old.keys()), changed, len(old.keys() - new.keys()))


def _rows(name: str, frame: pd.DataFrame) -> dict[tuple[object, ...], stored.Row]:
    """Rows as stored, by key."""
    columns = list(TABLES[name].columns)
    positions = [columns.index(column) for column in TABLES[name].key]
    return {tuple(row[position] for position in positions): row for row in stored.to_rows(name, frame)}
