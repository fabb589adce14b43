"""No text of a hostile city works in an exported file: every table and every view, in every format (S1).

Tables come from the contracts, formats from the catalogue, views from their module: a new one joins by itself, or
fails here until somebody says how it is made.
"""

import csv
import inspect
import io
import json
import re
import sqlite3
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest
from rdflib import Graph

from data import views, writing
from data.audiences import Audience, Viewer
from data.catalogue import FORMATS, SERIALISATIONS, Publisher, catalogue, serialised
from data.comparison import Part, compare
from data.contracts import TABLES
from data.drift import Drift
from data.errors import DataRefusedError
from data.exporting import content, document, export_file, file_name, table_endings
from data.figures import figures
from data.gaps import gaps
from data.importing.reading.geopackage import check_geopackage
from data.indicators import find
from data.measures import measures_of
from data.snapshot import Snapshot
from data.standards import standards
from data.status_trend import StatusTrend
from data.store import Store
from data.writing import Document, endings
from tests.pages.hostile_city import ALL, ATTEMPTS, SLUG, add_hostile_city

MANAGER = Viewer(Audience.MANAGER, "test")
ON, LEVEL = date(2025, 12, 31), "part"
ABOUT = {"definition": ALL, "limits": ATTEMPTS[4]}
FORMULA = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"-?\d+(?:,\d+)?(?:e[+-]?\d+)?")
FILE_NAME = re.compile(r"[\w.-]+", re.ASCII)
"""What a name of a download may hold: no path, no quote, nothing that ends a header."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("hostile") / "var"
    add_hostile_city(folder)
    with closing(Store(str(folder))) as found:
        yield found


@pytest.fixture(scope="module")
def of(store: Store) -> Snapshot:
    return Snapshot(store, SLUG, MANAGER)


def indicator() -> str:
    return f"figure.{ATTEMPTS[4]}.total"


def by_area(of: Snapshot, **columns: object) -> pd.DataFrame:
    """A table as an analysis makes it, with texts as hostile as its areas' names."""
    areas = of.level(LEVEL)
    return pd.DataFrame(columns, index=areas.index).assign(said=[*ATTEMPTS, ALL])


def compared(of: Snapshot) -> Document:
    parts = [Part(of, LEVEL, ON, area) for area in list(of.level(LEVEL).index)[:3]]
    found = compare(
        parts,
        [find("population"), find(indicator())],
        lambda of, code, level, on: figures(of, find(code), level, on),
    )
    return views.comparison_view(parts, found, ABOUT)


def drifted(of: Snapshot) -> Document:
    none = pd.DataFrame()
    table = by_area(of, before=-3.0, after=4.0)
    found = Drift(find(indicator()), ON, ON, table, none, none, 0.0, 0, (), (ALL, *ATTEMPTS))
    return views.drift_view(of, found, ABOUT)


def moved(of: Snapshot) -> Document:
    found = StatusTrend(LEVEL, ON, ON, (find(indicator()),), by_area(of, status="high"), (ALL, *ATTEMPTS))
    return views.status_view(of, found, ABOUT)


VIEWS: dict[str, Callable[[Snapshot], Document]] = {
    "figures_view": lambda of: views.figures_view(of, figures(of, find(indicator()), LEVEL, ON), (), ABOUT),
    "gaps_view": lambda of: views.gaps_view(of, gaps(of, LEVEL, ON), ABOUT),
    "standards_view": lambda of: views.standards_view(of, standards(of, ON), ON, ABOUT),
    "comparison_view": compared,
    "drift_view": drifted,
    "status_view": moved,
    "measures_view": lambda of: views.measures_view(of, measures_of(of, ON), ON, ABOUT),
}


def test_every_view_is_tried() -> None:
    made = {
        name
        for name, function in inspect.getmembers(views, inspect.isfunction)
        if function.__module__ == views.__name__ and not name.startswith("_")
        if inspect.signature(function).return_annotation in (Document, "Document")
    }
    assert made == set(VIEWS)


def test_the_hostile_city_fills_every_table(store: Store) -> None:
    empty = {name for name in TABLES if not len(document(store, SLUG, name, viewer=MANAGER).rows)}
    assert empty <= {"caseload"}, "a new table needs hostile rows in tests/pages/hostile_city.py"


def texts_of(frame: pd.DataFrame) -> set[str]:
    """Every text in some rows."""
    plain = frame.drop(columns="geometry", errors="ignore")
    return {cell for column in plain for cell in plain[column] if isinstance(cell, str) and cell}


def expected(found: Document, ending: str) -> set[str]:
    """Every text that a file of this format must hold, letter by letter."""
    frames = [found.rows, *([found.credits] if ending in (".csv", ".geojson") else [found.sources])]
    return set().union(*map(texts_of, frames), found.about.values())


def without_apostrophe(cell: str) -> str:
    return cell[1:] if re.match(r"'+[=+\-@\t\r]", cell) else cell


def parsed(text: bytes) -> ElementTree.Element:
    """XML without a document type, and so without entities of its own."""
    assert b"<!" not in text.replace(b"<!--", b"")
    return ElementTree.fromstring(text)  # noqa: S314 (our own file, looked at above)


def look_csv(file: Path) -> set[str]:
    rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig")), delimiter=";"))
    cells = [cell for row in rows for cell in row]
    assert len({len(row) for row in rows}) == 1, "a cell has broken out of its row"
    assert [cell for cell in cells if FORMULA.match(cell) and not NUMBER.fullmatch(cell)] == []
    return set(map(without_apostrophe, cells))


