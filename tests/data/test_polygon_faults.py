"""Every reason that GEOS gives is told as a sentence in both languages, with the place."""

import pytest
import shapely

from data.checks import shapes
from data.messages import LANGUAGES, LOCALES, describe, sentence, texts
from data.polygon_faults import OTHER, REASONS, polygon_fault, read_reason
from tests.data.importing.places import frame

CASES = {
    "self_intersection": ("POLYGON ((0 0, 20 20, 20 0, 0 20, 0 0))", "10 / 10"),
    "ring_self_intersection": ("POLYGON ((0 0, 20 5, 40 0, 40 20, 20 5, 0 20, 0 0))", "20 / 5"),
    "hole_outside": ("POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0), (5 5, 6 5, 6 6, 5 6, 5 5))", "5 / 5"),
    "holes_nested": (
        "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 8 1, 8 8, 1 8, 1 1), (2 2, 3 2, 3 3, 2 3, 2 2))",
        "2 / 2",
    ),
    "interior_disconnected": ("POLYGON ((0 0, 8 0, 8 8, 0 8, 0 0), (0 4, 4 0, 8 4, 4 8, 0 4))", "4 / 0"),
    "shells_nested": ("MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9, 0 0)), ((1 1, 2 1, 2 2, 1 2, 1 1)))", "1 / 1"),
    "too_few_points": ("POLYGON ((0 0, 1 1, 0 0, 0 0))", "0 / 0"),
}
"""What GEOS finds in shapes; the other reasons are those of other versions of it, or never pass the readers."""


@pytest.mark.parametrize("code", CASES)
def test_a_fault_is_found_with_its_place(code: str) -> None:
    shape, place = CASES[code]
    assert polygon_fault(shapely.from_wkt(shape)) == (code, place)
    (problem,) = shapes(frame([shapely.from_wkt(shape)]))
    assert (problem.value, problem.values["fault"]) == (place, code)
    for language in LANGUAGES:
        assert texts(LOCALES, language)[f"problems.polygon_faults.{code}"].format(value=place) in sentence(
            problem, language
        )


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_a_code_and_a_sentence(reason: str) -> None:
    code, place = read_reason(f"{reason}[410500.4 5654499.6]")
    assert (code, place) == (REASONS[reason], "410500 / 5654500")
    for language in LANGUAGES:
        text = texts(LOCALES, language)[f"problems.polygon_faults.{code}"].format(value=place)
        assert reason not in text
        assert place in text


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Something new[1 2]", (OTHER, "1 / 2")),
        ("", (OTHER, "–")),
        ("Nested shells", ("shells_nested", "–")),
        ("Invalid Coordinate[inf 1]", ("coordinate_invalid", "inf / 1")),
        ("Invalid Coordinate[? 1 2]", ("coordinate_invalid", "? / 1")),
        ("[", (OTHER, "–")),
    ],
)
def test_a_reason_of_another_form_is_told_in_general(said: str, expected: tuple[str, str]) -> None:
    assert read_reason(said) == expected


def test_the_sentence_names_the_fault_and_the_place() -> None:
    (problem,) = shapes(frame([shapely.from_wkt(CASES["self_intersection"][0])]))
    assert "(Selbstüberschneidung bei 10 / 10)" in describe(problem, "de")
    assert "(it crosses itself at 10 / 10)" in describe(problem, "en")
