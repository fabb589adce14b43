"""A few rows as people will see them."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd

from data.importing.reading.raw import decimal_text

SAMPLES = 3
LOOKED_AT = 5000
"""Rows that samples are taken from."""

DEGREES = 6


def samples(texts: pd.DataFrame) -> dict[str, list[str]]:
    """Every column with up to three different texts of its first rows."""
    first = texts.iloc[:LOOKED_AT]
    return {str(name): _different(cells) for name, cells in first.items()}


def _different(cells: pd.Series) -> list[str]:
    plain = cells.str.strip()
    return [str(text) for text in plain[plain != ""].unique()[:SAMPLES]]


def shown(first: pd.DataFrame) -> list[dict[str, str]]:
    """Rows of a table as our CSV files write them: German numbers and dates, points in degrees.

    Args:
        first: typed as in its contract, or texts as they were found.
    """
    if isinstance(first, gpd.GeoDataFrame):
        geometry = first.geometry
        first = pd.DataFrame(first.drop(columns=first.geometry.name))
        if set(geometry.geom_type.dropna()) <= {"Point"}:
            points = geometry.to_crs("EPSG:4326")
            first = first.assign(lon=points.x.round(DEGREES), lat=points.y.round(DEGREES))
    lines = first.astype("object").to_dict("records")
    return [{str(column): cell(value) for column, value in line.items()} for line in lines]


def cell(value: Any) -> str:
    """A value as a German text; nothing where it is missing."""
    if pd.isna(value):
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, pd.Timestamp):
        return f"{value:%d.%m.%Y}"
    return decimal_text(value).replace(".", ",") if isinstance(value, float) else str(value)
