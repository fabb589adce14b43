"""What an earlier import of the same source was told."""

from collections.abc import Callable
from typing import Any

import pytest

from data.importing import Options, Report
from data.importing.options import Correction, UnknownColumnError
from data.importing.remembered import filled, lasting, remembered
from data.store import Store
from tests.data.conftest import MANAGER

Bring = Callable[..., Report]
Table = Callable[..., Any]
FILE = "Raum;Zahl\n01;5\n02;-\n"
ASKED = {"map": ["area_id=Raum", "p.total=Zahl"], "constant": ["as_of=2024-12-31"], "markers": {"-": "zero"}}


@pytest.mark.parametrize(
    ("name", "content", "asked"),
    [
        ("a.csv", "Raum;Zahl;Neu\n01;6\n", {}),
        ("b.csv", FILE, {}),
        ("c.csv", "Raum;Zahl;Neu\n01;6;\n", {"source": "amt"}),
    ],
    ids=["same file name", "same header", "same source"],
)
def test_an_import_is_told_nothing_twice(name: str, content: str, asked: dict[str, Any], bring: Bring) -> None:
    first = bring("statistics", "a.csv", FILE, source="amt", **ASKED)
    content = content.replace("01;6\n", "01;6;\n")
    report = bring("statistics", name, content, as_before=True, constant=["as_of=2025-12-31"], **asked)
    assert (report.remembered, report.refused) == (first.edition, False)
    assert report.options["mapping"] == {"area_id": "Raum", "p.total": "Zahl"}
    assert report.options["markers"] == {"-": "zero"}
    assert report.options["constants"] == {"as_of": "2025-12-31"}


def test_a_day_is_asked_again(bring: Bring) -> None:
    bring("statistics", "a.csv", FILE, **ASKED)
    report = bring("statistics", "a.csv", FILE, as_before=True)
    assert [p.code for p in report.problems if p.severity == "error"] == ["as_of_missing"]


def test_nothing_to_remember_is_said(bring: Bring, town: Store) -> None:
    report = bring("statistics", "a.csv", FILE, as_before=True, **ASKED)
    assert ("nothing_remembered", "warning") in [(p.code, p.severity) for p in report.problems]
    assert report.remembered is None
    assert remembered(town, "muster", "sites", ["x"], file="y.csv") is None


def test_what_is_about_one_file_is_not_kept() -> None:
    once = Options(
        corrections=(Correction(1, "a", "b"),), replace_all=True, dry_run=True, note="n", repair=True, add=True
    )
    assert lasting(once) == Options(repair=True)


def test_what_is_asked_wins_over_what_is_known() -> None:
    known = Options(mapping={"area_id": "x", "value": "y"}, constants={"group": "a"}, sheet="Tabelle 1", repair=True)
    asked = Options(mapping={"area_id": "z", "group": "g"}, constants={"value": "1"})
    assert filled(asked, known) == Options(
        mapping={"area_id": "z", "group": "g"}, constants={"value": "1"}, sheet="Tabelle 1", repair=True
    )


def test_the_source_and_the_note_are_kept(bring: Bring, town: Store, table: Table) -> None:
    about = {"title": "Statistik", "licence": "dl-de/by-2-0", "as_of": "31.12.2024"}
    bring("statistics", "a.csv", FILE, about=about, note="Erste Lieferung", **ASKED)
    row = table("sources").set_index("source_id").loc["a"]
    assert (row["title"], row["licence"], f"{row['as_of']:%Y-%m-%d}") == ("Statistik", "dl-de/by-2-0", "2024-12-31")
    detail = town.history("muster", "statistics", viewer=MANAGER)[0].detail
    assert (detail["note"], detail["sources"], detail["header"]) == ("Erste Lieferung", ["a"], ["Raum", "Zahl"])


def test_a_day_of_the_source_that_is_none_keeps_the_file_out(bring: Bring) -> None:
    report = bring("statistics", "a.csv", FILE, about={"as_of": "gestern"}, **ASKED)
    assert [(p.code, p.column) for p in report.problems if p.severity == "error"] == [("no_date", "about.as_of")]


def test_a_fact_of_a_source_that_there_is_none_of_is_wrong_use(bring: Bring) -> None:
    with pytest.raises(UnknownColumnError):
        bring("statistics", "a.csv", FILE, about={"source_id": "x"}, **ASKED)


def test_that_a_column_is_not_in_the_file_is_recorded_and_remembered(bring: Bring, table: Table, town: Store) -> None:
    content = "id;category;Plätze\n1;kita;20\n"
    first = bring("sites", "a.csv", content, source="amt", map=["capacity="])
    assert not first.refused
    assert first.columns == {"site_id": "id", "category": "category"}
    assert "capacity" not in first.proposed
    assert "1" not in set(table("offers")["site_id"])
    edition = town.history("muster", "sites", viewer=MANAGER)[0]
    assert edition.detail["options"]["mapping"] == {"capacity": ""}
    again = bring("sites", "a.csv", content, source="amt", as_before=True)
    assert (again.remembered, again.columns) == (first.edition, first.columns)
    found = bring("sites", "a.csv", content, source="amt")
    assert found.columns["capacity"] == "Plätze"
