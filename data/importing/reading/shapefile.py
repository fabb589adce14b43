"""Records of a Shapefile looked at beside GDAL, which gives a damaged one as a row without a shape."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import IO

HEADER = 100
COUNTS = {3: (36, 40), 5: (36, 40), 8: (36,)}
"""Where lines, polygons and multipoints say how many parts and points they have; ten and twenty more with Z and M."""


def damaged_records(shp: Path, shx: Path, numbers: dict[int, int]) -> dict[int, str]:
    """Which of the rows without a shape have a record that says they have one.

    Args:
        shp: the shapes.
        shx: where each begins.
        numbers: rows with the number of their record, from 0.

    Returns:
        Those rows with what their record says it is; "–" where the file ends before it.
    """
    starts = shx.read_bytes()[HEADER:]
    damaged = {}
    with shp.open("rb") as shapes:
        for row, number in numbers.items():
            record = _record(shapes, starts[8 * number : 8 * number + 4])
            kind = struct.unpack("<i", record[:4])[0] if len(record) >= 4 else None
            if kind != 0 and not _is_empty(kind, record):
                damaged[row] = "–" if kind is None else f"Shape {kind}"
    return damaged


def _record(shapes: IO[bytes], start: bytes) -> bytes:
    """The first bytes of a record, after its number and length."""
    words = struct.unpack(">i", start)[0] if len(start) == 4 else -1
    if words < 0:
        return b""
    shapes.seek(2 * words + 8)
    return shapes.read(48)


def _is_empty(kind: int | None, record: bytes) -> bool:
    places = COUNTS.get((kind or 0) % 10, ())
    return (
        bool(places) and len(record) >= places[-1] + 4 and not any(record[at : at + 4].strip(b"\0") for at in places)
    )
