"""A whole difference of two editions as a file, for Excel: one row a row, with what happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import geopandas as gpd
import pandas as pd

from data import rows as stored
from data.differences import Difference
from data.exporting import content
from data.writing import Document

CHANGE = "change"
PARTS = ("added", "removed", "before", "after")
"""Values of the column :data:`CHANGE`; a changed row stands there twice, as it was and as it is."""

ENDINGS = (".csv", ".xlsx")


def difference_bytes(
    found: Difference, ending: str, *, sources: pd.DataFrame, made: datetime, words: Mapping[str, str]
) -> bytes:
    """The content of a file with every row that differs.

    Args:
        found: the difference.
        ending: ``.csv`` (Excel in German) or ``.xlsx``.
        sources: the city's sources, for the sheet of sources.
        made: when the newer edition was made.
        words: how :data:`CHANGE` and each of :data:`PARTS` is called in the file.

    Raises:
        UnknownEndingError: another ending.
        BeyondExcelError: XLSX does not hold that much.
    """
    parts = {name: stored.to_rows(found.table, getattr(found, name)) for name in PARTS}
    crs = str(getattr(found.after, "crs", None) or "")
    frame = stored.to_frame(found.table, [row for rows in parts.values() for row in rows], crs)
    frame.insert(0, words[CHANGE], [words[name] for name, rows in parts.items() for _ in rows])
    used = sources[sources["source_id"].isin(frame["source_id"])] if "source_id" in frame else sources.iloc[:0]
    about = {"city": found.city, "table": found.table, "editions": f"{found.older} → {found.newer}"}
    points = found.table == "sites" and isinstance(frame, gpd.GeoDataFrame)
    nothing = pd.DataFrame(index=frame.index)
    return content(Document(found.table, frame, nothing, used, made, about, points=points), ending)
