"""Findings of a file in the words of the page: no flag of the command line, lines as the file counts."""

import string

import pytest

from components.text import known
from components.upload.words import answer, finding, line
from data import messages
from data.errors import Problem
from data.importing.report import Report

ASKED_BY_FLAG_ONLY = {"where_column", "value_column", "value_not_found"}
"""Findings about flags that the page does not have."""

TABLE = Report("dresden", "sites", first_line=3)
LAYER = Report("dresden", "sites")


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_no_sentence_of_the_page_names_a_flag(language: str) -> None:
    texts = known(language)
    flagged = {
        code.removeprefix("problems.")
        for code, text in texts.items()
        if code.startswith("problems.") and " --" in text
    }
    own = {code.removeprefix("upload.problems.") for code in texts if code.startswith("upload.problems.")}
    assert flagged - own - ASKED_BY_FLAG_ONLY == set()
    assert not [code for code, text in texts.items() if code.startswith("upload.") and " --" in text]


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_sentence_of_the_page_uses_what_the_finding_knows(language: str) -> None:
    def fields(text: str) -> set[str]:
        return {field for _, field, _, _ in string.Formatter().parse(text) if field}

    texts = known(language)
    for code, text in texts.items():
        if code.startswith("upload.problems."):
            assert fields(text) <= fields(texts[code.removeprefix("upload.")]) | {"value", "column"}, code


@pytest.mark.parametrize(
    ("report", "row", "shown"),
    [(TABLE, 0, "Zeile 3"), (TABLE, 9, "Zeile 12"), (LAYER, 0, "Eintrag 1"), (TABLE, None, "")],
)
def test_a_row_is_named_as_its_file_counts(report: Report, row: int | None, shown: str) -> None:
    assert line(report, row) == shown


def test_other_rows_in_a_sentence_count_alike() -> None:
    twice = Problem("duplicate_key", row=0, column="area_id", value="07", values={"rows": "4, 9 …"})
    assert "Nr. 7, 12 …" in finding(TABLE, twice)
    assert "Nr. 5, 10 …" in finding(LAYER, twice)


@pytest.mark.parametrize(
    ("remedy", "said"),
    [
        ("--repair", "Ungültige Flächen repariert übernehmen"),
        ("--map area_id=Raum_Nr", "Schlüssel des Gebiets steht in der Spalte „Raum\\_Nr“"),
        ("--map population.total=E_E", "Einwohnerinnen und Einwohner steht in der Spalte „E\\_E“"),
        ("--constant indicator=population", "Merkmal ist in allen Zeilen „Einwohnerinnen und Einwohner“"),
        ("--constant group=age\\_0\\_2".replace("\\", ""), "Gruppe ist in allen Zeilen „0 bis 2 Jahre“"),
        ("--constant category=kita", "Kategorie ist in allen Zeilen „Kita“"),
        ("--value kind:Grundschule=primary", "„Grundschule“ heißt: Grundschule"),
        ("--marker -=zero", "„\\-“ heißt: nichts vorhanden (0)"),
        ("--match names", "Gebiete nach ihrem Namen zuordnen"),
        ("--correct 9:area_id=0101", "Zeile 12, Schlüssel des Gebiets: „0101“ einsetzen"),
        ("--sheet <b>", "Blatt „\\<b\\>“ lesen"),
    ],
)
def test_an_answer_says_what_will_be_done(remedy: str, said: str) -> None:
    assert answer(remedy, TABLE) == said
