"""Rows that join those that stand, and levels that a city gets with a file."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from data.contracts import validate
from data.importing import Report
from data.importing.cities import LevelExistsError, LevelNeedsCodeError, UnknownLevelError
from data.store import Store
from tests.data.conftest import EAST, MANAGER, features, square

Bring = Callable[..., Report]
Table = Callable[..., Any]
SITES = "site_id,category,name,kind,capacity\n"


def test_added_areas_leave_those_of_their_level(bring: Bring, table: Table) -> None:
    content = features([({"id": "02", "name": "Osten"}, EAST)])
    report = bring("areas", "a.geojson", content, level="district", add=True)
    assert (report.added, report.changed, report.removed) == (0, 1, 0)
    assert table("areas").set_index("area_id")["name"].to_dict() == {
        "01": "West",
        "02": "Osten",
        "muster": "Musterstadt",
    }


def test_added_sites_join_those_of_their_source(bring: Bring, table: Table) -> None:
    bring("sites", "a.csv", f"{SITES}n1,kita,A,under_3,5\nn2,kita,B,under_3,6\n", source="s")
    report = bring("sites", "b.csv", f"{SITES}n2,kita,Neu,under_3,9\nn3,kita,C,under_3,7\n", source="s", add=True)
    assert (report.added, report.changed, report.removed) == (1, 1, 0)
    assert set(table("sites")["site_id"]) == {"h1", "n1", "n2", "n3"}
    offers = table("offers").set_index("site_id")["capacity"]
    assert offers[["n1", "n2", "n3"]].to_list() == [5, 9, 7]


def test_added_figures_join_those_of_their_indicator(bring: Bring, table: Table) -> None:
    head = "area_id;indicator;as_of;value\n"
    bring("statistics", "a.csv", f"{head}01;p;2024;5\n")
    report = bring("statistics", "a.csv", f"{head}02;p;2024;7\n", add=True)
    assert (report.added, report.changed, report.removed) == (1, 0, 0)
    rows = table("statistics")
    assert rows[rows["indicator"] == "p"]["value"].to_list() == [5, 7]


def test_without_add_the_scope_gives_way(bring: Bring, table: Table) -> None:
    head = "area_id;indicator;as_of;value\n"
    bring("statistics", "a.csv", f"{head}01;p;2024;5\n")
    bring("statistics", "a.csv", f"{head}02;p;2024;7\n")
    rows = table("statistics")
    assert rows[rows["indicator"] == "p"]["value"].to_list() == [7]


MEASURES = "measure_id;title;audience\n"


def test_measures_of_a_file_replace_those_of_its_source_and_invented_ones_give_way(
    bring: Bring, town: Store, table: Table
) -> None:
    bring("measures", "demo.csv", f"{MEASURES}d1;Erfunden;public\nd2;Auch erfunden;\n", source="demo")
    assert table("measures")["source_id"].to_list() == ["demo", "demo"]
    report = bring("measures", "plan.csv", f"{MEASURES}1;Kurse;\n2;Lotsen;manager\n")
    assert [p.values for p in report.problems if p.code == "demo_gave_way"] == [{"table": "measures", "count": 2}]
    assert table("measures").set_index("measure_id")["audience"].to_dict() == {"1": "council", "2": "manager"}
    bring("measures", "verband.csv", f"{MEASURES}v;Kurzer Draht;public\n")
    report = bring("measures", "plan.csv", f"{MEASURES}1;Mehr Kurse;\n")
    assert (report.added, report.changed, report.removed) == (0, 1, 1)
    assert table("measures").set_index("measure_id")["title"].to_dict() == {"1": "Mehr Kurse", "v": "Kurzer Draht"}
    report = bring("measures", "plan.csv", f"{MEASURES}3;Dazu;\n", add=True)
    assert (report.added, len(table("measures"))) == (1, 3)
    taken = bring("measures", "plan.csv", f"{MEASURES}v;Genommen;\n")
    assert (taken.edition, [p.code for p in taken.problems if p.severity == "error"]) == (
        None, ["key_of_other_source"],
    )  # fmt: skip
    assert "plan" in set(town.read("muster", "sources", viewer=MANAGER)["source_id"])


def test_measures_without_a_source_give_way_to_a_file_that_names_them(
    bring: Bring, town: Store, table: Table
) -> None:
    with town.change("muster", viewer=MANAGER, action="import") as change:
        rows = pd.DataFrame({"measure_id": ["1", "2"], "title": ["Alt", "Bleibt"]})
        change.write("measures", validate("measures", rows))
    bring("measures", "plan.csv", f"{MEASURES}1;Neu;\n")
    assert table("measures").set_index("measure_id")["title"].to_dict() == {"1": "Neu", "2": "Bleibt"}


PARTS = features(
    [
        ({"id": "w1", "name": "A"}, square(410_000, 5_654_000, 500)),
        ({"id": "w2", "name": "B"}, square(411_000, 5_654_000, 500)),
    ]
)


def test_a_level_comes_with_its_areas(bring: Bring, town: Store, table: Table) -> None:
    refused = bring("areas", "a.geojson", PARTS, level="ward")
    unknown = [p for p in refused.problems if p.code == "level_unknown"]
    assert unknown[0].remedies == ("--new-level Wahlbezirk",)
    report = bring("areas", "a.geojson", PARTS, level="ward", new_level="Wahlbezirk")
    assert report.edition is not None
    levels = town.city("muster", viewer=MANAGER).levels
    assert [(level.code, level.plural_de, level.plural_en) for level in levels][-1] == (
        "ward",
        "Wahlbezirke",
        "Wards",
    )
    assert table("areas").set_index("area_id").loc[["w1", "w2"], "parent_id"].to_list() == ["01", "02"]


def test_a_level_may_come_above_another(bring: Bring, town: Store) -> None:
    content = features([({"id": "n", "name": "Nord"}, square(410_000, 5_654_000, 2000))])
    bring("areas", "a.geojson", content, level="part", new_level="Stadtraum", above="district")
    levels = town.city("muster", viewer=MANAGER).levels
    assert [(level.code, level.name_de) for level in levels] == [
        ("city", "Stadt"),
        ("part", "Stadtraum"),
        ("district", "Bezirk"),
    ]


def test_a_refused_file_leaves_the_levels(bring: Bring, town: Store) -> None:
    content = features([({"name": "ohne Schlüssel"}, EAST)])
    assert bring("areas", "a.geojson", content, level="ward", new_level="Wahlbezirk").edition is None
    assert [level.code for level in town.city("muster", viewer=MANAGER).levels] == ["city", "district"]


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"new_level": "Wahlbezirk"}, LevelNeedsCodeError),
        ({"new_level": "Bezirk", "level": "district"}, LevelExistsError),
        ({"new_level": "Wahlbezirk", "level": "ward", "above": "x"}, UnknownLevelError),
    ],
)
def test_levels_that_will_not_do(asked: dict[str, str], error: type[Exception], bring: Bring) -> None:
    with pytest.raises(error):
        bring("areas", "a.geojson", PARTS, **asked)
