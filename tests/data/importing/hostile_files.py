"""Files that attack whoever reads them, made small; and odd ones that are honest and must be read."""

import json
import struct
from dataclasses import dataclass, field
from typing import Any

from tests.data.importing.hostile_documents import (
    BOWTIE,
    CELLS,
    DAY,
    DISTRICT,
    EAST,
    FIGURES,
    LAUGHS,
    RELATIONS,
    WEST,
    collection,
    collections,
    detailed,
    fifo,
    folder,
    holed,
    named,
    ods,
    pointing,
    rows,
    shared,
    site,
    xlsx,
)
from tests.data.importing.hostile_making import (
    ENDLESS,
    HEAD,
    HONEST,
    LAT,
    LON,
    Make,
    X,
    Y,
    claiming,
    corrupt,
    database,
    geopackage,
    just,
    link_entry,
    locked,
    nested,
    overlapping,
    packed_shapefile,
    patched,
    shapefile,
    vrt,
    zipped,
)

STORED: tuple[str, ...] = ()
"""What comes of an odd file that is honest."""


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
                    f"<Relationships xmlns='{RELATIONS}'>"
                    f"<Relationship Id='r1' Target='{lair.url}/b.xlsx' TargetMode='External'/></Relationships>",
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
