"""Files that attack whoever reads them, made small; and odd ones that are honest and must be read.

Nothing here is made with the libraries that read: what they would refuse to write is what is needed.
"""

import io
import json
import os
import sqlite3
import stat
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

STORED: tuple[str, ...] = ()
"""What comes of an odd file that is honest."""

SECRET = "GEHEIM-4711"  # noqa: S105 - a word that no answer may hold
X, Y = 410_500, 5_654_500
LON, LAT = 13.7222, 51.0348
HEAD = "id,name,category,lon,lat\n"
ROW = f"007,Kita,kita,{LON},{LAT}\n"
HONEST = HEAD + ROW
FIGURES = "area_id;indicator;group;as_of;value\n"
DAY = "31.12.2025"


@dataclass(frozen=True)
class Lair:
    """Where a file is made, and what it tries to reach.

    Attributes:
        folder: the file's own.
        url: a listener on this machine that counts who comes.
        local: a file of the machine that holds :data:`SECRET`.
    """

    folder: Path
    url: str
    local: Path


Make = Callable[[Lair], bytes | None]


@dataclass(frozen=True)
class Hostile:
    """A file and what must come of it.

    Attributes:
        name: of the file.
        make: its content; None where it wrote the file itself.
        codes: errors that keep it out, in order and each once; :data:`STORED` where it is only odd.
        table: what it is given as.
        asked: options of the import.
        called: name that the browser gave it.
    """

    name: str
    make: Make
    codes: tuple[str, ...]
    table: str = "sites"
    asked: dict[str, Any] = field(default_factory=dict)
    called: str | None = None


def just(content: str | bytes) -> Make:
    """A file of this content."""
    return lambda _lair: content.encode() if isinstance(content, str) else content


# --- GDAL's own format that opens other files and addresses ---------------------------------------------------------


def vrt(lair: Lair, source: str | None = None) -> bytes:
    """A layer that stands elsewhere: behind an address and in a local file."""
    parts = [
        f'<OGRVRTLayer name="{name}"><SrcDataSource>{where}</SrcDataSource><SrcLayer>{layer}</SrcLayer></OGRVRTLayer>'
        for name, where, layer in (
            ("far", f"/vsicurl/{lair.url}/far.csv", "far"),
            ("near", str(lair.local), lair.local.stem),
        )
        if source in (None, name)
    ]
    return f"<OGRVRTDataSource>{''.join(parts)}</OGRVRTDataSource>".encode()


# --- zip --------------------------------------------------------------------------------------------------------------


