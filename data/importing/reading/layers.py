"""GeoPackage and Shapefile."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.errors import ShapelyError

from data.errors import DataRefusedError, Problem
from data.importing.reading import gdal
from data.importing.reading.archive import several, unpack_shapefile
from data.importing.reading.crs import crs_name, known_crs
from data.importing.reading.geopackage import check_geopackage, damaged_blobs
from data.importing.reading.raw import Raw, as_text
from data.importing.reading.shapefile import damaged_records
from data.importing.reading.shapes import single

SOURCES_LAYER = "quellen"
"""The layer without geometry that our own exports add."""

FIRST_BYTES = {".gpkg": b"SQLite format 3\x00", ".shp": b"\x00\x00\x27\x0a"}

CODE_PAGES = {0x01: "cp437", 0x02: "cp850", 0x64: "cp852", 0x1F: "cp852", 0xC8: "cp1250"}
"""Byte 29 of a .dbf to the encoding of old programs; every other one is read as German Windows."""


def read_layer(file: Path, sheet: str | None = None) -> Raw:
    """One layer of a GeoPackage or Shapefile, which may be zipped.

    Args:
        file: by its ending.
        sheet: name of the layer, which may be left out where there is only one.

    Raises:
        DataRefusedError: damaged, incomplete, no layer, or several without saying which.
    """
    ending = file.suffix.lower()
    if ending == ".zip":
        with tempfile.TemporaryDirectory() as folder:
            unpacked, name, names = unpack_shapefile(file, Path(folder), sheet)
            return replace(_checked(unpacked, None), sheet=name, sheets=names)
    return _checked(file, sheet)


def _checked(file: Path, sheet: str | None) -> Raw:
    ending = file.suffix.lower()
    with file.open("rb") as start:
        if start.read(len(FIRST_BYTES[ending])) != FIRST_BYTES[ending]:
            raise _refused("no_table", value=ending)
    if ending == ".gpkg":
        check_geopackage(file)
    else:
        _with_companions(file)
    gdal.only_allowed()
    try:
        name, names = _layer(file, sheet if ending == ".gpkg" else None)
        raw = _read(file, name)
    except (gdal.DataSourceError, gdal.DataLayerError, ShapelyError, ValueError) as error:
        raise _refused("no_table", value=str(error).replace(str(file), file.name)[:200]) from None
    return replace(raw, sheet=name, sheets=names) if ending == ".gpkg" else raw


def _companion(file: Path, ending: str) -> Path | None:
    """The file beside a Shapefile with another ending, in small letters or capitals."""
    for written in (ending, ending.upper()):
        beside = file.with_suffix(written)
        if beside.exists():
            return beside
    return None


def _with_companions(file: Path) -> None:
    missing = [ending for ending in (".shx", ".dbf") if _companion(file, ending) is None]
    if missing:
        raise _refused("shapefile_incomplete", value=", ".join(missing))


def _layer(file: Path, sheet: str | None) -> tuple[str, tuple[str, ...]]:
    found = [(str(name), kind) for name, kind in gdal.pyogrio.list_layers(file)]
    drawn = [name for name, kind in found if kind is not None]
    named = tuple(drawn or [name for name, _ in found if name != SOURCES_LAYER])
    if not named:
        raise _refused("no_layer", value="0")
    if sheet is not None and sheet in {name for name, _ in found}:
        return sheet, named
    if sheet is not None or len(named) > 1:
        raise several(sheet, named)
    return named[0], named


def _read(file: Path, layer: str) -> Raw:
    try:
        (meta, numbers, wkb, columns), encoding = _columns(file, layer)
    except gdal.DataLayerError:
        _refuse_damaged(file, layer)
        raise
    names = [str(name) for name in meta["fields"]]
    rows = range(len(columns[0]) if columns else len(wkb) if wkb is not None else 0)
    cells = {name: _cells(column) for name, column in zip(names, columns, strict=True)}
    texts = pd.DataFrame(cells, index=rows, dtype="str")
    if wkb is None:
        return Raw(texts)
    stated = _definition(file) if file.suffix.lower() == ".shp" else str(meta["crs"] or "")
    crs = known_crs(stated) if stated else None
    shapes = _shapes(wkb)
    without = {row: int(numbers[row]) for row, one in enumerate(wkb) if one is None}
    if without:
        _refuse_damaged(file, layer, without)
    name = crs_name(crs) if crs else stated or None
    return Raw(texts, gpd.GeoSeries(shapes, index=texts.index, crs=crs), name, encoding)


def _cells(column: Any) -> list[str]:
    values = column.tolist()
    if column.dtype.kind == "M":  # days and moments come as numbers otherwise
        values = [None if np.isnat(value) else pd.Timestamp(value).to_pydatetime() for value in column]
    return [value if type(value) is str else as_text(value) for value in values]


def _shapes(wkb: Any) -> Any:
    shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    shapes = shapely.force_2d(shapes) if shapely.has_z(shapes).any() else shapes
    lost = [row for row, (shape, bytes_) in enumerate(zip(shapes, wkb, strict=True)) if shape is None and bytes_]
    if lost:
        raise DataRefusedError([Problem("no_geometry", row=row, column="geometry", value="WKB") for row in lost])
    curved = shapely.get_type_id(shapes) == 7
    if curved.any():
        shapes[curved] = [single(shape) for shape in shapes[curved]]
    return shapes


def _refuse_damaged(file: Path, layer: str, numbers: dict[int, int] | None = None) -> None:
    """Refuse shapes that GDAL gives as none, or not at all, although something stands there.

    Args:
        file: as read.
        layer: of a GeoPackage.
        numbers: rows without a shape with their number in the file; None where GDAL gave up.
    """
    if file.suffix.lower() == ".gpkg":
        damaged = damaged_blobs(file, layer)
        damaged = {row: said for row, said in damaged.items() if numbers is None or row in numbers}
    else:
        shp, shx = _companion(file, ".shp"), _companion(file, ".shx")
        damaged = damaged_records(shp, shx, numbers) if shp and shx and numbers else {}
    if damaged:
        found = (Problem("no_geometry", row=row, column="geometry", value=said) for row, said in damaged.items())
        raise DataRefusedError(found)


def _definition(file: Path) -> str:
    """The .prj as it stands: GDAL would take a known CRS of the same name for it."""
    beside = _companion(file, ".prj")
    if beside is None:
        return ""
    return beside.read_text("utf-8-sig", "replace").strip("\x00 \r\n")


def _columns(file: Path, layer: str) -> tuple[Any, str | None]:
    """What pyogrio read, and the encoding of the texts where the format leaves that open."""
    if file.suffix.lower() != ".shp":
        return gdal.raw.read(file, layer=layer, return_fids=True), None
    named = _companion(file, ".cpg")
    if named is not None:
        try:
            return gdal.raw.read(file, layer=layer, return_fids=True), named.read_text(
                "ascii", "replace"
            ).strip().lower()
        except (UnicodeDecodeError, LookupError):
            pass  # it says one thing and the texts are another
    try:  # nothing says how the texts are encoded: UTF-8 where they are that, else an old code page
        return gdal.raw.read(file, layer=layer, return_fids=True, encoding="utf-8"), "utf-8"
    except UnicodeDecodeError:
        page = _code_page(file)
        return gdal.raw.read(file, layer=layer, return_fids=True, encoding=page), page


def _code_page(file: Path) -> str:
    beside = _companion(file, ".dbf")
    head = beside.read_bytes()[:30] if beside else b""
    return CODE_PAGES.get(head[29] if len(head) == 30 else 0, "cp1252")


def _refused(code: str, **known: Any) -> DataRefusedError:
    return DataRefusedError([Problem(code, **known)])
