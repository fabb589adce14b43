"""Importing: what comes in, what gives way, and what the report says."""

from collections.abc import Callable
from typing import Any

import pytest

from data.importing import Report
from data.store import Store
from tests.data.conftest import EAST, MANAGER, WEST, features, square

Bring = Callable[..., Report]
Table = Callable[..., Any]

SITES = "site_id,category,name,lon,lat,kind,capacity\n"
FIGURES = "area_id;indicator;group;as_of;value\n"


def areas(*rows: tuple[dict[str, Any], Any], **known: Any) -> str:
    return features([({"name": "X"} | row, shape) for row, shape in rows], **known)


def test_dry_run_reports_everything_and_stores_nothing(bring: Bring, town: Store) -> None:
    before = town.editions("muster")
    report = bring("sites", "a.csv", f"{SITES}n1,kita,A,13.722,51.0385,,5\n", dry_run=True)
    assert (report.added, report.removed, report.edition, report.refused) == (1, 1, None, False)
    assert town.editions("muster") == before


def test_the_report_has_the_agreed_keys(bring: Bring) -> None:
    report = bring("sites", "a.csv", f"{SITES}n1,kita,A,13.722,51.0385,,5\n").as_json()
    assert set(report) == {
        "city",
        "table",
        "dry_run",
        "rows_read",
        "rows_accepted",
        "added",
        "changed",
        "removed",
        "columns",
        "crs",
        "encoding",
        "delimiter",
        "decimal",
        "level",
        "sheets",
        "sheet",
        "header_rows",
        "first_line",
        "file_columns",
        "proposed",
        "preview",
        "drawn",
        "options",
        "remembered",
        "problems",
        "edition",
    }
    assert all({"code", "severity", "row", "column", "value"} <= set(problem) for problem in report["problems"])
    assert (report["encoding"], report["delimiter"], report["decimal"], report["edition"]) == ("utf-8", ",", ".", 2)


def test_official_areas_take_the_place_of_the_schematic_ones(bring: Bring, table: Table) -> None:
    content = areas(
        ({"code": "01", "name": "Westen", "bezirk": "Musterstadt"}, WEST), ({"code": "03", "name": "Neu"}, EAST)
    )
    report = bring("areas", "a.geojson", content, level="district")
    assert (report.added, report.changed, report.removed, report.level) == (1, 1, 1, "district")
    found = table("areas").set_index("area_id")
    assert found["name"].to_dict() == {"01": "Westen", "03": "Neu", "muster": "Musterstadt"}
    assert found["parent_id"].to_dict() == {"01": "muster", "03": "muster", "muster": ""}
    codes = {problem.code: problem.values for problem in report.problems}
    assert codes["parent_by_key"] == {"count": 1}
    assert codes["parent_by_overlap"] == {"count": 1}
    # the invented figure of the area that is gone went with it, the official ones stayed
    assert set(table("statistics")["area_id"]) == {"01", "muster"}


def test_real_figures_of_an_area_that_is_gone_stay_and_are_named(bring: Bring, table: Table) -> None:
    report = bring("areas", "a.geojson", areas(({"id": "07"}, WEST)), level="district")
    left = [problem for problem in report.problems if problem.code == "left_without"]
    assert [(problem.severity, problem.values) for problem in left] == [
        ("warning", {"table": "statistics", "count": 1})
    ]
    assert "jobseekers" in set(table("statistics")["indicator"])


def test_areas_below_a_replaced_level_find_their_new_parent(bring: Bring, table: Table) -> None:
    whole = square(410_000, 5_654_000, 2000)
    report = bring("areas", "a.geojson", areas(({"id": "neu"}, whole)), level="city")
    assert "parents_renewed" in {problem.code for problem in report.problems}
    assert set(table("areas")["parent_id"]) == {"", "neu"}


def test_a_new_city_gets_its_settings_and_the_area_of_the_whole(bring: Bring, town: Store) -> None:
    content = areas(({"id": "007", "name": "A"}, WEST), ({"id": "008", "name": "B"}, EAST))
    asked = {"city": "neu", "new_city": "Neustadt", "crs": "EPSG:25833", "level": "planning_area"}
    report = bring("areas", "a.geojson", content, **asked)
    assert (report.added, report.edition) == (2, 1)
    city = town.city("neu", viewer=MANAGER)
    assert (city.name, city.demo, [level.name_de for level in city.levels]) == (
        "Neustadt",
        False,
        ["Gesamt", "Planungsraum"],
    )
    assert city.centre == pytest.approx((13.73, 51.03), abs=0.02)
    found = town.read("neu", "areas", viewer=MANAGER).set_index("area_id")
    assert found["parent_id"].to_dict() == {"007": "neu", "008": "neu", "neu": ""}
    assert found.loc["neu", "geometry"].area == pytest.approx(2_000_000)
    again = bring("areas", "a.geojson", areas(({"id": "007"}, WEST)), city="neu", level="planning_area")
    assert (again.added, again.changed, again.removed) == (0, 1, 1)


