"""A city as it stood at some editions, for the publisher: consistent even while others import."""

from __future__ import annotations

from typing import cast

import pandas as pd

from data.audiences import Audience, Viewer
from data.city import City
from data.snapshot import Snapshot
from data.store import Store

PUBLISHER = Viewer(Audience.MANAGER, "publish")


class _Past:
    """The reading side of a store, held at some editions."""

    def __init__(self, store: Store, editions: dict[str, int]) -> None:
        self._store = store
        self._editions = editions

    def city(self, slug: str, *, viewer: Viewer) -> City:
        return self._store.city(slug, viewer=viewer)

    def editions(self, _slug: str) -> dict[str, int]:
        return self._editions

    def read(self, city: str, name: str, *, viewer: Viewer) -> pd.DataFrame:
        return self._store.read(city, name, viewer=viewer, edition=self._editions[name])

    read_all = read


def past(store: Store, slug: str, editions: dict[str, int]) -> Snapshot:
    """Every row of a city at some editions.

    Raises:
        UnknownEditionError: the store does not have one of them.
    """
    return Snapshot(cast("Store", _Past(store, editions)), slug, PUBLISHER)
