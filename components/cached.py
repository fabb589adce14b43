"""What is kept between runs: the store, snapshots of cities and figures, by edition and audience.

Kept in the process, for pages and HTTP routes alike; a frame is never a key, and a new edition makes new entries.
What comes out is shared: nobody changes it in place.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Hashable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

import pandas as pd
from pyproj import Transformer

from components.light_outlines import cut_outs, light
from components.report.outlines import Outlines, outlines
from data import measures, series
from data.audiences import Audience, Viewer
from data.city import City
from data.concentration import Concentration, concentration, history
from data.drift import Drift, drift, drift_dates
from data.figures import Figures, available, figures
from data.gap_figures import gap_figures, gap_indicators
from data.gaps import Gap, gap, gaps
from data.indicators import Indicator, Measured, find
from data.listing import open_offers
from data.past import Past, past
from data.publishing import texts
from data.publishing.public_store import PublicStore, Served
from data.similarity import profile, similar
from data.since import Since, since
from data.snapshot import Snapshot
from data.standards import standards
from data.status_trend import StatusTrend, status_dates, status_trend
from data.store import Store
from geo.boundaries import neighbours
from geo.classes import breaks

T = TypeVar("T")

PUBLIC_FILE = "ATLAS_PUBLIC"
"""Names the published file; then this process serves the public from it, and reads nothing else."""

Editions = tuple[tuple[str, int], ...]
Key = tuple[str, str, Audience, Editions, Editions]
"""Address of the store, slug, audience, editions; and today's editions where the city is shown as it was."""


def store() -> Store:
    """The store of this installation: ``ATLAS_PUBLIC`` alone, else ``ATLAS_DATABASE`` or folder ``ATLAS_DATA``."""
    if file := os.environ.get(PUBLIC_FILE):
        return _served(file).store()
    return _store(os.environ.get("ATLAS_DATABASE") or os.environ.get("ATLAS_DATA") or "var")


def town_text(name: str) -> str | None:
    """A text that the town has written itself (:mod:`data.publishing.texts`), None where it has not."""
    here = store()
    return here.text(name) if isinstance(here, PublicStore) else texts.text(name, texts.folder())


@lru_cache(maxsize=1)
def _served(file: str) -> Served:
    return Served(Path(file))


@lru_cache(maxsize=4)
def _store(address: str) -> Store:
    return Store(address)


def cities(viewer: Viewer) -> list[City]:
    """Cities that a viewer may see."""
    return store().cities(viewer=viewer)


def snapshot(slug: str, viewer: Viewer, at: int | None = None) -> Snapshot:
    """A city for an audience; a new edition makes a new one.

    Args:
        slug: the city.
        viewer: who looks.
        at: number of an earlier state (:meth:`data.store.Store.state`); by default the city as it stands.

    Raises:
        UnknownCityError: there is none that the viewer may see.
        UnknownStateError: the city has never stood like that.
    """
    here = store()
    here.city(slug, viewer=viewer)
    today = tuple(sorted(here.editions(slug).items()))
    then = today if at is None else tuple(sorted(here.editions(slug, at=at).items()))
    return _snapshot((here.address, slug, viewer.audience, then, () if then == today else today))


@lru_cache(maxsize=16)
def _snapshot(key: Key) -> Snapshot:
    _, slug, audience, editions, today = key
    if today:
        return past(store(), slug, dict(editions), viewer=Viewer(audience))
    return Snapshot(store(), slug, Viewer(audience))


def _key(of: Snapshot) -> Key:
    today = tuple(sorted(of.today.items())) if isinstance(of, Past) else ()
    return store().address, of.city.slug, of.viewer.audience, tuple(sorted(of.editions.items())), today


def since_of(slug: str, viewer: Viewer, state: int) -> Since:
    """What has changed in a city since an earlier state.

    Raises:
        UnknownCityError, UnknownStateError: as :func:`data.since.since`.
    """
    here = store()
    here.city(slug, viewer=viewer)
    return _since(here.address, slug, viewer.audience, tuple(sorted(here.editions(slug).items())), state)


@lru_cache(maxsize=60)
def _since(_address: str, slug: str, audience: Audience, _today: Editions, state: int) -> Since:
    return since(store(), slug, state, viewer=Viewer(audience))


def indicators(of: Snapshot, level: str, on: date) -> list[Indicator]:
    """Indicators with a value at a level."""
    return [find(code) for code in _indicators(_key(of), level, on)]


@lru_cache(maxsize=200)
def _indicators(key: Key, level: str, on: date) -> list[str]:
    of = _snapshot(key)
    return [indicator.code for indicator in (*available(of, level, on), *gap_indicators(of, level, on))]


