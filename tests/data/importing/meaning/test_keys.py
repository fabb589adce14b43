"""Which areas rows mean: keys mended, names matched, and what is never guessed."""

from collections.abc import Callable

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data.city import City, Level
from data.errors import Problem
from data.importing.meaning.keys import find, matched_areas, without_figures
from data.importing.meaning.official import Keys
from data.importing.options import Options
from data.importing.place import Place

LEVELS = tuple(Level(code, code, code, code, code) for code in ("city", "district", "quarter"))
CITY = City("x", "X", "EPSG:25833", (13.0, 51.0), False, "Europe/Berlin", ("de",), LEVELS)
AREAS = [
    ("05112000", "Musterstadt", "city", ""),
    ("1", "Altstadt", "district", "05112000"),
    ("2", "Blasewitz", "district", "05112000"),
    ("01", "Innere Altstadt", "quarter", "1"),
    ("02", "Pieschen-Nord/Trachenberge", "quarter", "1"),
    ("04", "Wilsdruffer Vorstadt/Seevorstadt-West", "quarter", "1"),
    ("11", "Äußere Neustadt (Antonstadt)", "quarter", "1"),
    ("51", "Blasewitz", "quarter", "2"),
    ("52", "Striesen-Ost", "quarter", "2"),
    ("53", "Striesen-West", "quarter", "2"),
    ("54", "St. Egidien", "quarter", "2"),
    ("55", "Seidnitz/Dobritz", "quarter", "2"),
]

Join = Callable[..., tuple[pd.DataFrame, list[Problem]]]


def place(rows: list[tuple[str, str, str, str]]) -> Place:
    frame = pd.DataFrame(rows, columns=["area_id", "name", "level", "parent_id"], dtype="str")
    return Place(CITY, gpd.GeoDataFrame(frame, geometry=[shapely.box(0, 0, 1, 1)] * len(rows), crs=CITY.crs))


def join(
    *texts: str, table: str = "statistics", rows: list[tuple[str, str, str, str]] = AREAS, **asked: object
) -> tuple[list[str], list[Problem]]:
    frame = pd.DataFrame({"area_id": pd.Series(list(texts), dtype="str")})
    names = asked.pop("names", None)
    found, problems = matched_areas(table, frame, place(rows), Options(**asked), names)  # type: ignore[arg-type]
    return found["area_id"].to_list(), problems


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("01 Innere Altstadt", "01"),
        ("01 - Innere Altstadt", "01"),
        ("StB 1 Altstadt", "1"),
        ("04 Wilsdruffer Vs./Seevs.-West", "04"),
        ("Innere Altstadt (01)", "01"),
        ("Striesen-Ost", "52"),
        ("55", "55"),
    ],
)
def test_keys_with_their_names_and_very_names_count(text: str, key: str) -> None:
    assert join(text)[0] == [key]
    assert not [problem for problem in join(text)[1] if problem.severity == "error"]


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("051120001", "keys", "1"),
        ("05112-52", "keys", "52"),
        ("5 2", "keys", "52"),
        ("52.0", "keys", "52"),
        ("5112000", "keys", "05112000"),
        ("051120000000", "keys", "05112000"),
        ("05112", "keys", "05112000"),
        ("Pieschen-N/Trachenberge", "names", "02"),
        ("Wilsdruffer Vs./Seevs.-West", "names", "04"),
        ("Aeussere Neustadt", "names", "11"),
        ("Äussere Neustadt (Antonstadt)", "names", "11"),
        ("striesen-west", "names", "53"),
        ("Sankt Egidien", "names", "54"),
        ("OT Striesen-Ost", "names", "52"),
        ("Seidnitz", "names", "55"),
        ("Striesen Ost, Stadt", "names", "52"),
        ("Trachenberge", "names", "02"),
    ],
)
def test_proposals_are_offered_and_taken_only_when_accepted(text: str, kind: str, key: str) -> None:
    kept, problems = join(text)
    assert kept == [text]
    (problem,) = problems
    assert (problem.code, problem.severity, problem.row, problem.value) == ("area_proposed", "error", 0, text)
    assert problem.values["proposal"] == key
    assert f"--match {kind}" in problem.remedies
    found, notes = join(text, match=frozenset([kind]))
    assert found == [key]
    assert [(p.code, p.severity) for p in notes] == [(f"{kind}_matched", "note")]
    assert f"{text} → {key}" in notes[0].values["pairs"]


