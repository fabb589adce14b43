"""The current view as a file: the figures of the page, with geometry, sources and definition."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from data.audiences import PUBLIC, Viewer
from data.contracts import validate
from data.exporting import content
from data.figures import figures
from data.gaps import gap, gaps
from data.importing.reading import gdal
from data.indicators import find
from data.measures import measures_of
from data.snapshot import Snapshot
from data.standards import standards
from data.store import Store
from data.views import GAP_COLUMNS, figures_view, gaps_view, measures_view, standards_view, view_name
from data.writing import Document
from tests.data.little_city import COUNCIL, MANAGER, little_store

ON = date(2024, 12, 31)
LEVEL = "neighbourhood"
ABOUT = {"indicator_name": "Plätze je 100", "definition": "=Plätze : Kinder"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    found = little_store(tmp_path / "var")
    yield found
    found.close()


def shown(store: Store, code: str = "kita_3_6", viewer: Viewer = MANAGER, bounds: tuple[float, ...] = ()) -> Document:
    of = Snapshot(store, "klein", viewer)
    return figures_view(of, figures(of, find(code), LEVEL, ON), bounds, ABOUT)


def lines(document: Document) -> list[dict[str, str]]:
    text = content(document, ".csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_a_view_has_one_row_an_area_with_its_figures(store: Store) -> None:
    of = Snapshot(store, "klein", MANAGER)
    table = figures(of, find("kita_3_6"), LEVEL, ON).table
    rows = lines(shown(store))
    assert [row["area_id"] for row in rows] == list(table.index)
    assert rows[0]["name"] == "Teil 01"
    assert rows[0]["value"] == f"{table['value'].iloc[0]:.0f}" == "80"
    assert (rows[0]["numerator"], rows[0]["denominator"]) == ("24", "30")
    assert (rows[1]["value"], rows[1]["marker"]) == ("", "secret")
    assert list(rows[0])[:7] == ["area_id", "name", "value", "marker", "rank", "numerator", "denominator"]


@pytest.mark.parametrize(("bounds", "expected"), [((), None), ((50.0, 90.0), "2"), ((80.0,), "1"), ((79.9,), "2")])
def test_a_class_is_that_of_the_map(store: Store, bounds: tuple[float, ...], expected: str | None) -> None:
    row = lines(shown(store, bounds=bounds))[0]
    assert row.get("class") == expected
    assert row.get("class_bounds", "") == " ".join(map(str, bounds))


def test_every_row_says_definition_day_edition_audience_and_sources(store: Store) -> None:
    row = lines(shown(store))[0]
    assert (row["indicator"], row["indicator_name"], row["definition"]) == (
        "kita_3_6",
        "Plätze je 100",
        "'=Plätze : Kinder",
    )
    assert (row["city"], row["level"], row["on"], row["audience"]) == ("klein", LEVEL, "2024-12-31", "manager")
    assert "sites 1" in row["edition"]
    assert row["source_title"] == "Statistikstelle; Umriss; Einrichtungen"
    assert {"source_licence", "source_licence_url", "source_attribution", "source_url", "source_changed"} <= set(row)
    assert row["source_demo"] == "yes"


def test_geojson_and_geopackage_have_the_shapes(store: Store, tmp_path: Path) -> None:
    document = shown(store)
    features = json.loads(content(document, ".geojson"))["features"]
    assert [one["id"] for one in features] == ["01", "02", "03", "04"]
    assert {one["geometry"]["type"] for one in features} == {"Polygon"}
    assert features[0]["properties"]["value"] == 80
    file = tmp_path / "a.gpkg"
    file.write_bytes(content(document, ".gpkg"))
    layers = [str(name) for name, _ in gdal.pyogrio.list_layers(file)]
    assert layers == ["kita_3_6", "quellen", "angaben"]
    assert len(gdal.pyogrio.read_dataframe(file, layer="kita_3_6")) == 4


def test_a_workbook_has_sheets_for_sources_and_for_what_holds_for_all(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(content(shown(store), ".xlsx"))
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["Daten", "Quellen", "Angaben"]
    about = {row[0].value: row[1].value for row in book["Angaben"].iter_rows(min_row=2)}
    assert about["indicator"] == "kita_3_6"
    assert about["definition"] == "'=Plätze : Kinder"


@pytest.mark.parametrize("viewer", [PUBLIC, COUNCIL, MANAGER])
def test_no_site_stands_in_a_view_for_anyone(store: Store, viewer: Viewer) -> None:
    of = Snapshot(store, "klein", viewer)
    texts = [content(shown(store, viewer=viewer), ".csv").decode()]
    texts.append(content(gaps_view(of, gaps(of, LEVEL, ON)), ".csv").decode())
    assert not [word for word in ("Wohnheim", "Schutzhaus", "shelter") for text in texts if word in text]


def test_gaps_of_a_service_are_need_capacity_and_missing_by_area(store: Store) -> None:
    of = Snapshot(store, "klein", MANAGER)
    found = gap(of, of.city.service("kita_3_to_6"), LEVEL, ON, met=0.5)
    rows = lines(gaps_view(of, [found], {"service_name": "Kita"}))
    assert [row["area_id"] for row in rows] == ["01", "02", "03", "04"]
    assert rows[0]["service"] == "kita_3_to_6"
    assert (rows[0]["need"], rows[0]["capacity"]) == ("30", "24")
    assert (rows[0]["met"], rows[0]["assumed"]) == ("0,5", "met=0.5")
    assert set(GAP_COLUMNS) <= set(rows[0])
    assert rows[0]["until"] == "2026-12-31"


def test_gaps_of_all_services_stand_below_one_another(store: Store) -> None:
    of = Snapshot(store, "klein", MANAGER)
    document = gaps_view(of, gaps(of, LEVEL, ON))
    assert len(document.rows) == 4 * len(of.city.services)
    assert "id" not in json.loads(content(document, ".geojson"))["features"][0]


def test_standards_are_rows_without_shapes(store: Store) -> None:
    of = Snapshot(store, "klein", COUNCIL)
    document = standards_view(of, standards(of, ON), ON)
    assert {"rule", "subject", "figure", "threshold", "status"} <= set(document.rows)
    assert "shelter" not in content(document, ".csv").decode()


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("kita_3_6", "klein-kita_3_6-neighbourhood-2024-12-31.csv"),
        ("figure.dogs.total", "klein-figure_dogs_total-neighbourhood-2024-12-31.csv"),
    ],
)
def test_a_file_is_named_after_what_it_shows(store: Store, code: str, name: str) -> None:
    assert view_name(Snapshot(store, "klein", MANAGER), shown(store, code), ".csv") == name


def test_a_name_of_a_file_holds_no_foreign_signs(store: Store) -> None:
    with store.change("klein", viewer=MANAGER, action="import") as change:
        rows = change.read("statistics")
        change.write("statistics", rows.assign(indicator=rows["indicator"].replace("dogs", '../"x;\r\nü')))
    name = view_name(Snapshot(store, "klein", MANAGER), shown(store, 'figure.../"x;\r\nü.total'), ".csv")
    assert name == "klein-figure_____x_____total-neighbourhood-2024-12-31.csv"


def test_measures_are_rows_with_what_the_data_say(store: Store) -> None:
    with store.change("klein", viewer=MANAGER, action="import") as change:
        rows = pd.DataFrame(
            {
                "measure_id": ["m1", "m2"],
                "title": ["=Mehr Kita", "Rat"],
                "area_id": "01",
                "indicator": ["population", ""],
                "baseline": [900.0, None],
                "target": [1100.0, None],
                "note": "intern",
                "audience": ["public", "council"],
                "source_id": "office",
            }
        )
        change.write("measures", validate("measures", rows))
    for viewer, ids in ((PUBLIC, ["m1"]), (COUNCIL, ["m1", "m2"])):
        of = Snapshot(store, "klein", viewer)
        found = measures_view(of, measures_of(of, ON), ON)
        lines = list(csv.DictReader(io.StringIO(content(found, ".csv").decode("utf-8-sig")), delimiter=";"))
        assert sorted(line["measure_id"] for line in lines) == ids
        assert all(line["note"] == "" for line in lines) == (viewer is PUBLIC)
        first = next(line for line in lines if line["measure_id"] == "m1")
        assert (first["title"], first["current"], first["target"]) == ("'=Mehr Kita", "1000", "1100")
        assert first["current_stand"] == "31.12.2024"
        assert (first["baseline"], first["progress"]) == (("", "") if viewer is PUBLIC else ("900", "0,5"))
        assert first["lacks"] == "responsible due target_group"
        assert "Statistikstelle" in first["source_title"]
        assert view_name(of, found, ".csv") == "klein-measures-2024-12-31.csv"
