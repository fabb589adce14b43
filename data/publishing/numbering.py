"""Numbers of published editions: the same number is the same content, for good.

What is published of a table may change without an edition of it: the allow-list, the profile, a sum over sites. Then
its number goes up by itself. ``editions.json`` beside the releases keeps the last number and content of each table.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from data import rows as stored
from data.publishing.file import Content
from data.publishing.ledger import LedgerBrokenError

FILE = "editions.json"
BESIDE = {"sites": ("offers", "sources")}
"""Tables whose rows stand in the exported file of another one; every other is exported with its sources."""


class Numbered(NamedTuple):
    """How a table was published last: number of the edition, its moment, digest of what anyone can download."""

    number: int
    at: str
    digest: str


Known = dict[str, dict[str, Numbered]]
"""By city and table."""


def numbers(folder: Path) -> Known:
    """How each table was published last.

    Raises:
        LedgerBrokenError: nobody can tell.
    """
    file = folder / FILE
    if not file.exists():
        return {}
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return {
            city: {name: Numbered(int(number), str(at), str(digest)) for name, (number, at, digest) in tables.items()}
            for city, tables in found.items()
        }
    except (ValueError, TypeError, AttributeError, OSError) as error:
        raise LedgerBrokenError(file=FILE) from error


def numbered(content: Content, last: Mapping[str, Numbered], *, at: str) -> tuple[Content, dict[str, Numbered]]:
    """Give each table the number of its edition inside, and a new one where that already names something else.

    Args:
        content: with the editions inside.
        last: how each table was published last.
        at: moment of publication, ISO; a table that changed by publication alone is of this moment.

    Returns:
        The content with these numbers, and what to keep.
    """
    digests = _digests(content)
    known = {
        name: _next(inside.edition, inside.at, digests[name], last.get(name), at)
        for name, inside in content.editions.items()
    }
    editions = {
        name: replace(inside, edition=known[name].number, at=known[name].at)
        for name, inside in content.editions.items()
    }
    moved = {name: one.edition for name, one in content.editions.items() if one.edition != known[name].number}
    return replace(content, editions=editions, inside=moved), known


def _next(inside: int, made: str, digest: str, last: Numbered | None, at: str) -> Numbered:
    if last is None or inside > last.number:
        return Numbered(inside, made, digest)
    return last if digest == last.digest else Numbered(last.number + 1, at, digest)


def _digests(content: Content) -> dict[str, str]:
    own = {name: stored.digest(name, stored.to_rows(name, frame), ()) for name, frame in content.tables.items()}
    own["city"] = content.toml
    parts = {
        name: [own.get(part, "") for part in (name, *BESIDE.get(name, ("sources",)))] for name in content.editions
    }
    return {name: hashlib.sha256("\n".join(texts).encode()).hexdigest() for name, texts in parts.items()}


def keep(folder: Path, known: Known) -> None:
    """Write the numbers down, whole or not at all."""
    file = folder / FILE
    beside = file.with_suffix(".part")
    beside.write_text(json.dumps(known, indent=1, sort_keys=True), encoding="utf-8")
    with beside.open("rb+") as written:
        os.fsync(written.fileno())
    beside.replace(file)
