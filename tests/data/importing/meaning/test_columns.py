"""Which column of a file is which of the contract, by its name."""

import pytest

from data.importing.meaning.columns import match, normalised
from data.importing.options import Options


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Plätze, gesamt", "plaetze_gesamt"),
        ("Bezirk-Nr.", "bezirk_nr"),
        (" Straße / Hausnr. ", "strasse_hausnr"),
        ("Planungsraum (Nummer)", "planungsraum_nummer"),
        ("PLR-ID", "plr_id"),
    ],
)
def test_names_are_compared_without_signs(name: str, plain: str) -> None:
    assert normalised(name) == plain


@pytest.mark.parametrize(
    ("table", "names", "expected"),
    [
        (
            "statistics",
            ["Ortsteil-Nr.", "Jahr", "Wert"],
            {"area_id": "Ortsteil-Nr.", "as_of": "Jahr", "value": "Wert"},
        ),
        ("statistics", ["RS", "AGS"], {"area_id": "AGS"}),
        ("statistics", ["RS", "GEN"], {"area_id": "RS"}),
        ("statistics", ["Stadtteil", "Stichtag"], {"area_id": "Stadtteil", "as_of": "Stichtag"}),
        ("statistics", ["Planungsraum (Nummer)"], {"area_id": "Planungsraum (Nummer)"}),
        ("areas", ["AGS", "RS", "GEN", "BEZ"], {"area_id": "AGS", "name": "GEN"}),
        ("sites", ["Nr", "Träger", "Anschrift"], {"site_id": "Nr", "operator": "Träger", "address": "Anschrift"}),
        ("sites", ["Betreuungsplätze"], {"capacity": "Betreuungsplätze"}),
        ("areas", ["BEZEICHNUN"], {"name": "BEZEICHNUN"}),  # as a Shapefile cuts it off
        ("sites", ["EINRICHTUN"], {}),  # a name or a key
        ("sites", ["BETREUUNGS", "BEZEICHN"], {"capacity": "BETREUUNGS"}),
        ("statistics", ["Gebietsschlüssel", "Zeit"], {"area_id": "Gebietsschlüssel", "as_of": "Zeit"}),
        ("sites", ["Plätze gesamt"], {"capacity": "Plätze gesamt"}),
        ("sites", ["Rechtswert", "Hochwert"], {"lon": "Rechtswert", "lat": "Hochwert"}),
        ("sites", ["gk-easting", "gk-northing"], {"lon": "gk-easting", "lat": "gk-northing"}),
        ("sites", ["Ostwert", "Nordwert"], {"lon": "Ostwert", "lat": "Nordwert"}),
        ("sites", ["Schülerzahl"], {}),
        ("statistics", ["Einwohner"], {}),
    ],
)
def test_names_of_german_files(table: str, names: list[str], expected: dict[str, str]) -> None:
    assert match(table, names, Options()).columns == expected


def test_two_pairs_of_coordinates_are_never_guessed() -> None:
    found = match("sites", ["gk-easting", "wgs84-east"], Options())
    assert [(p.code, p.remedies) for p in found.problems] == [
        ("column_ambiguous", ("--map lon=gk-easting", "--map lon=wgs84-east"))
    ]


def test_a_column_that_is_nearly_in_the_file_is_offered() -> None:
    (problem,) = match("statistics", ["Raum_Nr", "x"], Options(mapping={"area_id": "Raum_Nr."})).problems
    assert (problem.code, problem.remedies) == ("column_not_in_file", ("--map area_id=Raum_Nr",))


def test_parts_of_a_join_are_used() -> None:
    found = match("sites", ["str", "nr", "str + nr", "x"], Options(mapping={"address": "str + nr", "site_id": "x"}))
    assert found.ignored == []


@pytest.mark.parametrize("said", ["", " "])
def test_a_column_known_by_its_name_may_be_said_not_to_be_there(said: str) -> None:
    names = ["Nr", "Plätze"]
    assert match("sites", names, Options()).columns == {"site_id": "Nr", "capacity": "Plätze"}
    found = match("sites", names, Options(mapping={"capacity": said}))
    assert (found.columns, found.ignored, found.problems) == ({"site_id": "Nr"}, ["Plätze"], [])


def test_of_two_that_could_be_meant_neither_may_be() -> None:
    found = match("sites", ["gk-easting", "wgs84-east"], Options(mapping={"lon": ""}))
    assert (found.columns, found.problems) == ({}, [])
