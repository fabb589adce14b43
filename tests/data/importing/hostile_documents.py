"""Workbooks, GeoJSON, tables and special files that attack."""

import json
import os
from typing import Any

from tests.data.importing.hostile_making import HEAD, HONEST, LAT, LON, Lair, Make, X, Y, zipped

FIGURES = "area_id;indicator;group;as_of;value\n"
DAY = "31.12.2025"

# --- workbooks ---

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
    book = (
        f"{declared}<workbook xmlns='{MAIN}' xmlns:r='{OFFICE}'><sheets>"
        f"<sheet name='A' sheetId='1' r:id='r1'/></sheets></workbook>"
    )
    links = (
        f"{declared}<Relationships xmlns='{RELATIONS}'>"
        f"<Relationship Id='r1' Type='{OFFICE}/worksheet' Target='worksheets/sheet1.xml'/>"
        f"<Relationship Id='r2' Type='{OFFICE}/sharedStrings' Target='sharedStrings.xml'/></Relationships>"
    )
    root = (
        f"{declared}<Relationships xmlns='{RELATIONS}'>"
        f"<Relationship Id='r1' Type='{OFFICE}/officeDocument' Target='xl/workbook.xml'/></Relationships>"
    )
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
    cell = (
        f"<table:table-cell table:number-columns-repeated='{columns}' office:value-type='string'>"
        f"<text:p>x</text:p></table:table-cell>"
    )
    content = (
        f"<?xml version='1.0'?><office:document-content{names}><office:body><office:spreadsheet>"
        f"<table:table table:name='A'>"
        f"<table:table-row table:number-rows-repeated='{rows}'>{cell}</table:table-row>"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = "<?xml version='1.0'?>"
    "<manifest:manifest xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'/>"
    return zipped(
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content),
        ("META-INF/manifest.xml", manifest),
    )


# --- GeoJSON ---

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

# --- special files ---


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