def look_xlsx(file: Path) -> set[str]:
    with zipfile.ZipFile(file) as pack:
        names = pack.namelist()
        assert [name for name in names if re.search(r"external|vba|connection|drawing|embed|macro", name, re.I)] == []
        for name in names:
            root = parsed(pack.read(name))
            tags = {node.tag.rpartition("}")[2] for node in root.iter()}
            assert not tags & {"f", "hyperlink", "hyperlinks", "ddeLink", "oleLink", "definedName"}, name
            if name.endswith(".rels"):
                assert "External" not in {node.get("TargetMode") for node in root.iter()}, name
    book = openpyxl.load_workbook(file)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    assert not book.defined_names
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert [text for text in texts if FORMULA.match(text)] == []
    return set(map(without_apostrophe, texts))


def look_geojson(file: Path) -> set[str]:
    collection = json.loads(file.read_text(encoding="utf-8"))
    assert set(collection) == {"type", "features"}
    for feature in collection["features"]:
        assert set(feature) <= {"type", "id", "properties", "geometry"}
    return {text for one in collection["features"] for text in one["properties"].values() if isinstance(text, str)}


def look_gpkg(file: Path) -> set[str]:
    check_geopackage(file)  # nothing that runs, but for what the format itself needs
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        listed = database.execute("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master").fetchall()
        assert [name for kind, name, *_ in listed if kind == "view"] == []
        own = re.compile(r"(rtree|trigger_(insert|delete)_feature_count|gpkg|fti)_\w+", re.ASCII)
        assert [name for kind, name, *_ in listed if kind == "trigger" and not own.fullmatch(name)] == []
        assert [sql for *_, sql in listed if any(attempt in sql for attempt in ATTEMPTS)] == []
        names = [str(name) for (name,) in database.execute("SELECT table_name FROM gpkg_contents")]
        assert all(FILE_NAME.fullmatch(name) for name in names)
        cells = {cell for name in names for row in database.execute(f'SELECT * FROM "{name}"') for cell in row}
    return {cell for cell in cells if isinstance(cell, str)}


LOOKS: dict[str, Callable[[Path], set[str]]] = {
    ".csv": look_csv,
    ".xlsx": look_xlsx,
    ".geojson": look_geojson,
    ".gpkg": look_gpkg,
}


def test_every_format_is_looked_into() -> None:
    assert set(LOOKS) == set(FORMATS) == set(writing.WRITERS)


def judged(found: Document, ending: str, folder: Path) -> None:
    """All texts stand in the file as they are, and none of them does anything."""
    file = folder / f"rows{ending}"
    file.write_bytes(content(found, ending))
    assert expected(found, ending) <= LOOKS[ending](file)


TABLE_FILES = [(name, ending) for name in TABLES for ending in FORMATS if ending in table_endings(name)]


@pytest.mark.parametrize(("name", "ending"), TABLE_FILES)
def test_a_table_as_a_file(name: str, ending: str, store: Store, tmp_path: Path) -> None:
    found = document(store, SLUG, name, viewer=MANAGER)
    judged(found, ending, tmp_path)
    assert FILE_NAME.fullmatch(file_name(SLUG, name, 1, found.made, ending))
    if name != "caseload":
        attempts = {text for text in texts_of(found.rows) if text in (ALL, *ATTEMPTS)}
        assert attempts, "nothing hostile was exported"


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("ending", FORMATS)
def test_a_view_as_a_file(
    name: str, ending: str, of: Snapshot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(views, "LEVEL", LEVEL)  # the one of municipalities, which this city does not have
    found = VIEWS[name](of)
    assert len(found.rows)
    assert ALL in found.about.values()
    if ending in endings("geometry" in found.rows):
        judged(found, ending, tmp_path)
    assert FILE_NAME.fullmatch(views.view_name(of, found, ending))


@pytest.mark.parametrize("ending", SERIALISATIONS)
def test_the_catalogue_as_a_file(ending: str, store: Store) -> None:
    who = Publisher("https://atlas.example", ALL, "", "http://dcat-ap.de/def/contributors/x", "")
    made = serialised(catalogue(store, who, who.address), ending)
    if ending == ".rdf":
        parsed(made)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of rdflib about its own reader of JSON-LD
        graph = Graph().parse(data=made, format=SERIALISATIONS[ending][0])
    texts = {str(node) for triple in graph for node in triple}
    assert ALL in texts
    assert not [text for text in texts if text.startswith("javascript:")]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_control_without_the_guard_a_formula_is_found(
    ending: str, store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(writing, "guarded", lambda text: text)
    export_file(store, SLUG, "sites", tmp_path / f"a{ending}", viewer=MANAGER)
    with pytest.raises(AssertionError, match="cmd"):
        LOOKS[ending](tmp_path / f"a{ending}")


def test_control_a_view_in_a_geopackage_is_found(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "a.gpkg"
    export_file(store, SLUG, "sites", file, viewer=MANAGER)
    look_gpkg(file)
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE VIEW evil AS SELECT * FROM sites")
        database.commit()
    with pytest.raises(DataRefusedError) as refused:
        look_gpkg(file)
    assert [(one.code, one.value) for one in refused.value.problems] == [("geopackage_foreign", "evil")]
