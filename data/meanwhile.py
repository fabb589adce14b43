"""Two managers at once: what somebody else has changed since a row was read, and whether that stands in the way.

The rule: rows that nobody else has touched since are merged. A row that somebody else has touched is a conflict,
even where the other changed another column: the columns of a row belong together (an address and its position), so
a person decides. Only where the other has written the very same is there nothing to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from data.audiences import Viewer
from data.differences import Difference, difference
from data.edits import Edit, Key, Record, by_key, changed, equal, key_of, records
from data.errors import ChangedMeanwhileError
from data.store import Edition, Store


@dataclass(frozen=True)
class Meanwhile:
    """One cell (or a whole row, where ``column`` is "") that somebody else has changed since it was read.

    Attributes:
        table: name.
        key: of the row.
        column: "" where the row was added or removed as a whole.
        was: as read, missing where the row was not there.
        now: as it stands, missing where the row is gone.
        gone: whether the row is no longer there.
        actor: who changed the row last.
        at: when, ISO 8601 in UTC.
        edition: of the table, in which that happened.
    """

    table: str
    key: Key
    column: str
    was: Any
    now: Any
    gone: bool
    actor: str
    at: str
    edition: int


class RowsChangedError(ChangedMeanwhileError):
    """Rows to be changed were changed by somebody else since they were read; nothing was stored.

    Attributes:
        changes: what the other has changed.
        editions: table to the edition that stands; who has seen the changes may ask again with these.
    """

    code = "rows_changed_meanwhile"

    def __init__(self, changes: Iterable[Meanwhile], editions: Mapping[str, int]) -> None:
        self.changes = tuple(changes)
        self.editions = dict(editions)
        super().__init__(count=len({(one.table, one.key) for one in self.changes}))


def needed(edits: Sequence[Edit], stand: Mapping[str, pd.DataFrame], theirs: Mapping[str, Difference]) -> list[Edit]:
    """The edits without what is already as read: what nobody asked to change shall not overwrite anything."""
    base = {name: by_key(name, frame) for name, frame in stand.items()}
    for name, between in theirs.items():
        base[name] |= by_key(name, between.before)
    found = []
    come = {name: by_key(name, between.added) for name, between in theirs.items()}
    for edit in edits:
        if edit.what == "add" and _agreed(edit, come.get(edit.table, {}).get(edit.key)):
            continue
        read = base[edit.table].get(edit.key)
        if edit.what != "change" or read is None:
            found.append(edit)
            continue
        if values := changed(read, edit.values):
            found.append(replace(edit, values=values))
    return found


def conflicts(
    store: Store, city: str, edits: Sequence[Edit], theirs: Mapping[str, Difference], viewer: Viewer
) -> list[Meanwhile]:
    """What others have changed in rows that the edits want to change, too.

    Args:
        store: for who and when.
        city: slug.
        edits: as :func:`needed` leaves them.
        theirs: table to what has changed between the edition read and the present one.
        viewer: a manager.
    """
    found = []
    removed = {edit.about for edit in edits if edit.table == "sites" and edit.what == "remove"}
    for name, between in theirs.items():
        asked = {edit.key: edit for edit in edits if edit.table == name}
        rows = by_key(name, between.added) | by_key(name, between.after)
        for key, cells in _touched(name, between).items():
            mine = asked.get(key) or (Edit("remove", name, key) if str(key[0]) in removed else None)
            if mine is not None and not _agreed(mine, rows.get(key)):
                made = _made(store, city, name, key, between, viewer)
                found += [Meanwhile(name, key, *cell, made.actor, made.at, made.edition) for cell in cells]
    return found


def _touched(name: str, between: Difference) -> dict[Key, list[tuple[str, Any, Any, bool]]]:
    """By key: column, cell as read, cell as it stands, whether the row is gone."""
    found: dict[Key, list[tuple[str, Any, Any, bool]]] = {}
    for row in records(between.added):
        found[key_of(name, row)] = [("", None, None, False)]
    for row in records(between.removed):
        found[key_of(name, row)] = [("", None, None, True)]
    pairs = zip(records(between.before), records(between.after), strict=True)
    for old, new in pairs:
        differing = [
            (column, old[column], new[column], False) for column in old if not equal(old[column], new[column])
        ]
        found[key_of(name, new)] = differing
    return found


def _agreed(mine: Edit, theirs: Record | None) -> bool:
    """Whether the other did just what this edit would do; ``theirs`` is None where the row is gone."""
    if theirs is None or mine.what == "remove":
        return theirs is None and mine.what == "remove"
    return all(equal(theirs[column], value) for column, value in mine.values.items())


def _made(store: Store, city: str, name: str, key: Key, between: Difference, viewer: Viewer) -> Edition:
    """The edition in which a row was touched last."""
    made = {one.edition: one for one in store.history(city, name, viewer=viewer)}
    for edition in range(between.newer, between.older, -1):
        if key in _touched(name, difference(store, city, name, edition, viewer=viewer)):
            return made[edition]
    return made[between.newer]
