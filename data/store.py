"""The store: immutable numbered editions of every table of every city, and a chained audit log.

SQLite through SQLAlchemy Core. A change is one ``BEGIN IMMEDIATE`` transaction that writes rows, editions and
the audit entry together or not at all; WAL with ``synchronous=FULL`` keeps what was acknowledged (S7, S8).
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from typing import Any, cast

import pandas as pd
import sqlalchemy as sa

from data import rows as stored
from data import schema
from data.audiences import (
    Audience,
    Viewer,
    require_manager,
    visible_agendas,
    visible_measures,
    visible_sites,
    without_positions,
)
from data.city import City, parse_city
from data.contracts import TABLES, table
from data.disk import faults_named
from data.errors import NoCityError, UnknownCityError, UnknownEditionError, UsageError
from data.roles import present

TIMEOUT_MS = 60_000
CHUNK = 10_000
"""Rows that are written at once, so that memory stays bounded."""


class LaterChangeError(UsageError):
    """An edition cannot be taken back because a later change builds on what came with it."""

    code = "later_change"


class UnknownStateError(UsageError):
    """A city has never stood as a number says."""

    code = "unknown_state"


class StoreBusyError(UsageError):
    """Somebody else has been writing for longer than one can wait."""

    code = "store_busy"


@dataclass(frozen=True)
class Edition:
    """One numbered state of a table of a city."""

    city: str
    table: str
    edition: int
    at: str
    actor: str
    action: str
    added: int
    changed: int
    removed: int
    detail: dict[str, Any]


class Change:
    """What one transaction writes; made by :meth:`Store.change`."""

    def __init__(self, connection: sa.Connection, city: str, actor: str, action: str, at: str) -> None:
        self._connection = connection
        self._city = city
        self._actor = actor
        self._action = action
        self._at = at
        self._entry = _next(connection, schema.audit.c.entry)
        self.detail: dict[str, Any] = {}
        self.editions: dict[str, Edition] = {}
        self._digests: dict[str, str] = {}

    def settings(self) -> City | None:
        """The city's settings, None for a city that does not exist yet."""
        found = _content(self._connection, "city", self._city, None)
        return parse_city(found[0][2]) if found else None

    def read(self, name: str) -> pd.DataFrame:
        """The table as it stands, every row."""
        settings = self.settings()
        crs = settings.crs if settings else ""
        return stored.to_frame(name, [row[1:] for row in _content(self._connection, name, self._city, None)], crs)

    def write(self, name: str, frame: pd.DataFrame) -> Edition:
        """Make ``frame`` the whole content of the table, as its next edition."""
        return self._put(name, stored.to_rows(name, frame))

    def restore(self, name: str, edition: int) -> Edition:
        """Make the content of an earlier edition (0: nothing) that of the next one."""
        return self._put(name, [row[1:] for row in _content(self._connection, name, self._city, edition)])

    def _put(self, name: str, new: list[stored.Row]) -> Edition:
        target = schema.rows[name]
        columns = list(stored.dtypes_of(name))
        key_of = itemgetter(*(columns.index(column) for column in stored.key_of(name)))
        old = {key_of(row[1:]): row for row in _content(self._connection, name, self._city, None)}
        added, removed, changed = new, [], 0
        if old:
            coming = {key_of(row): row for row in new}
            added = [row for known, row in coming.items() if known not in old or old[known][1:] != row]
            removed = sorted(row for known, row in old.items() if coming.get(known) != row[1:])
            changed = sum(key_of(row) in old for row in added)
        edition = _latest(self._connection, self._city, name) + 1
        if removed:
            gone = sa.update(target).where(target.c.row_id == sa.bindparam("gone")).values(removed_in=edition)
            for some in _chunks(removed):
                self._connection.execute(gone, [{"gone": row[0]} for row in some])
        # compiled once and given plain rows: SQLAlchemy would make a dict and a list of parameters of each
        names = ["city", "added_in", *columns]
        insert = sa.insert(target).compile(dialect=self._connection.dialect, column_keys=names)
        order = [names.index(name) for name in insert.positiontup or names]
        for some in _chunks(added):
            whole = [(self._city, edition, *row) for row in some]
            self._connection.exec_driver_sql(str(insert), [tuple(row[at] for at in order) for row in whole])
        self._digests[name] = stored.digest(name, added, (row[1:] for row in removed))
        made = Edition(
            self._city,
            name,
            edition,
            self._at,
            self._actor,
            self._action,
            added=len(added) - changed,
            changed=changed,
            removed=len(removed) - changed,
            detail=self.detail,
        )
        self.editions[name] = made
        return made

    def close(self) -> None:
        """Write the editions and the audit entry; the last step inside the transaction."""
        if not self.editions:
            return
        detail = json.dumps(self.detail, ensure_ascii=False, sort_keys=True, default=str)
        for name, made in self.editions.items():
            values = {field: getattr(made, field) for field in ("city", "edition", "at", "actor", "action")}
            values |= {field: getattr(made, field) for field in ("added", "changed", "removed")}
            values |= {"table_name": name, "entry": self._entry, "digest": self._digests[name], "detail": detail}
            self._connection.execute(sa.insert(schema.editions), values)
        content = {
            "entry": self._entry,
            "at": self._at,
            "actor": self._actor,
            "action": self._action,
            "city": self._city,
            "detail": self.detail,
            "editions": {name: [made.edition, self._digests[name]] for name, made in self.editions.items()},
        }
        _append(self._connection, self._entry, content)


