"""Overlaps, gaps, levels that do not tile their city, areas in two areas above, parts of one area."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from shapely.geometry import box

from data.importing import Report
from data.importing.location.coverage import coverage
from data.importing.tables.areas import with_parents
from tests.data.conftest import features, square
from tests.data.importing.places import frame, town

CITY = town().city
WHOLE = frame([box(0, 0, 4000, 1000)], "city", "").assign(area_id="ort", name="Ort")
TILES = [box(x, 0, x + 1000, 1000) for x in range(0, 4000, 1000)]

# districts -> code, severity, values
CASES: dict[str, tuple[list[Any], list[tuple[str, str, dict[str, Any]]]]] = {
    "tiles": (TILES, []),
    "overlap": (
        [*TILES[:3], box(2800, 0, 4000, 1000)],
        [("areas_overlap", "warning", {"count": 1, "km2": 0.2, "pairs": "c C / d D (0.2 km²)"})],
    ),
    "gap": ([*TILES[:3], box(3050, 0, 4000, 1000)], [("areas_gaps", "warning", {"count": 1, "km2": 0.05})]),
    "half": (TILES[:2], [("level_not_tiling", "warning", {"km2": 2.0, "share": 50.0})]),
    "slivers": ([*TILES[:3], box(3004, 0, 4000, 1000)], [("areas_slivers", "note", {"km2": 0.004, "share": 0.1})]),
    "many slivers": (
        [box(x + 9, 0, x + 1000, 1000) for x in range(0, 4000, 1000)],
        [("areas_slivers", "warning", {"km2": 0.036})],
    ),
    "thin overlap": ([*TILES[:3], box(2996, 0, 4000, 1000)], [("areas_slivers", "note", {"km2": 0.004})]),
}


@pytest.mark.parametrize("case", CASES)
def test_how_a_level_covers_its_city(case: str) -> None:
    districts, expected = CASES[case]
    found = coverage(pd.concat([WHOLE, frame(districts)]), ["district"], CITY)
    assert [(one.code, one.severity) for one in found] == [(code, severity) for code, severity, _ in expected]
    for problem, (_, _, values) in zip(found, expected, strict=True):
        assert values.items() <= problem.values.items()


def test_an_area_in_two_areas_above_is_named_with_its_shares() -> None:
    import dataclasses

    levels = (*CITY.levels, dataclasses.replace(CITY.levels[1], code="quarter"))
    city = dataclasses.replace(CITY, levels=levels)
    districts = frame([box(0, 0, 2000, 1000), box(2000, 0, 4000, 1000)])
    quarters = frame([box(0, 0, 1400, 1000), box(1400, 0, 2400, 1000), box(2400, 0, 4000, 1000)], "quarter", "")
    quarters = quarters.assign(area_id=["1", "2", "3"], name=["Nord", "Strehlen", "Süd"])
    coming, problems = with_parents(quarters, pd.concat([WHOLE, districts]), city)
    assert list(coming["parent_id"]) == ["a", "a", "b"]
    (split,) = [problem for problem in problems if problem.code == "two_parents"]
    assert (split.severity, split.row, split.value) == ("warning", 1, "2 Strehlen")
    assert split.values == {"shares": "a A 60 %, b B 40 %", "chosen": "a"}


Bring = Callable[..., Report]


def test_parts_of_one_area_are_joined_where_asked(bring: Bring, table: Callable[..., Any]) -> None:
    rows = [("01", "West", 410_000), ("02", "Ost", 411_000), ("02", "Ost", 411_500)]
    content = features([({"id": key, "name": name}, square(x, 5_654_000, 500)) for key, name, x in rows])
    report = bring("areas", "a.geojson", content, level="district")
    found = [problem for problem in report.problems if problem.code == "duplicate_key"]
    assert [(problem.row, "--add-up" in problem.remedies) for problem in found] == [(1, True), (2, True)]
    report = bring("areas", "a.geojson", content, level="district", add_up=True)
    assert not report.refused
    (note,) = [problem for problem in report.problems if problem.code == "areas_dissolved"]
    assert note.values == {"count": 1, "rows": "02 (1, 2)", "surplus": 1}
    assert table("areas").set_index("area_id").loc["02", "geometry"].area == pytest.approx(500_000)


def test_an_area_outside_is_dropped_where_asked(bring: Bring, table: Callable[..., Any]) -> None:
    shapes = [square(410_000, 5_654_000), square(430_000, 5_654_000)]
    content = features([({"id": f"0{row}", "name": "x"}, shape) for row, shape in enumerate(shapes)])
    report = bring("areas", "a.geojson", content, level="district")
    (far,) = [problem for problem in report.problems if problem.code == "outside_city"]
    assert (far.row, far.remedies) == (1, ("--drop-outside",))
    assert not bring("areas", "a.geojson", content, level="district", drop_outside=True).refused
    assert set(table("areas")["area_id"]) == {"muster", "00"}
