"""Rows with their credits as a file: for Excel, for QGIS, for the web.

The same document makes the same bytes, whenever and wherever it is written.
"""

from __future__ import annotations

import csv
import json
import os
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
import xlsxwriter  # type: ignore[import-untyped]

from data.errors import UsageError
from data.importing.reading.files import UnknownEndingError
from data.importing.reading.geojson import WGS84
from data.importing.reading.layers import SOURCES_LAYER
from data.importing.reading.raw import decimal_text

ENDINGS = (".csv", ".xlsx", ".geojson", ".gpkg")

DEGREES = 9
"""Decimals of longitude and latitude: a tenth of a millimetre, below the millimetre that is stored."""

FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""Starts of a text that a spreadsheet would take for a formula; an apostrophe goes before it."""

SHEET_ROWS, CELL_LENGTH = 1_048_576, 32_767
"""What a sheet and a cell of XLSX hold; beyond, rows and texts would be lost without a word."""

LONG = 1e15
"""Whole numbers from here on have more digits than an import takes for a figure."""

ABOUT_LAYER = "angaben"


class _Exact(float):
    """A number that XlsxWriter, which writes sixteen digits, writes with all it has."""

    def __format__(self, _spec: str) -> str:
        return repr(float(self))


class BeyondExcelError(UsageError):
    """More rows, or a longer text, than XLSX can hold."""

    code = "beyond_excel"


@dataclass(frozen=True)
class Document:
    """What a file is made of.

    Attributes:
        name: of the layer.
        rows: a GeoDataFrame where there is a geometry.
        credits: columns about the sources of each row, indexed like ``rows``; CSV and GeoJSON carry them.
        sources: the sources used, a row each; XLSX and GeoPackage carry them apart.
        about: what holds for the whole, name to text.
        key: column that names a row, "" where no single one does.
        points: whether the geometry is points, which CSV and XLSX carry as ``lon`` and ``lat``.
        made: when what stands in it was learned.
    """

    name: str
    rows: pd.DataFrame
    credits: pd.DataFrame
    sources: pd.DataFrame
    made: datetime
    about: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    points: bool = False


def endings(spatial: bool) -> tuple[str, ...]:
    """Endings of files for rows with or without a geometry."""
    return ENDINGS if spatial else tuple(ending for ending in ENDINGS if ending != ".geojson")


def require_ending(ending: str, spatial: bool) -> None:
    """Refuse what cannot be written.

    Raises:
        UnknownEndingError: another ending, or ``.geojson`` for rows without geometry.
    """
    if ending not in endings(spatial):
        raise UnknownEndingError(ending=ending, known=", ".join(endings(spatial)))


def write(document: Document, file: Path) -> None:
    """Write a document by the ending of the file, which appears complete or not at all.

    Args:
        document: what.
        file: ``.csv`` (Excel in German), ``.xlsx``, ``.geojson`` (EPSG:4326) or ``.gpkg`` (the CRS of the rows).

    Raises:
        UnknownEndingError: see :func:`require_ending`.
        BeyondExcelError: XLSX does not hold that much.
    """
    ending = file.suffix.lower()
    require_ending(ending, isinstance(document.rows, gpd.GeoDataFrame))
    beside = file.with_name(f".{file.stem}.part{ending}")
    beside.unlink(missing_ok=True)
    try:
        WRITERS[ending](beside, document)
        with beside.open("rb+") as written:
            os.fsync(written.fileno())
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula; importing takes the apostrophe off again."""
    return f"'{text}" if FORMULA.match(text) else text


def shown(value: Any, *, german: bool) -> Any:
    """A cell as people of one notation write it; missing values as nothing."""
    if pd.isna(value):
        return ""
    if isinstance(value, bool):
        return ("ja" if value else "nein") if german else ("yes" if value else "no")
    if isinstance(value, pd.Timestamp):
        # strftime writes years before 1000 with fewer digits
        day, month, year = f"{value.day:02}", f"{value.month:02}", f"{value.year:04}"
        return f"{day}.{month}.{year}" if german else f"{year}-{month}-{day}"
    if isinstance(value, float) and german:
        # from sixteen digits on only with an exponent does an import see a figure, and no key
        return (decimal_text(value) if abs(value) < LONG else f"{value:.16e}").replace(".", ",")
    return value


def _flat(document: Document) -> pd.DataFrame:
    """The rows without geometry, with longitude and latitude where they are points."""
    rows = document.rows
    if not isinstance(rows, gpd.GeoDataFrame):
        return rows
    plain = pd.DataFrame(rows.drop(columns="geometry"))
    if not document.points:
        return plain
    points = rows.geometry.to_crs(WGS84)
    return plain.assign(lon=points.x.round(DEGREES), lat=points.y.round(DEGREES))


