"""Formats by ending and by first bytes: those that are read, and names for those that are not."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from data.errors import UsageError

TEXT, JSON, WORKBOOK, LAYER, ARCHIVE = "text", "json", "workbook", "geodata", "archive"
READ = {
    ".geojson": JSON,
    ".json": JSON,
    ".gpkg": LAYER,
    ".shp": LAYER,
    ".zip": ARCHIVE,
    ".csv": TEXT,
    ".tsv": TEXT,
    ".tab": TEXT,
    ".txt": TEXT,
    ".xlsx": WORKBOOK,
    ".xlsm": WORKBOOK,
    ".xls": WORKBOOK,
    ".ods": WORKBOOK,
}
"""Ending to what reads it."""


class UnknownEndingError(UsageError):
    """A file of another kind than the known ones."""

    code = "unknown_ending"


class LayerNotReadError(UnknownEndingError):
    """A format of geographic data that QGIS turns into one that is read."""

    code = "format_not_read.layer"


class TableNotReadError(UnknownEndingError):
    """A format of tables that a spreadsheet turns into one that is read."""

    code = "format_not_read.table"


class DatabaseNotReadError(UnknownEndingError):
    """A database, of which single tables can be exported."""

    code = "format_not_read.database"


class DocumentNotReadError(UnknownEndingError):
    """A text or picture for people."""

    code = "format_not_read.document"


class PartNotReadError(UnknownEndingError):
    """A part of a Shapefile without the others."""

    code = "format_not_read.part"


class PackedNotReadError(UnknownEndingError):
    """An archive other than zip."""

    code = "format_not_read.packed"


KINDS: dict[str, type[UnknownEndingError]] = {
    "layer": LayerNotReadError,
    "table": TableNotReadError,
    "database": DatabaseNotReadError,
    "document": DocumentNotReadError,
    "part": PartNotReadError,
    "packed": PackedNotReadError,
}

OTHERS = {
    "layer": {
        "KML": ".kml .kmz",
        "GML": ".gml",
        "XML": ".xml .xsd .wfs .wms",
        "GPX": ".gpx",
        "VRT": ".vrt",
        "MapInfo": ".mif .mid",
        "CAD": ".dxf .dwg .dgn",
        "FlatGeobuf": ".fgb",
        "TopoJSON": ".topojson",
        "OpenStreetMap": ".osm .pbf",
        "ArcGIS": ".gdb .lyr .lyrx .lpk .lpkx .mpk .e00",
        "QGIS-Projekt": ".qgs .qgz .qlr",
        "WKT": ".wkt .poly",
        "GeoParquet": ".geoparquet",
        "Raster": ".tif .tiff .asc .img .ecw .jp2",
    },
    "table": {
        "XLSB": ".xlsb",
        "Parquet": ".parquet .feather .arrow",
        "Numbers": ".numbers",
        "SPSS": ".sav .por",
        "Stata": ".dta",
        "SAS": ".sas7bdat .xpt",
        "R": ".rds .rda .rdata",
        "PC-Axis": ".px",
        "Lotus": ".wk1 .wks .123",
        "DIF": ".dif .slk .prn",
    },
    "database": {
        "SQLite": ".sqlite .sqlite3 .db .db3 .spatialite",
        "Access": ".mdb .accdb",
        "SQL": ".sql .dump .bak",
    },
    "document": {
        "PDF": ".pdf",
        "Word": ".doc .docx .odt .rtf",
        "PowerPoint": ".ppt .pptx .odp",
        "HTML": ".htm .html .mht .mhtml",
        "Bild": ".png .jpg .jpeg .gif .svg .webp .bmp",
    },
    "part": {"Shapefile": ".dbf .shx .prj .cpg .sbn .sbx .qpj .qix"},
    "packed": {"7-Zip": ".7z", "RAR": ".rar", "TAR": ".tar .tgz .gz .bz2 .xz"},
}
"""Kind and name of formats that are not read, with their endings."""

STARTS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "document", "PDF"),
    (b"{\\rtf", "document", "Word"),
    (b"\x89PNG", "document", "PNG"),
    (b"\xff\xd8\xff", "document", "JPEG"),
    (b"GIF8", "document", "GIF"),
    (b"II*\x00", "layer", "GeoTIFF"),
    (b"MM\x00*", "layer", "GeoTIFF"),
    (b"PAR1", "table", "Parquet"),
    (b"ARROW1", "table", "Arrow"),
    (b"fgb\x03", "layer", "FlatGeobuf"),
    (b"!table", "layer", "MapInfo"),
    (b"AC10", "layer", "DWG"),
    (b"\x1f\x8b", "packed", "GZIP"),
    (b"7z\xbc\xaf\x27\x1c", "packed", "7-Zip"),
    (b"Rar!", "packed", "RAR"),
    (b"\x00\x01\x00\x00Standard ", "database", "Access"),
    (b"SQLite format 3\x00", "database", "SQLite"),
)
ROOTS: tuple[tuple[bytes, str, str], ...] = (
    (rb"<html|<!doctype html|<table|<head|<body", "html", "HTML"),
    (rb"schemas-microsoft-com:office:spreadsheet", "table", "Excel-XML 2003"),
    (rb"<(?:\w+:)?kml\b", "layer", "KML"),
    (rb"<gpx\b", "layer", "GPX"),
    (rb"<ogrvrtdatasource|<vrtdataset", "layer", "VRT"),
    (rb"opengis\.net/gml|<gml:|featurecollection", "layer", "GML"),
    (rb"<osm\b", "layer", "OpenStreetMap"),
    (rb"<svg\b", "document", "SVG"),
    (rb"<\?xml", "layer", "XML"),
)
INSIDE: tuple[tuple[str, str, str], ...] = (
    ("xl/workbook.bin", "table", "XLSB"),
    ("xl/", WORKBOOK, "XLSX"),
    ("word/", "document", "Word"),
    ("ppt/", "document", "PowerPoint"),
    ("doc.kml", "layer", "KMZ"),
    ("Index/Document.iwa", "table", "Numbers"),
)


def not_read(ending: str) -> tuple[str, str] | None:
    """Kind and name of a format that is not read, None for an ending nobody knows.

    >>> not_read(".kmz"), not_read(".xyz")
    (('layer', 'KML'), None)
    """
    for kind, formats in OTHERS.items():
        for name, endings in formats.items():
            if ending in endings.split():
                return kind, name
    return None


def refuse_ending(ending: str, name: str) -> UnknownEndingError:
    """The error that says what to do with a file of an ending that is not read."""
    known = ", ".join(READ)
    found = not_read(ending)
    if found is None:
        return UnknownEndingError(ending=ending or name, known=known)
    return KINDS[found[0]](format=found[1], ending=ending, known=known)


def kind_of(file: Path) -> tuple[str, str] | None:
    """What the first bytes of a file show it to be: a reader or a kind that is not read, and the format's name.

    None where they show nothing, as for plain text.
    """
    with file.open("rb") as stream:
        start = stream.read(4096)
    for mark, kind, name in STARTS:
        if start.startswith(mark):
            if name == "SQLite" and start[68:72] in (b"GPKG", b"GP10", b"GP11"):
                return LAYER, "GeoPackage"
            return kind, name
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return WORKBOOK, "XLS"
    if start.startswith(b"\x00\x00\x27\x0a"):
        return LAYER, "Shapefile"
    if start.startswith(b"PK\x03\x04"):
        return _packed(file)
    return _written(start)


def _written(start: bytes) -> tuple[str, str] | None:
    text = start.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if text.startswith(b"<"):
        for root, kind, name in ROOTS:
            if re.search(root, text):
                return kind, name
    if re.match(rb'\{\s*"|\[\s*\{\s*"', text):
        return JSON, "JSON"
    return None


def _packed(file: Path) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()[:5000]
            for inside, kind, name in INSIDE:
                if any(each.startswith(inside) for each in names):
                    return kind, name
            if "mimetype" in names and "content.xml" in names:
                with archive.open("mimetype") as stream:
                    sheet = b"spreadsheet" in stream.read(100)
                return (WORKBOOK, "ODS") if sheet else ("document", "OpenDocument")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        pass  # its reader says what is wrong with it
    return ARCHIVE, "ZIP"
