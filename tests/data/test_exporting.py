"""Exports: what goes out comes in again the same, carries its source, and starts no formula."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pandas.testing import assert_frame_equal

from data.audiences import PUBLIC
from data.errors import UnknownEditionError
from data.exporting import export_bytes, export_file, guarded
from data.importing import Report
from data.importing.options import Options
from data.importing.reading.files import UnknownEndingError, read_file
from data.store import Store
from data.writing import BeyondExcelError
from tests.data.conftest import MANAGER

FORMS = [
    (table, ending)
    for table in ("areas", "sites", "offers", "statistics", "caseload", "measures", "sources")
    for ending in (".csv", ".xlsx", ".geojson", ".gpkg")
    if (ending != ".geojson" or table in ("areas", "sites")) and (table != "areas" or ending in (".geojson", ".gpkg"))
]

STARTS = ["=cmd()", "+1", "-1", "@a", "'=cmd()", "''x", "'", "<b>"]


@pytest.fixture
def rich(bring: Callable[..., Report], town: Store) -> Store:
    """The town with hostile texts, fractions, days, markers and measures."""
    names = "".join(f'"{text}",n{row},kita,"{text}",,,ja,2026-12-31,0.125,5\n' for row, text in enumerate(STARTS))
    header = "operator,site_id,category,name,lon,lat,common_room,opened_on,staff,capacity\n"
    assert bring("sites", "s.csv", header + names).edition
    assert bring("measures", "m.csv", "id,title,due,target\n1,=A1,31.12.2027,0.5\n2,B,,1.234e-7\n").edition
    rows = ("01,a,0.1", "02,a,1234567.25", "01,b,1e-9", "02,b,-1.234")
    figures = "\n".join(["area_id,indicator,value", *rows])
    assert bring("statistics", "f.csv", figures, constant=["as_of=2025-12-31"]).edition
    return town


@pytest.mark.parametrize(("table", "ending"), FORMS)
def test_a_round_trip_changes_nothing(table: str, ending: str, rich: Store, bring: Callable[..., Report]) -> None:
    before = {name: rich.read("muster", name, viewer=MANAGER) for name in ("offers", table)}
    content = export_bytes(rich, "muster", table, ending, viewer=MANAGER)
    report = bring(table, f"x{ending}", content)
    assert not report.refused
    assert [(report.added, report.changed, report.removed)] == [(0, 0, 0)]
    for name, frame in before.items():
        assert_frame_equal(rich.read("muster", name, viewer=MANAGER), frame)


def test_no_cell_starts_a_formula(rich: Store, tmp_path: Path) -> None:
    lines = list(
        csv.reader(
            io.StringIO(export_bytes(rich, "muster", "sites", ".csv", viewer=MANAGER).decode("utf-8-sig")),
            delimiter=";",
        )
    )
    assert len(lines) == 1 + 1 + len(STARTS)
    cells = [cell for line in lines for cell in line]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    export_file(rich, "muster", "sites", tmp_path / "s.xlsx", viewer=MANAGER)
    book = openpyxl.load_workbook(tmp_path / "s.xlsx")
    assert {cell.data_type for row in book["Daten"].iter_rows() for cell in row} <= {"s", "n", "d"}
    assert book.sheetnames == ["Daten", "Quellen"]


def test_numbers_and_days_are_german_in_csv_and_real_in_xlsx(rich: Store, tmp_path: Path) -> None:
    text = export_bytes(rich, "muster", "statistics", ".csv", viewer=MANAGER).decode()
    assert text.startswith("\ufeffarea_id;")
    assert "01;a;total;31.12.2025;0,1;" in text
    assert "02;b;total;31.12.2025;-1,2340;" in text
    export_file(rich, "muster", "statistics", tmp_path / "s.xlsx", viewer=MANAGER)
    row = next(
        row
        for row in openpyxl.load_workbook(tmp_path / "s.xlsx")["Daten"].iter_rows(min_row=2)
        if row[1].value == "a"
    )
    assert (row[4].value, row[3].is_date) == (0.1, True)


def test_every_file_carries_source_licence_day_and_edition(rich: Store, tmp_path: Path) -> None:
    for ending in (".csv", ".xlsx", ".gpkg", ".geojson"):
        export_file(rich, "muster", "sites", tmp_path / f"s{ending}", viewer=MANAGER)
    for ending in (".csv", ".geojson"):
        texts = read_file(tmp_path / f"s{ending}", Options()).texts
        assert {"source_title", "source_licence", "source_as_of", "source_demo", "edition"} <= set(texts)
        assert set(texts["edition"]) == {"2"}
    sheet = openpyxl.load_workbook(tmp_path / "s.xlsx")["Quellen"]
    assert {"title", "licence", "as_of", "demo", "edition"} <= {cell.value for cell in sheet[1]}


def test_geojson_is_that_of_the_standard(rich: Store) -> None:
    document = json.loads(export_bytes(rich, "muster", "areas", ".geojson", viewer=MANAGER))
    assert "crs" not in document
    assert {feature["id"] for feature in document["features"]} == {"01", "02", "muster"}
    longitude, latitude = document["features"][0]["geometry"]["coordinates"][0][0]
    assert (round(longitude), round(latitude)) == (14, 51)


def test_the_public_gets_no_accommodation(town: Store) -> None:
    assert "Heim" in export_bytes(town, "muster", "sites", ".csv", viewer=MANAGER).decode()
    assert "Heim" not in export_bytes(town, "muster", "sites", ".csv", viewer=PUBLIC).decode()


@pytest.mark.parametrize("name", ["a.pdf", "a", "a.geojson"])
def test_other_endings_are_refused(name: str, town: Store, tmp_path: Path) -> None:
    with pytest.raises(UnknownEndingError):
        export_file(town, "muster", "offers", tmp_path / name, viewer=MANAGER)
    assert list(tmp_path.glob("a*")) == []


def test_a_file_appears_whole_or_not_at_all(town: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("before")

    def fail(*_: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("data.writing.os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        export_file(town, "muster", "sites", tmp_path / "a.csv", viewer=MANAGER)
    assert (tmp_path / "a.csv").read_text() == "before"
    assert [path.name for path in tmp_path.glob("*a*.csv")] == ["a.csv"]


@pytest.mark.parametrize("text", STARTS)
def test_the_guard_is_an_apostrophe(text: str) -> None:
    assert guarded(text) in (text, f"'{text}")
    assert (guarded(text) != text) == text.lstrip("'").startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(("table", "ending"), [form for form in FORMS if form[0] != "areas"])
def test_an_earlier_edition_comes_back_from_its_file(
    table: str, ending: str, rich: Store, bring: Callable[..., Report]
) -> None:
    edition = rich.edition("muster", table)
    before = rich.read("muster", table, viewer=MANAGER)
    with rich.change("muster", viewer=MANAGER, action="import") as change:
        rows = change.read(table)
        changed = {"sites": "name", "offers": "funding", "sources": "changed", "measures": "note"}.get(table, "group")
        change.write(table, rows.assign(**{changed: [f"x{row}" for row in range(len(rows))]}))
    content = export_bytes(rich, "muster", table, ending, viewer=MANAGER, edition=edition)
    assert content != export_bytes(rich, "muster", table, ending, viewer=MANAGER)
    assert not bring(table, f"x{ending}", content, replace_all=True).refused
    assert_frame_equal(rich.read("muster", table, viewer=MANAGER), before)


def test_an_edition_has_the_offers_that_stood_while_it_was_the_latest(town: Store) -> None:
    def offers(capacity: int) -> None:
        with town.change("muster", viewer=MANAGER, action="import") as change:
            change.write("offers", change.read("offers").assign(capacity=capacity))

    offers(71)  # after the first edition of sites: it is theirs
    with town.change("muster", viewer=MANAGER, action="import") as change:
        change.write("sites", change.read("sites").assign(operator="Neu"))
        change.write("offers", change.read("offers").assign(capacity=72))
    first, second, latest = (
        export_bytes(town, "muster", "sites", ".csv", viewer=MANAGER, edition=edition).decode()
        for edition in (1, 2, None)
    )
    assert ";71;" in first
    assert ";72;" not in first
    assert ";72;" in second
    assert second == latest


@pytest.mark.parametrize("edition", [0, 2, -1, 99])
def test_an_edition_that_is_not_there_is_refused(town: Store, edition: int) -> None:
    with pytest.raises(UnknownEditionError):
        export_bytes(town, "muster", "areas", ".gpkg", viewer=MANAGER, edition=edition)


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".geojson", ".gpkg"])
def test_the_same_rows_are_the_same_bytes(town: Store, ending: str) -> None:
    assert len({export_bytes(town, "muster", "sites", ending, viewer=PUBLIC) for _ in range(2)}) == 1


def test_more_than_a_sheet_holds_is_refused_not_cut(town: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.writing.SHEET_ROWS", 2)
    with pytest.raises(BeyondExcelError):
        export_bytes(town, "muster", "sites", ".xlsx", viewer=MANAGER)