class Store:
    """All cities of one installation.

    Args:
        address: a SQLAlchemy address, or the folder of a SQLite store (made if it does not exist).
        clock: tells the time of changes.
    """

    def __init__(self, address: str | Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        if "://" not in str(address):
            Path(address).mkdir(parents=True, exist_ok=True)
            address = f"sqlite:///{Path(address).resolve() / 'atlas.sqlite'}"
        self.address = str(address)
        self._clock = clock
        self._engine = sa.create_engine(self.address, connect_args=_arguments(self.address))
        if self._engine.dialect.name == "sqlite":
            sa.event.listen(self._engine, "connect", _prepare)
            sa.event.listen(self._engine, "begin", _begin)
        with faults_named():
            known = set(sa.inspect(self._engine).get_table_names())
            older = schema.missing_columns(self._engine) if known else []
        # a store in use is opened without waiting for who writes
        if older or not known.issuperset(schema.metadata.tables):
            with self._writing() as connection:
                schema.metadata.create_all(connection)
                for table_name, column in schema.missing_columns(connection):  # somebody else may have been faster
                    connection.exec_driver_sql(f'ALTER TABLE "{table_name}" ADD COLUMN "{column}" TEXT')

    def close(self) -> None:
        """Give up all connections."""
        self._engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with faults_named(), self._engine.connect().execution_options(writes=True) as connection:
            try:
                transaction = connection.begin()
            except sa.exc.OperationalError as error:
                if "locked" in str(error.orig):
                    raise StoreBusyError from None
                raise
            with transaction:
                yield connection

    def cities(self, *, viewer: Viewer) -> list[City]:
        """The cities that a viewer may see, by name; the public sees demo cities until others are published."""
        with self._engine.connect() as connection:
            settings = schema.rows["city"]
            found = connection.execute(sa.select(settings.c.toml).where(settings.c.removed_in.is_(None)))
            cities = [parse_city(text) for (text,) in found]
        everyone = present(viewer).audience == Audience.PUBLIC
        seen = [city for city in cities if city.demo or not everyone]
        return sorted(seen, key=lambda city: city.name)

    def city(self, slug: str, *, viewer: Viewer) -> City:
        """Settings of one city.

        Raises:
            UnknownCityError: there is none that the viewer may see.
        """
        cities = {city.slug: city for city in self.cities(viewer=viewer)}
        if slug not in cities:
            raise UnknownCityError(city=slug, known=", ".join(cities)) if cities else NoCityError(city=slug)
        return cities[slug]

    def read(
        self, city: str, name: str, *, viewer: Viewer, edition: int | None = None, exact: bool = False
    ) -> pd.DataFrame:
        """Rows of a table that a viewer may see, in the types of the contract, sorted by key.

        Args:
            city: slug.
            name: table.
            viewer: who asks; decides which rows come back. The role of who signed in is looked up again.
            edition: number of the edition, by default the latest.
            exact: also tell a manager the position of protected shelters, which nobody gets otherwise.

        Returns:
            A frame with a new index; a GeoDataFrame in the city's metric CRS where the table has a geometry.
        """
        table(name)
        viewer = present(viewer)
        frame = self._read(city, name, viewer, edition)
        if name == "measures":
            return visible_measures(frame, viewer).reset_index(drop=True)
        if name == "agendas":
            return visible_agendas(frame, viewer).reset_index(drop=True)
        if name in ("areas", "statistics", "sources"):
            return frame
        past = edition is not None and edition < self.edition(city, "sites")
        if viewer.audience == Audience.MANAGER:
            if exact or name != "sites":
                return frame
            return without_positions(frame, self.protected(city, ever=past))
        sites = frame if name == "sites" else self._read(city, "sites", viewer, None)
        offers = self._read(city, "offers", viewer, None)
        sheltered = sites["site_id"].isin(offers.loc[offers["kind"] == "protected", "site_id"])
        allowed = visible_sites(sites.assign(protected=sheltered), viewer)
        if name == "sites":
            return without_positions(allowed.reset_index(drop=True), self.protected(city, ever=past))
        kept = frame["site_id"].isin(allowed["site_id"]) | (frame["site_id"] == "")
        return frame[kept].reset_index(drop=True)

    def protected(self, city: str, *, ever: bool = False) -> set[str]:
        """Sites that are protected shelters; with ``ever`` also those that were in an earlier edition."""
        offers = schema.rows["offers"]
        query = sa.select(offers.c.site_id).where(offers.c.city == city, offers.c.kind == "protected")
        if not ever:
            query = query.where(offers.c.removed_in.is_(None))
        with self._engine.connect() as connection:
            return {site for (site,) in connection.execute(query)}

    def settings(self, city: str, edition: int, *, viewer: Viewer) -> City:
        """Settings of a city as they were in an edition.

        Raises:
            UnknownCityError: there is no city that the viewer may see today.
            UnknownEditionError: the settings have no such edition.
        """
        self.city(city, viewer=viewer)
        with self._engine.connect() as connection:
            found = _content(connection, "city", city, edition)
        if not found:
            raise UnknownEditionError(table="city", edition=edition)
        return parse_city(found[0][2])

    def _read(self, city: str, name: str, viewer: Viewer, edition: int | None) -> pd.DataFrame:
        crs = self.city(city, viewer=viewer).crs
        with self._engine.connect() as connection:
            if edition is not None and not 0 <= edition <= _latest(connection, city, name):
                raise UnknownEditionError(table=name, edition=edition)
            return stored.to_frame(name, [row[1:] for row in _content(connection, name, city, edition)], crs)

    def read_all(self, city: str, name: str, *, viewer: Viewer, edition: int | None = None) -> pd.DataFrame:
        """Every row of a table, for aggregates inside ``data`` only: never hand the rows out."""
        return self._read(city, name, viewer, edition)

    def edition(self, city: str, name: str) -> int:
        """Number of the latest edition of a table, 0 where there is none."""
        with self._engine.connect() as connection:
            return _latest(connection, city, name)

    keeps_past = True
    """Whether rows of earlier editions can be read."""

    def state(self, city: str) -> int:
        """Number of the latest change of a city: it names the editions that stand together now."""
        known = schema.editions
        query = sa.select(sa.func.max(known.c.entry)).where(known.c.city == city)
        with self._engine.connect() as connection:
            return int(connection.execute(query).scalar() or 0)

    def stood_since(self, city: str, state: int) -> str:
        """When the state of a number began, ISO.

        Raises:
            UnknownStateError: no city has ever stood like that here.
        """
        known = schema.editions
        query = sa.select(sa.func.max(known.c.at)).where(known.c.city == city, known.c.entry <= state)
        found = None
        if 0 < state <= self.state(city):
            with self._engine.connect() as connection:
                found = connection.execute(query).scalar()
        if found is None:
            raise UnknownStateError(state=state)
        return str(found)

    def editions(self, city: str, *, at: int | None = None) -> dict[str, int]:
        """Edition of every table of a city.

        Args:
            city: slug.
            at: number of a state (:meth:`state`), by default the present one.

        Raises:
            UnknownStateError: the city has never stood like that.
        """
        if at is not None:
            self.stood_since(city, at)
        known = schema.editions
        query = sa.select(known.c.table_name, sa.func.max(known.c.edition)).where(known.c.city == city)
        if at is not None:
            query = query.where(known.c.entry <= at)
        with self._engine.connect() as connection:
            found = {row.table_name: row[1] for row in connection.execute(query.group_by(known.c.table_name))}
        return {name: found.get(name, 0) for name in ("city", *TABLES)}

    def history(self, city: str, name: str | None = None, *, viewer: Viewer) -> list[Edition]:
        """Editions of a city or of one of its tables, the latest first."""
        require_manager(present(viewer))
        self.city(city, viewer=viewer)
        known = schema.editions
        query = sa.select(known).where(known.c.city == city).order_by(known.c.entry.desc(), known.c.table_name)
        if name is not None:
            query = query.where(known.c.table_name == name)
        with self._engine.connect() as connection:
            return [_edition(row) for row in connection.execute(query).mappings()]

    @contextmanager
    def change(self, city: str, *, viewer: Viewer, action: str) -> Iterator[Change]:
        """One transaction: read what stands, write what shall stand; all or nothing.

        Raises:
            NotAllowedError: the viewer is no manager, or is none any more when all is written.
        """
        require_manager(present(viewer))
        at = self._clock().isoformat(timespec="seconds")
        with self._writing() as connection:
            change = Change(connection, city, viewer.name, action, at)
            yield change
            change.close()
            require_manager(present(viewer))

    def undo(self, city: str, name: str, edition: int, *, viewer: Viewer) -> dict[str, Edition]:
        """Take the newest edition back, or return to an earlier one, as a new edition.

        What came in the same changes goes with it (an import of sites also writes their offers), but for the
        sources, which stay known.

        Returns:
            The new edition of each table touched.

        Raises:
            UnknownEditionError: the table has no such edition.
            LaterChangeError: something else was changed since in a table that belongs to it.
        """
        with self.change(city, viewer=viewer, action="undo") as change:
            targets = self._targets(change._connection, city, name, edition)
            change.detail |= {"table": name, "edition": edition, "content_of": targets[name]}
            for table_name, number in targets.items():
                change.restore(table_name, number)
        return change.editions

    def undoing(self, city: str, name: str, edition: int, *, viewer: Viewer) -> dict[str, int]:
        """What :meth:`undo` would do: each table touched, and the edition whose content it would have again.

        Raises:
            UnknownEditionError, LaterChangeError, NotAllowedError: as :meth:`undo`.
        """
        require_manager(present(viewer))
        with self._engine.connect() as connection:
            return self._targets(connection, city, name, edition)

    def _targets(self, connection: sa.Connection, city: str, name: str, edition: int) -> dict[str, int]:
        known = schema.editions
        query = sa.select(known.c.table_name, known.c.edition, known.c.entry).where(known.c.city == city)
        every = pd.DataFrame(connection.execute(query).all(), columns=["table", "edition", "entry"])
        made = set(every.loc[every["table"] == name, "edition"])
        if edition not in made:
            raise UnknownEditionError(table=name, edition=edition)
        target = edition - 1 if edition == max(made) else edition
        undone = set(every.loc[(every["table"] == name) & (every["edition"] > target), "entry"])
        targets = {}
        for table_name, group in every.groupby("table"):
            touched = group[group["entry"].isin(undone)]
            if touched.empty or (table_name == "sources" != name):
                continue
            first = int(touched["edition"].min())
            others = group[(group["edition"] > first) & ~group["entry"].isin(undone)]
            if not others.empty:
                raise LaterChangeError(table=table_name, edition=int(others["edition"].max()))
            targets[str(table_name)] = first - 1
        return targets

    def backup(self, file: Path) -> None:
        """Copy the whole store into one file while it may be in use; appears complete or not at all."""
        beside = file.with_name(f".{file.name}.part")
        beside.unlink(missing_ok=True)
        try:
            with faults_named(), self._engine.connect() as connection, closing(sqlite3.connect(beside)) as copy:
                cast("sqlite3.Connection", connection.connection.driver_connection).backup(copy)
            with beside.open("rb+") as written:
                os.fsync(written.fileno())
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)

    def connect(self) -> sa.Connection:
        """A reading connection, for :mod:`data.verification`."""
        return self._engine.connect()


