"""Bodies of answers, kept in memory up to a size: the longest unused go first."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass


@dataclass(frozen=True)
class Kept:
    """A body with what is sent beside it.

    Attributes:
        content: bytes of the file.
        name: of the file.
        media: its type.
    """

    content: bytes
    name: str
    media: str

    @property
    def etag(self) -> str:
        """The same for the same bytes, on every machine."""
        return f'"{hashlib.sha256(self.content).hexdigest()[:32]}"'


def is_known(asked: str, etag: str) -> bool:
    """Whether the asker (``If-None-Match``) has this already; a proxy that compressed it calls it weak."""
    return asked.strip() == "*" or etag in {one.strip().removeprefix("W/") for one in asked.split(",")}


class Shelf:
    """Bodies by key.

    Args:
        limit: bytes kept in all; a body larger than that is made for every request.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """The body of a key, made where it is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while sum(len(one.content) for one in self._kept.values()) > self._limit:
                self._kept.popitem(last=False)
        return made
