"""No bytes make the reading crash: whatever a file holds, it is read or refused in words."""

import io
import json
import re
import sqlite3
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import geopandas as gpd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from shapely.geometry import Point, box

from data.errors import DataRefusedError, UsageError
from data.importing.options import Options
from data.importing.process.apart import Limits, read_apart
from data.importing.reading import gdal
from data.importing.reading.files import ENDINGS, read_file
from data.importing.reading.raw import Raw
from data.messages import LANGUAGES, describe

EXAMPLES = 25
pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")  # GDAL tells what it mended
CELL_CODES = {"row_too_wide", "no_number", "no_integer", "no_date", "no_truth", "no_geometry"}
"""Refusals that are about one row of the file, and must name it."""


def read_or_refused(file: Path, apart: Limits | None = None) -> None:
    try:
        raw = read_apart(file, Options(), apart) if apart else read_file(file, Options())
    except (DataRefusedError, UsageError) as refusal:
        faults = list(refusal.problems) if isinstance(refusal, DataRefusedError) else [refusal]
        assert faults
        for fault in faults:
            for language in LANGUAGES:
                text = describe(fault, language)
                assert text.strip()
                assert not re.search(r"\{[a-z_]+\}", text.replace(str(getattr(fault, "value", "")), "")), text
            if fault.code in CELL_CODES:
                assert fault.row is not None, fault
        return
    assert isinstance(raw, Raw)
    assert all(str(dtype) == "str" for dtype in raw.texts.dtypes)
    assert raw.texts.index.is_monotonic_increasing
    assert raw.geometry is None or raw.geometry.index.equals(raw.texts.index)


MEMBERS = ["type", "features", "geometry", "properties", "coordinates", "crs", "name", "id", "data"]
FRAME = gpd.GeoDataFrame(
    {"schluessel": ["01", "02"], "name": ["Äußere Stadt", "b"], "wert": [1.5, None]},
    geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1)],
    crs="EPSG:25833",
)


@cache
def seeds() -> dict[str, bytes]:
    """A small real file of each kind, by its ending."""
    gdal.only_allowed()
    table = "Einwohner am 31.12.2025;;\nschluessel;name;wert\n01;Äußere Stadt;1.234,5\n02;b;•\n;Summe;3\n"
    document = json.loads(FRAME.to_crs("EPSG:4326").to_json())
    found = {
        ".csv": table.encode("cp1252"),
        ".tsv": table.replace(";", "\t").encode("utf-16"),
        ".txt": table.encode(),
    }
    found |= {
        ".geojson": json.dumps(document).encode(),
        ".json": json.dumps({"data": [{"id": "01", "n": 2}]}).encode(),
    }
    book = Workbook()
    for line in table.splitlines():
        book.active.append(line.split(";"))
    book.active.merge_cells("A1:C1")
    out = io.BytesIO()
    book.save(out)
    found[".xlsx"] = out.getvalue()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        gdal.pyogrio.write_dataframe(FRAME, folder / "a.gpkg")
        gdal.pyogrio.write_dataframe(FRAME, folder / "a.shp", encoding="utf-8")
        found[".gpkg"] = (folder / "a.gpkg").read_bytes()
        found[".shp"] = (folder / "a.shp").read_bytes()
        with zipfile.ZipFile(out := io.BytesIO(), "w") as archive:
            for ending in ("shp", "shx", "dbf", "prj", "cpg"):
                archive.write(folder / f"a.{ending}", f"a.{ending}")
        found[".zip"] = out.getvalue()
    return found


def kinds() -> list[str]:
    return sorted({*ENDINGS, ".xls"} & {*seeds(), ".xls"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


def written(folder: Path, ending: str, content: bytes) -> Path:
    file = folder / f"a{ending}"
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=EXAMPLES)
@given(content=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(ending: str, content: bytes, folder: Path) -> None:
    read_or_refused(written(folder, ending, content))


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".txt", ".json", ".geojson"])
@settings(max_examples=EXAMPLES)
@given(text=st.text(st.sampled_from(list("01;,\t\n\r\"'.-•{}[]: aÄ\u00a0\x00\ufeff=")), max_size=200))
def test_any_text_is_read_or_refused(ending: str, text: str, folder: Path) -> None:
    read_or_refused(written(folder, ending, text.encode()))


@pytest.mark.parametrize("ending", [".json", ".geojson"])
@settings(max_examples=EXAMPLES)
@given(
    document=st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    ["type", "features", "geometry", "properties", "coordinates", "crs", "name", "id", "data"]
                )
                | st.text(max_size=3),
                inner | st.sampled_from(["FeatureCollection", "Feature", "Point", "Polygon", "GeometryCollection"]),
                max_size=5,
            )
        ),
        max_leaves=25,
    )
)
def test_any_json_is_read_or_refused(ending: str, document: object, folder: Path) -> None:
    read_or_refused(written(folder, ending, json.dumps(document).encode()))


