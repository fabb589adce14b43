"""Titles, headers of several lines, units, totals and footnotes: the table in a sheet written for people."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import DataRefusedError
from data.importing.reading.delimited import read_csv
from data.importing.reading.raw import Raw
from data.messages import describe

# text -> lines of the header, names, rows with their index
LAYOUTS: dict[str, tuple[str, tuple[int, int], list[str], dict[int, list[str]]]] = {
    "header in the first line": ("a;b\n1;x\n", (1, 1), ["a", "b"], {0: ["1", "x"]}),
    "years as names": ("area;2019;2020\n01;5;6\n", (1, 1), ["area", "2019", "2020"], {0: ["01", "5", "6"]}),
    "years as names below a title": (
        "Einwohner\n\nGebiet;2019;2020\nWest;5;6\nOst;7;8\n",
        (3, 3),
        ["Gebiet", "2019", "2020"],
        {0: ["West", "5", "6"], 1: ["Ost", "7", "8"]},
    ),
    "single column": ("name\nWest\nSumme\n", (1, 1), ["name"], {0: ["West"], 1: ["Summe"]}),
    "small figures are no column numbers": (
        "id,x,y\n1,2,3\n2,4,5\n",
        (1, 1),
        ["id", "x", "y"],
        {0: list("123"), 1: list("245")},
    ),
    "titles above": (
        "Kitas der Stadt\nStand: 31.12.2024\n\nName;Adresse;Träger\nA;B;C\nD;E;F\n",
        (4, 4),
        ["Name", "Adresse", "Träger"],
        {0: list("ABC"), 1: list("DEF")},
    ),
    "name over several columns": (
        "Gebiet;Bevölkerung;;Haushalte;\n;insgesamt;unter 6 Jahre;insgesamt;mit Kindern\nWest;5;1;3;-\nOst;6;2;4;•\n",
        (1, 2),
        [
            "Gebiet",
            "Bevölkerung insgesamt",
            "Bevölkerung unter 6 Jahre",
            "Haushalte insgesamt",
            "Haushalte mit Kindern",
        ],
        {0: ["West", "5", "1", "3", "-"], 1: ["Ost", "6", "2", "4", "•"]},
    ),
    "names in both lines": (
        "Nr;Gebiet;Bevölkerung;\n;;m;w\n01;West;1;2\n02;Ost;3;4\n",
        (1, 2),
        ["Nr", "Gebiet", "Bevölkerung m", "Bevölkerung w"],
        {0: ["01", "West", "1", "2"], 1: ["02", "Ost", "3", "4"]},
    ),
    "header of three lines": (
        "T\n;;2023;;2024;\n;;Bevölkerung;;Bevölkerung;\nNr;Gebiet;m;w;m;w\n01;West;1;2;3;4\n02;Ost;1;2;3;4\n",
        (2, 4),
        ["Nr", "Gebiet", *(f"{year} Bevölkerung {sex}" for year in (2023, 2024) for sex in "mw")],
        {0: ["01", "West", *"1234"], 1: ["02", "Ost", *"1234"]},
    ),
    "units tell columns apart": (
        "Gebiet;Ausländer;;Deutsche;\n;Anzahl;%;Anzahl;%\nWest;1;2;3;4\nOst;5;6;7;8\n",
        (1, 2),
        ["Gebiet", "Ausländer Anzahl", "Ausländer %", "Deutsche Anzahl", "Deutsche %"],
        {0: ["West", *"1234"], 1: ["Ost", *"5678"]},
    ),
    "units below whole names": (
        "Gebiet;Fläche;Einwohner\n;km²;Anzahl\nWest;1;2\nOst;3;4\n",
        (1, 1),
        ["Gebiet", "Fläche", "Einwohner"],
        {1: ["West", "1", "2"], 2: ["Ost", "3", "4"]},
    ),
    "column numbers": (
        "Gebiet;m;w\n1;2;3\nWest;5;6\nOst;7;8\n",
        (1, 1),
        ["Gebiet", "m", "w"],
        {1: ["West", "5", "6"], 2: ["Ost", "7", "8"]},
    ),
    "line of explanations": (
        "AGS;Name;EW\nSchlüssel;Name des Gebiets;Einwohner\n01;West;5\n02;Ost;6\n03;Süd;7\n",
        (1, 1),
        ["AGS", "Name", "EW"],
        {1: ["01", "West", "5"], 2: ["02", "Ost", "6"], 3: ["03", "Süd", "7"]},
    ),
    "blank lines and totals": (
        "Gebiet;EW\nWest;5\n\nOst;6\nInsgesamt;11\n",
        (1, 1),
        ["Gebiet", "EW"],
        {0: ["West", "5"], 2: ["Ost", "6"]},
    ),
    "total beside an empty key": (
        "Nr;Gebiet;EW\n01;West;5\n02;Ost;6\n;Stadt Dresden insgesamt;11\n",
        (1, 1),
        ["Nr", "Gebiet", "EW"],
        {0: ["01", "West", "5"], 1: ["02", "Ost", "6"]},
    ),
    "a name that begins like a total": (
        "Name;Plätze\nGesamtschule;5\nSummerhill;6\n",
        (1, 1),
        ["Name", "Plätze"],
        {0: ["Gesamtschule", "5"], 1: ["Summerhill", "6"]},
    ),
    "a total with other texts": (
        "Gruppe;Gebiet;EW\ninsgesamt;West;5\nm;West;2\n",
        (1, 1),
        ["Gruppe", "Gebiet", "EW"],
        {0: ["insgesamt", "West", "5"], 1: ["m", "West", "2"]},
    ),
    "a total of each area is a group": (
        "Gruppe;Gebiet;EW\ninsgesamt;01;5\nm;01;2\ninsgesamt;02;5\nm;02;2\ninsgesamt;03;5\nm;03;2\n",
        (1, 1),
        ["Gruppe", "Gebiet", "EW"],
        {row: [group, f"0{row // 2 + 1}", "52"[row % 2]] for row, group in enumerate(["insgesamt", "m"] * 3)},
    ),
    "footnotes": (
        "Gebiet;EW\nWest;5\nOst;6\n\n1) vorläufig\nQuelle: Amt, Stelle\n© Stadt\n",
        (1, 1),
        ["Gebiet", "EW"],
        {0: ["West", "5"], 1: ["Ost", "6"]},
    ),
    "a source cut apart by its commas": (
        "a,b\nx,1\ny,2\nQuelle: Amt, Stelle, Ort\n",
        (1, 1),
        ["a", "b"],
        {0: ["x", "1"], 1: ["y", "2"]},
    ),
    "a school called source": (
        "Name,Ort,Träger\nA,B,C\nQuelle am Berg,B,C\n",
        (1, 1),
        ["Name", "Ort", "Träger"],
        {0: list("ABC"), 1: ["Quelle am Berg", "B", "C"]},
    ),
    "header again on the next page": (
        "Gebiet;EW\nWest;5\nGebiet;EW\nOst;6\n",
        (1, 1),
        ["Gebiet", "EW"],
        {0: ["West", "5"], 2: ["Ost", "6"]},
    ),
    "headings between the rows": (
        "Titel\n\nGebiet;m;w\nStadtbezirk Nord\nWest;5;6\nOst;7;8\n",
        (3, 3),
        ["Gebiet", "m", "w"],
        {1: ["West", "5", "6"], 2: ["Ost", "7", "8"]},
    ),
    "columns without name or content": ("a;;b;\n1;;2;\n", (1, 1), ["a", "b"], {0: ["1", "2"]}),
    "an index without a name": (",a,b\n0,x,y\n", (1, 1), ["column_1", "a", "b"], {0: ["0", "x", "y"]}),
    "keys below an empty corner": (
        "12411-0001;;;\n;;Bevölkerung;Bevölkerung\n;;Anzahl;Anzahl\n;;m;w\n01;West;5;6\n02;Ost;7;8\n_____\n© Amt\n",
        (2, 4),
        ["column_1", "column_2", "Bevölkerung Anzahl m", "Bevölkerung Anzahl w"],
        {0: ["01", "West", "5", "6"], 1: ["02", "Ost", "7", "8"]},
    ),
    "figures missing in the first row": (
        "id;name;v\n01;West;\n02;Ost;5\n",
        (1, 1),
        ["id", "name", "v"],
        {0: ["01", "West", ""], 1: ["02", "Ost", "5"]},
    ),
}


@pytest.mark.parametrize("case", LAYOUTS)
def test_header_and_rows_are_found(case: str) -> None:
    text, lines, names, rows = LAYOUTS[case]
    raw = read_csv(text.encode())
    assert (raw.header_rows, raw.names) == (lines, names)
    assert dict(zip(raw.texts.index, raw.texts.to_numpy().tolist(), strict=True)) == rows
    assert raw.first_line == lines[1] + 1


def left_out(raw: Raw) -> dict[str, tuple[Any, Any]]:
    return {
        problem.code.partition(".")[2]: (problem.values["count"], problem.values["lines"])
        for problem in raw.notes
        if problem.code.startswith("lines_left_out.")
    }


SHEET = """Einwohner
Stand: 31. Dezember 2024

