"""What was read from a file before anybody asks what its columns mean."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import geopandas as gpd
import pandas as pd

from data.errors import Problem


@dataclass(frozen=True)
class Raw:
    """A file as read.

    Attributes:
        texts: every column as text, ``""`` where nothing stands; the index is the row of the file, from 0. Rows
            that hold no data (blank, totals, footnotes) are gone and leave a gap in the index.
        geometry: one geometry a row in the CRS of the file, None for a table.
        crs: as ``EPSG:25833`` or WKT, None for a table and where the file names none.
        encoding: of a text file, as ``utf-8``, ``utf-8-bom``, ``utf-16`` or ``cp1252``.
        delimiter: of a CSV file.
        sheet: name of the sheet or layer that was read.
        sheets: all sheets or layers that could be read.
        header_rows: first and last line of the file that hold the header, counted from 1.
        first_line: line of the file, counted from 1, of row 0; 0 where files have no lines.
        notes: what reading found (lines left out, ...).
    """

    texts: pd.DataFrame
    geometry: gpd.GeoSeries | None = None
    crs: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    header_rows: tuple[int, int] | None = None
    first_line: int = 0
    notes: tuple[Problem, ...] = ()

    @property
    def names(self) -> list[str]:
        """Columns as the file calls them."""
        return [str(name) for name in self.texts.columns]


def decimal_text(value: float) -> str:
    """A number with a decimal point, in a way that nobody takes the point for one of thousands.

    >>> decimal_text(65.0), decimal_text(0.5), decimal_text(1.234)
    ('65', '0.5', '1.2340')
    """
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = repr(value)
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


def as_text(value: Any) -> str:
    """A cell as text: whole numbers without a decimal point, dates ISO, nothing as ``""``."""
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return decimal_text(value)
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
