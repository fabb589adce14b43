"""Shapefiles and GeoPackages of all ages, and those that are refused before GDAL sees them."""

import sqlite3
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import Point

from data.errors import DataRefusedError
from data.importing.reading.layers import read_layer

ROWS = {"id": ["007", "08"], "name": ["Öhringer Straße", "Süd"]}
FRAME = gpd.GeoDataFrame(ROWS, geometry=[Point(410_500, 5_654_500), Point(411_500, 5_654_500)], crs=25833)
ENDINGS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


def shapefile(file: Path, encoding: str = "utf-8", frame: gpd.GeoDataFrame = FRAME) -> Path:
    frame.to_file(file, driver="ESRI Shapefile", encoding=encoding)
    return file


def package(file: Path, *layers: str) -> Path:
    for layer in layers:
        FRAME.to_file(file, driver="GPKG", layer=layer)
    return file


def zipped(file: Path, *stems: str) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for stem in stems:
            made = shapefile(file.parent / f"{Path(stem).name}.shp")
            for ending in ENDINGS:
                archive.write(made.with_suffix(ending), f"{stem}{ending}")
    return file


def refused(file: Path, sheet: str | None = None) -> Any:
    with pytest.raises(DataRefusedError) as caught:
        read_layer(file, sheet)
    return caught.value.problems[0]


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", 0), ("cp1252", 0), ("cp1252", 0x57), ("cp850", 0x02)])
def test_old_shapefiles_keep_their_letters(encoding: str, mark: int, tmp_path: Path) -> None:
    file = shapefile(tmp_path / "a.shp", encoding)
    file.with_suffix(".cpg").unlink()
    content = bytearray(file.with_suffix(".dbf").read_bytes())
    content[29] = mark
    file.with_suffix(".dbf").write_bytes(content)
    raw = read_layer(file)
    assert raw.texts["name"].to_list() == ROWS["name"]
    assert raw.encoding == encoding


def test_a_shapefile_without_prj_has_no_crs(tmp_path: Path) -> None:
    file = shapefile(tmp_path / "a.shp")
    file.with_suffix(".prj").unlink()
    assert read_layer(file).crs is None


def test_the_definition_in_the_prj_counts_and_not_its_name(tmp_path: Path) -> None:
    file = shapefile(tmp_path / "a.shp", frame=FRAME.to_crs(25832))
    text = file.with_suffix(".prj").read_text()
    file.with_suffix(".prj").write_text(text.replace('"False_Easting",500000.0', '"False_Easting",32500000.0'))
    raw = read_layer(file)
    assert raw.crs != "EPSG:25832"
    assert raw.geometry is not None
    moved = raw.geometry.translate(32_000_000).to_crs(25832).to_crs(25833).iloc[0]
    assert moved.distance(FRAME.geometry.iloc[0]) < 0.01


@pytest.mark.parametrize("missing", [".shx", ".dbf"])
def test_missing_companions_are_named(missing: str, tmp_path: Path) -> None:
    file = shapefile(tmp_path / "a.shp")
    file.with_suffix(missing).unlink()
    problem = refused(file)
    assert (problem.code, problem.value) == ("shapefile_incomplete", missing)


def test_several_shapefiles_in_an_archive_are_a_question(tmp_path: Path) -> None:
    file = zipped(tmp_path / "a.zip", "Daten/Kitas", "Daten/Schulen neu")
    problem = refused(file)
    assert problem.code == "several_layers"
    assert problem.remedies == ("--sheet Kitas", '--sheet "Schulen neu"')
    raw = read_layer(file, "Schulen neu")
    assert (raw.sheet, raw.sheets, len(raw.texts)) == ("Schulen neu", ("Kitas", "Schulen neu"), 2)
    assert refused(file, "x").code == "layer_unknown"


def test_several_layers_of_a_geopackage_are_a_question(tmp_path: Path) -> None:
    file = package(tmp_path / "a.gpkg", "kitas", "schulen")
    assert refused(file).remedies == ("--sheet kitas", "--sheet schulen")
    raw = read_layer(file, "schulen")
    assert (raw.sheet, raw.sheets) == ("schulen", ("kitas", "schulen"))
    assert refused(file, "x").code == "layer_unknown"


