"""What a file is: by its ending, by its first bytes, and by what an archive holds."""

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from data.errors import DataRefusedError
from data.importing.options import Options
from data.importing.reading.files import UnknownEndingError, read_file
from data.messages import describe

TABLE = b"id;name\n1;West\n"
ROWS = [["1", "West"]]
RECORDS = json.dumps([{"id": 1, "name": "West"}]).encode()


def book(file: Path) -> bytes:
    made = openpyxl.Workbook()
    made.active.append(["id", "name"])
    made.active.append([1, "West"])
    made.save(file)
    return file.read_bytes()


ENDINGS = {
    ".kml": "format_not_read.layer",
    ".kmz": "format_not_read.layer",
    ".gml": "format_not_read.layer",
    ".vrt": "format_not_read.layer",
    ".dxf": "format_not_read.layer",
    ".fgb": "format_not_read.layer",
    ".xlsb": "format_not_read.table",
    ".parquet": "format_not_read.table",
    ".sqlite": "format_not_read.database",
    ".accdb": "format_not_read.database",
    ".pdf": "format_not_read.document",
    ".docx": "format_not_read.document",
    ".dbf": "format_not_read.part",
    ".rar": "format_not_read.packed",
    ".xyz": "unknown_ending",
    "": "unknown_ending",
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_formats_that_are_not_read_name_one_that_is(ending: str, tmp_path: Path) -> None:
    (tmp_path / f"a{ending}").write_bytes(b"x")
    with pytest.raises(UnknownEndingError) as caught:
        read_file(tmp_path / f"a{ending}", Options())
    assert caught.value.code == ENDINGS[ending]
    for language in ("de", "en"):
        said = describe(caught.value, language)
        assert "{" not in said
        assert any(format_ in said for format_ in ("GeoPackage", "XLSX", "ZIP"))


STARTS = {
    "PDF as CSV": ("a.csv", b"%PDF-1.7", "format_not_read.document"),
    "KML as GeoJSON": ("a.geojson", b"<?xml version='1.0'?>\n<kml>", "format_not_read.layer"),
    "VRT as text": ("a.txt", b"<OGRVRTDataSource>", "format_not_read.layer"),
    "Excel of 2003 as XLS": (
        "a.xls",
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        "format_not_read.table",
    ),
    "Parquet as CSV": ("a.csv", b"PAR1xx", "format_not_read.table"),
    "database as CSV": ("a.csv", b"SQLite format 3\x00" + bytes(100), "format_not_read.database"),
    "MapInfo": ("a.tab", b"!table\n!version 300", "format_not_read.layer"),
    "packed otherwise": ("a.zip", b"7z\xbc\xaf\x27\x1c", "format_not_read.packed"),
    "web page with a table as XLS": ("a.xls", b"<html><body><TABLE>", "html_table"),
    "web page as CSV": ("a.csv", b"\n<!DOCTYPE html><p>404", "html_page"),
    "GeoPackage as CSV": ("a.csv", b"SQLite format 3\x00".ljust(68, b"\0") + b"GPKG", "ending_wrong"),
    "document in an archive": ("a.zip", {"a.pdf": b"x", "__MACOSX/._a.csv": b"x"}, "archive_without_data"),
    "Word as XLSX": ("a.xlsx", {"word/document.xml": b"x"}, "format_not_read.document"),
    "two tables in an archive": ("a.zip", {"a.csv": TABLE, "b.csv": TABLE}, "several_layers"),
}


@pytest.mark.parametrize("case", STARTS)
def test_what_is_inside_decides(case: str, tmp_path: Path) -> None:
    name, content, code = STARTS[case]
    if isinstance(content, bytes):
        (tmp_path / name).write_bytes(content)
    else:
        packed(tmp_path / name, content)
    with pytest.raises(DataRefusedError) as caught:
        read_file(tmp_path / name, Options())
    assert [problem.code for problem in caught.value.problems] == [code]
    for language in ("de", "en"):
        assert "{" not in describe(caught.value.problems[0], language)


def packed(file: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file


def test_a_table_with_the_ending_of_another_is_read_and_told(tmp_path: Path) -> None:
    content = {"a.xls": TABLE, "b.csv": book(tmp_path / "c.xlsx"), "d.txt": RECORDS}
    for name, written in content.items():
        (tmp_path / name).write_bytes(written)
        raw = read_file(tmp_path / name, Options())
        assert raw.texts.to_numpy().tolist() == ROWS
        assert [(problem.code, problem.severity) for problem in raw.notes] == [("ending_differs", "warning")]


ARCHIVES = {
    "a table": {"x/a.csv": TABLE},
    "a table and its description": {"a.csv": TABLE, "readme.txt": b"x", "__MACOSX/._a.csv": b"x", "b.pdf": b"x"},
    "records": {"a.json": RECORDS},
}


@pytest.mark.parametrize("case", ARCHIVES)
def test_the_one_file_of_an_archive_is_read(case: str, tmp_path: Path) -> None:
    raw = read_file(packed(tmp_path / "a.zip", ARCHIVES[case]), Options())
    assert raw.texts.to_numpy().tolist() == ROWS
    assert [problem.code for problem in raw.notes] == ["read_from_archive"]


def test_one_of_several_files_can_be_chosen(tmp_path: Path) -> None:
    file = packed(tmp_path / "a.zip", {"a.csv": b"id\n2\n", "b.csv": TABLE})
    assert read_file(file, Options(sheet="b.csv")).texts.to_numpy().tolist() == ROWS
