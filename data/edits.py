"""Edits of single rows, as somebody asks for them: which row, and which cells shall be what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import geopandas as gpd
import pandas as pd
import shapely
import sqlalchemy as sa

from data import schema
from data.contracts import TABLES
from data.errors import DataRefusedError, Problem
from data.importing.location.positions import tidied
from data.importing.reading.geojson import WGS84
from data.store import Store

OWN = "own"
"""Source of what was entered by hand."""

Key = tuple[Any, ...]
Record = dict[str, Any]


@dataclass(frozen=True)
class Edit:
    """What shall happen to one row.

    Attributes:
        what: ``add``, ``change`` or ``remove``; removing a site removes its offers.
        table: ``sites``, ``offers`` or ``measures``.
        key: cells of the key columns, dates as Timestamp, None where missing.
        values: column to new cell; columns not named stay as they are.
    """

    what: Literal["add", "change", "remove"]
    table: str
    key: Key
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def about(self) -> str:
        """The site or the measure it is about."""
        return str(self.key[0])


def offer_edits(site_id: str, old: pd.DataFrame, new: Sequence[Mapping[str, Any]]) -> list[Edit]:
    """What turns the offers of a site into others, row by row.

    Args:
        site_id: the site.
        old: its offers as read.
        new: its offers as they shall be, each with every column but ``site_id``.
    """
    before = by_key("offers", old)
    edits: list[Edit] = []
    seen: set[Key] = set()
    for offer in new:
        row = {"site_id": site_id, **offer}
        key = key_of("offers", row)
        if key in before and key not in seen:
            values = changed(before[key], row)
            edits += [Edit("change", "offers", key, values)] if values else []
        else:  # also the second of two with one key: it is one too many, and is said so
            edits.append(Edit("add", "offers", key, row))
        seen.add(key)
    gone = sorted(before.keys() - seen, key=str)
    return [*edits, *(Edit("remove", "offers", key) for key in gone)]


def changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> Record:
    """The cells of a new row that differ from the old one."""
    return {column: value for column, value in new.items() if not equal(old[column], value)}


def point(lon: float, lat: float, crs: str) -> shapely.Point:
    """A position in the CRS of a city, on whole millimetres.

    Raises:
        DataRefusedError: it is no longitude and latitude in degrees.
    """
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise DataRefusedError([Problem("no_position", column="geometry", value=f"{lon} / {lat}")])
    shape = gpd.GeoSeries([shapely.Point(lon, lat)], crs=WGS84).to_crs(crs).to_numpy()
    found: shapely.Point = tidied(shape)[0]
    if not shapely.is_valid(found) or shapely.is_empty(found):
        raise DataRefusedError([Problem("no_position", column="geometry", value=f"{lon} / {lat}")])
    return found


def proposed_id(store: Store, city: str, part: str, table: str = "sites") -> str:
    """An id for a new row that no row of the city has or ever had: ``own-kita-001``.

    Args:
        store: where.
        city: slug.
        part: in the middle of the id; of a site its category.
        table: whose first key column it is for.
    """
    rows = schema.rows[table]
    column = rows.c[TABLES[table].key[0]]
    start = f"{OWN}-{part}-"
    query = sa.select(column).where(rows.c.city == city, column.startswith(start, autoescape=True))
    with store.connect() as connection:
        taken = {str(known) for (known,) in connection.execute(query)}
    number = next(number for number in range(1, len(taken) + 2) if f"{start}{number:03d}" not in taken)
    return f"{start}{number:03d}"


def records(frame: pd.DataFrame) -> list[Record]:
    """Rows as dicts; missing cells as pandas has them."""
    columns = [str(column) for column in frame.columns]
    cells = pd.DataFrame(frame).astype("object").itertuples(index=False, name=None)
    return [dict(zip(columns, row, strict=True)) for row in cells]


def key_of(name: str, row: Mapping[Any, Any]) -> Key:
    """The key of a row: texts, dates as Timestamp, None where missing."""
    cells = (row[column] for column in TABLES[name].key)
    return tuple(None if pd.isna(cell) else cell if isinstance(cell, str) else pd.Timestamp(cell) for cell in cells)


def by_key(name: str, frame: pd.DataFrame) -> dict[Key, Record]:
    """Rows by their key."""
    return {key_of(name, row): row for row in records(frame)}


def equal(one: Any, other: Any) -> bool:
    """Whether two cells say the same; missing is equal to missing."""
    if isinstance(one, shapely.Geometry) or isinstance(other, shapely.Geometry):
        return one is not None and other is not None and bool(shapely.equals_exact(one, other))
    if pd.isna(one) or pd.isna(other):
        return bool(pd.isna(one) and pd.isna(other))
    return bool(one == other)
