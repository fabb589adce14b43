"""A table of a city as a file: for Excel, for QGIS, for the web, and to be read in again.

Columns keep the names of the contract. Every file carries source, licence, date and edition of its rows: CSV and
GeoJSON in further columns of each row, XLSX and GeoPackage in a sheet or layer ``Quellen`` / ``quellen``.
"""

from __future__ import annotations

import csv
import json
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
import xlsxwriter  # type: ignore[import-untyped]

from data.audiences import Viewer
from data.contracts import TABLES, table
from data.importing.files import UnknownEndingError
from data.importing.geojson import WGS84
from data.importing.layers import SOURCES_LAYER
from data.importing.raw import decimal_text
from data.store import Store

DEGREES = 9
"""Decimals of longitude and latitude: a tenth of a millimetre, below the millimetre that is stored."""

FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""Starts of a text that a spreadsheet would take for a formula; an apostrophe goes before it."""

CREDITS = ("title", "publisher", "licence", "attribution", "url", "as_of", "retrieved_at", "changed", "demo")


def export_file(store: Store, city: str, name: str, file: Path, *, viewer: Viewer) -> int:
    """Write a table to a file by its ending; the file appears complete or not at all.

    Args:
        store: where from.
        city: slug.
        name: table; ``sites`` has one row an offer, with all columns of both.
        file: ``.csv`` (Excel in German), ``.xlsx``, ``.geojson`` (EPSG:4326, tables with a geometry only) or
            ``.gpkg`` (the city's metric CRS).
        viewer: decides which rows there are.

    Returns:
        Number of rows written.

    Raises:
        UnknownEndingError: another ending, or ``.geojson`` for a table without geometry.
    """
    table(name)
    writer = _writer(file.suffix.lower(), TABLES[name].is_spatial)
    rows = _rows(store, city, name, viewer)
    used = store.read(city, "sources", viewer=viewer)
    if "source_id" in rows and name != "sources":
        used = used[used["source_id"].isin(rows["source_id"])]
    edition = store.edition(city, name)
    beside = file.with_name(f".{file.stem}.part{file.suffix}")
    beside.unlink(missing_ok=True)
    try:
        writer(beside, name, rows, used.assign(city=city, table=name, edition=edition))
        with beside.open("rb+") as written:
            os.fsync(written.fileno())
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    return len(rows)


def export_bytes(store: Store, city: str, name: str, ending: str, *, viewer: Viewer) -> bytes:
    """The content of such a file, for a download."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{name}{ending}"
        export_file(store, city, name, file, viewer=viewer)
        return file.read_bytes()


def _writer(ending: str, spatial: bool) -> Callable[[Path, str, pd.DataFrame, pd.DataFrame], None]:
    writers = {".csv": _write_csv, ".xlsx": _write_xlsx, ".geojson": _write_geojson, ".gpkg": _write_gpkg}
    if not spatial:
        del writers[".geojson"]
    if ending not in writers:
        raise UnknownEndingError(ending=ending, known=", ".join(writers))
    return writers[ending]


def _rows(store: Store, city: str, name: str, viewer: Viewer) -> pd.DataFrame:
    frame = store.read(city, name, viewer=viewer)
    if name != "sites":
        return frame
    offers = store.read(city, "offers", viewer=viewer)
    joined = frame.merge(offers, on="site_id", how="left", indicator="offer")
    joined["offer"] = joined["offer"].astype("str").map({"both": "yes", "left_only": "no"})
    for column, kind in TABLES["offers"].dtypes.items():
        if kind == "text":
            joined[column] = joined[column].fillna("")
    return joined


def _shown(value: Any, *, german: bool) -> Any:
    """A cell as people of one notation write it; missing values as nothing."""
    if pd.isna(value):
        return ""
    if isinstance(value, bool):
        return ("ja" if value else "nein") if german else ("yes" if value else "no")
    if isinstance(value, pd.Timestamp):
        return f"{value:%d.%m.%Y}" if german else f"{value:%Y-%m-%d}"
    if isinstance(value, float) and german:
        return decimal_text(value).replace(".", ",")
    return value


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula; importing takes the apostrophe off again."""
    return f"'{text}" if FORMULA.match(text) else text


def _columns(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows without geometry, with longitude and latitude where they are points."""
    if not isinstance(frame, gpd.GeoDataFrame):
        return frame
    plain = pd.DataFrame(frame.drop(columns="geometry"))
    if "category" not in frame:
        return plain
    points = frame.geometry.to_crs(WGS84)
    return plain.assign(lon=points.x.round(DEGREES), lat=points.y.round(DEGREES))


def _credited(rows: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Rows with the credits of their source and the edition in columns of their own."""
    if "source_id" in rows and "title" not in rows:
        credits_ = sources.set_index("source_id")[list(CREDITS)].add_prefix("source_")
        rows = rows.join(credits_, on="source_id")
    edition = sources["edition"].iloc[0] if len(sources) else 0
    return rows.assign(edition=edition)


def _write_csv(file: Path, _name: str, rows: pd.DataFrame, sources: pd.DataFrame) -> None:
    frame = _credited(_columns(rows), sources)
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        lines = csv.writer(out, delimiter=";")
        lines.writerow(frame.columns)
        lines.writerows(
            [_cell(value) for value in line] for line in frame.astype("object").itertuples(index=False, name=None)
        )


def _cell(value: Any) -> Any:
    return guarded(value) if isinstance(value, str) else _shown(value, german=True)


def _write_xlsx(file: Path, _name: str, rows: pd.DataFrame, sources: pd.DataFrame) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        date = book.add_format({"num_format": "dd.mm.yyyy"})
        for title, frame in (("Daten", _columns(rows)), ("Quellen", sources)):
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
        sheet.write_string(row, column, guarded(value))
    elif isinstance(value, pd.Timestamp) and value.year >= 1900:
        sheet.write_datetime(row, column, value.to_pydatetime(), date)
    elif isinstance(value, (bool, pd.Timestamp)):
        sheet.write_string(row, column, _shown(value, german=True))
    else:
        sheet.write_number(row, column, value)


def _write_geojson(file: Path, name: str, rows: pd.DataFrame, sources: pd.DataFrame) -> None:
    key = TABLES[name].key[0]
    shapes = shapely.to_geojson(gpd.GeoSeries(rows["geometry"]).to_crs(WGS84).to_numpy())
    frame = _credited(pd.DataFrame(rows.drop(columns="geometry")), sources)
    unique = rows[key].is_unique
    features = []
    for shape, line in zip(shapes, frame.astype("object").to_dict("records"), strict=True):
        properties = {column: _json_value(value) for column, value in line.items()}
        feature: dict[str, Any] = {"type": "Feature"} | ({"id": properties[key]} if unique else {})
        features.append(feature | {"properties": properties, "geometry": json.loads(shape) if shape else None})
    document = {"type": "FeatureCollection", "features": features}
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def _json_value(value: Any) -> Any:
    return None if pd.isna(value) else value if isinstance(value, bool) else _shown(value, german=False)


def _write_gpkg(file: Path, name: str, rows: pd.DataFrame, sources: pd.DataFrame) -> None:
    from data.importing import gdal

    gdal.only_allowed()
    for layer, frame in ((name, rows), (SOURCES_LAYER, sources)):
        plain = _plain_types(frame)
        known: dict[str, Any] = {"layer": layer, "driver": "GPKG", "append": file.exists()}
        if isinstance(plain, gpd.GeoDataFrame):  # polygons stay polygons beside multipolygons
            known |= {"geometry_type": "Unknown", "promote_to_multi": False}
        gdal.pyogrio.write_dataframe(plain, file, **known)


def _plain_types(frame: pd.DataFrame) -> pd.DataFrame:
    found = frame.copy()
    for column in found.columns:
        cells = found[column]
        if str(cells.dtype) in ("boolean", "bool") or cells.dtype.kind == "M":
            found[column] = cells.astype("object").map(lambda value: _shown(value, german=False) or None)
        elif str(cells.dtype) == "Int64":
            found[column] = cells.astype("float64") if cells.isna().any() else cells.astype("int64")
    return found