def _credited(rows: pd.DataFrame, document: Document) -> pd.DataFrame:
    """Rows with credits, and with what holds for the whole, in columns of their own.

    Where a row says of itself what the whole says of itself, too (its audience, its city), both are kept.
    """
    about = {f"view_{name}" if name in rows else name: text for name, text in document.about.items()}
    return rows.join(document.credits).assign(**about)


def _write_csv(file: Path, document: Document) -> None:
    frame = _credited(_flat(document), document)
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        lines = csv.writer(out, delimiter=";")
        lines.writerow(frame.columns)
        lines.writerows(
            [_cell(value) for value in line] for line in frame.astype("object").itertuples(index=False, name=None)
        )


def _cell(value: Any) -> Any:
    return guarded(value) if isinstance(value, str) else shown(value, german=True)


def _write_xlsx(file: Path, document: Document) -> None:
    sheets = {"Daten": _flat(document), "Quellen": document.sources} | (
        {"Angaben": _listed(document.about)} if document.about else {}
    )
    longest = max(map(len, sheets.values()))
    if longest >= SHEET_ROWS:
        raise BeyondExcelError(rows=longest, limit=SHEET_ROWS - 1)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": document.made.replace(tzinfo=None)})
        date = book.add_format({"num_format": "dd.mm.yyyy"})
        for title, frame in sheets.items():
            sheet = book.add_worksheet(title)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, list(frame.columns))
            for number, line in enumerate(frame.astype("object").itertuples(index=False, name=None), 1):
                for column, value in enumerate(line):
                    _write_cell(sheet, number, column, value, date)


def _write_cell(sheet: Any, row: int, column: int, value: Any, date: Any) -> None:
    if pd.isna(value) or value == "":
        return
    if isinstance(value, str):
        text = guarded(value)
        if len(text) > CELL_LENGTH:
            raise BeyondExcelError(rows=row, limit=CELL_LENGTH)
        sheet.write_string(row, column, text)
    elif isinstance(value, pd.Timestamp) and value.year >= 1900:
        sheet.write_datetime(row, column, value.to_pydatetime(), date)
    elif isinstance(value, (bool, pd.Timestamp)):
        sheet.write_string(row, column, shown(value, german=True))
    else:
        sheet.write_number(row, column, _Exact(value) if isinstance(value, float) else value)


def _listed(about: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame({"name": list(about), "text": list(about.values())})


def _write_geojson(file: Path, document: Document) -> None:
    rows, key = document.rows, document.key
    shapes = shapely.to_geojson(gpd.GeoSeries(rows["geometry"]).to_crs(WGS84).to_numpy())
    frame = _credited(pd.DataFrame(rows.drop(columns="geometry")), document)
    unique = bool(key) and rows[key].is_unique
    features = []
    for shape, line in zip(shapes, frame.astype("object").to_dict("records"), strict=True):
        properties = {str(column): _json_value(value) for column, value in line.items()}
        feature: dict[str, Any] = {"type": "Feature"} | ({"id": properties[key]} if unique else {})
        features.append(feature | {"properties": properties, "geometry": json.loads(shape) if shape else None})
    collection = {"type": "FeatureCollection", "features": features}
    file.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")


def _json_value(value: Any) -> Any:
    return None if pd.isna(value) else value if isinstance(value, bool) else shown(value, german=False)


_ONE_AT_A_TIME = threading.Lock()
"""GDAL's clock is one for the whole process."""


def _write_gpkg(file: Path, document: Document) -> None:
    from data.importing.reading import gdal

    gdal.only_allowed()
    layers = {document.name: document.rows, SOURCES_LAYER: document.sources}
    layers |= {ABOUT_LAYER: _listed(document.about)} if document.about else {}
    with _ONE_AT_A_TIME:
        gdal.pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{document.made:%Y-%m-%dT%H:%M:%S}.000Z"})
        try:
            for layer, frame in layers.items():
                plain = _plain_types(frame)
                known: dict[str, Any] = {"layer": layer, "driver": "GPKG", "append": file.exists()}
                if isinstance(plain, gpd.GeoDataFrame):  # polygons stay polygons beside multipolygons
                    known |= {"geometry_type": "Unknown", "promote_to_multi": False}
                gdal.pyogrio.write_dataframe(plain, file, **known)
        finally:
            gdal.pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _plain_types(frame: pd.DataFrame) -> pd.DataFrame:
    found = frame.copy()
    for column in found.columns:
        cells = found[column]
        if str(cells.dtype) in ("boolean", "bool") or cells.dtype.kind == "M":
            found[column] = cells.astype("object").map(lambda value: shown(value, german=False) or None)
        elif str(cells.dtype) == "Int64":
            found[column] = cells.astype("float64") if cells.isna().any() else cells.astype("int64")
    return found


WRITERS: dict[str, Callable[[Path, Document], None]] = {
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".geojson": _write_geojson,
    ".gpkg": _write_gpkg,
}