@pytest.mark.parametrize("text", ["Striesen", "Neustadt-Süd", "99", "x", "Hellerberge"])
def test_what_means_no_area_or_several_is_never_guessed(text: str) -> None:
    kept, problems = join(text, match=frozenset(["names", "keys"]))
    assert kept == [text]
    assert [(p.code, p.remedies) for p in problems] == [("area_unknown", ("--drop-unknown",))]


def test_a_name_on_two_levels_asks_for_the_level() -> None:
    _, problems = join("Blasewitz")
    assert [(p.code, p.remedies) for p in problems] == [("area_ambiguous", ("--level district", "--level quarter"))]
    assert join("Blasewitz", level="quarter")[0] == ["51"]


def test_keys_that_lost_their_zeros_are_not_taken_for_another_level() -> None:
    _, problems = join("1", "2", "4", "11", "51", "52", "53")
    assert ("key_of_two_levels", ("--level quarter --match keys",)) in [(p.code, p.remedies) for p in problems]
    found, _ = join("1", "2", "4", "11", "51", level="quarter", match=frozenset(["keys"]))
    assert found == ["01", "02", "04", "11", "51"]


def test_a_table_of_other_areas_with_the_same_numbers_is_refused_once() -> None:
    _, problems = join("01 Gorbitz", "02 Johannstadt", "04 Plauen", "11 Gruna Süd")
    assert [(p.code, p.severity, p.values["count"]) for p in problems] == [("other_areas", "error", 4)]


def test_rows_of_unknown_areas_leave_when_asked_but_sites_stay() -> None:
    found, problems = join("01", "99", "98", drop_unknown=True)
    assert found == ["01"]
    assert [(p.code, p.severity, p.values) for p in problems] == [
        ("unknown_dropped", "warning", {"count": 2, "known": "99, 98"})
    ]
    found, problems = join("01", "Hellerberge", table="sites", drop_unknown=True)
    assert (found, [p.code for p in problems]) == (["01", ""], ["areas_unstated"])


def test_keys_of_another_vintage_are_one_finding() -> None:
    rows = [(f"{number:08}", f"Raum {number}", "quarter", "") for number in range(1011101, 1011141)]
    texts = [f"{number:08}" for number in range(1100101, 1100151)]
    _, problems = join(*texts, rows=rows, names={text: f"Raum {1011101 + n}" for n, text in enumerate(texts)})
    assert [(p.code, p.severity, p.row) for p in problems] == [
        ("other_vintage", "error", None),
        ("vintage_names", "note", None),
    ]
    assert problems[0].values == {"count": 50, "known": 40, "same": 0, "example": "01011101"}
    assert problems[1].values == {"count": 40, "total": 50}


def test_a_few_unknown_keys_are_named_row_by_row() -> None:
    rows = [(f"{number:08}", f"Raum {number}", "quarter", "") for number in range(1011101, 1011141)]
    texts = [f"{number:08}" for number in range(1011101, 1011143)]
    _, problems = join(*texts, rows=rows)
    assert [(p.code, p.row) for p in problems] == [("area_unknown", 40), ("area_unknown", 41)]


def test_names_beside_the_keys_that_do_not_fit_are_a_warning() -> None:
    names = {"01": "Gorbitz", "02": "Löbtau", "04": "Plauen", "52": "Striesen-Ost"}
    _, problems = join(*names, names=names)
    assert [(p.code, p.severity, p.values["count"]) for p in problems] == [("names_differ", "warning", 3)]


def test_areas_without_figures_are_named() -> None:
    frame = pd.DataFrame({"area_id": [row[0] for row in AREAS if row[2] == "quarter"][:-1]})
    (problem,) = without_figures(frame, place(AREAS))
    assert (problem.code, problem.severity, problem.value) == ("areas_without_figures", "warning", "quarter")
    assert problem.values == {"count": 1, "total": 9, "known": "55 Seidnitz/Dobritz"}


@given(st.integers(2, 9), st.sets(st.integers(0, 9999), min_size=1, max_size=30))
def test_any_key_that_lost_its_zeros_is_proposed_back(width: int, numbers: set[int]) -> None:
    keys = {str(number).zfill(max(width, 4)) for number in numbers}
    known = Keys(keys)
    for key in keys:
        lost = key.lstrip("0") or "0"
        assert lost == key or known.meant(lost) == key
        assert lost == key or known.meant(f"{lost}.0") == key


@given(st.lists(st.text(max_size=20), min_size=1, max_size=10, unique=True))
def test_no_text_makes_matching_fail(texts: list[str]) -> None:
    frame = pd.DataFrame(AREAS, columns=["area_id", "name", "level", "parent_id"])
    meant = find([text for text in texts if text], frame)
    assert set(meant.sure.values()) <= set(frame["area_id"])