def figures_of(of: Snapshot, code: str, level: str, on: date) -> Figures:
    """One indicator for every area of a level."""
    return _figures(_key(of), code, level, on)


@lru_cache(maxsize=500)
def _figures(key: Key, code: str, level: str, on: date) -> Figures:
    indicator = find(code)
    evaluate = gap_figures if isinstance(indicator.numerator, Measured) else figures
    return evaluate(_snapshot(key), indicator, level, on)


def breaks_of(of: Snapshot, code: str, level: str, on: date) -> tuple[float, ...]:
    """Inner class bounds of an indicator's map."""
    return _breaks(_key(of), code, level, on)


@lru_cache(maxsize=500)
def _breaks(key: Key, code: str, level: str, on: date) -> tuple[float, ...]:
    found = _figures(key, code, level, on)
    return breaks(found.table["value"], decimals=found.indicator.decimals) if found.indicator.form == "rate" else ()


def offers_of(of: Snapshot, level: str, on: date) -> pd.DataFrame:
    """Offers of the open sites that the viewer may see, one row an offer."""
    return _offers(_key(of), level, on)


@lru_cache(maxsize=50)
def _offers(key: Key, level: str, on: date) -> pd.DataFrame:
    return open_offers(_snapshot(key), level, on)


def gaps_of(of: Snapshot, level: str, on: date, until: date) -> list[Gap]:
    """What is missing, a gap a service, worst first."""
    return _gaps(_key(of), level, on, until)


@lru_cache(maxsize=60)
def _gaps(key: Key, level: str, on: date, until: date) -> list[Gap]:
    return gaps(_snapshot(key), level, on, until=until)


def gap_of(
    of: Snapshot, service: str, level: str, on: date, until: date, met: float | None, rate: float | None
) -> Gap:
    """What is missing of the service of an id, also with an assumed threshold and need rate."""
    return _gap(_key(of), service, level, on, until, met, rate)


@lru_cache(maxsize=60)
def _gap(key: Key, service: str, level: str, on: date, until: date, met: float | None, rate: float | None) -> Gap:
    of = _snapshot(key)
    wanted = next(one for one in of.city.services if one.id == service)
    return gap(of, wanted, level, on, until=until, met=met, rate=rate)


def concentration_of(of: Snapshot, level: str, on: date) -> Concentration:
    """Where places of accommodation pile up."""
    return _concentration(_key(of), level, on)


@lru_cache(maxsize=60)
def _concentration(key: Key, level: str, on: date) -> Concentration:
    return concentration(_snapshot(key), level, on)


def history_of(of: Snapshot, level: str) -> pd.DataFrame:
    """Indices of concentration by day."""
    return _history(_key(of), level)


@lru_cache(maxsize=30)
def _history(key: Key, level: str) -> pd.DataFrame:
    return history(_snapshot(key), level)


def standards_of(of: Snapshot, on: date) -> pd.DataFrame:
    """Every rule held against what the viewer may see."""
    return _standards(_key(of), on)


@lru_cache(maxsize=60)
def _standards(key: Key, on: date) -> pd.DataFrame:
    return standards(_snapshot(key), on)


def similar_of(of: Snapshot, level: str, area: str, on: date) -> pd.DataFrame:
    """Areas most like one area, nearest first."""
    return _similar(_key(of), level, area, on)


@lru_cache(maxsize=200)
def _similar(key: Key, level: str, area: str, on: date) -> pd.DataFrame:
    return similar(_snapshot(key), level, area, on, known=_profile(key, level, on))


@lru_cache(maxsize=30)
def _profile(key: Key, level: str, on: date) -> pd.DataFrame:
    return profile(_snapshot(key), level, on)


def series_of(of: Snapshot, code: str, level: str) -> pd.DataFrame:
    """An indicator for every area of a level, date by date."""
    return _series(_key(of), code, level)


@lru_cache(maxsize=200)
def _series(key: Key, code: str, level: str) -> pd.DataFrame:
    return series.series_of(_snapshot(key), find(code), level)


def counted_of(of: Snapshot, code: str, level: str, on: date) -> Figures:
    """One indicator for every area of a level, as it was counted on a day; nothing carried over from another."""
    return _counted(_key(of), code, level, on)


@lru_cache(maxsize=500)
def _counted(key: Key, code: str, level: str, on: date) -> Figures:
    return series.counted(_snapshot(key), find(code), level, on)


def drift_dates_of(of: Snapshot) -> list[date]:
    """Days between which consultations can be followed from small to large municipalities."""
    return list(_drift_dates(_key(of)))


