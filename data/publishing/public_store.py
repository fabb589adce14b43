"""The published file as a store: read-only, all its cities for everyone, replaced only by a whole release."""

from __future__ import annotations

import json
import logging
import shutil
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

import pandas as pd
import sqlalchemy as sa

from data import rows as stored
from data import schema
from data.audiences import Viewer
from data.city import City, parse_city
from data.errors import NotAllowedError
from data.publishing.file import HEADER, TEXTS, PublicFileError, address, check
from data.store import Store, UnknownStateError
from data.temporary import new_folder

LOG = logging.getLogger(__name__)
MOMENT = "%Y%m%d%H%M%S"


class PublicStore(Store):
    """A published file.

    Args:
        file: written by ``python -m data publish``.

    Raises:
        PublicFileError: it is no whole public store.
    """

    def __init__(self, file: Path) -> None:
        checksum = check(file)
        self.address = f"{file}#{checksum}"
        self._clock = lambda: datetime.now(UTC)
        known = {"creator": lambda: _connect(file), "poolclass": sa.QueuePool}
        self._engine = sa.create_engine("sqlite://", **known)
        self._older = {name for name, _ in schema.missing_columns(self._engine)} | schema.missing_tables(self._engine)

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        raise NotAllowedError(audience="public")
        yield  # pragma: no cover -- makes this a context manager

    def _read(self, city: str, name: str, viewer: Viewer, edition: int | None) -> pd.DataFrame:
        if name in self._older:  # released before the table had all its columns; nothing of it was published then
            return stored.to_frame(name, [], self.city(city, viewer=viewer).crs)
        return super()._read(city, name, viewer, edition)

    def cities(self, *, viewer: Viewer) -> list[City]:  # noqa: ARG002 -- everything here is for everyone
        """The published cities, by name."""
        settings = schema.rows["city"]
        with self._engine.connect() as connection:
            cities = [parse_city(text) for (text,) in connection.execute(sa.select(settings.c.toml))]
        return sorted(cities, key=lambda city: city.name)

    @property
    def profile(self) -> str:
        """How counts were protected."""
        return self._header("profile")

    @property
    def published_at(self) -> str:
        """When, ISO."""
        return self._header("at")

    def text(self, name: str) -> str | None:
        """One of the town's own texts (:mod:`data.publishing.texts`), None where it has not written it."""
        with self._engine.connect() as connection:
            found = connection.exec_driver_sql(f"SELECT content FROM {TEXTS} WHERE name = ?", (name,)).scalar()
        return None if found is None else str(found)

    def editions_inside(self, city: str) -> dict[str, int]:
        """Editions of the internal store that each table comes from."""
        known = schema.editions
        query = sa.select(known.c.table_name, known.c.detail).where(known.c.city == city)
        with self._engine.connect() as connection:
            moved = {name: json.loads(detail).get("inside") for name, detail in connection.execute(query)}
        return {name: moved.get(name) or number for name, number in self.editions(city).items()}

    keeps_past = False

    def state(self, city: str) -> int:
        """The moment of the latest edition of the city, as ``20261128015000`` in UTC: a file has no audit log."""
        query = sa.select(sa.func.max(schema.editions.c.at)).where(schema.editions.c.city == city)
        with self._engine.connect() as connection:
            found = connection.execute(query).scalar()
        return int(f"{datetime.fromisoformat(found).astimezone(UTC):{MOMENT}}") if found else 0

    def stood_since(self, city: str, state: int) -> str:
        """The moment that a number says, ISO.

        Raises:
            UnknownStateError: it is none, or one still to come.
        """
        try:
            moment = datetime.strptime(str(state), MOMENT).replace(tzinfo=UTC)
        except ValueError:
            raise UnknownStateError(state=state) from None
        if not 0 < state <= self.state(city):
            raise UnknownStateError(state=state)
        return moment.isoformat()

    def editions(self, city: str, *, at: int | None = None) -> dict[str, int]:
        """Edition of every table of a city; earlier ones are not in a published file.

        Raises:
            UnknownStateError: the state asked for is not the present one.
        """
        if at is not None and at != self.state(city):
            raise UnknownStateError(state=at)
        return super().editions(city)

    def _header(self, column: str) -> str:
        with self._engine.connect() as connection:
            return str(connection.exec_driver_sql(f"SELECT {column} FROM {HEADER}").scalar())


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(address(file), uri=True, check_same_thread=False)
    connection.execute("PRAGMA trusted_schema = 0")
    return connection


class Served:
    """The latest whole release of a file.

    The server keeps a checked copy of its own: whatever happens to the file, the last good release goes on.

    Args:
        file: where releases are put.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = Lock()
        self._seen: Any = None
        self._store: PublicStore | None = None
        self._number = 0
        self._kept: list[Path] = []
        self._copies = new_folder("public")
        weakref.finalize(self, shutil.rmtree, self._copies, ignore_errors=True)

    def store(self) -> PublicStore:
        """The store to read from now.

        Raises:
            PublicFileError: there has been no whole release yet.
        """
        with self._lock:
            seen = self._state()
            if seen != self._seen or self._store is None:
                self._change(seen)
            if self._store is None:
                raise PublicFileError(file=self._file.name, value="")
            return self._store

    def _state(self) -> tuple[int, int, int] | None:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _change(self, seen: tuple[int, int, int] | None) -> None:
        self._seen = seen
        self._number += 1
        copy = self._copies / f"{self._number}.sqlite"
        try:
            shutil.copyfile(self._file, copy)
            self._store = PublicStore(copy)
            self._kept = [*self._kept[-1:], copy]  # pages that are being made may still read the one before
            for old in set(self._copies.iterdir()) - set(self._kept):
                old.unlink()
        except (PublicFileError, OSError) as error:
            copy.unlink(missing_ok=True)
            LOG.warning("public file not taken over: %s", error)
