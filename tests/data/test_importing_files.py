"""Every format gives the same rows: keys keep their zeros, texts their letters, points their place."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pytest

from data.errors import DataRefusedError
from data.importing import Report
from data.importing.options import Options
from data.importing.reading.files import read_file
from data.importing.reading.gdal import ALLOWED, pyogrio

ROWS = {"id": ["007", "08"], "name": ["Öhringer Straße", "=cmd()"], "places": [20, None]}
POINTS = gpd.points_from_xy([410_500, 411_500], [5_654_500, 5_654_500])


def frame(crs: str | None = "EPSG:25833") -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(ROWS, geometry=POINTS, crs=crs)


def as_geojson(file: Path) -> None:
    frame().to_file(file, driver="GeoJSON")


def as_gpkg(file: Path) -> None:
    frame().to_file(file, driver="GPKG", layer="kitas")


def as_shp(file: Path, encoding: str = "utf-8") -> None:
    frame().to_file(file, driver="ESRI Shapefile", encoding=encoding)


def as_old_shp(file: Path) -> None:
    as_shp(file, "cp1252")
    file.with_suffix(".cpg").unlink()
    content = bytearray(file.with_suffix(".dbf").read_bytes())
    content[29] = 0  # nothing says how the texts are encoded
    file.with_suffix(".dbf").write_bytes(content)


def as_zip(file: Path) -> None:
    as_shp(file.with_suffix(".shp"))
    with zipfile.ZipFile(file, "w") as archive:
        for ending in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
            archive.write(file.with_suffix(ending), f"Größe/../kitas{ending}")
        archive.writestr("../../outside.txt", "x")


DEGREES = [(point.x, point.y) for point in frame().to_crs(4326).geometry]


def as_csv(file: Path, encoding: str = "utf-8", delimiter: str = ",") -> None:
    rows = [["id", "name", "places", "lon", "lat"], ["007", "Öhringer Straße", 20, *DEGREES[0]]]
    rows.append(["08", "'=cmd()", "", *DEGREES[1]])
    file.write_bytes("\r\n".join(delimiter.join(map(str, row)) for row in rows).encode(encoding))


def as_xlsx(file: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "name", "places", "lon", "lat", None])
    book.active.append(["007", "Öhringer Straße", 20, *DEGREES[0]])
    book.active.append(["08", "'=cmd()", None, *DEGREES[1]])
    book.create_sheet("Quellen").append(["x"])
    book.save(file)


FORMATS: dict[str, tuple[str, Callable[[Path], None], Any]] = {
    "GeoJSON": ("k.geojson", as_geojson, ("EPSG:25833", "utf-8", None)),
    "GeoPackage": ("k.gpkg", as_gpkg, ("EPSG:25833", None, None)),
    "Shapefile": ("k.shp", as_shp, ("EPSG:25833", "utf-8", None)),
    "Shapefile of Windows": ("k.shp", as_old_shp, ("EPSG:25833", "cp1252", None)),
    "zipped Shapefile": ("k.zip", as_zip, ("EPSG:25833", "utf-8", None)),
    "CSV": ("k.csv", as_csv, (None, "utf-8", ",")),
    "CSV of Excel": ("k.csv", lambda file: as_csv(file, "utf-8-sig", ";"), (None, "utf-8-bom", ";")),
    "CSV of Windows": ("k.csv", lambda file: as_csv(file, "cp1252", "\t"), (None, "cp1252", "\t")),
    "XLSX": ("k.xlsx", as_xlsx, (None, None, None)),
}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_brings_the_same_rows(
    form: str, bring: Callable[..., Report], table: Any, tmp_path: Path
) -> None:
    name, write, read = FORMATS[form]
    (tmp_path / "source").mkdir()
    file = tmp_path / "source" / name
    write(file)
    for part in file.parent.glob("k.*"):
        (tmp_path / part.name).write_bytes(part.read_bytes())
    report = bring("sites", name, file.read_bytes(), constant=["category=kita"])
    assert not report.refused
    assert (report.crs, report.encoding, report.delimiter) == read
    sites = table("sites").set_index("site_id")
    assert sites.loc[["007", "08"], "name"].to_list() == ["Öhringer Straße", "=cmd()"]
    assert sites.loc["007", "geometry"].distance(POINTS[0]) < 0.002
    offers = table("offers").set_index("site_id")["capacity"]
    assert offers["007"] == 20
    assert offers.isna()["08"]


@pytest.mark.parametrize(("name", "driver"), [("k.gpkg", "GPKG"), ("k.shp", "ESRI Shapefile")])
@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_layer_without_crs_is_read_without_one(name: str, driver: str, tmp_path: Path) -> None:
    frame(None).to_file(tmp_path / name, driver=driver)
    raw = read_file(tmp_path / name, Options())
    assert raw.crs is None
    assert raw.geometry is not None
    assert raw.geometry.crs is None


def test_two_layers_are_a_question(tmp_path: Path) -> None:
    for layer in ("a", "b"):
        frame().to_file(tmp_path / "k.gpkg", driver="GPKG", layer=layer)
    with pytest.raises(DataRefusedError) as caught:
        read_file(tmp_path / "k.gpkg", Options())
    assert [(problem.code, problem.remedies) for problem in caught.value.problems] == [
        ("several_layers", ("--sheet a", "--sheet b"))
    ]


def test_a_packed_bomb_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "k.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("k.shp", b"\0" * 30_000_000)
    with pytest.raises(DataRefusedError) as caught:
        read_file(tmp_path / "k.zip", Options())
    assert [problem.code for problem in caught.value.problems] == ["no_archive"]


def test_only_four_drivers_are_there() -> None:
    assert set(pyogrio.list_drivers()) == ALLOWED


def test_coordinates_without_crs_member_are_degrees(tmp_path: Path) -> None:
    frame().to_crs(4326).to_file(tmp_path / "k.geojson", driver="GeoJSON", RFC7946="YES")
    raw = read_file(tmp_path / "k.geojson", Options())
    assert raw.crs == "EPSG:4326"
    assert raw.texts["id"].to_list() == ["007", "08"]