@lru_cache(maxsize=30)
def _drift_dates(key: Key) -> tuple[date, ...]:
    return tuple(drift_dates(_snapshot(key)))


def drift_of(of: Snapshot, since: date, until: date) -> Drift:
    """Change of consultations in every municipality against its size."""
    return _drift(_key(of), since, until)


@lru_cache(maxsize=60)
def _drift(key: Key, since: date, until: date) -> Drift:
    return drift(_snapshot(key), since, until)


def status_dates_of(of: Snapshot, level: str) -> dict[str, list[date]]:
    """Indicators that status and trend can be made of, each with its days."""
    return _status_dates(_key(of), level)


@lru_cache(maxsize=60)
def _status_dates(key: Key, level: str) -> dict[str, list[date]]:
    return status_dates(_snapshot(key), level)


def status_trend_of(of: Snapshot, level: str, since: date, until: date, codes: tuple[str, ...]) -> StatusTrend:
    """Areas in classes of status and trend."""
    return _status_trend(_key(of), level, since, until, codes)


@lru_cache(maxsize=60)
def _status_trend(key: Key, level: str, since: date, until: date, codes: tuple[str, ...]) -> StatusTrend:
    return status_trend(_snapshot(key), level, since, until, codes)


def measures_of(of: Snapshot, on: date) -> pd.DataFrame:
    """Measures held against the data, the most urgent first."""
    return _measures(_key(of), on)


@lru_cache(maxsize=60)
def _measures(key: Key, on: date) -> pd.DataFrame:
    def kept(_of: Snapshot, indicator: Indicator, level: str, day: date) -> Figures:
        return _figures(key, indicator.code, level, day)

    return measures.measures_of(_snapshot(key), on, evaluate=kept)


def neighbours_of(of: Snapshot, level: str) -> dict[str, tuple[str, ...]]:
    """Areas that share a border, by area id."""
    return _neighbours(_key(of), level)


@lru_cache(maxsize=50)
def _neighbours(key: Key, level: str) -> dict[str, tuple[str, ...]]:
    return dict(neighbours(_snapshot(key).level(level).geometry).items())


def bounds_of(of: Snapshot, level: str) -> tuple[float, float, float, float]:
    """West, south, east and north of a level, in degrees."""
    return _bounds(_key(of), level)


@lru_cache(maxsize=50)
def _bounds(key: Key, level: str) -> tuple[float, float, float, float]:
    west, south, east, north = _snapshot(key).level(level).geometry.to_crs(4326).total_bounds
    return float(west), float(south), float(east), float(north)


def outlines_of(of: Snapshot, level: str) -> Outlines:
    """Boundaries of a level as paths of a drawing."""
    return _outlines(_key(of), level)


@lru_cache(maxsize=30)
def _outlines(key: Key, level: str) -> Outlines:
    return outlines(_snapshot(key).level(level).geometry)


def small_outlines_of(of: Snapshot, level: str) -> Outlines:
    """Boundaries of a level for small maps: in whole units, a third as heavy."""
    return _small_outlines(_key(of), level)


@lru_cache(maxsize=30)
def _small_outlines(key: Key, level: str) -> Outlines:
    return light(_outlines(key, level))


def made(make: Callable[..., T], of: Snapshot, *asked: Hashable) -> T:
    """What a function of a module makes of a city and what is asked, made once."""
    return cast("T", _made(make, _key(of), *asked))


@lru_cache(maxsize=100)
def _made(make: Callable[..., Any], key: Key, *asked: Hashable) -> Any:
    return make(_snapshot(key), *asked)


def cut_outs_of(of: Snapshot, level: str, areas: tuple[str, ...]) -> dict[str, Outlines]:
    """Some areas with what lies around them, all to the same scale."""
    return _cut_outs(_key(of), level, areas)


@lru_cache(maxsize=60)
def _cut_outs(key: Key, level: str, areas: tuple[str, ...]) -> dict[str, Outlines]:
    return cut_outs(_snapshot(key).level(level).geometry, areas)


@lru_cache(maxsize=100)
def compressed(path: str, make: Callable[[str], str]) -> bytes:
    """What an address leads to, made once and compressed for the browser."""
    return gzip.compress(make(path).encode(), 6, mtime=0)


@lru_cache(maxsize=50)
def _to_degrees(crs: str) -> Transformer:
    return Transformer.from_crs(crs, "EPSG:4326", always_xy=True)


def degrees(x: float, y: float, crs: str) -> tuple[float, float]:
    """Longitude and latitude of a place given in a metric CRS."""
    lon, lat = _to_degrees(crs).transform(x, y)
    return float(lon), float(lat)
