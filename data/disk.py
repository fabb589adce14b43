"""What the disk below the store refuses, by name: it is full, read-only or gone. Whatever was begun is not stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from data.errors import UsageError


class StoreFullError(UsageError):
    """The disk has no room left."""

    code = "store_full"


class StoreReadOnlyError(UsageError):
    """The store's folder or file cannot be written."""

    code = "store_read_only"


class StoreUnreachableError(UsageError):
    """The store's file cannot be opened, or the disk fails."""

    code = "store_unreachable"


ERRORS: dict[int, type[UsageError]] = {
    sqlite3.SQLITE_FULL: StoreFullError,
    sqlite3.SQLITE_READONLY: StoreReadOnlyError,
    sqlite3.SQLITE_CANTOPEN: StoreUnreachableError,
    sqlite3.SQLITE_IOERR: StoreUnreachableError,
}


@contextmanager
def faults_named() -> Iterator[None]:
    """Turn what SQLite says of the disk into one of our errors; leave everything else as it is.

    Raises:
        StoreFullError, StoreReadOnlyError, StoreUnreachableError: see there.
    """
    try:
        yield
    except (sa.exc.DBAPIError, sqlite3.Error) as error:
        plain = error.orig if isinstance(error, sa.exc.DBAPIError) else error
        named = ERRORS.get(getattr(plain, "sqlite_errorcode", 0) & 0xFF)
        if named is None:
            raise
        raise named from error
