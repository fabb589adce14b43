"""Answers as texts of the command line: taken, listed, taken back; nothing else in the options moves."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importing.options import Correction, Options, UnknownOptionError
from data.importing.remedies import applied, chosen, corrected, parts, question, without

TAKEN: dict[str, dict[str, Any]] = {
    "--repair": {"repair": True},
    "--swap-axes": {"swap_axes": True},
    "--drop-outside": {"drop_outside": True},
    "--drop-unknown": {"drop_unknown": True},
    "--add": {"add": True},
    "--add-up": {"add_up": True},
    "--replace-all": {"replace_all": True},
    "--as-before": {"as_before": True},
    "--file-crs EPSG:31467": {"file_crs": "EPSG:31467"},
    "--sheet Tabelle 2": {"sheet": "Tabelle 2"},
    "--sheet 'Tabelle 2'": {"sheet": "Tabelle 2"},
    "--header-rows 4-5": {"header_rows": (4, 5)},
    "--header-rows 4": {"header_rows": (4, 4)},
    "--map area_id=Raum Nr": {"mapping": {"area_id": "Raum Nr"}},
    '--map "area_id=Raum Nr"': {"mapping": {"area_id": "Raum Nr"}},
    "--map capacity=": {"mapping": {"capacity": ""}},
    "--map population.age_0_5=E_U6": {"mapping": {"population.age_0_5": "E_U6"}},
    "--constant as_of=2024-12-31": {"constants": {"as_of": "2024-12-31"}},
    "--value kind:Grundschule=primary": {"values": (("kind", "Grundschule", "primary"),)},
    "--match names": {"match": frozenset({"names"})},
    "--marker -=zero": {"markers": {"-": "zero"}},
    "--marker --=missing": {"markers": {"--": "missing"}},
    "--correct 12:area_id=0101": {"corrections": (Correction(12, "area_id", "0101"),)},
    "--where GF=4": {"where": (("GF", "4"),)},
    "--level ward --new-level Wahlbezirk": {"level": "ward", "new_level": "Wahlbezirk"},
    "--source kitas": {"source": "kitas"},
    "--about title=Kitas 2024": {"about": {"title": "Kitas 2024"}},
    "--note Neu": {"note": "Neu"},
}


@pytest.mark.parametrize(("remedy", "changed"), TAKEN.items())
def test_an_answer_sets_its_option_and_no_other(remedy: str, changed: dict[str, Any]) -> None:
    assert applied(Options(), remedy) == replace(Options(), **changed)


@pytest.mark.parametrize("remedy", TAKEN)
def test_an_answer_taken_back_leaves_the_others(remedy: str) -> None:
    before = Options(dry_run=True, mapping={"name": "Bezeichnung"}, crs="EPSG:25833")
    assert without(applied(before, remedy), remedy) == before


@pytest.mark.parametrize("remedy", TAKEN)
def test_what_was_chosen_says_so_in_the_same_words(remedy: str) -> None:
    known = applied(Options(), remedy)
    again = Options()
    for text in chosen(known):
        again = applied(again, text)
    assert again == known


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("--file-crs EPSG:31467", "--file-crs EPSG:25832"),
        ("--map area_id=a", "--map area_id=b"),
        ("--value kind:Hort=after_school", "--value kind:Hort=3_to_6"),
        ("--marker -=zero", "--marker -=missing"),
        ("--correct 3:name=a", "--correct 3:name=b"),
        ("--sheet a", "--sheet b"),
    ],
)
def test_of_two_answers_to_one_question_the_later_counts(first: str, second: str) -> None:
    assert question(first) == question(second)
    assert applied(applied(Options(), first), second) == applied(Options(), second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("--repair", "--drop-outside"),
        ("--map area_id=a", "--map name=a"),
        ("--value kind:Hort=after_school", "--value kind:Krippe=under_3"),
        ("--correct 3:name=a", "--correct 4:name=a"),
        ("--match names", "--match keys"),
    ],
)
def test_answers_to_different_questions_stand_together(one: str, other: str) -> None:
    assert question(one) != question(other)
    both = applied(applied(Options(), one), other)
    assert chosen(both) == chosen(applied(applied(Options(), other), one)) or set(chosen(both)) == {one, other}


def test_a_column_comes_from_the_file_or_is_the_same_in_every_row() -> None:
    mapped = applied(Options(constants={"category": "kita", "name": "x"}), "--map category=Art")
    assert (dict(mapped.mapping), dict(mapped.constants)) == ({"category": "Art"}, {"name": "x"})
    fixed = applied(mapped, "--constant category=school")
    assert (dict(fixed.mapping), dict(fixed.constants)) == ({}, {"name": "x", "category": "school"})


@pytest.mark.parametrize(
    "wrong",
    ["", "repair", "--unheard-of", "--unheard-of x", "--map", "--map x", "--match ids", "--header-rows 5-4"],
)
def test_what_is_no_option_is_refused(wrong: str) -> None:
    with pytest.raises(UnknownOptionError):
        applied(Options(), wrong)


@pytest.mark.parametrize(
    ("remedy", "found"),
    [
        ("--repair", ("--repair", "", "")),
        ("--map area_id=Raum=Nr", ("--map", "area_id", "Raum=Nr")),
        ("--value kind:a=b=primary", ("--value", "kind:a=b", "primary")),
        ("--marker ==zero", ("--marker", "=", "zero")),
        ("--correct 3:name=x", ("--correct", "3:name", "x")),
        ("--file-crs EPSG:31467", ("--file-crs", "", "EPSG:31467")),
    ],
)
def test_an_answer_in_its_parts(remedy: str, found: tuple[str, str, str]) -> None:
    assert parts(remedy) == found


def test_a_cell_corrected_again_keeps_the_later_value() -> None:
    once = corrected(Options(), [Correction(3, "name", "a"), Correction(4, "name", "b")])
    twice = corrected(once, [Correction(3, "name", "c")])
    assert twice.corrections == (Correction(3, "name", "c"), Correction(4, "name", "b"))


TEXT = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1).filter(lambda text: text[0] not in "'\"-")


@given(column=TEXT.filter(lambda text: "=" not in text), name=TEXT)
def test_any_column_of_a_file_can_be_mapped(column: str, name: str) -> None:
    assert applied(Options(), f"--map {column}={name}").mapping == {column: name}