Gebiet;Bevölkerung;
;m;w
;Anzahl;Anzahl
1;2;3
West;5;6

Ost;7;8
Insgesamt;12;14

1) vorläufig
Quelle: Amt
"""


def test_everything_left_out_is_told_with_its_lines() -> None:
    raw = read_csv(SHEET.encode())
    assert left_out(raw) == {
        "title": (2, "1-2"),
        "units": (1, "6"),
        "numbers": (1, "7"),
        "blank": (2, "9, 12"),
        "total": (1, "11"),
        "footnote": (2, "13-14"),
    }
    assert raw.texts.index.to_list() == [2, 4]
    assert raw.first_line + 4 == 10
    for language in ("de", "en"):
        assert all("{" not in describe(problem, language) for problem in raw.notes)


def test_a_date_above_or_below_is_offered() -> None:
    found = [problem for problem in read_csv(SHEET.encode()).notes if problem.code == "as_of_found"]
    assert [problem.remedies for problem in found] == [("--constant as_of=2024-12-31",)]


def test_a_header_in_doubt_is_a_question() -> None:
    text = "Titel\n\nAGS;Name;EW;m\nSchlüssel;Name des Gebiets;Einwohner;männlich\n01;West;5;2\n02;Ost;6;3\n"
    raw = read_csv(text.encode())
    doubt = [problem for problem in raw.notes if problem.code == "header_unsure"]
    assert [(problem.severity, problem.remedies) for problem in doubt] == [
        ("warning", ("--header-rows 3", "--header-rows 4"))
    ]
    assert raw.names == ["AGS", "Name", "EW", "m"]
    other = read_csv(text.encode(), (4, 4))
    assert other.names == ["Schlüssel", "Name des Gebiets", "Einwohner", "männlich"]
    assert not [problem for problem in other.notes if problem.code == "header_unsure"]


def test_lines_of_the_header_can_be_said() -> None:
    raw = read_csv(b"x;y\na;b\nc;d\n1;2\n", (2, 3))
    assert (raw.names, raw.header_rows, raw.first_line) == (["a c", "b d"], (2, 3), 4)
    assert raw.texts.to_numpy().tolist() == [["1", "2"]]


REFUSED = {
    "name twice": ("a;a\n1;2\n", None, "header_twice"),
    "name missing": ("a;;b\n1;2;3\n", None, "header_empty"),
    "nothing there": ("\n;\n", None, "empty_file"),
    "lines not there": ("a;b\n1;2\n", (9, 9), "header_rows_absent"),
    "blank lines": ("a;b\n\n1;2\n", (2, 2), "header_rows_absent"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_header_that_names_nothing_is_refused(case: str) -> None:
    text, asked, code = REFUSED[case]
    with pytest.raises(DataRefusedError) as caught:
        read_csv(text.encode(), asked)
    assert {problem.code for problem in caught.value.problems} == {code}


WORD = st.from_regex(r"[A-ZÄÖÜ][a-zäöüß]{2,8}", fullmatch=True).filter(lambda text: text != "Alle")


@given(
    names=st.lists(WORD, min_size=3, max_size=12, unique=True),
    figures=st.lists(st.integers(0, 99_999), min_size=2, max_size=4),
    titles=st.integers(0, 3),
    pairs=st.booleans(),
    notes=st.integers(0, 3),
)
def test_any_table_is_found_among_titles_and_footnotes(
    names: list[str], figures: list[int], titles: int, pairs: bool, notes: int
) -> None:
    rows = [[name, *(str(figure + row) for figure in figures)] for row, name in enumerate(names)]
    plain = [f"Zahl {number}" for number in range(len(figures))]
    upper = "Gebiet;Personen;" + ";" * (len(figures) - 2)
    header = [upper, ";" + ";".join(plain)] if pairs else ["Gebiet;" + ";".join(plain)]
    above = [f"Titel {number}" for number in range(titles)] + [""] * bool(titles)
    below = [""] * bool(notes) + [f"{number}) Anmerkung" for number in range(1, notes + 1)]
    raw = read_csv("\n".join([*above, *header, *map(";".join, rows), *below]).encode())
    assert raw.names == ["Gebiet", *(f"Personen {name}" if pairs else name for name in plain)]
    assert raw.texts.to_numpy().tolist() == rows
    assert raw.texts.index.to_list() == list(range(len(rows)))
