"""A city at its present editions, as one viewer may use it."""

from __future__ import annotations

import copy
from datetime import date
from functools import cached_property
from typing import Self, cast

import geopandas as gpd
import pandas as pd

from data.audiences import PUBLIC, Audience, Viewer, visible_sites
from data.store import Store
from geo.placement import area_of


class Snapshot:
    """All tables of a city for one viewer, each read once.

    ``sites``, ``offers`` and ``caseload`` hold what the viewer may see one by one. Aggregates by area also count
    sites that the viewer may not see (but never protected shelters, for anyone below manager): they come out of
    :mod:`data.figures` as sums, and the rows stay here.
    """

    def __init__(self, store: Store, slug: str, viewer: Viewer) -> None:
        self._store = store
        self.viewer = viewer
        self.city = store.city(slug, viewer=viewer)
        self.editions = store.editions(slug)
        self._levels: dict[str, gpd.GeoDataFrame] = {}
        self._dates: dict[str, list[date]] = {}
        self._placed: dict[str, pd.Series] = {}

    def _read(self, name: str) -> pd.DataFrame:
        return self._store.read(self.city.slug, name, viewer=self.viewer)

    @cached_property
    def areas(self) -> gpd.GeoDataFrame:
        """All areas, indexed by area id."""
        return cast("gpd.GeoDataFrame", self._read("areas").set_index("area_id"))

    @cached_property
    def sites(self) -> gpd.GeoDataFrame:
        """Sites that the viewer may see, indexed by site id."""
        return cast("gpd.GeoDataFrame", self._read("sites").set_index("site_id"))

    @cached_property
    def offers(self) -> pd.DataFrame:
        """Offers of the sites that the viewer may see."""
        return self._read("offers")

    @cached_property
    def statistics(self) -> pd.DataFrame:
        """Figures about areas."""
        return self._read("statistics")

    @cached_property
    def caseload(self) -> pd.DataFrame:
        """Caseload of the sites that the viewer may see, and of areas."""
        return self._read("caseload")

    @cached_property
    def sources(self) -> pd.DataFrame:
        """Sources, indexed by source id."""
        return self._read("sources").set_index("source_id")

    def table(self, name: str) -> pd.DataFrame:
        """Any table as the viewer may see it, one row a row."""
        indexed = {"areas": "area_id", "sites": "site_id", "sources": "source_id"}
        if name in indexed:
            return cast("pd.DataFrame", getattr(self, name)).rename_axis(indexed[name]).reset_index()
        return cast("pd.DataFrame", getattr(self, name))

    @cached_property
    def measures(self) -> pd.DataFrame:
        """Measures that the viewer may see."""
        return self._read("measures")

    @cached_property
    def agendas(self) -> pd.DataFrame:
        """Agendas that the viewer may open, a row an item."""
        return self._read("agendas")

    @cached_property
    def open_to_all(self) -> gpd.GeoDataFrame:
        """Those of the counted sites that anyone may see, indexed by site id."""
        sites = self.counted_sites.rename_axis("site_id").reset_index()
        protected = self.counted_offers.loc[self.counted_offers["kind"] == "protected", "site_id"]
        allowed = visible_sites(sites.assign(protected=sites["site_id"].isin(protected)), PUBLIC)
        return cast("gpd.GeoDataFrame", allowed.set_index("site_id"))

    @cached_property
    def unplaced(self) -> pd.Index:
        """Ids of the visible sites that have no position; a shelter whose position is kept back is none of them."""
        placed = self._store.read_all(self.city.slug, "sites", viewer=self.viewer).set_index("site_id")
        return self.sites.index[placed.geometry.reindex(self.sites.index).isna()]

    def in_layer(self, layer: str) -> list[str]:
        """Ids of the visible sites of a layer: a category, or ``category.kind``."""
        category, _, kind = layer.partition(".")
        sites = self.sites.index[self.sites["category"] == category]
        if not kind:
            return list(sites)
        return list(sites[sites.isin(self.offers.loc[self.offers["kind"] == kind, "site_id"])])

    @cached_property
    def counted_sites(self) -> gpd.GeoDataFrame:
        """Sites that count in aggregates, indexed by site id; for :mod:`data.figures` only."""
        sites = self._store.read_all(self.city.slug, "sites", viewer=self.viewer).set_index("site_id")
        if self.viewer.audience < Audience.MANAGER:
            offers = self._store.read_all(self.city.slug, "offers", viewer=self.viewer)
            protected = offers.loc[offers["kind"] == "protected", "site_id"]
            sites = sites[~sites.index.isin(protected)]
        return cast("gpd.GeoDataFrame", sites)

    @cached_property
    def counted_offers(self) -> pd.DataFrame:
        """Offers that count in aggregates; for :mod:`data.figures` only."""
        offers = self._store.read_all(self.city.slug, "offers", viewer=self.viewer)
        return offers[offers["site_id"].isin(self.counted_sites.index)]

    @cached_property
    def counted_caseload(self) -> pd.DataFrame:
        """Caseload that counts in aggregates; for :mod:`data.figures` only."""
        caseload = self._store.read_all(self.city.slug, "caseload", viewer=self.viewer)
        counts = (caseload["site_id"] == "") | caseload["site_id"].isin(self.counted_sites.index)
        return caseload[counts]

    def with_figures(self, statistics: pd.DataFrame, caseload: pd.DataFrame) -> Self:
        """The same city with other figures about areas and other counts at sites, for aggregates of its own."""
        there = copy.copy(self)  # shares what has been read and placed; only what follows differs
        there._dates = {}
        there.statistics, there.counted_caseload = statistics, caseload
        return there

    @property
    def lowest_level(self) -> str:
        """The finest level that has areas."""
        present = set(self.areas["level"])
        return [level.code for level in self.city.levels if level.code in present][-1]

    def level(self, code: str) -> gpd.GeoDataFrame:
        """Areas of one level, indexed by area id, in the order of their ids."""
        if code not in self._levels:
            self._levels[code] = self.areas[self.areas["level"] == code].sort_index()
        return self._levels[code]

    def is_schematic(self, level: str) -> bool:
        """Whether boundaries of a level are drawn for demonstration (their source says so)."""
        return self.is_demo(set(self.level(level)["source_id"]))

    def is_demo(self, source_ids: set[str]) -> bool:
        """Whether any of these sources is demonstration data."""
        return bool(self.sources["demo"].reindex(list(source_ids)).eq(True).any())

    def area_of_sites(self, level: str) -> pd.Series:
        """Area of a level that each counted site lies in: by its point, else as its source states.

        Returns:
            Text Series indexed by site id, "" where it is in none.
        """
        if level not in self._placed:
            sites = self.counted_sites
            placed = area_of(sites.geometry, self.level(level).geometry)
            stated = sites["area_id"].map(lambda area: self.ancestor(area, level))
            self._placed[level] = placed.where(sites.geometry.notna(), stated)
        return self._placed[level]

    def ancestor(self, area_id: str, level: str) -> str:
        """The area of ``level`` that holds ``area_id`` (or is it), "" where there is none."""
        seen: set[str] = set()
        while area_id in self.areas.index and area_id not in seen:
            if self.areas.at[area_id, "level"] == level:
                return area_id
            seen.add(area_id)
            area_id = str(self.areas.at[area_id, "parent_id"])
        return ""

    def dates(self, level: str) -> list[date]:
        """Dates of figures about areas of a level or about sites, the latest first."""
        if level not in self._dates:
            figures = self.statistics["area_id"].isin(self.level(level).index)
            known = self.statistics.loc[figures, "as_of"].unique()  # few days stand in very many rows
            found = {*known, *self.counted_caseload["as_of"].unique()}
            found = found or {*self.statistics["as_of"].unique()} or {*self.sources["as_of"].dropna()}
            self._dates[level] = sorted((moment.date() for moment in found), reverse=True)
        return list(self._dates[level])


def open_on(rows: pd.DataFrame, day: date) -> pd.Series:
    """Whether each site is open on a day (``opened_on``, ``closes_on``); an unknown date does not close it."""
    moment = pd.Timestamp(day)
    opened = rows["opened_on"].isna() | (rows["opened_on"] <= moment)
    return opened & (rows["closes_on"].isna() | (rows["closes_on"] >= moment))
