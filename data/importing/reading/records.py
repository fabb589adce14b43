"""JSON without geometry: records as the rows of a table."""

from __future__ import annotations

from typing import Any

import pandas as pd

from data.errors import DataRefusedError, Problem
from data.importing.reading.raw import Raw, as_text

KEY = "key"
"""Column of the keys of an object of records."""

DEPTH = 20
WIDEST = 16_384


def read_records(document: Any) -> Raw | None:
    """The records of a document, wherever in it they stand.

    A list of objects; an object of objects, whose keys become the column ``key`` unless a value of each record
    repeats it; the same one level or more below a single key (``{"data": […]}``). Objects within a record become
    columns joined with dots.

    Returns:
        None where it holds no records.

    Raises:
        DataRefusedError: records of more columns than a table can have.
    """
    records = _records(document, 0)
    if not records:
        return None
    rows = [_flat(record) for record in records]
    names = list(dict.fromkeys(name for row in rows for name in row))
    if not names:
        return None
    if len(names) > WIDEST:
        values = {"limit": WIDEST}
        raise DataRefusedError([Problem("too_many_columns", value=str(len(names)), values=values)])
    columns = {name: [row.get(name, "") for row in rows] for name in names}
    return Raw(pd.DataFrame(columns, index=range(len(rows)), dtype="str"))


def _records(document: Any, depth: int) -> list[dict[str, Any]] | None:
    if depth > DEPTH:
        return None
    if isinstance(document, list):
        return document if document and all(isinstance(each, dict) for each in document) else None
    if not isinstance(document, dict) or not document:
        return None
    if len(document) > 1 and all(isinstance(each, dict) for each in document.values()):
        inner = [value for value in document.values() if _is_keyed(value)]
        return _records(inner[0], depth + 1) if len(inner) == 1 else _keyed(document)
    below = [found for value in document.values() if (found := _records(value, depth + 1))]
    if len(below) == 1:
        return below[0]
    if not below and len(document) == 1 and all(isinstance(each, dict) for each in document.values()):
        return _keyed(document)
    # several lists: the records are the one that is longer than all others together
    below.sort(key=len)
    return below[-1] if below and len(below[-1]) > sum(map(len, below[:-1])) else None


def _is_keyed(value: dict[str, Any]) -> bool:
    return len(value) > 1 and all(isinstance(each, dict) for each in value.values())


def _keyed(document: dict[str, Any]) -> list[dict[str, Any]]:
    repeated = all(key in map(as_text, record.values()) for key, record in document.items())
    return [record if repeated else {KEY: key} | record for key, record in document.items()]


def _flat(record: dict[str, Any], prefix: str = "", depth: int = 0) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, dict) and value and depth < DEPTH:
            found |= _flat(value, f"{prefix}{name}.", depth + 1)
        else:
            found[f"{prefix}{name}"] = as_text(value)
    return found
