"""The store's tables, made from the contracts."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from data.contracts import LATER, TABLES

metadata = sa.MetaData()

_TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "text": sa.Text(),
    "date": sa.Text(),
    "integer": sa.Integer(),
    "number": sa.Double().with_variant(sa.REAL(), "sqlite"),  # the name that a strict SQLite table knows
    "truth": sa.Integer(),
    "geometry": sa.LargeBinary(),
}


def _rows(name: str, dtypes: dict[str, str]) -> sa.Table:
    return sa.Table(
        name,
        metadata,
        sa.Column("row_id", sa.Integer, primary_key=True),
        sa.Column("city", sa.Text, nullable=False),
        sa.Column("added_in", sa.Integer, nullable=False),
        sa.Column("removed_in", sa.Integer),
        *(sa.Column(column, _TYPES[kind]) for column, kind in dtypes.items()),
        sa.Index(f"{name}_by_edition", "city", "removed_in", "added_in"),
        sqlite_strict=True,
    )


rows: dict[str, sa.Table] = {name: _rows(name, contract.dtypes) for name, contract in TABLES.items()}
"""One table a contract. A row belongs to the editions from ``added_in`` up to but without ``removed_in``:
it is written once, and nothing but ``removed_in`` is ever set afterwards."""

rows["city"] = _rows("city_settings", {"slug": "text", "toml": "text"})
"""The text of ``city.toml`` has editions like every other table."""


def missing_columns(of: sa.Engine | sa.Connection) -> list[tuple[str, str]]:
    """Table and column of what came to the contracts after a store was made; all of it is text."""
    known = sa.inspect(of)
    tables = [name for name in LATER if known.has_table(name)]
    present = {name: {column["name"] for column in known.get_columns(name)} for name in tables}
    return [(name, column) for name in tables for column in LATER[name] if column not in present[name]]


def missing_tables(of: sa.Engine | sa.Connection) -> set[str]:
    """Contracts that came after a store was made, and that it has no table for."""
    known = sa.inspect(of)
    return {name for name, table in rows.items() if not known.has_table(table.name)}


editions = sa.Table(
    "editions",
    metadata,
    sa.Column("city", sa.Text, primary_key=True),
    sa.Column("table_name", sa.Text, primary_key=True),
    sa.Column("edition", sa.Integer, primary_key=True),
    sa.Column("entry", sa.Integer, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("added", sa.Integer, nullable=False),
    sa.Column("changed", sa.Integer, nullable=False),
    sa.Column("removed", sa.Integer, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sqlite_strict=True,
)
"""Numbered states of a table of a city. ``entry`` is the change in the audit log that made it (a change
may write several tables); ``digest`` covers the rows that came and went with it."""

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("entry", sa.Integer, primary_key=True),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("previous", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sqlite_strict=True,
)
"""One entry a change; ``hash`` = SHA-256 of ``previous`` and ``content``, so that the log is a chain."""
