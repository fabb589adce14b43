"""Checks that every stored row is the one that was written (S8)."""

from __future__ import annotations

import json
from collections.abc import Iterator

import sqlalchemy as sa

from data import rows as stored
from data import schema
from data.errors import Problem
from data.store import Store, chained


def verify(store: Store) -> list[Problem]:
    """Recompute the audit chain and the digest of every edition from its rows.

    Returns:
        A problem for each place that does not agree; empty where all is as it was written.
    """
    with store.connect() as connection, connection.begin():
        return [*_file(connection), *_chain(connection), *_editions(connection)]


def _file(connection: sa.Connection) -> Iterator[Problem]:
    if connection.dialect.name == "sqlite":
        answer = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
        if answer != "ok":
            yield Problem("file_damaged", value=str(answer))


def _chain(connection: sa.Connection) -> Iterator[Problem]:
    previous = ""
    for entry, content, before, digest in connection.execute(sa.select(schema.audit).order_by(schema.audit.c.entry)):
        if before != previous or digest != chained(previous, content):
            yield Problem("audit_chain_broken", row=entry)
        previous = digest


def _editions(connection: sa.Connection) -> Iterator[Problem]:
    logged: dict[tuple[str, str, int], str] = {}
    for (content,) in connection.execute(sa.select(schema.audit.c.content)):
        entry = json.loads(content)
        for name, (number, digest) in entry["editions"].items():
            logged[entry["city"], name, number] = digest
    known = schema.editions
    query = sa.select(known.c.city, known.c.table_name, known.c.edition, known.c.digest)
    found = {(city, name, number): digest for city, name, number, digest in connection.execute(query)}
    for key in sorted(logged.keys() | found.keys()):
        city, name, number = key
        values = {"city": city, "table": name, "edition": number}
        if logged.get(key) != found.get(key):
            yield Problem("edition_not_logged", values=values)
        elif _digest(connection, city, name, number) != found[key]:
            yield Problem("edition_damaged", values=values)
    yield from _strays(connection, set(found))


def _digest(connection: sa.Connection, city: str, name: str, edition: int) -> str:
    rows = schema.rows[name]
    query = sa.select(*(rows.c[column] for column in stored.dtypes_of(name))).where(rows.c.city == city)
    query = query.order_by(rows.c.row_id)
    added = connection.execute(query.where(rows.c.added_in == edition))
    removed = connection.execute(query.where(rows.c.removed_in == edition))
    return stored.digest((tuple(row) for row in added), (tuple(row) for row in removed))


def _strays(connection: sa.Connection, known: set[tuple[str, str, int]]) -> Iterator[Problem]:
    for name, rows in schema.rows.items():
        numbers = sa.union(
            sa.select(rows.c.city, rows.c.added_in),
            sa.select(rows.c.city, rows.c.removed_in).where(rows.c.removed_in.is_not(None)),
        )
        for city, number in connection.execute(numbers):
            if (city, name, number) not in known:
                yield Problem("edition_not_logged", values={"city": city, "table": name, "edition": number})