def test_a_new_city_elsewhere_than_its_crs_is_refused(bring: Bring, town: Store) -> None:
    swapped = {"type": "Polygon", "coordinates": [[[51, 13.7], [51, 13.8], [51.1, 13.8], [51.1, 13.7], [51, 13.7]]]}
    report = bring(
        "areas", "a.geojson", areas(({"id": "1"}, swapped), crs=None), city="neu", new_city="N", crs="EPSG:25833"
    )
    assert [problem.code for problem in report.problems if problem.severity == "error"] == ["axes_swapped"]
    assert [city.slug for city in town.cities(viewer=MANAGER)] == ["muster"]


def test_a_correction_is_applied_and_recorded(bring: Bring, town: Store, table: Table) -> None:
    content = areas(({"id": "01"}, WEST), ({"id": "01"}, EAST))
    report = bring("areas", "a.geojson", content, level="district", correct=["1:area_id=02"])
    assert report.edition == 2
    note = "Zeile 1: area_id 01 → 02"
    assert town.history("muster", "areas", viewer=MANAGER)[0].detail["corrections"] == [note]
    source = table("sources").set_index("source_id").loc["a"]
    assert (source["changed"], source["title"], source["demo"]) == (note, "a.geojson", False)
    assert f"{source['retrieved_at']:%Y-%m-%d}" == "2026-11-22"


def test_flat_rows_become_sites_with_their_offers_and_demo_rows_give_way(bring: Bring, table: Table) -> None:
    content = f"{SITES}n1,kita,A,13.722,51.0385,under_3,20\nn1,kita,A,13.722,51.0385,3_to_6,\nn2,kita,B,,,,30\n"
    report = bring("sites", "a.csv", content)
    assert (report.rows_read, report.added, report.removed) == (3, 2, 1)
    assert set(table("sites")["site_id"]) == {"n1", "n2", "h1"}
    offers = table("offers").set_index(["site_id", "kind"])["capacity"]
    assert offers.drop(("n1", "3_to_6")).to_dict() == {("h1", "hostel"): 65, ("n1", "under_3"): 20, ("n2", ""): 30}
    assert offers.isna()["n1", "3_to_6"]
    assert list(table("caseload")["site_id"]) == ["h1"]
    codes = {problem.code: problem.values for problem in report.problems}
    assert codes["demo_gave_way"] == {"table": "sites", "count": 1}
    assert codes["caseload_removed"] == {"count": 1}
    assert codes["unlocated"] == {"count": 1, "rows": "2"}


def test_columns_a_kind_become_offers(bring: Bring, table: Table) -> None:
    content = "id,name,u3,ue3,plaetze\n1,A,12,30,42\n2,B,,25,25\n3,C,,,\n"
    bring("sites", "a.csv", content, constant=["category=kita"], map=["under_3.capacity=u3", "3_to_6.capacity=ue3"])
    offers = table("offers")
    found = [
        (row.site_id, row.kind, row.capacity)
        for row in offers[offers["site_id"] != "h1"].fillna({"capacity": -1}).itertuples()
    ]
    assert found == [("1", "3_to_6", 30), ("1", "under_3", 12), ("2", "3_to_6", 25), ("3", "", -1)]


def test_a_source_replaces_its_own_rows_only(bring: Bring, table: Table) -> None:
    bring("sites", "a.csv", f"{SITES}a1,kita,A,,,,1\na2,kita,A,,,,2\n")
    bring("sites", "b.csv", f"{SITES}b1,kita,B,,,,3\n")
    report = bring("sites", "a.csv", f"{SITES}a2,kita,A,,,,5\na3,kita,A,,,,6\n")
    assert (report.added, report.changed, report.removed) == (1, 0, 1)
    assert set(table("sites")["site_id"]) == {"a2", "a3", "b1", "h1"}
    assert table("offers").set_index("site_id")["capacity"].to_dict() == {"a2": 5, "a3": 6, "b1": 3, "h1": 65}
    everything = bring("sites", "c.csv", f"{SITES}c1,kita,C,,,,7\n", replace_all=True)
    assert everything.removed == 4
    assert list(table("sites")["site_id"]) == list(table("offers")["site_id"]) == ["c1"]