def zipped(*entries: tuple[str | zipfile.ZipInfo, str | bytes]) -> bytes:
    """An archive of these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def link_entry() -> bytes:
    """An entry that unpacks to a symbolic link."""
    entry = zipfile.ZipInfo("a.csv")
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return zipped((entry, "/etc/passwd"))


def claiming(content: bytes, size: int) -> bytes:
    """The archive with another size than the real one in both its headers."""
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.index(mark) + place
        content = content[:at] + struct.pack("<I", size) + content[at + 4 :]
    return content


def locked() -> bytes:
    """An archive whose entry says that it needs a password."""
    content = bytearray(zipped(("a.csv", HONEST)))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    return bytes(content)


def overlapping(times: int) -> bytes:
    """Many entries of the directory that all name the same packed bytes."""
    one = zipped(("a.csv", b"\0" * 5_000_000))
    start = one.index(b"PK\x01\x02")
    end = one.index(b"PK\x05\x06")
    directory = b"".join(one[start:end].replace(b"a.csv", f"{number:05d}".encode()) for number in range(times))
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, times, times, len(directory), start, 0)
    return one[:start] + directory + tail


def nested(depth: int) -> bytes:
    """Archives in archives; the innermost unpacks to much."""
    content = zipped(("a.csv", b"\0" * 9_000_000))
    for _ in range(depth):
        content = zipped(*((f"{number}.zip", content) for number in range(8)))
    return content


# --- GeoPackage -------------------------------------------------------------------------------------------------------

SRS = "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, \
organization_coordsys_id INTEGER, definition TEXT, description TEXT)"
CONTENTS = "CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, \
description TEXT, last_change DATETIME, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER)"
COLUMNS = "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, \
srs_id INTEGER, z TINYINT, m TINYINT)"
KITAS = "CREATE TABLE kitas (fid INTEGER PRIMARY KEY, geom BLOB, id TEXT, name TEXT, category TEXT)"
ENDLESS = "WITH RECURSIVE c(fid) AS (SELECT 1 UNION ALL SELECT fid + 1 FROM c) \
SELECT fid, NULL AS geom, 'x' AS id, 'x' AS name, 'kita' AS category FROM c"
POINT = b"GP\x00\x01" + struct.pack("<i", 25833) + struct.pack("<BIdd", 1, 1, X, Y)


def geopackage(lair: Lair, *more: str, layer: str = "kitas", definition: str | None = None) -> bytes:
    """A GeoPackage of one point, with further statements run on it."""
    file = lair.folder / "making.gpkg"
    wkt = definition if definition is not None else "undefined"
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA application_id = 1196444487")
        database.execute("PRAGMA user_version = 10300")
        for statement in (SRS, CONTENTS, COLUMNS, KITAS):
            database.execute(statement)
        code = 990_000 if definition is not None else 25833
        row = ("x", code, "NONE" if definition is not None else "EPSG", code, wkt, "")
        database.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?)", row)
        database.execute(
            "INSERT INTO gpkg_contents VALUES (?,'features',?,'','2026-01-01T00:00:00Z',0,0,1,1,?)",
            (layer, layer, code),
        )
        database.execute("INSERT INTO gpkg_geometry_columns VALUES (?,'geom','POINT',?,0,0)", (layer, code))
        database.execute("INSERT INTO kitas VALUES (1,?,'007','Kita','kita')", (POINT,))
        for statement in more:
            database.execute(statement)
    database.close()
    content = file.read_bytes()
    file.unlink()
    return content


def corrupt(lair: Lair) -> bytes:
    """A GeoPackage with a page of noise in the middle."""
    rows = "INSERT INTO kitas SELECT value, NULL, hex(randomblob(200)), 'x', 'kita' FROM generate_series(2, 200)"
    rows = rows.replace(
        "generate_series(2, 200)",
        "(WITH RECURSIVE c(value) AS (SELECT 2 UNION ALL SELECT value + 1 FROM c LIMIT 199) SELECT value FROM c)",
    )
    content = bytearray(geopackage(lair, rows))
    at = 4096 * (len(content) // 4096 - 3)
    content[at : at + 4096] = bytes(range(256)) * 16
    return bytes(content)


def database(lair: Lair) -> bytes:
    """A database that is no GeoPackage and is called one."""
    file = lair.folder / "making.db"
    with sqlite3.connect(file) as made:
        made.execute("CREATE TABLE a (id TEXT)")
    made.close()
    content = file.read_bytes()
    file.unlink()
    return content


# --- Shapefile --------------------------------------------------------------------------------------------------------

PRJ = (
    'PROJCS["ETRS_1989_UTM_Zone_33N",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137.0,'
    '298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",15.0],'
    'PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


def shapefile(**parts: bytes) -> dict[str, bytes]:
    """A Shapefile of one point by ending; ``parts`` replaces whole ones."""

    def head(words: int) -> bytes:
        return struct.pack(">iiiiiii", 9994, 0, 0, 0, 0, 0, words) + struct.pack(
            "<ii8d", 1000, 1, X, Y, X, Y, 0, 0, 0, 0
        )

    fields = (("id", 10), ("name", 20), ("category", 10))
    table = struct.pack(
        "<BBBBIHH20x", 3, 124, 1, 1, 1, 32 + 32 * len(fields) + 1, 1 + sum(size for _, size in fields)
    )
    table += b"".join(struct.pack("<11sc4xBB14x", name.encode(), b"C", size, 0) for name, size in fields) + b"\r"
    table += b" " + b"007       " + b"Kita".ljust(20) + b"kita".ljust(10) + b"\x1a"
    made = {
        "shp": head(64) + struct.pack(">ii", 1, 10) + struct.pack("<idd", 1, X, Y),
        "shx": head(54) + struct.pack(">ii", 50, 10),
        "dbf": table,
        "prj": PRJ.encode(),
        "cpg": b"UTF-8",
    }
    return made | parts


def packed_shapefile(changes: dict[str, bytes] | None = None, *, stem: str = "kitas") -> bytes:
    """The Shapefile as an archive."""
    return zipped(*((f"{stem}.{ending}", content) for ending, content in shapefile(**(changes or {})).items()))


def patched(part: str, at: int, value: bytes) -> Make:
    """The Shapefile with some bytes of one part replaced."""
    content = shapefile()[part]
    return lambda _lair: packed_shapefile({part: content[:at] + value + content[at + len(value) :]})


# --- workbooks --------------------------------------------------------------------------------------------------------

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'haha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
CELLS = "".join(
    f"<row r='{row}'>"
    + "".join(
        f"<c r='{chr(65 + at)}{row}' t='inlineStr'><is><t>{text}</t></is></c>"
        for at, text in enumerate(line.split(","))
    )
    + "</row>"
    for row, line in enumerate(HONEST.split(), 1)
)


def xlsx(cells: str = CELLS, dtd: str = "", strings: str = "", more: tuple[tuple[str, str], ...] = ()) -> bytes:
    """A workbook of one sheet with these cells, and what may stand before its root."""
    declared = '<?xml version="1.0" encoding="UTF-8"?>'
    sheet = f"{declared}{dtd}<worksheet xmlns='{MAIN}'><sheetData>{cells}</sheetData></worksheet>"
    types = (
        f"{declared}<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
        "<Default Extension='xml' ContentType='application/xml'/></Types>"
    )
    book = f"{declared}<workbook xmlns='{MAIN}' xmlns:r='{OFFICE}'><sheets><sheet name='A' sheetId='1' r:id='r1'/></sheets></workbook>"
    links = (
        f"{declared}<Relationships xmlns='{RELATIONS}'>"
        f"<Relationship Id='r1' Type='{OFFICE}/worksheet' Target='worksheets/sheet1.xml'/>"
        f"<Relationship Id='r2' Type='{OFFICE}/sharedStrings' Target='sharedStrings.xml'/></Relationships>"
    )
    root = f"{declared}<Relationships xmlns='{RELATIONS}'><Relationship Id='r1' Type='{OFFICE}/officeDocument' Target='xl/workbook.xml'/></Relationships>"
    return zipped(
        ("[Content_Types].xml", types),
        ("_rels/.rels", root),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", links),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", strings or f"{declared}<sst xmlns='{MAIN}'/>"),
        *more,
    )


SHARED = CELLS.replace("<c r='B2' t='inlineStr'><is><t>Kita</t></is></c>", "<c r='B2' t='s'><v>0</v></c>")


def shared(dtd: str, text: str) -> bytes:
    """A workbook whose one shared text has something declared before it."""
    return xlsx(SHARED, strings=f"<?xml version='1.0'?>{dtd}<sst xmlns='{MAIN}'><si><t>{text}</t></si></sst>")


def ods(rows: int, columns: int) -> bytes:
    """A sheet of one cell that says it stands there many times."""
    names = "".join(
        f" xmlns:{one}='urn:oasis:names:tc:opendocument:xmlns:{one}:1.0'" for one in ("office", "table", "text")
    )
    cell = f"<table:table-cell table:number-columns-repeated='{columns}' office:value-type='string'><text:p>x</text:p></table:table-cell>"
    content = (
        f"<?xml version='1.0'?><office:document-content{names}><office:body><office:spreadsheet><table:table table:name='A'>"
        f"<table:table-row table:number-rows-repeated='{rows}'>{cell}</table:table-row>"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = "<?xml version='1.0'?><manifest:manifest xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'/>"
    return zipped(
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content),
        ("META-INF/manifest.xml", manifest),
    )


# --- GeoJSON ----------------------------------------------------------------------------------------------------------

METRES = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25833"}}
WEST = [[410_000, 5_654_000], [411_000, 5_654_000], [411_000, 5_655_000], [410_000, 5_655_000], [410_000, 5_654_000]]
EAST = [[x + 1000, y] for x, y in WEST]
BOWTIE = [
    [410_000, 5_654_000],
    [411_000, 5_655_000],
    [411_000, 5_654_000],
    [410_000, 5_655_000],
    [410_000, 5_654_000],
]


def collection(*shapes: Any, crs: Any = METRES, **known: Any) -> str:
    """Areas 01, 02, … of these shapes; plain rings become polygons."""
    found = [
        {
            "type": "Feature",
            "properties": {"area_id": f"0{number}", "name": f"A{number}"} | known,
            "geometry": {"type": "Polygon", "coordinates": [shape]} if isinstance(shape, list) else shape,
        }
        for number, shape in enumerate(shapes, 1)
    ]
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": found})


def site(x: float = X, y: float = Y, *, crs: Any = METRES, geometry: Any = None, **known: Any) -> str:
    """One site."""
    shape = geometry if geometry is not None else {"type": "Point", "coordinates": [x, y]}
    properties = {"id": "007", "name": "Kita", "category": "kita"} | known
    feature = {"type": "Feature", "properties": properties, "geometry": shape}
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]})


def detailed(count: int) -> str:
    """The western district with a northern edge of very many bends."""
    step = 1000 / count
    edge = ",".join(f"[{411_000 - n * step:.4f},{5_654_999 - n % 2}]" for n in range(count + 1))
    ring = f"[[410000,5654000],[411000,5654000],{edge},[410000,5654000]]"
    return collection([1], EAST).replace("[[1]]", f"[{ring}]")


def holed(count: int) -> str:
    """The western district with very many holes."""
    side = int(count**0.5)
    holes = []
    for n in range(side * side):
        x, y = 410_001 + (n % side) * 990 / side, 5_654_001 + (n // side) * 990 / side
        holes.append([[x, y], [x, y + 0.5], [x + 0.5, y + 0.5], [x, y]])
    return collection({"type": "Polygon", "coordinates": [WEST, *holes]}, EAST)


def collections(depth: int) -> str:
    """A collection in a collection in a collection."""
    start, end = '{"type":"GeometryCollection","geometries":[', "]}"
    inner = start * depth + '{"type":"Point","coordinates":[1,1]}' + end * depth
    return site(geometry={"x": 1}).replace('{"x": 1}', inner)


DISTRICT = {"level": "district"}

# --- special files ----------------------------------------------------------------------------------------------------


def fifo(lair: Lair) -> None:
    """A pipe that nobody writes to."""
    os.mkfifo(lair.folder / "a.csv")


def pointing(target: str) -> Make:
    """A symbolic link."""

    def make(lair: Lair) -> None:
        (lair.folder / "a.csv").symlink_to(target)

    return make


def folder(lair: Lair) -> None:
    """A folder called like a file."""
    (lair.folder / "a.csv").mkdir()


def named(text: str) -> str:
    """A table with a site of that name."""
    return HEAD + f'007,"{text}",kita,{LON},{LAT}\n'


def rows(count: int) -> bytes:
    """Very many figures of one area."""
    lines = "".join(f"01;jobseekers;g{number};{DAY};{number % 90}\n" for number in range(count))
    return (FIGURES + lines).encode()


REFERENCE = "<!DOCTYPE x [<!ENTITY e SYSTEM '{}'>]>"

VRTS = {
    "layer elsewhere as GeoJSON": Hostile("a.geojson", vrt, ("format_not_read.layer",)),
    "layer elsewhere as JSON": Hostile("a.json", vrt, ("format_not_read.layer",)),
    "layer elsewhere as Shapefile": Hostile("a.shp", vrt, ("no_table",)),
    "layer elsewhere as GeoPackage": Hostile("a.gpkg", vrt, ("no_table",)),
    "layer elsewhere as CSV": Hostile("a.csv", vrt, ("format_not_read.layer",)),
    "layer elsewhere as text": Hostile("a.txt", vrt, ("format_not_read.layer",)),
    "layer elsewhere as workbook": Hostile("a.xlsx", vrt, ("format_not_read.layer",)),
    "layer elsewhere as archive": Hostile("a.zip", vrt, ("format_not_read.layer",)),
    "layer elsewhere under its own name": Hostile("a.vrt", vrt, ("format_not_read.layer",)),
    "layer elsewhere behind blanks": Hostile("a.csv", lambda lair: b" " * 5000 + vrt(lair), ("no_rows",)),
    "layer elsewhere zipped": Hostile("a.zip", lambda lair: zipped(("a.vrt", vrt(lair))), ("archive_without_data",)),
    "layer elsewhere zipped as GeoJSON": Hostile(
        "a.zip", lambda lair: zipped(("a.geojson", vrt(lair))), ("format_not_read.layer",)
    ),
    "layer elsewhere zipped as Shapefile": Hostile(
        "a.zip", lambda lair: packed_shapefile({"shp": vrt(lair)}), ("no_table",)
    ),
    "layer elsewhere zipped beside a Shapefile": Hostile(
        "a.zip",
        lambda lair: zipped(*((f"k.{e}", c) for e, c in shapefile().items()), ("k.vrt", vrt(lair))),
        STORED,
    ),
}

ADDRESSES = {
    "features behind an address": Hostile(
        "a.geojson",
        lambda lair: json.dumps({"type": "FeatureCollection", "features": f"{lair.url}/f.json"}).encode(),
        ("no_geojson",),
    ),
    "document that is an address": Hostile(
        "a.geojson", lambda lair: json.dumps(f"/vsicurl/{lair.url}/f.json").encode(), ("no_geojson",)
    ),
    "CRS behind a link": Hostile(
        "a.geojson",
        lambda lair: site(crs={"type": "link", "properties": {"href": f"{lair.url}/crs", "type": "proj4"}}).encode(),
        ("crs_unknown",),
    ),
    "CRS that is an address": Hostile(
        "a.geojson",
        lambda lair: site(crs={"type": "name", "properties": {"name": f"{lair.url}/25833"}}).encode(),
        ("crs_unknown",),
    ),
    "CRS of a local file": Hostile(
        "a.geojson",
        lambda lair: site(crs={"type": "name", "properties": {"name": f"+init={lair.local}:25833"}}).encode(),
        ("crs_unknown",),
    ),
    "geometry that is an address": Hostile(
        "a.geojson", lambda lair: site(geometry=f"/vsicurl/{lair.url}/g.json").encode(), ("no_geometry",)
    ),
    "file that is an address": Hostile("a.csv", lambda lair: f"/vsicurl/{lair.url}/f.csv".encode(), ("no_rows",)),
    "address in a cell": Hostile("a.csv", lambda lair: named(f"{lair.url}/x {lair.local}").encode(), STORED),
    "prj with an address": Hostile(
        "a.zip", lambda lair: packed_shapefile({"prj": f"{lair.url}/25833.prj".encode()}), ("crs_unknown",)
    ),
    "prj with a path": Hostile(
        "a.zip", lambda lair: packed_shapefile({"prj": str(lair.local).encode()}), ("crs_unknown",)
    ),
    "prj with a pipeline": Hostile(
        "a.zip",
        lambda lair: packed_shapefile(
            {"prj": f"+proj=pipeline +step +proj=hgridshift +grids={lair.local},{lair.url}/g.tif".encode()}
        ),
        ("crs_unknown",),
    ),
    "prj with a grid behind an address": Hostile(
        "a.zip",
        lambda lair: packed_shapefile(
            {"prj": f"+proj=utm +zone=33 +ellps=bessel +nadgrids={lair.url}/g.gsb,{lair.local} +type=crs".encode()}
        ),
        ("crs_unknown",),
    ),
    "cpg with a path": Hostile("a.zip", lambda lair: packed_shapefile({"cpg": str(lair.local).encode()}), STORED),
    "GeoPackage with a CRS of a local file": Hostile(
        "a.gpkg", lambda lair: geopackage(lair, definition=f"+init={lair.local}:1"), ("crs_missing",)
    ),
}

ARCHIVES = {
    "zip bomb": Hostile("a.zip", just(zipped(("a.csv", b"\0" * 30_000_000))), ("no_archive",)),
    "zip bomb in zip bombs": Hostile("a.zip", lambda _: nested(3), ("archive_without_data",)),
    "zip of very many entries": Hostile(
        "a.zip", just(zipped(*((f"{n}.csv", "a") for n in range(1500)))), ("no_archive",)
    ),
    "zip entries on one another": Hostile("a.zip", lambda _: overlapping(900), ("no_archive",)),
    "zip entry that claims to be small": Hostile(
        "a.zip", lambda _: claiming(zipped(("a.csv", HONEST + " " * 9_000_000)), 50), ("no_archive",)
    ),
    "zip entry that claims to be huge": Hostile(
        "a.zip", lambda _: claiming(zipped(("a.csv", HONEST)), 2**32 - 2), ("no_archive",)
    ),
    "zip with a climbing name": Hostile("a.zip", just(zipped(("../../../climbed.csv", HONEST))), STORED),
    "zip with an absolute name": Hostile("a.zip", just(zipped(("/etc/cron.d/a.csv", HONEST))), STORED),
    "zip with a name of Windows": Hostile("a.zip", just(zipped(("C:\\Windows\\a.csv", HONEST))), STORED),
    "zip with a link": Hostile("a.zip", lambda _: link_entry(), ("no_rows",)),
    "zip with a password": Hostile("a.zip", lambda _: locked(), ("no_archive",)),
    "zip with a Shapefile that climbs": Hostile("a.zip", lambda _: packed_shapefile(stem="../../../etc/k"), STORED),
    "zip with two Shapefiles": Hostile(
        "a.zip",
        lambda _: zipped(*((f"{stem}.{e}", c) for stem in "ab" for e, c in shapefile().items())),
        ("several_layers",),
    ),
    "zip with two tables": Hostile("a.zip", just(zipped(("a.csv", HONEST), ("b.csv", HONEST))), ("several_layers",)),
    "zip cut off": Hostile("a.zip", just(zipped(("a.csv", HONEST))[:-30]), ("no_archive",)),
    "zip of a document": Hostile("a.zip", just(zipped(("a.pdf", b"%PDF"))), ("archive_without_data",)),
    "zip as CSV": Hostile("a.csv", just(zipped(("b.csv", HONEST))), STORED),
}

GEOPACKAGES = {
    "GeoPackage": Hostile("a.gpkg", geopackage, STORED),
    "GeoPackage with an endless view": Hostile(
        "a.gpkg",
        lambda lair: geopackage(lair, f"CREATE VIEW many AS {ENDLESS}", layer="many"),
        ("geopackage_foreign",),
    ),
    "GeoPackage with an endless view that sounds official": Hostile(
        "a.gpkg",
        lambda lair: geopackage(lair, f"CREATE VIEW gpkg_many AS {ENDLESS}", layer="gpkg_many"),
        ("geopackage_foreign",),
    ),
    "GeoPackage with a trigger": Hostile(
        "a.gpkg",
        lambda lair: geopackage(lair, "CREATE TRIGGER t AFTER INSERT ON kitas BEGIN SELECT load_extension('x'); END"),
        ("geopackage_foreign",),
    ),
    "GeoPackage with a virtual table": Hostile(
        "a.gpkg", lambda lair: geopackage(lair, "CREATE VIRTUAL TABLE t USING fts5(a)"), ("geopackage_foreign",)
    ),
    "GeoPackage with a column that computes": Hostile(
        "a.gpkg",
        lambda lair: geopackage(lair, "ALTER TABLE kitas ADD COLUMN big AS (hex(zeroblob(400000000)))"),
        ("geopackage_foreign",),
    ),
    "GeoPackage with a damaged page": Hostile("a.gpkg", corrupt, ("no_table",)),
    "GeoPackage with a huge cell": Hostile(
        "a.gpkg", lambda lair: geopackage(lair, "UPDATE kitas SET geom = zeroblob(70000000)"), STORED
    ),
    "GeoPackage that counts wrong": Hostile(
        "a.gpkg",
        lambda lair: geopackage(
            lair,
            "CREATE TABLE gpkg_ogr_contents (table_name TEXT PRIMARY KEY, feature_count INTEGER)",
            "INSERT INTO gpkg_ogr_contents VALUES ('kitas', 900000000000)",
        ),
        STORED,
    ),
    "GeoPackage whose layer is not there": Hostile("a.gpkg", lambda lair: geopackage(lair, layer="nirgends"), STORED),
    "GeoPackage whose CRS is markup": Hostile(
        "a.gpkg", lambda lair: geopackage(lair, definition="<img src=x onerror=alert(1)>{{7*7}}"), ("crs_missing",)
    ),
    "database as GeoPackage": Hostile("a.gpkg", database, ("no_table",)),
    "database as CSV": Hostile("a.csv", database, ("format_not_read.database",)),
    "noise as GeoPackage": Hostile("a.gpkg", just(b"SQLite format 3\x00" + bytes(range(256)) * 8), ("no_table",)),
}

SHAPEFILES = {
    "Shapefile": Hostile("a.zip", lambda _: packed_shapefile(), STORED),
    "Shapefile with a lying record": Hostile("a.zip", patched("shp", 104, struct.pack(">i", 2**30)), STORED),
    "Shapefile with a negative record": Hostile("a.zip", patched("shp", 104, struct.pack(">i", -5)), STORED),
    "Shapefile that claims to be huge": Hostile("a.zip", patched("shp", 24, struct.pack(">i", 2**31 - 1)), STORED),
    "Shapefile with an index into nowhere": Hostile(
        "a.zip", patched("shx", 100, struct.pack(">ii", 2**31 - 1, 2**31 - 1)), ("no_table",)
    ),
    "dbf with a negative number of rows": Hostile("a.zip", patched("dbf", 4, struct.pack("<i", -1)), STORED),
    "dbf with very many rows": Hostile("a.zip", patched("dbf", 4, struct.pack("<I", 2**31 - 1)), STORED),
    "dbf with a header of nothing": Hostile(
        "a.zip", patched("dbf", 8, struct.pack("<H", 0)), ("id_missing", "column_missing")
    ),
    "dbf with rows of nothing": Hostile(
        "a.zip", patched("dbf", 10, struct.pack("<H", 0)), ("id_missing", "column_missing")
    ),
    "Shapefile alone": Hostile("a.shp", just(shapefile()["shp"]), ("shapefile_incomplete",)),
}

WORKBOOKS = {
    "workbook": Hostile("a.xlsx", just(xlsx()), STORED),
    "workbook bomb": Hostile("a.xlsx", lambda _: xlsx(CELLS + " " * 30_000_000), ("no_archive",)),
    "workbook with a cell far away": Hostile(
        "a.xlsx",
        just(xlsx(CELLS + "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>")),
        ("too_many_cells",),
    ),
    "workbook with an entity of a local file": Hostile(
        "a.xlsx",
        lambda lair: xlsx(CELLS.replace("Kita<", "&e;<"), dtd=REFERENCE.format(f"file://{lair.local}")),
        ("no_table",),
    ),
    "workbook with an entity behind an address": Hostile(
        "a.xlsx",
        lambda lair: xlsx(CELLS.replace("Kita<", "&e;<"), dtd=REFERENCE.format(f"{lair.url}/e")),
        ("no_table",),
    ),
    "workbook with a shared entity": Hostile(
        "a.xlsx", lambda lair: shared(REFERENCE.format(f"file://{lair.local}"), "&e;"), ("no_table",)
    ),
    "workbook with a foreign DTD": Hostile(
        "a.xlsx", lambda lair: xlsx(dtd=f"<!DOCTYPE x SYSTEM '{lair.url}/x.dtd'>"), STORED
    ),
    "workbook of a billion laughs": Hostile("a.xlsx", lambda _: shared(LAUGHS + "]>", "&a9;"), ("no_table",)),
    "workbook with a link to another": Hostile(
        "a.xlsx",
        lambda lair: xlsx(
            more=(
                (
                    "xl/externalLinks/_rels/externalLink1.xml.rels",
                    f"<Relationships xmlns='{RELATIONS}'><Relationship Id='r1' Target='{lair.url}/b.xlsx' TargetMode='External'/></Relationships>",
                ),
            )
        ),
        STORED,
    ),
    "workbook with formulas": Hostile(
        "a.xlsx",
        just(
            xlsx(
                CELLS.replace(
                    "<c r='B2' t='inlineStr'><is><t>Kita</t></is></c>",
                    "<c r='B2' t='str'><f>WEBSERVICE(\"http://192.0.2.1\")</f><v>=cmd|' /C calc'!A0</v></c>",
                )
            )
        ),
        STORED,
    ),
    "old workbook of noise": Hostile(
        "a.xls", just(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 20), ("no_table",)
    ),
    "sheet of very many columns": Hostile("a.ods", just(ods(1_048_576, 16_384)), ("too_many_cells",)),
    "workbook without sheets": Hostile("a.xlsx", just(zipped(("xl/workbook.xml", "<workbook/>"))), ("no_table",)),
}

JSONS = {
    "JSON very deep": Hostile("a.geojson", just("[" * 200_000), ("json_too_deep",)),
    "JSON very deep and closed": Hostile("a.json", just('{"a":' * 50_000 + "1" + "}" * 50_000), ("json_too_deep",)),
    "coordinates very deep": Hostile(
        "a.geojson",
        just(
            site(geometry={"x": 1}).replace(
                '{"x": 1}', '{"type":"Point","coordinates":' + "[" * 900 + "]" * 900 + "}"
            )
        ),
        ("no_geometry",),
    ),
    "collections in collections": Hostile("a.geojson", lambda _: collections(300).encode(), STORED),
    "not a number": Hostile("a.geojson", just(site(float("nan"))), ("json_constant",)),
    "infinity": Hostile("a.geojson", just(site(float("inf"))), ("json_constant",)),
    "coordinate too large": Hostile("a.geojson", just(site().replace(str(X), "1e400")), ("no_geometry",)),
    "number of very many digits": Hostile(
        "a.geojson", just(site().replace(str(X), "9" * 5000)), ("number_too_long",)
    ),
    "point of texts": Hostile(
        "a.geojson", just(site(geometry={"type": "Point", "coordinates": ["a", "b"]})), ("no_geometry",)
    ),
    "point in the sea": Hostile("a.geojson", just(site(0, 0, crs=None)), STORED),
    "axes swapped": Hostile("a.geojson", just(site(LAT, LON, crs=None)), ("axes_swapped",)),
    "zone of the neighbour": Hostile(
        "a.geojson",
        just(site(crs={"type": "name", "properties": {"name": "EPSG:25832"}})),
        ("layer_outside_city",),
    ),
    "polygon across the date line": Hostile(
        "a.geojson",
        just(collection([[179, 50], [-179, 50], [-179, 51], [179, 51], [179, 50]], crs=None)),
        ("layer_outside_city",),
        "areas",
        DISTRICT,
    ),
    "empty geometry": Hostile(
        "a.geojson",
        just(collection({"type": "Polygon", "coordinates": []})),
        ("geometry_missing",),
        "areas",
        DISTRICT,
    ),
    "mixed geometry": Hostile(
        "a.geojson",
        just(collection(WEST, {"type": "LineString", "coordinates": WEST}, {"type": "Point", "coordinates": [X, Y]})),
        ("no_polygon",),
        "areas",
        DISTRICT,
    ),
    "one key twice": Hostile(
        "a.geojson", just(collection(WEST, EAST, area_id="01")), ("duplicate_key",), "areas", DISTRICT
    ),
    "bow-ties": Hostile("a.geojson", just(collection(BOWTIE, EAST)), ("polygon_invalid",), "areas", DISTRICT),
    "polygon of a million vertices": Hostile(
        "a.geojson", lambda _: detailed(1_000_000).encode(), STORED, "areas", DISTRICT
    ),
    "polygon of very many holes": Hostile("a.geojson", lambda _: holed(10_000).encode(), STORED, "areas", DISTRICT),
    "half a letter": Hostile("a.geojson", just(site(name="x").replace('"x"', '"\\ud800"')), STORED),
    "one member twice": Hostile("a.geojson", just(site().replace('"id": "007"', '"id": "007", "id": "008"')), STORED),
    "names of prototypes": Hostile("a.geojson", just(site(__proto__="x", constructor="y", toString="z")), STORED),
    "figures that are no numbers": Hostile(
        "a.json",
        just('[{"area_id": "01", "indicator": "p", "group": "g", "as_of": "2025-12-31", "value": NaN}]'),
        STORED,
        "statistics",
    ),
}

TEXTS = {
    "table": Hostile("a.csv", just(HONEST), STORED),
    "million rows": Hostile("a.csv", lambda _: rows(1_000_000), STORED, "statistics"),
    "row of a million columns": Hostile(
        "a.csv",
        lambda _: (",".join(f"c{n}" for n in range(1_000_000)) + "\n" + "," * 999_999).encode(),
        ("too_many_columns",),
    ),
    "million columns below a header": Hostile(
        "a.csv", lambda _: (HEAD + "," * 1_000_000).encode(), ("too_many_columns",)
    ),
    "cell of 100 MB": Hostile("a.csv", lambda _: named("x" * 100_000_000).encode(), ("text_too_long",)),
    "quote never closed": Hostile("a.csv", lambda _: (HEAD + '007,"' + "x,\n" * 500_000).encode(), ("quote_open",)),
    "UTF-16": Hostile("a.csv", just(named("Öse").encode("utf-16")), STORED),
    "UTF-16 of an odd length": Hostile("a.csv", just(named("Öse").encode("utf-16") + b"\n"), ("encoding_unknown",)),
    "UTF-32": Hostile("a.csv", just(HONEST.encode("utf-32")), ("encoding_unknown",)),
    "UTF-7": Hostile("a.csv", just(named("+ADw-script+AD4-alert(1)+ADw-/script+AD4-")), STORED),
    "Windows": Hostile("a.csv", just(named("Öse – €").encode("cp1252")), STORED),
    "half a letter in a table": Hostile("a.csv", just(HONEST.encode().replace(b"Kita", b"\xed\xa0\x80")), STORED),
    "zeros": Hostile("a.csv", just(HONEST.encode().replace(b"Kita", b"Ki\x00ta")), ("encoding_unknown",)),
    "only zeros": Hostile("a.csv", just(b"\x00" * 10_000), ("encoding_unknown",)),
    "only a mark of byte order": Hostile("a.csv", just(b"\xef\xbb\xbf"), ("empty_file",)),
    "only line ends": Hostile("a.csv", just(b"\r\n" * 100_000), ("empty_file",)),
    "nothing": Hostile("a.csv", just(b""), ("empty_file",)),
    "decimal commas": Hostile("a.csv", just(f"{FIGURES}01;p;g;{DAY};1.234,5\n"), STORED, "statistics"),
    "endless figure": Hostile("a.csv", just(f"{FIGURES}01;p;g;{DAY};1e400\n"), ("no_number",), "statistics"),
    "formulas": Hostile("a.csv", just(named("=cmd|' /C calc'!A0")), STORED),
    "templates": Hostile("a.csv", just(named("{{7*7}} ${7*7} {% raw %} {value} %(x)s <%= 7*7 %>")), STORED),
    "script": Hostile("a.csv", just(named("<img src=x onerror=alert(1)><script>alert(1)</script>")), STORED),
    "Markdown": Hostile("a.csv", just(named("[x](javascript:alert(1)) ![x](http://192.0.2.1/x.png)")), STORED),
    "marks that turn the text round": Hostile(
        "a.csv", just(named("\u202egro.elpmaxe\u202c\u2066x\u2069\x1b[31m\x07")), STORED
    ),
    "templates as columns": Hostile(
        "a.csv", just("{{7*7}},{value},<script>alert(1)</script>\n1,2,3\n"), ("id_missing", "column_missing")
    ),
    "templates as a key": Hostile(
        "a.csv", just(f"{FIGURES}{{value}} {{{{7*7}}}} <b>;p;g;{DAY};1\n"), ("area_unknown",), "statistics"
    ),
    "key of very many letters": Hostile(
        "a.csv", just(f"{FIGURES}{'9' * 100_000};p;g;{DAY};1\n"), ("area_unknown",), "statistics"
    ),
}

NAMES = {
    f"called {title}": Hostile("a.csv", just(HONEST), STORED, called=called)
    for title, called in {
        "like a path": "../../etc/passwd.csv",
        "like a path of Windows": "..\\..\\C:\\boot.csv",
        "like a device": "CON.csv",
        "at length": "x" * 300 + ".csv",
        "with control characters": "a\x00\x1b[31m\n\r\t.csv",
        "from right to left": "\u202evsc.exe\u202c.csv",
        "like markup": "<img src=x onerror=alert(1)>{{7*7}}.csv",
        "with half a letter": "\ud800.csv",
    }.items()
}

WRONG = {
    "PDF as CSV": Hostile("a.csv", just(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"), ("format_not_read.document",)),
    "PDF as GeoJSON": Hostile("a.geojson", just(b"%PDF-1.7\n"), ("format_not_read.document",)),
    "program as CSV": Hostile(
        "a.csv", just(b"\x7fELF\x02\x01\x01\x00" + b"\x00\x80\xff" * 100), ("encoding_unknown",)
    ),
    "program as workbook": Hostile("a.xlsx", just(b"\x7fELF\x02\x01\x01\x00" + b"\x00\x80\xff" * 100), ("no_table",)),
    "program as Shapefile": Hostile("a.shp", just(b"\x7fELF\x02\x01\x01\x00"), ("no_table",)),
    "program as archive": Hostile("a.zip", just(b"MZ\x90\x00\x03" + b"\x00" * 100), ("no_archive",)),
    "page as old workbook": Hostile(
        "a.xls", just("<html><script>alert(1)</script><table><tr><td>1</table>"), ("html_table",)
    ),
    "page as CSV": Hostile("a.csv", just("<!DOCTYPE html><body onload=alert(1)>Error 500"), ("html_page",)),
    "packed as CSV": Hostile("a.csv", just(b"\x1f\x8b\x08\x00" + b"\x00" * 50), ("format_not_read.packed",)),
    "picture as GeoJSON": Hostile("a.geojson", just(b"\x89PNG\r\n\x1a\n\x00"), ("format_not_read.document",)),
    "no ending": Hostile("a", just(HONEST), ("unknown_ending",)),
    "ending of a program": Hostile("a.py", just("raise SystemExit"), ("unknown_ending",)),
    "ending with markup": Hostile("a.<b>{value}{{7*7}}", just(HONEST), ("unknown_ending",)),
    "pipe": Hostile("a.csv", fifo, ("empty_file",)),
    "device without an end": Hostile("a.csv", pointing("/dev/zero"), ("empty_file",)),
    "link in a circle": Hostile("a.csv", pointing("a.csv"), ("file_error",)),
    "folder": Hostile("a.csv", folder, ("file_error",)),
}

FILES: dict[str, Hostile] = {
    title: file
    for group in (VRTS, ADDRESSES, ARCHIVES, GEOPACKAGES, SHAPEFILES, WORKBOOKS, JSONS, TEXTS, NAMES, WRONG)
    for title, file in group.items()
}
