"""A city as it stood at some earlier editions, for one viewer.

Nobody sees more of the past than today: who is no manager gets of sites, measures and agendas only what could be seen
then **and** can be seen today, so that what was taken back stays taken back. What is or ever was a protected shelter
is not there for anyone below manager, in no sum either, and has no position for anyone.
"""

from __future__ import annotations

from functools import cached_property
from typing import cast

import geopandas as gpd
import pandas as pd

from data.audiences import Audience, Viewer
from data.city import City
from data.roles import present
from data.snapshot import Snapshot
from data.store import Store

OF_SITES = ("sites", "offers", "caseload")
OF_ROWS = ("measures", "agendas")
"""Tables whose rows say themselves who may see them."""


class _Held:
    """The reading side of a store, held at some editions."""

    def __init__(
        self, store: Store, slug: str, editions: dict[str, int], settings: City | None, *, sheltered: bool
    ) -> None:
        self._store = store
        self._slug = slug
        self._editions = editions
        self._settings = settings
        self._places_shelters = sheltered

    def city(self, slug: str, *, viewer: Viewer) -> City:
        return self._settings or self._store.settings(slug, self._editions["city"], viewer=viewer)

    def editions(self, _slug: str) -> dict[str, int]:
        return self._editions

    def read(self, city: str, name: str, *, viewer: Viewer, today: bool = True) -> pd.DataFrame:
        viewer = present(viewer)
        if viewer.audience == Audience.MANAGER or name not in (*OF_SITES, *OF_ROWS):
            return self._store.read(city, name, viewer=viewer, edition=self._editions[name])
        if name in OF_ROWS:
            rows = self._store.read(city, name, viewer=viewer, edition=self._editions[name])
            key = str(rows.columns[0])
            return _kept(rows, rows[key].isin(self._store.read(city, name, viewer=viewer)[key])) if today else rows
        then = self._store.read(city, "sites", viewer=viewer, edition=self._editions["sites"])
        seen = _kept(then, ~self._sheltered(then))
        if today:
            seen = _kept(seen, seen["site_id"].isin(self._store.read(city, "sites", viewer=viewer)["site_id"]))
        if name == "sites":
            return seen
        rows = self._store.read_all(city, name, viewer=viewer, edition=self._editions[name])
        return _kept(rows, rows["site_id"].isin(seen["site_id"]) | (rows["site_id"] == ""))

    def read_all(self, city: str, name: str, *, viewer: Viewer) -> pd.DataFrame:
        if not self._places_shelters:
            return self.read(city, name, viewer=viewer)
        rows = self._store.read_all(city, name, viewer=viewer, edition=self._editions[name])
        if name not in OF_SITES or present(viewer).audience == Audience.MANAGER:
            return rows
        return _kept(rows, ~self._sheltered(rows))

    def _sheltered(self, rows: pd.DataFrame) -> pd.Series:
        return rows["site_id"].isin(list(self._store.protected(self._slug, ever=True)))


def _kept(rows: pd.DataFrame, wanted: pd.Series) -> pd.DataFrame:
    return rows[wanted].reset_index(drop=True)


class Past(Snapshot):
    """A city at earlier editions; made by :func:`past`.

    Attributes:
        today: the present editions: what may be seen of the past depends on them, too.
    """

    def __init__(self, store: Store, slug: str, viewer: Viewer, held: _Held) -> None:
        super().__init__(cast("Store", held), slug, viewer)
        self._whole = store
        self._held = held
        self.today = store.editions(slug)

    def seen_then(self, name: str) -> pd.DataFrame:
        """Rows of a table that the viewer could see then, also those gone since: to be counted, not to be shown."""
        return self._held.read(self.city.slug, name, viewer=self.viewer, today=False)

    @cached_property
    def open_to_all(self) -> gpd.GeoDataFrame:
        """Those of the counted sites that anyone could see then and may see today, indexed by site id."""
        then = super().open_to_all
        today = Snapshot(self._whole, self.city.slug, self.viewer).open_to_all.index
        never = self._whole.protected(self.city.slug, ever=True)
        return then[then.index.isin(today) & ~then.index.isin(list(never))]


def past(
    store: Store,
    slug: str,
    editions: dict[str, int],
    *,
    viewer: Viewer,
    settings: City | None = None,
    sheltered: bool = True,
) -> Past:
    """A city at some editions, as a viewer may see it today.

    Args:
        store: where from.
        slug: the city.
        editions: of every table and of ``city``.
        viewer: who asks.
        settings: in the place of those of the edition.
        sheltered: whether a manager's sums place protected shelters by their position.

    Raises:
        UnknownCityError: there is none that the viewer may see.
        UnknownEditionError: the store does not have one of the editions.
    """
    store.city(slug, viewer=viewer)
    return Past(store, slug, viewer, _Held(store, slug, editions, settings, sheltered=sheltered))
