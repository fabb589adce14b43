"""Rows chosen, columns joined and texts that mean something else, before anything is typed."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from data.importing import Report
from data.importing.meaning.arranging import arranged, meant
from data.importing.options import Options
from data.importing.reading.raw import Raw
from data.store import Store
from tests.data.conftest import MANAGER

Bring = Callable[..., Report]
Table = Callable[..., Any]


def raw(**columns: list[str]) -> Raw:
    return Raw(pd.DataFrame(columns, dtype="str"))


def test_columns_are_joined_with_one_blank() -> None:
    file = raw(street=["Weg ", "Allee", ""], number=[" 1", "", "3"])
    found, problems = arranged(file, "sites", Options(mapping={"address": "street + number"}))
    assert found.texts["street + number"].to_list() == ["Weg 1", "Allee", "3"]
    assert problems == []


def test_a_join_of_an_unknown_column_is_named_where_columns_are_matched(bring: Bring) -> None:
    report = bring("sites", "a.csv", "site_id,category,street\n1,kita,Weg\n", map=["address=street + house"])
    assert [(p.code, p.value) for p in report.problems if p.severity == "error"] == [
        ("column_not_in_file", "street + house")
    ]


def test_rows_are_chosen_by_alternatives_and_several_columns() -> None:
    file = raw(GF=["4", "2", "4", "1"], BEZ=["Stadt", "Stadt", "Kreis", "Stadt"])
    where = (("GF", "4"), ("GF", "1"), ("BEZ", "Stadt"))
    found, problems = arranged(file, "areas", Options(where=where))
    assert list(found.texts.index) == [0, 3]
    assert [(p.code, p.severity, p.values) for p in problems] == [("rows_chosen", "note", {"count": 2, "total": 4})]


def test_an_unknown_column_of_a_condition_names_the_known_ones() -> None:
    _, (problem,) = arranged(raw(GF=["4"]), "areas", Options(where=(("gf", "4"),)))
    assert (problem.code, problem.severity, problem.value) == ("where_column", "error", "gf")
    assert problem.values == {"known": "GF"}


def test_texts_mean_something_else_in_one_column_only() -> None:
    texts = pd.DataFrame({"art": ["Hort", "Krippe ", "?"]}, dtype="str")
    values = (("kind", "Hort", "after_school"), ("kind", "Krippe", "under_3"), ("kind", "Schule", "primary"))
    found, columns, problems = meant(texts, {"kind": "art", "name": "art"}, values)
    assert found[columns["kind"]].to_list() == ["after_school", "under_3", "?"]
    assert found[columns["name"]].to_list() == ["Hort", "Krippe ", "?"]
    assert [(p.code, p.severity, p.value) for p in problems] == [("value_not_found", "warning", "Schule")]


def test_an_unknown_column_of_a_meaning_is_an_error() -> None:
    _, _, (problem,) = meant(pd.DataFrame({"a": ["1"]}, dtype="str"), {}, (("kind", "x", "y"),))
    assert (problem.code, problem.severity) == ("value_column", "error")


def test_a_school_file_comes_in_with_words_and_joins(bring: Bring, table: Table, town: Store) -> None:
    content = "nr,name,schulart,strasse,hausnr,bezirk\n7,A,Grundschule,Weg,1 a,West\n8,B,Gymnasium,Allee,2,Ost\n"
    first = bring("sites", "a.csv", content, constant=["category=school"], map=["kind=schulart"])
    remedies = {p.value: p.remedies for p in first.problems if p.code == "kind_unknown"}
    assert remedies == {
        "Grundschule": ("--value kind:Grundschule=primary",),
        "Gymnasium": ("--value kind:Gymnasium=upper_secondary",),
    }
    values = (("kind", "Grundschule", "primary"), ("kind", "Gymnasium", "upper_secondary"))
    asked = {"constant": ["category=school"], "map": ["kind=schulart", "address=strasse + hausnr", "area_id=bezirk"]}
    report = bring("sites", "a.csv", content, values=values, **asked)
    assert report.edition == 2
    sites = table("sites").set_index("site_id")
    assert sites.loc["7", ["address", "area_id"]].to_list() == ["Weg 1 a", "01"]
    assert table("offers").set_index("site_id").loc["8", "kind"] == "upper_secondary"
    detail = town.history("muster", "sites", viewer=MANAGER)[0].detail
    assert detail["options"]["values"] == [list(one) for one in values]


def test_rows_that_say_the_same_count_once_when_asked(bring: Bring, table: Table) -> None:
    content = "site_id,category,name\n1,kita,A\n2,kita,B\n1,kita,A\n"
    refused = bring("sites", "a.csv", content)
    found = [(p.code, p.row, p.remedies) for p in refused.problems if p.severity == "error"]
    assert found == [("duplicate_key", 0, ("--once",)), ("duplicate_key", 2, ("--once",))]
    report = bring("sites", "a.csv", content, once=True)
    assert [p.values for p in report.problems if p.code == "rows_once"] == [{"count": 1, "rows": "2"}]
    assert set(table("sites")["site_id"]) == {"1", "2", "h1"}


def test_rows_that_differ_in_anything_stay_two() -> None:
    _, problems = arranged(raw(a=["1", "1"], b=["x", "y"]), "sites", Options(once=True))
    assert problems == []
