"""What is kept between runs: the store, snapshots of cities and figures, by edition and audience."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from datetime import date

import streamlit as st

from data.audiences import Audience, Viewer
from data.city import City
from data.figures import Figures, available, figures
from data.indicators import Indicator, find
from data.snapshot import Snapshot
from data.store import Store
from geo.boundaries import neighbours

Editions = tuple[tuple[str, int], ...]


@st.cache_resource
def store() -> Store:
    """The store of this installation: the folder ``ATLAS_DATA``, or the address ``ATLAS_DATABASE``."""
    return Store(os.environ.get("ATLAS_DATABASE") or os.environ.get("ATLAS_DATA") or "var")


def cities(viewer: Viewer) -> list[City]:
    """Cities that a viewer may see."""
    return store().cities(viewer=viewer)


def snapshot(slug: str, viewer: Viewer) -> Snapshot:
    """A city as it stands, for an audience; a new edition makes a new one."""
    editions = tuple(sorted(store().editions(slug).items()))
    return _snapshot(slug, viewer.audience, editions)


@st.cache_resource(max_entries=12)
def _snapshot(slug: str, audience: Audience, editions: Editions) -> Snapshot:  # noqa: ARG001 - part of the key
    return Snapshot(store(), slug, Viewer(audience))


def _key(of: Snapshot) -> tuple[str, Audience, Editions]:
    return of.city.slug, of.viewer.audience, tuple(sorted(of.editions.items()))


def indicators(of: Snapshot, level: str, on: date) -> list[Indicator]:
    """Indicators with a value at a level."""
    return [find(code) for code in _indicators(*_key(of), level, on)]


@st.cache_data(max_entries=200)
def _indicators(slug: str, audience: Audience, editions: Editions, level: str, on: date) -> list[str]:
    return [indicator.code for indicator in available(_snapshot(slug, audience, editions), level, on)]


def figures_of(of: Snapshot, code: str, level: str, on: date) -> Figures:
    """One indicator for every area of a level."""
    return _figures(*_key(of), code, level, on)


@st.cache_resource(max_entries=500)
def _figures(slug: str, audience: Audience, editions: Editions, code: str, level: str, on: date) -> Figures:
    return figures(_snapshot(slug, audience, editions), find(code), level, on)


def neighbours_of(of: Snapshot, level: str) -> dict[str, tuple[str, ...]]:
    """Areas that share a border, by area id."""
    return _neighbours(*_key(of), level)


@st.cache_data(max_entries=50)
def _neighbours(slug: str, audience: Audience, editions: Editions, level: str) -> dict[str, tuple[str, ...]]:
    areas = _snapshot(slug, audience, editions).level(level)
    return dict(neighbours(areas.geometry).items())


@st.cache_data(max_entries=50)
def _bounds(slug: str, audience: Audience, editions: Editions, level: str) -> tuple[float, float, float, float]:
    shapes = _snapshot(slug, audience, editions).level(level).geometry.to_crs(4326)
    west, south, east, north = shapes.total_bounds
    return float(west), float(south), float(east), float(north)


def bounds_of(of: Snapshot, level: str) -> tuple[float, float, float, float]:
    """West, south, east and north of a level, in degrees."""
    return _bounds(*_key(of), level)


@st.cache_data(max_entries=100)
def geometry(path: str, _make: Callable[[], str]) -> bytes:
    """Compressed geometry of an address, made once."""
    return gzip.compress(_make().encode(), 6, mtime=0)
