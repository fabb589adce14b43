"""Why a polygon is none, as a code and the place where it shows."""

from __future__ import annotations

import re
from typing import Any

import shapely

REASONS = {
    "Self-intersection": "self_intersection",
    "Ring Self-intersection": "ring_self_intersection",
    "Hole lies outside shell": "hole_outside",
    "Holes are nested": "holes_nested",
    "Interior is disconnected": "interior_disconnected",
    "Nested shells": "shells_nested",
    "Duplicate Rings": "ring_twice",
    "Too few points in geometry component": "too_few_points",
    "Invalid Coordinate": "coordinate_invalid",
    "Ring is not closed": "ring_open",
}
"""What GEOS says, in English, to a code; the text is ``problems.polygon_faults.<code>``."""

OTHER = "other"
SAID = re.compile(r"(?P<reason>[^\[]*)(?:\[(?P<x>\S+) (?P<y>[^\s\]]+)[^\]]*\])?")


def polygon_fault(geometry: Any) -> tuple[str, str]:
    """The code of what makes a polygon invalid, and where.

    Args:
        geometry: an invalid one, in metres.

    Returns:
        The code, and easting and northing in whole metres (``410500 / 5654500``), ``–`` where GEOS names none.

    >>> polygon_fault(shapely.from_wkt("POLYGON ((0 0, 20 20, 20 0, 0 20, 0 0))"))
    ('self_intersection', '10 / 10')
    """
    return read_reason(str(shapely.is_valid_reason(geometry)))


def read_reason(said: str) -> tuple[str, str]:
    """The code and the place in what GEOS said; :data:`OTHER` for a reason that is not known here.

    >>> read_reason("Holes are nested[2.4 7]"), read_reason("Something new")
    (('holes_nested', '2 / 7'), ('other', '–'))
    """
    found = SAID.match(said)
    if found is None:  # it matches anything; for the reader of types
        return OTHER, "–"
    code = REASONS.get(found["reason"].strip(), OTHER)
    if found["x"] is None:
        return code, "–"
    return code, f"{_metres(found['x'])} / {_metres(found['y'])}"


def _metres(number: str) -> str:
    try:
        return f"{float(number):.0f}"
    except ValueError:
        return number
