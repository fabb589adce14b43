"""A city as it stood at some editions, for the publisher: consistent even while others import."""

from __future__ import annotations

from data import past as earlier
from data.audiences import Audience, Viewer
from data.snapshot import Snapshot
from data.store import Store

PUBLISHER = Viewer(Audience.MANAGER, "publish")


def past(store: Store, slug: str, editions: dict[str, int]) -> Snapshot:
    """Every row of a city at some editions.

    Raises:
        UnknownEditionError: the store does not have one of them.
    """
    settings = store.city(slug, viewer=PUBLISHER)  # today's: what is published of an old state is judged by them
    return earlier.past(store, slug, editions, viewer=PUBLISHER, settings=settings, sheltered=False)
