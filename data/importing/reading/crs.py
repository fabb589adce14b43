"""Coordinate reference systems by the names and definitions that files give."""

from __future__ import annotations

import re

import numpy as np
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

WGS84 = "EPSG:4326"

NAME = re.compile(
    r"(?:urn:(?:x-)?ogc:def:crs:|https?://www\.opengis\.net/def/crs/)?(EPSG|ESRI|OGC)(?::|/)[\w.]*?(?::|/)?(CRS84|\d{3,6})",
    re.IGNORECASE,
)
WKT = re.compile(r"\s*(?:PROJ|GEOG|GEOD|BOUND|COMPD|COMPOUND)\w*\s*\[", re.IGNORECASE)
SAME_M = 0.001


def known_crs(name: str) -> CRS | None:
    """The CRS of a name (``EPSG:25833``, ``25833``, an OGC URN or address) or of a definition in WKT.

    Other notations are not looked at: PROJ would open files that some of them name.
    """
    text = name.strip()
    if text.isdecimal():
        text = f"EPSG:{text}"
    found = NAME.fullmatch(text)
    if not found and not WKT.match(text):
        return None
    try:
        return CRS.from_user_input(f"{found[1].upper()}:{found[2].upper()}" if found else text)
    except CRSError:
        return None


def crs_name(crs: CRS) -> str:
    """A CRS as ``EPSG:25833`` where it reckons like that one, else as WKT.

    Its name alone is no proof: offices give theirs to definitions with other false eastings. The
    longitude-latitude twin of EPSG:4326 counts as that.
    """
    authority = crs.to_authority(min_confidence=70)
    if authority is None:
        return str(crs.to_wkt())
    if authority[1] == "CRS84":
        return WGS84
    name = ":".join(authority)
    return name if _same(crs, CRS.from_authority(*authority)) else str(crs.to_wkt())


def _same(one: CRS, other: CRS) -> bool:
    """Whether two CRS give the same coordinates, tried at three places where the second one is made for."""
    area = other.area_of_use
    if area is None or one == other:
        return True
    longitude = np.linspace(area.west, area.east, 5)[1:-1]
    latitude = np.linspace(area.south, area.north, 5)[1:-1]
    try:
        there = Transformer.from_crs(_degrees_of(other), other, always_xy=True).transform(longitude, latitude)
        back = Transformer.from_crs(other, one, always_xy=True).transform(*there)
    except ProjError:
        return False
    unit = SAME_M if other.is_projected else SAME_M / 111_000
    return bool(np.abs(np.subtract(there, back)).max() < unit)


def _degrees_of(crs: CRS) -> CRS:
    return crs.geodetic_crs or CRS.from_user_input(WGS84)
