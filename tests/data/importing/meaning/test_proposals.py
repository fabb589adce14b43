"""What a file probably means by what stands in it; nothing of it is taken unasked."""

from collections.abc import Callable
from typing import Any

import pytest

from data.importing import Report
from data.importing.meaning.words import category_meant, figures_meant, kind_meant
from tests.data.conftest import EAST, WEST, features

Bring = Callable[..., Report]
Table = Callable[..., Any]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Gesamt", "weiblich", "männlich"], ["population.total", "population.female", "population.male"]),
        (["unter6", "6-15", "15-18"], ["population.age_0_5", "population.age_6_14", "population.age_15_18"]),
        (["0 bis unter 3", "3 bis unter 6"], ["population.age_0_2", "population.age_3_5"]),
        (["0-2", "3-5", "65 und älter"], ["population.age_0_2", "population.age_3_5", "population.age_65_plus"]),
        (["Ausländer", "Haushalte"], ["foreigners.total", "households.total"]),
        (["Anteil Ausländer", "Dichte", "Wahlkreis"], []),
        (["inhabitants_age_below_6", "inhabitants_age_6_15"], ["population.age_0_5", "population.age_6_15"]),
        (["inhabitants_with_migration_background_age_6_15"], []),
    ],
)
def test_figures_by_the_names_of_their_columns(names: list[str], expected: list[str]) -> None:
    assert list(figures_meant(names)) == expected


@pytest.mark.parametrize(
    ("category", "word", "kind"),
    [
        ("school", "Grundschule", "primary"),
        ("school", "Gymnasium", "upper_secondary"),
        ("school", "Oberschule", "lower_secondary"),
        ("school", "Förderschule (Sonderpädagogik)", "lower_secondary"),
        ("school", "Berufsschule", "vocational"),
        ("kita", "Krippe", "under_3"),
        ("kita", "U3", "under_3"),
        ("kita", "Hort", "after_school"),
        ("kita", "Kindergarten", "3_to_6"),
        ("accommodation", "Gemeinschaftsunterkunft", "hostel"),
        ("accommodation", "Turnhalle", "gymnasium"),
        ("school", "Amt", None),
    ],
)
def test_words_of_kinds(category: str, word: str, kind: str | None) -> None:
    assert kind_meant(word, category) == kind


@pytest.mark.parametrize(
    ("word", "category"), [("Kindertagesstätten", "kita"), ("schulen_2024", "school"), ("liste", None)]
)
def test_words_of_categories(word: str, category: str | None) -> None:
    assert category_meant(word) == category


def errors(report: Report) -> dict[str, tuple[str, ...]]:
    return {problem.code: problem.remedies for problem in report.problems if problem.severity == "error"}


def test_the_column_of_areas_is_found_by_its_keys(bring: Bring) -> None:
    report = bring("statistics", "a.csv", "Feld 1;Feld 2;Einwohner 2024\n01;x;5\n02;y;7\n")
    assert report.edition is None
    assert report.proposed == {"area_id": "Feld 1", "population.total": "Einwohner 2024"}
    assert errors(report) == {
        "column_missing": ("--map area_id=Feld 1",),
        "as_of_missing": ("--constant as_of=2024-12-31",),
    }


def test_a_file_of_sites_gets_its_columns_by_what_stands_in_them(bring: Bring) -> None:
    content = "Schl;Objekt A;Wo;Bezirksamt\nK1;Haus Eins;Weg 1;West\nK2;Haus Zwei;Ringstraße 12a;Ost\n"
    report = bring("sites", "kitas.csv", content)
    assert report.proposed == {"site_id": "Schl", "name": "Objekt A", "address": "Wo", "area_id": "Bezirksamt"}
    assert errors(report) == {"id_missing": ("--map site_id=Schl",), "column_missing": ("--constant category=kita",)}


def test_without_a_column_of_keys_a_join_that_lasts_is_proposed(bring: Bring) -> None:
    content = "name;strasse;plaetze\nKita;Hauptstraße 1;5\nKita;Hauptstraße 2;5\n"
    report = bring("sites", "a.csv", content, constant=["category=kita"])
    assert errors(report) == {"id_missing": ("--map site_id=name + strasse",)}
    again = bring("sites", "a.csv", content, constant=["category=kita"], map=["site_id=name + strasse"])
    assert (again.added, again.edition) == (2, 2)


def test_nothing_is_proposed_that_is_matched(bring: Bring) -> None:
    content = features([({"id": "01", "name": "W"}, WEST), ({"id": "02", "name": "O"}, EAST)])
    assert bring("areas", "a.geojson", content, level="district").proposed == {}


def test_a_word_in_a_column_of_figures_may_be_a_mark(bring: Bring) -> None:
    content = "area_id;indicator;as_of;value\n01;p;2024;gesperrt\n02;p;2024;5\n"
    assert errors(bring("statistics", "a.csv", content)) == {
        "no_number": ("--marker gesperrt=missing", "--marker gesperrt=secret", "--marker gesperrt=zero")
    }
    report = bring("statistics", "a.csv", content, markers={"gesperrt": "secret"})
    assert report.edition == 2


def test_parts_of_the_population_are_not_proposed_as_all_of_it() -> None:
    assert figures_meant(["with_migration_background_female", "destatis.population"]) == {
        "population.total": "destatis.population"
    }


def test_one_refusal_tells_level_key_and_name_from_the_name_of_the_file(bring: Bring) -> None:
    report = bring("areas", "304_laar.geojson", features([({}, WEST)]))
    assert errors(report) == {
        "column_missing": ("--constant name=Laar",),
        "level_missing": ("--level city", "--level district"),
    }
    assert ("--constant area_id=304",) in [problem.remedies for problem in report.problems]
    ward = bring("areas", "wahlbezirke_2021.geojson", features([({"id": "1", "name": "A"}, WEST)]))
    assert errors(ward)["level_missing"][0] == "--level ward --new-level Wahlbezirk"


def test_two_registers_that_count_alike_are_told_apart(bring: Bring) -> None:
    rows = "".join(f"{key},kita,Haus {key},13.722,51.0385\n" for key in ("1", "2", "3"))
    assert bring("sites", "a.csv", f"site_id,category,name,lon,lat\n{rows}").edition == 2
    same = f"site_id,category,name,lon,lat\n{rows}"
    assert errors(bring("sites", "b.csv", same)) == {"key_of_other_source": ("--source a",)}
    other = "site_id,category,name,lon,lat\n" + "".join(
        f"{key},school,Schule {key},13.722,51.0385\n" for key in ("1", "7", "8")
    )
    assert errors(bring("sites", "c.csv", other)) == {"key_of_other_source": ("--map site_id=site_id + name",)}
