"""The public store: one SQLite file of the store's own tables, complete, with nothing else in it.

Written beside and renamed; opened read-only and immutable. It carries its own checksum, so that a server can tell a
whole file from a broken or foreign one before it changes over.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from data import rows as stored
from data import schema
from data.errors import AtlasError
from data.store import Edition

APPLICATION = 0x41544C50
"""``PRAGMA application_id`` of a public store ("ATLP"); an internal store has none and is never served."""

HEADER = "published"
"""A table more than a store has: profile, moment and checksum."""

TEXTS = "texts"
"""And one more: the town's own texts by name (:mod:`data.publishing.texts`)."""


class PublicFileError(AtlasError):
    """A file that is no public store, or is not whole."""

    code = "public_file_bad"


@dataclass(frozen=True)
class Content:
    """What is published of one city.

    Attributes:
        toml: its settings.
        tables: rows by table; what is not there is empty.
        editions: number and moment of each table's edition as it is published.
        inside: number of the edition in the internal store that each comes from, where it is another one.
    """

    toml: str
    tables: dict[str, pd.DataFrame]
    editions: dict[str, Edition]
    inside: dict[str, int] = field(default_factory=dict)


def write(
    file: Path, cities: Mapping[str, Content], *, profile: str, at: str, texts: Mapping[str, str] | None = None
) -> Path:
    """Write a public store beside its place; :func:`put` moves it there.

    Args:
        file: where it shall stand.
        cities: content by slug.
        profile: of disclosure control.
        at: moment of publication, ISO.
        texts: of the town, by name.

    Returns:
        The file written, on disk and checked.

    Raises:
        PublicFileError: it could not be written whole, as on a full disk.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.part")
    beside.unlink(missing_ok=True)
    try:
        _write(beside, cities, profile, at, texts or {})
        check(beside)
    except (sa.exc.DatabaseError, sqlite3.Error, PublicFileError) as error:
        beside.unlink(missing_ok=True)
        raise PublicFileError(file=file.name, value=str(error)) from error
    beside.chmod(0o644)  # the public side runs under another user
    with beside.open("rb+") as written:
        os.fsync(written.fileno())
    return beside


def _write(beside: Path, cities: Mapping[str, Content], profile: str, at: str, texts: Mapping[str, str]) -> None:
    engine = sa.create_engine(f"sqlite:///{beside.resolve()}", poolclass=sa.NullPool)
    with engine.begin() as connection:
        schema.metadata.create_all(connection)
        for slug, content in cities.items():
            _fill(connection, slug, content)
    with closing(sqlite3.connect(beside)) as connection:
        connection.execute(f"CREATE TABLE {TEXTS} (name TEXT PRIMARY KEY, content TEXT) STRICT")
        connection.executemany(f"INSERT INTO {TEXTS} VALUES (?, ?)", sorted(texts.items()))
        connection.execute(f"CREATE TABLE {HEADER} (profile TEXT, at TEXT, checksum TEXT) STRICT")
        connection.execute(f"INSERT INTO {HEADER} VALUES (?, ?, ?)", (profile, at, checksum(connection)))
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.commit()
        connection.execute("VACUUM")


def put(beside: Path, file: Path) -> None:
    """Move a written file to its place: the old release or the new one stands there, never half of one."""
    beside.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _fill(connection: sa.Connection, slug: str, content: Content) -> None:
    settings = pd.DataFrame({"slug": [slug], "toml": [content.toml]})
    for name, frame in {"city": settings, **content.tables}.items():
        edition = content.editions[name].edition if name in content.editions else 0
        columns = list(stored.dtypes_of(name))
        fixed = {"city": slug, "added_in": edition}
        rows = [fixed | dict(zip(columns, row, strict=True)) for row in stored.to_rows(name, frame)]
        if rows:
            connection.execute(sa.insert(schema.rows[name]), rows)
    nothing = {"entry": 0, "actor": "", "action": "publish", "digest": ""}
    for name, one in content.editions.items():
        detail = {"inside": content.inside[name]} if name in content.inside else {}
        values = {"city": slug, "table_name": name, "edition": one.edition, "at": one.at} | nothing
        values |= {"detail": json.dumps(detail)}
        connection.execute(sa.insert(schema.editions), values | {"added": 0, "changed": 0, "removed": 0})


def checksum(connection: sqlite3.Connection) -> str:
    """SHA-256 over every row of every table but the header."""
    sha = hashlib.sha256()
    tables = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name != ? ORDER BY name"
    for name, sql in connection.execute(tables, (HEADER,)).fetchall():
        sha.update(f"{name} {sql}\n".encode())
        for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid'):
            sha.update(repr(row).encode())
    return sha.hexdigest()


def check(file: Path) -> str:
    """Make sure that a file is a whole public store.

    Returns:
        Its checksum.

    Raises:
        PublicFileError: it is not.
    """
    try:
        with opened(file) as connection:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            if application != APPLICATION:
                raise PublicFileError(file=file.name, value="application_id")
            strangers = "SELECT count(*) FROM sqlite_schema WHERE type NOT IN ('table', 'index')"
            found = connection.execute("PRAGMA quick_check").fetchone()[0]
            if found != "ok" or connection.execute(strangers).fetchone()[0]:
                raise PublicFileError(file=file.name, value=str(found))
            known = str(connection.execute(f"SELECT checksum FROM {HEADER}").fetchone()[0])
            if known != checksum(connection):
                raise PublicFileError(file=file.name, value="checksum")
    except (sqlite3.Error, OSError, TypeError) as error:
        raise PublicFileError(file=file.name, value=str(error)) from None
    return known


@contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection that cannot write, and trusts nothing in the schema."""
    with closing(sqlite3.connect(address(file), uri=True)) as connection:
        connection.execute("PRAGMA trusted_schema = 0")
        yield connection


def address(file: Path) -> str:
    """The file as a URI for SQLite: read-only, and nobody changes it in place."""
    return f"{file.resolve().as_uri()}?mode=ro&immutable=1"
