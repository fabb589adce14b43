"""Checks that every stored row is the one that was written (S8)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from data import rows as stored
from data import schema
from data.errors import Problem
from data.store import Store, chained

Key = tuple[Any, ...]
"""City, table and number of an edition."""

Known = tuple[Any, ...]


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
        chains = before == previous and digest == chained(previous, content)
        if not chains or _read(content).get("entry") != entry:
            yield Problem("audit_chain_broken", row=entry)
        previous = digest


def _read(content: str) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:  # somebody edited it; the chain tells
        return {}
    return found if isinstance(found, dict) else {}


def _editions(connection: sa.Connection) -> Iterator[Problem]:
    known = schema.editions
    logged: dict[Key, Known] = {}
    for (content,) in connection.execute(sa.select(schema.audit.c.content).order_by(schema.audit.c.entry)):
        entry = _read(content)
        detail = json.dumps(entry.get("detail"), ensure_ascii=False, sort_keys=True)
        about = tuple(entry.get(name) for name in ("entry", "at", "actor", "action"))
        for name, (number, digest) in entry.get("editions", {}).items():
            logged[entry.get("city", ""), name, number] = (*about, detail, digest)
    columns = ("city", "table_name", "edition", "entry", "at", "actor", "action", "detail", "digest")
    counts = ("added", "changed", "removed")
    query = sa.select(*(known.c[name] for name in (*columns, *counts)))
    found = {tuple(row[:3]): tuple(row[3:]) for row in connection.execute(query)}
    for key in sorted(logged.keys() | found.keys()):
        city, name, number = key
        values = {"city": city, "table": name, "edition": number}
        said = found.get(key, ())
        if key not in logged or logged[key] != said[:-3]:
            yield Problem("edition_not_logged", values=values)
        elif _written(connection, city, name, number) != said[-4:]:
            yield Problem("edition_damaged", values=values)
    yield from _strays(connection, set(found))


def _written(connection: sa.Connection, city: str, name: str, edition: int) -> Known:
    """Digest of the rows that came and went with an edition; how many were added, changed and removed."""
    rows = schema.rows.get(name)
    if rows is None:
        return ()
    columns = list(stored.dtypes_of(name))
    key_of = itemgetter(*(columns.index(column) for column in stored.key_of(name)))
    query = sa.select(*(rows.c[column] for column in columns)).where(rows.c.city == city).order_by(rows.c.row_id)
    removed = [tuple(row) for row in connection.execute(query.where(rows.c.removed_in == edition))]
    gone = {key_of(row) for row in removed}
    came = changed = 0

    def added() -> Iterator[stored.Row]:
        nonlocal came, changed
        for row in connection.execute(query.where(rows.c.added_in == edition)):
            came += 1
            changed += key_of(row) in gone
            yield tuple(row)

    digest = stored.digest(name, added(), removed)
    return digest, came - changed, changed, len(removed) - changed


def _strays(connection: sa.Connection, known: set[Key]) -> Iterator[Problem]:
    for name, rows in schema.rows.items():
        numbers = sa.union(
            sa.select(rows.c.city, rows.c.added_in),
            sa.select(rows.c.city, rows.c.removed_in).where(rows.c.removed_in.is_not(None)),
        )
        for city, number in connection.execute(numbers):
            if (city, name, number) not in known:
                yield Problem("edition_not_logged", values={"city": city, "table": name, "edition": number})