FOREIGN = {
    "view": "CREATE VIEW evil AS SELECT * FROM kitas",
    "trigger": "CREATE TRIGGER evil AFTER INSERT ON kitas BEGIN DELETE FROM kitas; END",
    "virtual table": "CREATE VIRTUAL TABLE evil USING fts5(x)",
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_geopackage_with_something_that_runs_is_refused(kind: str, tmp_path: Path) -> None:
    file = package(tmp_path / "a.gpkg", "kitas")
    database = sqlite3.connect(file)
    database.execute(FOREIGN[kind])
    database.commit()
    database.close()
    problem = refused(file)
    assert (problem.code, problem.value) == ("geopackage_foreign", "evil")


def test_a_damaged_geopackage_is_refused(tmp_path: Path) -> None:
    file = package(tmp_path / "a.gpkg", "kitas")
    content = bytearray(file.read_bytes())
    content[4096 : len(content) // 2] = b"\xff" * (len(content) // 2 - 4096)
    file.write_bytes(content)
    assert refused(file).code == "no_table"


@pytest.mark.parametrize("cut", [10, 60, 110, 130])
def test_a_cut_shapefile_is_refused_or_read(cut: int, tmp_path: Path) -> None:
    file = shapefile(tmp_path / "a.shp")
    file.write_bytes(file.read_bytes()[:cut])
    with suppress(DataRefusedError):
        assert len(read_layer(file).texts) == 2


def changed_blob(file: Path, change: Callable[[bytes], Any]) -> Path:
    """A package whose second shape is changed, with the triggers of its index gone."""
    database = sqlite3.connect(file)
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute(f'DROP TRIGGER "{name}"')
    (blob,) = database.execute("SELECT geom FROM kitas WHERE fid = 2").fetchone()
    database.execute("UPDATE kitas SET geom = ? WHERE fid = 2", (change(blob),))
    database.commit()
    database.close()
    return file


def shape_from(blob: bytes) -> int:
    """Where the shape begins: boxes have an envelope before it."""
    return 40 if blob[3] & 2 else 8


BLOBS: dict[str, Callable[[bytes], Any]] = {
    "cut": lambda blob: blob[:-5],
    "header cut": lambda blob: blob[:6],
    "no header": lambda blob: b"XX" + blob[2:],
    "unknown envelope": lambda blob: blob[:3] + b"\xff" + blob[4:],
    "unknown shape": lambda blob: blob[: shape_from(blob) + 1] + b"\x63" + blob[shape_from(blob) + 2 :],
    "byte order": lambda blob: blob[: shape_from(blob)] + b"\x07" + blob[shape_from(blob) + 1 :],
    "text": lambda _: "POINT (1 2)",
    "number": lambda _: 5,
}


@pytest.mark.parametrize("kind", BLOBS)
@pytest.mark.parametrize("shape", ["point", "area"])
def test_a_damaged_shape_of_a_geopackage_is_told_with_its_row(kind: str, shape: str, tmp_path: Path) -> None:
    file = tmp_path / "a.gpkg"
    frame = FRAME if shape == "point" else FRAME.set_geometry(FRAME.buffer(10))
    frame.to_file(file, driver="GPKG", layer="kitas")
    problem = refused(changed_blob(file, BLOBS[kind]))
    assert (problem.code, problem.row, problem.column) == ("no_geometry", 1, "geometry")
    assert problem.value


@pytest.mark.parametrize("nothing", [None, b""])
def test_no_shape_in_a_geopackage_is_no_damage(nothing: bytes | None, tmp_path: Path) -> None:
    file = changed_blob(package(tmp_path / "a.gpkg", "kitas"), lambda _: nothing)
    geometry = read_layer(file).geometry
    assert geometry is not None
    assert geometry.isna().tolist() == [False, True]


def changed_record(file: Path, at: int, number: int) -> Path:
    """A Shapefile of polygons with four bytes of its second record set."""
    frame = FRAME.set_geometry(FRAME.buffer(10))
    shapefile(file, frame=frame)
    (start,) = struct.unpack(">i", file.with_suffix(".shx").read_bytes()[108:112])
    content = bytearray(file.read_bytes())
    content[2 * start + 8 + at : 2 * start + 12 + at] = struct.pack("<i", number)
    file.write_bytes(content)
    return file


@pytest.mark.parametrize(
    ("at", "number", "said"),
    [(0, 77, "Shape 77"), (36, 99_999, "Shape 5"), (40, 99_999_999, "Shape 5"), (36, -1, "Shape 5")],
)
def test_a_damaged_shape_of_a_shapefile_is_told_with_its_row(at: int, number: int, said: str, tmp_path: Path) -> None:
    problem = refused(changed_record(tmp_path / "a.shp", at, number))
    assert (problem.code, problem.row, problem.value) == ("no_geometry", 1, said)


def test_a_shapefile_that_ends_early_names_the_rows_it_has_no_shapes_of(tmp_path: Path) -> None:
    file = changed_record(tmp_path / "a.shp", 0, 5)
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2 + 100])
    assert (refused(file).code, refused(file).row) == ("no_geometry", 1)


def test_no_shape_in_a_shapefile_is_no_damage(tmp_path: Path) -> None:
    geometry = read_layer(changed_record(tmp_path / "a.shp", 0, 0)).geometry
    assert geometry is not None
    assert geometry.isna().tolist() == [False, True]
