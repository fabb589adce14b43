"""Ten files of towns that nobody has seen: two commands at most, the second by what the first refusal offers."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
import shapely

from data.importing import Options, Report, import_file
from data.importing.remedies import applied, question
from data.store import Store
from tests.data.conftest import MANAGER, TODAY, features, square

DISTRICTS = (("01", "Äußere Neustadt/Großmarkt"), ("02", "Wilsdruffer Vorstadt/Seevorstadt-West"), ("03", "Mühlbach"))
WEST, SOUTH = 410_000, 5_654_000
MAKE_SITES = Options(constants={"category": "kita"})


@dataclass(frozen=True)
class Unseen:
    """A file with what is asked for at first and what shall stand at the end."""

    table: str
    name: str
    make: Callable[[Path], None]
    stored: dict[str, float]
    asked: Options = field(default_factory=Options)
    commands: int = 2


def town_of(size: float = 1000) -> gpd.GeoDataFrame:
    """Three districts side by side, EPSG:25833."""
    shapes = [shapely.geometry.shape(square(WEST + number * size, SOUTH, size)) for number in range(3)]
    keys, names = zip(*DISTRICTS, strict=True)
    return gpd.GeoDataFrame({"KENNUNG": keys, "NAME": names}, geometry=shapes, crs="EPSG:25833")


def old_shapefile(file: Path) -> None:
    """Of 2013: Gauß-Krüger 2, zipped in a folder, texts in Latin-1, no .cpg."""
    folder = file.parent / "shp"
    folder.mkdir()
    shapes = town_of().set_crs("EPSG:25832", allow_override=True).translate(-65_000, 50_000)
    areas = gpd.GeoDataFrame(town_of().drop(columns="geometry"), geometry=shapes, crs="EPSG:25832")
    areas.to_crs("EPSG:31466").to_file(folder / "Bezirke_2013.shp", encoding="ISO-8859-1")
    with zipfile.ZipFile(file, "w") as pack:
        for part in sorted(folder.iterdir()):
            if part.suffix != ".cpg":
                pack.write(part, f"Geodaten/{part.name}")


def office_table(file: Path) -> None:
    """Title, three rows of headings with merged cells, a total, a blank row and footnotes."""
    book = openpyxl.Workbook()
    sheet = book.active
    rows = [
        ["Einwohner in den Bezirken am 31.12.2024"],
        [],
        ["Bezirk", None, "Bevölkerung", None, None],
        [None, None, "insgesamt", "davon", None],
        ["Nr.", "Name", None, "weiblich", "männlich"],
        *[[key, name, 1000 + n, 500 + n, 500] for n, (key, name) in enumerate(DISTRICTS)],
        [None, "Insgesamt", 3003, 1503, 1500],
        [],
        ["1) Hauptwohnung"],
        ["© Amt für Statistik"],
    ]
    for row in rows:
        sheet.append(row)
    for cells in ("A3:B4", "C3:E3", "C4:C5", "D4:E4"):
        sheet.merge_cells(cells)
    book.save(file)


def utf16_tabs(file: Path) -> None:
    """As an office of statistics exports: UTF-16, tabs, thousands with points, quotes."""
    rows = "".join(f'"{key}"\t"{name}"\t1.00{n}\t"31.12.2024"\r\n' for n, (key, name) in enumerate(DISTRICTS))
    file.write_bytes(f"Schlüssel\tName\tEinwohner\tStichtag\r\n{rows}".encode("utf-16"))


def years(file: Path) -> None:
    """One column a year."""
    rows = "".join(f"{key};{name};10{n};11{n};12{n}\n" for n, (key, name) in enumerate(DISTRICTS))
    file.write_text(f"Bezirk;Name;2021;2022;2023\n{rows}", encoding="cp1252")


def two_layers(file: Path) -> None:
    """A GeoPackage with the districts and a layer of something else."""
    areas = town_of().rename(columns={"KENNUNG": "schluessel", "NAME": "name"})
    areas.to_file(file, layer="bezirke", driver="GPKG")
    gpd.GeoDataFrame({"art": ["Linde"]}, geometry=areas.centroid[:1], crs=areas.crs).to_file(
        file, layer="baeume", driver="GPKG"
    )


def swapped(file: Path) -> None:
    """Latitude in the column of the longitude."""
    rows = "".join(f"K{n},Kita {n},51.0{385 + n},13.7{220 + n},{20 + n}\n" for n in range(4))
    file.write_text(f"id,name,lon,lat,plaetze\n{rows}", encoding="utf-8")


def lost_zeros(file: Path) -> None:
    """Keys that a spreadsheet took for numbers."""
    rows = "".join(f"{int(key)};{n}00;2024-12-31\n" for n, (key, _) in enumerate(DISTRICTS, start=1))
    file.write_text(f"Bezirk;Einwohner;Stand\n{rows}", encoding="utf-8")


def names_only(file: Path) -> None:
    """No keys, and the names shortened as in another office."""
    names = ("Äuß. Neustadt/Großmarkt", "Wilsdruffer Vs./Seevs.-West", "Muehlbach")
    rows = "".join(f"{name};{n}00;2024-12-31\n" for n, name in enumerate(names, start=1))
    file.write_text(f"Bezirk;Einwohner;Stand\n{rows}", encoding="utf-8")


def marks(file: Path) -> None:
    """Suppressed, missing and unknown signs among figures."""
    file.write_text(
        "Bezirk;Stand;Einwohner;Arbeitslose;Kinder\n01;31.12.2024;1.200;•;-\n02;31.12.2024;2 300;*;x\n"
        "03;31.12.2024;-  23;#;7\n",
        encoding="utf-8",
    )


def oddly_named(file: Path) -> None:
    """Sites in Gauß-Krüger 5 as columns, with no key and no category."""
    points = gpd.GeoSeries.from_xy([410_500, 411_500], [5_654_500, 5_654_600], crs="EPSG:25833").to_crs("EPSG:31469")
    places = [f"{point.x:.1f};{point.y:.1f}".replace(".", ",") for point in points]
    rows = "".join(f"Kita {n};Weg {n};{place}\n" for n, place in enumerate(places))
    file.write_text(f"Einrichtung;Anschrift;Rechtswert;Hochwert\n{rows}", encoding="cp1252")


NEW = Options(new_city="Rheinstadt", crs="EPSG:25832", level="district")
POPULATION = {"mapping": {"population.total": "Einwohner"}}
MARKED = {"population.total": "Einwohner", "jobseekers.total": "Arbeitslose", "population.age_0_17": "Kinder"}
UNSEEN = {
    "a shapefile of 2013": Unseen("areas", "bezirke.zip", old_shapefile, {"rows": 4, "km2": 6.0}, NEW, 1),
    "an Excel table of an office": Unseen("statistics", "ew.xlsx", office_table, {"rows": 9, "sum": 6006}),
    "UTF-16 with tabs": Unseen("statistics", "ew.txt.csv", utf16_tabs, {"rows": 3, "sum": 3003}),
    "a column a year": Unseen("statistics", "ew.csv", years, {"rows": 9, "sum": 999}),
    "two layers": Unseen("areas", "netz.gpkg", two_layers, {"rows": 4, "km2": 6.0}, Options(level="district")),
    "latitude and longitude the other way": Unseen("sites", "kitas.csv", swapped, {"rows": 4, "inside": 4}),
    "keys without their zeros": Unseen(
        "statistics", "n.csv", lost_zeros, {"rows": 3, "sum": 600}, Options(**POPULATION)
    ),
    "names only": Unseen("statistics", "m.csv", names_only, {"rows": 3, "sum": 600}, Options(**POPULATION)),
    "marks everywhere": Unseen(
        "statistics", "z.csv", marks, {"rows": 9, "sum": 3484, "secret": 2, "missing": 3}, Options(mapping=MARKED)
    ),
    "Gauß-Krüger in columns": Unseen("sites", "kitas_2014.csv", oddly_named, {"rows": 2, "inside": 2}),
}


@pytest.fixture
def quarter(town: Store, tmp_path: Path) -> Store:
    """The small town with three districts, none of its sites or figures."""
    file = tmp_path / "districts.geojson"
    rows = [
        ({"area_id": key, "name": name}, square(WEST + number * 1000, SOUTH))
        for number, (key, name) in enumerate(DISTRICTS)
    ]
    whole = json.loads(shapely.to_geojson(shapely.box(WEST, SOUTH, WEST + 3000, SOUTH + 1000)))
    file.write_text(features([({"area_id": "muster", "name": "Musterstadt"}, whole)]), encoding="utf-8")
    assert not brought(town, "muster", "areas", file, Options(level="city")).refused
    file.write_text(features(rows), encoding="utf-8")
    assert not brought(town, "muster", "areas", file, Options(level="district")).refused
    return town


def brought(store: Store, city: str, table: str, file: Path, options: Options) -> Report:
    """One command."""
    return import_file(store, city, table, file, options=options, viewer=MANAGER, today=TODAY)


def answered(report: Report, options: Options) -> Options:
    """Options with the first remedy of what keeps the file out, one answer to each question.

    A note may hold the answer to an error of the same column, as the day that a title names.
    """
    wrong = {problem.column for problem in report.problems if problem.severity == "error"}
    asked: set[str] = set()
    for problem in report.problems:
        about = problem.severity == "error" or problem.column in wrong
        if about and problem.remedies and question(problem.remedies[0]) not in asked:
            asked.add(question(problem.remedies[0]))
            options = applied(options, problem.remedies[0])
    return options


@pytest.mark.parametrize("case", UNSEEN.values(), ids=list(UNSEEN))
def test_an_unseen_file_is_stored_by_what_its_refusal_offers(case: Unseen, quarter: Store, tmp_path: Path) -> None:
    file = tmp_path / case.name
    case.make(file)
    city = "rheinstadt" if case.asked.new_city else "muster"
    options, reports = case.asked, []
    for _ in range(case.commands):
        reports.append(brought(quarter, city, case.table, file, options))
        if not reports[-1].refused:
            break
        options = answered(reports[-1], options)
    assert not reports[-1].refused, [
        (one.code, one.row, one.column, one.value, one.remedies) for report in reports for one in report.problems
    ]
    assert {key: found(quarter, city, case, file)[key] for key in case.stored} == pytest.approx(case.stored, rel=0.01)


def found(store: Store, city: str, case: Unseen, file: Path) -> dict[str, float]:
    """What stands of a file."""
    rows = store.read(city, case.table, viewer=MANAGER)
    if case.table == "areas":
        return {"rows": len(rows), "km2": rows.geometry.area.sum() / 1e6}
    rows = rows[rows["source_id"] == file.stem]
    if case.table == "sites":
        whole = shapely.box(WEST, SOUTH, WEST + 3000, SOUTH + 1000)
        return {"rows": len(rows), "inside": int(rows.geometry.within(whole).sum())}
    marked = {marker: int((rows["marker"] == marker).sum()) for marker in ("secret", "missing")}
    return {"rows": len(rows), "sum": float(rows["value"].sum())} | marked
