"""Workbooks: cells as text, the sheet that is meant, merged headers, and what would be too large."""

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import DataRefusedError, Problem
from data.importing.options import Options
from data.importing.reading.files import read_file
from data.importing.reading.raw import Raw
from data.messages import describe

Cells = list[list[Any]]
Merged = list[tuple[int, int, int, int]]
"""First row, last row, first column, last column, from 0."""

ODS = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
 <table:table table:name="Daten">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"""
MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)


def as_xlsx(file: Path, sheets: dict[str, Cells], merged: Merged = []) -> Path:  # noqa: B006
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for line in cells:
            sheet.append(line)
        for first, last, left, right in merged:
            sheet.merge_cells(start_row=first + 1, end_row=last + 1, start_column=left + 1, end_column=right + 1)
    book.save(file)
    return file


def as_xls(file: Path, sheets: dict[str, Cells], merged: Merged = []) -> Path:  # noqa: B006
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="DD.MM.YYYY")
    for name, cells in sheets.items():
        sheet = book.add_sheet(name)
        for first, last, left, right in merged:
            sheet.merge(first, last, left, right)
        for row, line in enumerate(cells):
            for column, cell in enumerate(line):
                if cell is not None:
                    sheet.write(row, column, cell, *([day] if isinstance(cell, date) else []))
    book.save(str(file))
    return file


def ods_cell(value: Any) -> str:
    kind = f'float" office:value="{value}' if isinstance(value, (int, float)) else "string"
    return f'<table:table-cell office:value-type="{kind}"><text:p>{value}</text:p></table:table-cell>'


def as_ods(file: Path, rows: str) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", ODS.format(rows=rows))
    return file


def refused(file: Path, options: Options = Options()) -> Problem:  # noqa: B008
    with pytest.raises(DataRefusedError) as caught:
        read_file(file, options)
    for language in ("de", "en"):
        assert "{" not in describe(caught.value.problems[0], language)
    return caught.value.problems[0]


def warnings(raw: Raw) -> list[tuple[str, tuple[str, ...]]]:
    return [(problem.code, problem.remedies) for problem in raw.notes if problem.severity == "warning"]


TYPES: Cells = [
    ["id", "zahl", "bruch", "tag", "wahr"],
    ["007", 65.0, 0.5, date(2024, 12, 31), True],
    ["08", None, 1.234, None, False],
]
READ = [["007", "65", "0.5", "2024-12-31", "yes"], ["08", "", "1.2340", "", "no"]]


@pytest.mark.parametrize(("name", "write"), [("a.xlsx", as_xlsx), ("a.xls", as_xls)])
def test_cells_become_text(name: str, write: Callable[..., Path], tmp_path: Path) -> None:
    raw = read_file(write(tmp_path / name, {"Tabelle1": TYPES}), Options())
    assert raw.names == TYPES[0]
    assert raw.texts.to_numpy().tolist() == READ
    assert (raw.sheet, raw.sheets, raw.header_rows, raw.first_line, raw.notes) == (
        "Tabelle1",
        ("Tabelle1",),
        (1, 1),
        2,
        (),
    )


def test_a_moment_keeps_its_time(tmp_path: Path) -> None:
    file = as_xlsx(tmp_path / "a.xlsx", {"T": [["a", "b"], ["x", datetime(2024, 1, 2, 3, 4)]]})
    assert read_file(file, Options()).texts["b"].to_list() == ["2024-01-02T03:04:00"]


def test_a_workbook_of_open_document(tmp_path: Path) -> None:
    lines = [["Titel"], ["id", "m", "w"], ["01", 5, 6.5], ["02", 7, 8.5]]
    rows = "".join(f"<table:table-row>{''.join(map(ods_cell, line))}</table:table-row>" for line in lines)
    beyond = '<table:table-cell table:number-columns-repeated="16384"/>'
    rows += f'<table:table-row table:number-rows-repeated="1048572">{beyond}</table:table-row>'
    raw = read_file(as_ods(tmp_path / "a.ods", rows), Options())
    assert (raw.names, raw.header_rows, raw.sheet) == (["id", "m", "w"], (2, 2), "Daten")
    assert raw.texts.to_numpy().tolist() == [["01", "5", "6.5"], ["02", "7", "8.5"]]


SHEET: Cells = [
    ["Bevölkerung nach Alter", None, None, None, None],
    ["Stand: 31.12.2024"],
    [],
    ["Gebiet", None, "Bevölkerung", None, "Fläche"],
    ["Nr", "Name", "insgesamt", "darunter weiblich", None],
    [None, None, "Anzahl", "Anzahl", "km²"],
    ["01", "Nord", 1234, 600, 2.5],
    ["02", "Süd", 65, "•", 3],
    [None, "Insgesamt", 1299, 600, 5.5],
    ["1) vorläufig"],
]
OVER: Merged = [(0, 0, 0, 4), (3, 3, 0, 1), (3, 3, 2, 3), (3, 4, 4, 4)]


@pytest.mark.parametrize(("name", "write"), [("a.xlsx", as_xlsx), ("a.xls", as_xls)])
def test_merged_cells_name_all_their_columns(name: str, write: Callable[..., Path], tmp_path: Path) -> None:
    raw = read_file(write(tmp_path / name, {"T": SHEET}, OVER), Options())
    names = ["Gebiet Nr", "Gebiet Name", "Bevölkerung insgesamt", "Bevölkerung darunter weiblich", "Fläche"]
    assert (raw.names, raw.header_rows, raw.first_line) == (names, (4, 5), 6)
    assert raw.texts.to_numpy().tolist() == [["01", "Nord", "1234", "600", "2.5"], ["02", "Süd", "65", "•", "3"]]
    assert raw.texts.index.to_list() == [1, 2]
    assert warnings(raw) == []


TABLE: Cells = [["id", "name"], ["1", "West"]]
ABOUT: Cells = [["Seite", "Inhalt"], ["1", "Titel"]]
SHEETS: dict[str, tuple[dict[str, Cells], str, tuple[str, ...], list[str]]] = {
    "the only one": ({"T": TABLE}, "T", ("T",), []),
    "contents and empty ones are passed over": (
        {"Inhalt": ABOUT, "Impressum": ABOUT, "leer": [], "T": TABLE, "Tabelle3": []},
        "T",
        ("T",),
        [],
    ),
    "our own export": ({"Daten": TABLE, "Quellen": ABOUT}, "Daten", ("Daten",), []),
    "the first of several": ({"A": TABLE, "B b": TABLE}, "A", ("A", "B b"), ["--sheet A", '--sheet "B b"']),
    "one of a name that tells nothing": ({"Inhalt": ABOUT}, "Inhalt", ("Inhalt",), []),
}


@pytest.mark.parametrize("case", SHEETS)
def test_the_first_sheet_with_a_table_is_read(case: str, tmp_path: Path) -> None:
    sheets, chosen, known, remedies = SHEETS[case]
    raw = read_file(as_xlsx(tmp_path / "a.xlsx", sheets), Options())
    assert (raw.sheet, raw.sheets) == (chosen, known)
    assert warnings(raw) == ([("several_sheets", tuple(remedies))] if remedies else [])


def test_a_sheet_can_be_chosen(tmp_path: Path) -> None:
    file = as_xlsx(tmp_path / "a.xlsx", {"A": TABLE, "B": [["id"], ["x"]]})
    raw = read_file(file, Options(sheet="B"))
    assert (raw.sheet, raw.names, raw.notes) == ("B", ["id"], ())
    problem = refused(file, Options(sheet="C"))
    assert (problem.code, problem.value, problem.values) == ("sheet_unknown", "C", {"known": "A, B"})


def test_lines_of_the_header_can_be_said(tmp_path: Path) -> None:
    raw = read_file(as_xlsx(tmp_path / "a.xlsx", {"T": [["x", "y"], *TABLE]}), Options(header_rows=(2, 2)))
    assert (raw.names, raw.first_line) == (["id", "name"], 3)


def test_two_cells_far_apart_are_no_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "a", "b"
    book.save(tmp_path / "a.xlsx")
    assert refused(tmp_path / "a.xlsx").code == "too_many_cells"
    cell = ods_cell(1).replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="16384"')
    rows = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    assert refused(as_ods(tmp_path / "a.ods", rows)).code == "too_many_cells"


DAMAGED = {
    "no zip": (b"PK no zip", "no_archive"),
    "nothing of an office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 xx", "no_table"),
    "zeros": (b"\x00" * 100, "no_table"),
}


@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".ods"])
@pytest.mark.parametrize("case", DAMAGED)
def test_damaged_workbooks_are_refused(case: str, ending: str, tmp_path: Path) -> None:
    content, code = DAMAGED[case]
    (tmp_path / f"a{ending}").write_bytes(content)
    assert refused(tmp_path / f"a{ending}").code == code


WHOLE = st.integers(-(10**9), 10**9)


@settings(max_examples=20)
@given(rows=st.lists(st.tuples(WHOLE, WHOLE.map(lambda number: number / 1000)), min_size=1, max_size=20))
def test_numbers_keep_their_value(rows: list[tuple[int, float]], tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("book") / "a.xlsx"
    cells: Cells = [["id", "whole", "broken"], *[[f"n{row}", *each] for row, each in enumerate(rows)]]
    texts = read_file(as_xlsx(file, {"T": cells}), Options()).texts
    assert [
        (int(whole), float(broken)) for whole, broken in zip(texts["whole"], texts["broken"], strict=True)
    ] == rows
