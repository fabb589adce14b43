"""Addresses of geometry that the browser fetches once and keeps.

An address carries a signature that only this installation can make. A session hands it out to viewers who may see
the city; whoever has no such address gets nothing. What it leads to is the same for every viewer: boundaries, and
sites that anyone may see.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from datetime import date
from functools import cache
from pathlib import Path

from components import cached
from data.snapshot import Snapshot

KEY_FILE = "links.key"


@cache
def _key(folder: str) -> bytes:
    """The installation's key, made on first use, readable by its owner alone."""
    file = Path(folder) / KEY_FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
            new.write(secrets.token_bytes(32))
    except FileExistsError:
        pass
    return file.read_bytes()


def sign(path: str) -> str:
    """Signature of a path. The public side keeps no key: all that it has is for everyone."""
    if os.environ.get(cached.PUBLIC_FILE):
        return hashlib.sha256(path.encode()).hexdigest()[:32]
    key = _key(os.environ.get("ATLAS_DATA") or "var")
    return hmac.new(key, path.encode(), hashlib.sha256).hexdigest()[:32]


def is_signed(path: str, signature: str) -> bool:
    """Whether a signature belongs to a path."""
    return hmac.compare_digest(sign(path).encode(), signature.encode())


def areas(of: Snapshot, level: str) -> str:
    """Address of the boundaries of a level, for this edition."""
    return _signed(f"{of.city.slug}/areas/{level}/{of.editions['areas']}")


def sites(of: Snapshot, layer: str, on: date) -> str:
    """Address of the sites of a layer that anyone may see and that are open on a day, for this edition."""
    return _signed(f"{of.city.slug}/sites/{layer}/{on}/{of.editions['sites']}-{of.editions['offers']}")


def changes(of: Snapshot, level: str, older: int, newer: int) -> str:
    """Address of the boundaries of a level in two editions: those of the newer, and those that it has lost."""
    return _signed(f"{of.city.slug}/changes/{level}/{older}-{newer}")


def _signed(path: str) -> str:
    return f"geo/{sign(path)}/{path}.geojson"