def _chunks(rows: list[stored.Row]) -> Iterator[list[stored.Row]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


def _arguments(address: str) -> dict[str, Any]:
    return {"timeout": TIMEOUT_MS / 1000} if address.startswith("sqlite") else {}


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's "begin" event below starts transactions
    for setting in ("journal_mode=WAL", "synchronous=FULL", "trusted_schema=0", f"busy_timeout={TIMEOUT_MS}"):
        connection.execute(f"PRAGMA {setting}")


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _content(connection: sa.Connection, name: str, city: str, edition: int | None) -> list[stored.Row]:
    rows = schema.rows[name]
    query = sa.select(rows.c.row_id, *(rows.c[column] for column in stored.dtypes_of(name)))
    query = query.where(rows.c.city == city)
    if edition is None:
        query = query.where(rows.c.removed_in.is_(None))
    else:
        query = query.where(rows.c.added_in <= edition, sa.func.coalesce(rows.c.removed_in, edition + 1) > edition)
    query = query.order_by(*(rows.c[column] for column in stored.key_of(name)))
    return [(row[0], *stored.completed(name, tuple(row[1:]))) for row in connection.execute(query)]


def _latest(connection: sa.Connection, city: str, name: str) -> int:
    known = schema.editions
    query = sa.select(sa.func.max(known.c.edition)).where(known.c.city == city, known.c.table_name == name)
    return int(connection.execute(query).scalar() or 0)


def _next(connection: sa.Connection, column: sa.Column[Any]) -> int:
    return int(connection.execute(sa.select(sa.func.max(column))).scalar() or 0) + 1


def _append(connection: sa.Connection, entry: int, content: dict[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    last = sa.select(schema.audit.c.hash).order_by(schema.audit.c.entry.desc()).limit(1)
    previous = str(connection.execute(last).scalar() or "")
    values = {"entry": entry, "content": text, "previous": previous, "hash": chained(previous, text)}
    connection.execute(sa.insert(schema.audit), values)


def chained(previous: str, content: str) -> str:
    """Hash of an audit entry: SHA-256 over the hash before it and its own content."""
    return hashlib.sha256(f"{previous}\n{content}".encode()).hexdigest()


def _edition(row: Any) -> Edition:
    values = {field: row[field] for field in ("city", "edition", "at", "actor", "action")}
    counts = {field: row[field] for field in ("added", "changed", "removed")}
    return Edition(**values, **counts, table=row["table_name"], detail=json.loads(row["detail"]))
