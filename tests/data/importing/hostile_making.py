"""Archives, databases and layers that attack, byte by byte: what our libraries would refuse to write is needed."""

import io
import sqlite3
import stat
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SECRET = "GEHEIM-4711"  # noqa: S105 - a word that no answer may hold
X, Y = 410_500, 5_654_500
LON, LAT = 13.7222, 51.0348
HEAD = "id,name,category,lon,lat\n"
ROW = f"007,Kita,kita,{LON},{LAT}\n"
HONEST = HEAD + ROW


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


def just(content: str | bytes) -> Make:
    """A file of this content."""
    return lambda _lair: content.encode() if isinstance(content, str) else content


# --- GDAL's own format that opens other files and addresses ---


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


# --- zip ---


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


# --- GeoPackage ---

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


# --- Shapefile ---

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