def test_statistics_replace_their_indicator_group_date_and_level(bring: Bring, table: Table) -> None:
    report = bring(
        "statistics", "a.csv", f"{FIGURES}01;population;total;31.12.2025;1.234,5\n02;population;total;31.12.2025;•\n"
    )
    assert (report.decimal, report.delimiter) == (",", ";")
    found = table("statistics")
    rows = found[(found["indicator"] == "population")].set_index(["area_id", "as_of"])
    # both demo dates of the districts gave way, the official figure of the whole city stayed
    assert [(area, f"{day:%Y}", value) for (area, day), value in rows["value"].fillna(-1).items()] == [
        ("01", "2025", 1234.5),
        ("02", "2025", -1),
        ("muster", "2025", 300),
    ]
    assert rows["marker"].to_list() == ["", "secret", ""]
    assert {problem.code: problem.values.get("count") for problem in report.problems}["demo_gave_way"] == 3
    second = bring("statistics", "b.csv", f"{FIGURES}01;population;total;31.12.2024;5\n")
    assert (second.added, second.removed) == (1, 0)
    third = bring("statistics", "b.csv", f"{FIGURES}02;population;total;31.12.2025;6\n")
    assert (third.changed, third.removed) == (1, 1)


MARKS = [
    ("•", "secret"),
    ("*", "secret"),
    (".", "secret"),
    ("-", "missing"),
    ("–", "missing"),
    ("/", "missing"),
    ("x", "missing"),
    ("…", "missing"),
    ("", "missing"),
    ("0", ""),
]


@pytest.mark.parametrize(("mark", "marker"), MARKS)
def test_marks_of_statistical_offices_are_never_zero(mark: str, marker: str, bring: Bring, table: Table) -> None:
    report = bring(
        "statistics", "a.csv", f"area_id;p;q\n01;{mark};1\n", constant=["as_of=31.12.2025"], map=["p.total=p"]
    )
    assert report.edition is not None
    found = table("statistics").set_index("indicator").loc["p"]
    assert found["marker"] == marker
    assert (found["value"] == 0) == (mark == "0")


WIDE = "code,name,inhabitants,age below 6,remark\n01,West,100,10,a\n02,Ost,200,,b\n"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (
            {"map": ["population.total=inhabitants", "population.age_0_5=age below 6"]},
            {"population": {"total": 300, "age_0_5": 10}},
        ),
        ({"map": ["population=inhabitants"]}, {"population": {"total": 300}}),
        (
            {"map": ["total=inhabitants", "age_0_5=age below 6"], "constant": ["indicator=population"]},
            {"population": {"total": 300, "age_0_5": 10}},
        ),
        ({}, {"inhabitants": {"total": 300}, "age below 6": {"total": 10}}),
    ],
)
def test_wide_tables_become_long(
    options: dict[str, Any], expected: dict[str, Any], bring: Bring, table: Table
) -> None:
    constants = [*options.get("constant", []), "as_of=2023-12-31"]
    report = bring("statistics", "a.csv", WIDE, **(options | {"constant": constants}))
    assert report.rows_accepted == 2
    found = table("statistics")
    found = found[found["source_id"] == "a"]
    assert report.added == len(found) == 2 * sum(map(len, expected.values()))
    sums = found.groupby(["indicator", "group"])["value"].sum()
    assert sums.to_dict() == {
        (name, group): value for name, groups in expected.items() for group, value in groups.items()
    }


def test_caseload_offers_measures_and_sources_come_as_they_are(bring: Bring, table: Table) -> None:
    caseload = bring("caseload", "a.csv", "site_id,as_of,occupied,rejected\nk1,30.06.2026,50,•\n")
    assert (caseload.added, caseload.removed) == (1, 1)
    assert set(table("caseload")["site_id"]) == {"k1", "h1"}
    offers = bring("offers", "a.csv", "site_id,kind,capacity,role,staff\nk1,,70,,\nk1,under_3,5,,\n")
    assert (offers.added, offers.changed, offers.removed) == (1, 1, 1)
    measures = bring("measures", "a.csv", "id,title,domain,due,audience\n7,Sprachkurs,german,31.12.2027,\n")
    assert measures.added == 1
    assert table("measures")[["status", "audience", "source_id"]].values.tolist() == [["proposed", "council", "a"]]
    sources = bring("sources", "a.csv", "source_id,title,licence,demo\nreal,Amtlich,dl-de/by-2-0,\n")
    assert (sources.changed, sources.removed) == (1, 0)


def test_hostile_names_are_only_text(bring: Bring, table: Table) -> None:
    name = "<script>alert(1)</script> {{ 7*7 }} ${alert(1)} =cmd()'; DROP TABLE sites; --"
    bring("sites", "a.csv", f'id;category;name\n"{name}";kita;"{name}"\n')
    assert name in set(table("sites")["name"])
    report = bring("statistics", "b.csv", f'code;"{name}"\n01;5\n', constant=["as_of=2025-12-31"])
    assert report.edition is not None
    assert name in set(table("statistics")["indicator"])
