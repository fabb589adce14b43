"""What one edition of a table has that another has not: rows added, removed and changed, found without reading both.

The store keeps each row with the editions it belongs to, so only rows that came or went in between are read. A row
that went and came back as it was (a change taken back) is no difference.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
import sqlalchemy as sa

from data import rows as stored
from data import schema
from data.audiences import Viewer, require_manager, without_positions
from data.contracts import table as contract_of
from data.errors import UnknownEditionError
from data.roles import present
from data.store import Store

GEOMETRY = "geometry"


@dataclass(frozen=True)
class Difference:
    """Two editions of a table held against each other; all frames in the types of the contract, sorted by key.

    Attributes:
        city: slug.
        table: name of the table, ``city`` for the settings.
        older: number of the edition compared with, 0 for the empty table.
        newer: number of the edition.
        added: rows that only the newer one has.
        removed: rows that only the older one has.
        before: rows that both have, by key, with different cells: as they were.
        after: the same rows in the same order: as they are.
    """

    city: str
    table: str
    older: int
    newer: int
    added: pd.DataFrame
    removed: pd.DataFrame
    before: pd.DataFrame
    after: pd.DataFrame

    @property
    def is_empty(self) -> bool:
        """Whether both editions say the same."""
        return not (len(self.added) or len(self.removed) or len(self.after))

    @cached_property
    def cells(self) -> pd.DataFrame:
        """Each changed cell: columns ``row`` (of ``before`` and ``after``), ``column``, ``old`` and ``new``.

        Of a geometry that differs, ``old`` is missing and ``new`` is how far a point moved in metres, or by how
        many km² an area grew or shrank; missing, too, where a point came or went.
        """
        old, new = (stored.to_rows(self.table, frame) for frame in (self.before, self.after))
        found = [
            (row, column, *_cell(self.before, self.after, row, column))
            for row, (one, other) in enumerate(zip(old, new, strict=True))
            for column, was, now in zip(stored.dtypes_of(self.table), one, other, strict=True)
            if was != now
        ]
        return pd.DataFrame(found, columns=["row", "column", "old", "new"], dtype="object")

    def applied(self, older: pd.DataFrame) -> pd.DataFrame:
        """The content of the newer edition, made from that of the older one."""
        key = list(stored.key_of(self.table))
        gone = {_key(row) for row in _tuples(pd.concat([self.removed[key], self.before[key]]))}
        kept = older[np.array([_key(row) not in gone for row in _tuples(older[key])], dtype=bool)]
        coming = [row for frame in (kept, self.added, self.after) for row in stored.to_rows(self.table, frame)]
        positions = [list(stored.dtypes_of(self.table)).index(column) for column in key]
        coming.sort(key=lambda row: tuple(row[position] or "" for position in positions))
        return stored.to_frame(self.table, coming, str(getattr(older, "crs", None) or ""))


def difference(
    store: Store, city: str, table: str, edition: int, *, viewer: Viewer, since: int | None = None
) -> Difference:
    """Hold an edition against an earlier one.

    Args:
        store: where from.
        city: slug.
        table: name, or ``city`` for the settings.
        edition: number of the edition.
        viewer: a manager; history shows every row.
        since: number of the other edition, by default the one before; the larger number is the newer one.

    Raises:
        NotAllowedError: the viewer is no manager.
        UnknownEditionError: the table has no such edition.
        UnknownTableError: there is no such table.
    """
    require_manager(present(viewer))
    crs = store.city(city, viewer=viewer).crs
    if table != "city":
        contract_of(table)
    latest = store.edition(city, table)
    older, newer = sorted((edition, edition - 1 if since is None else since))
    for number in (older, newer):
        if not 0 <= number <= latest:
            raise UnknownEditionError(table=table, edition=number)
    came, went = _between(store, city, table, older, newer)
    both = sorted(came.keys() & went.keys(), key=_sortable)
    changed = [key for key in both if came[key] != went[key]]
    frames = {
        "added": [came[key] for key in sorted(came.keys() - went.keys(), key=_sortable)],
        "removed": [went[key] for key in sorted(went.keys() - came.keys(), key=_sortable)],
        "before": [went[key] for key in changed],
        "after": [came[key] for key in changed],
    }
    made = {name: stored.to_frame(table, rows, crs) for name, rows in frames.items()}
    return Difference(city, table, older, newer, **made)


def for_people(store: Store, found: Difference) -> Difference:
    """The same difference as people may read it: without the positions of protected shelters, present and former."""
    if found.table != "sites":
        return found
    hidden = store.protected(found.city, ever=True)
    names = ("added", "removed", "before", "after")
    shown: dict[str, Any] = {name: without_positions(getattr(found, name), hidden) for name in names}
    return replace(found, **shown)


def moved(before: pd.DataFrame, after: pd.DataFrame) -> pd.Series:
    """Metres between two positions of the same rows, missing where one of them is none."""
    found = shapely.distance(before[GEOMETRY].to_numpy(), after[GEOMETRY].to_numpy())
    return pd.Series(found, index=after.index, name="moved")


def grown(before: pd.DataFrame, after: pd.DataFrame) -> pd.Series:
    """By how many km² areas are larger than before."""
    sizes = [shapely.area(frame[GEOMETRY].to_numpy()) for frame in (before, after)]
    return pd.Series((sizes[1] - sizes[0]) / 1e6, index=after.index, name="grown")


Rows = dict[tuple[Any, ...], stored.Row]


def _between(store: Store, city: str, table: str, older: int, newer: int) -> tuple[Rows, Rows]:
    """By key: rows of the newer edition that the older has not, and the other way round."""
    rows = schema.rows[table]
    columns = list(stored.dtypes_of(table))
    in_older = sa.and_(rows.c.added_in <= older, sa.func.coalesce(rows.c.removed_in, older + 1) > older)
    in_newer = sa.and_(rows.c.added_in <= newer, sa.func.coalesce(rows.c.removed_in, newer + 1) > newer)
    wanted = sa.select(*(rows.c[column] for column in columns)).where(rows.c.city == city)
    positions = [columns.index(column) for column in stored.key_of(table)]
    with store.connect() as connection:
        came = connection.execute(wanted.where(in_newer, sa.not_(in_older))).all()
        went = connection.execute(wanted.where(in_older, sa.not_(in_newer))).all()

    def by_key(found: Iterable[Any]) -> Rows:
        return {tuple(row[position] for position in positions): stored.completed(table, tuple(row)) for row in found}

    return by_key(came), by_key(went)


def _cell(before: pd.DataFrame, after: pd.DataFrame, row: int, column: str) -> tuple[Any, Any]:
    if column != GEOMETRY:
        return before[column].iloc[row], after[column].iloc[row]
    one, other = before[GEOMETRY].iloc[row], after[GEOMETRY].iloc[row]
    if one is None or other is None:
        return None, None
    if one.geom_type == "Point":
        return None, float(shapely.distance(one, other))
    return None, float(shapely.area(other) - shapely.area(one)) / 1e6


def _sortable(key: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple("" if part is None else str(part) for part in key)


def _tuples(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    return list(frame.astype("object").itertuples(index=False, name=None))


def _key(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(None if pd.isna(part) else part for part in row)


def points(frame: pd.DataFrame) -> pd.DataFrame:
    """Longitude and latitude (EPSG:4326, six decimals) of rows that are points; missing where there is none."""
    geometry = gpd.GeoSeries(frame[GEOMETRY]).to_crs("EPSG:4326")
    position = pd.DataFrame({"lon": geometry.x, "lat": geometry.y}, index=frame.index)
    return position.astype("float64").round(6)
