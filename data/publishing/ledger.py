"""What has been published before, in numbers: the audit of a new release attacks them all together.

One compressed file a release in the folder ``releases`` beside the internal store. A release with the same content
as the one before is written once.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from data.errors import AtlasError
from data.publishing.release import Release

FOLDER = "releases"
LOCK = ".lock"


class LedgerBrokenError(AtlasError):
    """A release of the ledger cannot be read; without it nobody knows what is already out."""

    code = "ledger_broken"


def folder() -> Path:
    """The ledger of this installation."""
    return Path(os.environ.get("ATLAS_DATA") or "var") / FOLDER


@contextmanager
def held(of: Path) -> Iterator[None]:
    """Wait until nobody else publishes, then keep others waiting: two audits at once would not see each other.

    The system lets go of the lock when the process ends, however it ends.
    """
    of.mkdir(parents=True, exist_ok=True)
    with (of / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def releases(of: Path) -> list[Release]:
    """All releases, the oldest first.

    Raises:
        LedgerBrokenError: one of them cannot be read, or is missing from the row of numbers.
    """
    found = []
    for number, file in enumerate(sorted(of.glob("*.json.gz")), 1):
        try:
            entry = json.loads(gzip.decompress(file.read_bytes()))
            if file.name != _name(number) or entry["sha256"] != _sha(entry["releases"]):
                raise ValueError(file.name)
            found += [Release.of_json(one) for one in entry["releases"]]
        except (ValueError, KeyError, TypeError, OSError, EOFError) as error:
            raise LedgerBrokenError(file=file.name) from error
    return found


def add(of: Path, new: list[Release], *, at: str) -> bool:
    """Keep a release for good; false where the last one said the same."""
    of.mkdir(parents=True, exist_ok=True)
    known = sorted(of.glob("*.json.gz"))
    content = [release.as_json() for release in new]
    if known and json.loads(gzip.decompress(known[-1].read_bytes()))["sha256"] == _sha(content):
        return False
    entry = {"at": at, "sha256": _sha(content), "releases": content}
    file = of / _name(len(known) + 1)
    beside = file.with_suffix(".part")
    beside.write_bytes(gzip.compress(json.dumps(entry, ensure_ascii=False).encode(), mtime=0))
    with beside.open("rb+") as written:
        os.fsync(written.fileno())
    beside.replace(file)
    return True


def _name(number: int) -> str:
    return f"{number:06d}.json.gz"


def _sha(content: list[dict[str, Any]]) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
