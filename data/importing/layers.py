"""GeoPackage and Shapefile."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from data.errors import DataRefusedError, Problem
from data.importing import gdal
from data.importing.archive import unpack_shapefile
from data.importing.geojson import crs_name
from data.importing.raw import Raw, as_text

SOURCES_LAYER = "quellen"
"""The layer without geometry that our own exports add."""

FIRST_BYTES = {".gpkg": b"SQLite format 3\x00", ".shp": b"\x00\x00\x27\x0a"}


def read_layer(file: Path) -> Raw:
    """The one layer of a GeoPackage or Shapefile, which may be zipped.

    Raises:
        DataRefusedError: damaged, not one layer, or without a CRS.
    """
    if file.suffix.lower() == ".zip":
        with tempfile.TemporaryDirectory() as folder:
            return read_layer(unpack_shapefile(file, Path(folder)))
    ending = file.suffix.lower()
    with file.open("rb") as start:
        if start.read(len(FIRST_BYTES[ending])) != FIRST_BYTES[ending]:
            raise _refused("no_table", value=ending)
    gdal.only_allowed()
    try:
        layer = _layer(file)
        return _read(file, layer)
    except (gdal.DataSourceError, gdal.DataLayerError) as error:
        raise _refused("no_table", value=str(error).replace(str(file), file.name)) from None


def _layer(file: Path) -> str:
    found = [(str(name), kind) for name, kind in gdal.pyogrio.list_layers(file)]
    drawn = [name for name, kind in found if kind is not None]
    named = drawn or [name for name, _ in found if name != SOURCES_LAYER]
    if len(named) != 1:
        raise _refused("no_layer", value=", ".join(named) or "0")
    return named[0]


def _read(file: Path, layer: str) -> Raw:
    (meta, _, wkb, columns), encoding = _columns(file, layer)
    names = [str(name) for name in meta["fields"]]
    rows = range(len(columns[0]) if columns else len(wkb) if wkb is not None else 0)
    cells = {name: [as_text(value) for value in column.tolist()] for name, column in zip(names, columns, strict=True)}
    texts = pd.DataFrame(cells, index=rows, dtype="str")
    if wkb is None:
        return Raw(texts)
    if not meta["crs"]:
        raise _refused("no_crs", column="crs")
    try:
        crs = CRS.from_user_input(meta["crs"])
    except CRSError:
        raise _refused("crs_unknown", column="crs", value=str(meta["crs"])) from None
    shapes = shapely.force_2d(shapely.from_wkb(wkb))
    return Raw(texts, gpd.GeoSeries(shapes, index=texts.index, crs=crs), crs_name(crs), encoding)


def _columns(file: Path, layer: str) -> tuple[Any, str | None]:
    """What pyogrio read, and the encoding of the texts where the format leaves that open."""
    if file.suffix.lower() != ".shp":
        return gdal.raw.read(file, layer=layer), None
    named = file.with_suffix(".cpg")
    if named.exists():
        return gdal.raw.read(file, layer=layer), named.read_text("ascii", "replace").strip().lower()
    try:  # nothing says how the texts are encoded: UTF-8 where they are that, else German Windows
        return gdal.raw.read(file, layer=layer, encoding="utf-8"), "utf-8"
    except UnicodeDecodeError:
        return gdal.raw.read(file, layer=layer, encoding="cp1252"), "cp1252"


def _refused(code: str, **known: Any) -> DataRefusedError:
    return DataRefusedError([Problem(code, **known)])