Changes = list[tuple[str, float, bytes]]
CHANGES = st.lists(
    st.tuples(st.sampled_from(["set", "cut", "double", "drop"]), st.floats(0, 1), st.binary(min_size=1, max_size=6)),
    min_size=1,
    max_size=6,
)


def changed(content: bytes, changes: Changes) -> bytes:
    for how, where, what in changes:
        at = round(where * len(content))
        if how == "set":
            content = content[:at] + what + content[at + len(what) :]
        elif how == "cut":
            content = content[: max(at, 1)]
        elif how == "double":
            content = content[:at] + content[at : at + 200] + content[at:]
        else:
            content = content[:at] + content[at + len(what) :]
    return content


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=EXAMPLES)
@given(changes=CHANGES)
def test_a_damaged_file_is_read_or_refused(ending: str, changes: Changes, folder: Path) -> None:
    content = seeds().get(ending) or seeds()[".xlsx"]
    read_or_refused(written(folder, ending, changed(content, changes)))


@pytest.mark.parametrize("ending", [".shp", ".shx", ".dbf", ".prj", ".cpg"])
@settings(max_examples=EXAMPLES)
@given(changes=CHANGES)
def test_a_damaged_part_of_a_shapefile_is_read_or_refused(ending: str, changes: Changes, folder: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(seeds()[".zip"])) as whole, zipfile.ZipFile(out := io.BytesIO(), "w") as archive:
        for name in whole.namelist():
            content = whole.read(name)
            archive.writestr(name, changed(content, changes) if name.endswith(ending) else content)
    read_or_refused(written(folder, ".zip", out.getvalue()))


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml", "xl/styles.xml"]
)
@settings(max_examples=EXAMPLES)
@given(changes=CHANGES)
def test_a_damaged_part_of_a_workbook_is_read_or_refused(part: str, changes: Changes, folder: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(seeds()[".xlsx"])) as whole, zipfile.ZipFile(out := io.BytesIO(), "w") as archive:
        for name in whole.namelist():
            content = whole.read(name)
            archive.writestr(name, changed(content, changes) if name == part else content)
    read_or_refused(written(folder, ".xlsx", out.getvalue()))


def test_the_files_that_are_damaged_here_can_be_read_whole(folder: Path) -> None:
    for ending in kinds():
        if ending in seeds() and ending != ".shp":  # a Shapefile needs its other parts
            assert len(read_file(written(folder, ending, seeds()[ending]), Options()).texts), ending


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=3)
@given(changes=CHANGES)
def test_a_damaged_file_does_not_harm_its_child_either(ending: str, changes: Changes, folder: Path) -> None:
    content = seeds().get(ending) or seeds()[".xlsx"]
    read_or_refused(written(folder, ending, changed(content, changes)), Limits())


NESTED = 100_000
NASTY = {
    "deep JSON": (".json", b"[" * NESTED + b"]" * NESTED),
    "deep objects": (".geojson", b'{"features":' * NESTED),
    "a quote that never ends": (".csv", b'a;b\n"' + b"x;y\n" * 50_000),
    "one line without end": (".csv", b"x" * 5_000_000),
    "many columns": (".csv", b";".join(b"%d" % number for number in range(2_000)) + b"\n1\n"),
    "huge numbers": (".json", b'[{"a": ' + b"9" * 100_000 + b"}]"),
    "endless coordinates": (
        ".geojson",
        b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},'
        b'"geometry":{"type":"Point","coordinates":[1e999,-1e999]}}]}',
    ),
}


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_file_is_read_or_refused_within_its_limits(name: str, folder: Path) -> None:
    ending, content = NASTY[name]
    read_or_refused(written(folder, ending, content), Limits(memory=512 * 2**20, processor=60, clock=60.0))


def test_a_zip_that_unpacks_without_end_is_refused(folder: Path) -> None:
    with zipfile.ZipFile(out := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.shp", b"\0" * 30_000_000)
    with pytest.raises(DataRefusedError):
        read_file(written(folder, ".zip", out.getvalue()), Options())


def test_a_geopackage_with_a_view_or_trigger_of_others_is_read_or_refused(folder: Path) -> None:
    file = written(folder, ".gpkg", seeds()[".gpkg"])
    connection = sqlite3.connect(file)
    connection.execute("CREATE VIEW spy AS SELECT load_extension('x')")
    connection.execute("CREATE TRIGGER bite AFTER INSERT ON a BEGIN SELECT load_extension('x'); END")
    connection.commit()
    connection.close()
    read_or_refused(file)


def test_points_may_be_empty(folder: Path) -> None:
    frame = FRAME.set_geometry([Point(), Point(1, 2)])
    file = folder / "points.gpkg"
    gdal.pyogrio.write_dataframe(frame, file)
    read_or_refused(file)
