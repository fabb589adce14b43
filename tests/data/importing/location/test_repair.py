"""Invalid polygons are listed with reason and areas, and taken as repaired only where asked."""

import json
from typing import Any

import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box

from data.checks import mended, shapes
from data.errors import Problem
from data.importing.location.drawing import drawn
from data.importing.location.repair import repaired
from tests.data.importing.places import BOWTIE, frame, town

SQUARE = box(0, 0, 1000, 1000)
# shape -> square kilometres after the repair
INVALID: dict[str, tuple[Any, float]] = {
    "bow tie": (BOWTIE, 0.5),
    "twice the same": (MultiPolygon([SQUARE, SQUARE]), 1.0),
    "overlapping parts": (MultiPolygon([SQUARE, box(500, 0, 1500, 1000)]), 1.5),
    "hole outside": (Polygon(SQUARE.exterior, [box(2000, 0, 3000, 1000).exterior]), 2.0),
    "spike": (Polygon([(0, 0), (1000, 0), (1000, 1000), (1000, 2000), (1000, 1000), (0, 1000)]), 1.0),
    "collection": (GeometryCollection([SQUARE, LineString([(0, 0), (5, 5)]), Point(1, 1)]), 1.0),
}


@pytest.mark.parametrize("case", INVALID)
def test_an_invalid_shape_is_offered_repaired(case: str) -> None:
    shape, after = INVALID[case]
    (problem,) = shapes(frame([shape]))
    assert (problem.row, problem.column, problem.remedies) == (0, "geometry", ("--repair",))
    if problem.code == "polygon_invalid":
        assert problem.value
        assert problem.values["after"] == pytest.approx(after)
    found, notes = repaired(gpd.GeoSeries([shape], index=[7], crs=25833))
    assert [(note.code, note.severity, note.row) for note in notes] == [("polygons_repaired", "note", 7)]
    assert notes[0].values["after"] == pytest.approx(after)
    assert found.iloc[0].is_valid
    assert list(shapes(frame(found))) == []


def test_what_has_no_area_is_not_repaired() -> None:
    flat = Polygon([(0, 0), (1000, 0), (500, 0)])
    (problem,) = shapes(frame([flat]))
    assert (problem.code, problem.remedies) == ("polygon_invalid", ())
    found, notes = repaired(gpd.GeoSeries([flat, None, SQUARE], crs=25833))
    assert notes == []
    assert found.iloc[0] == flat


points = st.tuples(st.integers(0, 20), st.integers(0, 20))


@given(st.lists(points, min_size=3, max_size=9))
def test_any_ring_is_mended_to_a_valid_polygon_or_nothing(ring: list[Any]) -> None:
    after = mended(Polygon(ring))
    if after is not None:
        assert after.is_valid
        assert after.geom_type in ("Polygon", "MultiPolygon")
        assert 0 < after.area <= shapely.convex_hull(shapely.MultiPoint(ring)).area + 1e-9


def test_the_drawing_shows_the_repaired_beside_the_invalid() -> None:
    rows = frame([BOWTIE, SQUARE, box(5000, 0, 6000, 1000)])
    problems = [Problem("polygon_invalid", row=0), Problem("outside_city", row=2)]
    text = drawn("areas", rows, town(), problems)
    assert text is not None
    known = [feature["properties"] for feature in json.loads(text)["features"]]
    assert [(one["id"], one["state"]) for one in known] == [
        ("a", "invalid"),
        ("c", "outside"),
        ("b", "new"),
        ("a", "repaired"),
    ]


def test_a_large_drawing_is_short() -> None:
    circle = Point(0, 0).buffer(1000, quad_segs=2000)
    text = drawn("areas", frame([circle] * 25), town(), [])
    assert text is not None
    assert len(text) <= 1_000_000
    assert len(json.loads(text)["features"]) == 25


def test_nothing_to_draw() -> None:
    assert drawn("statistics", None, town(), []) is None
    assert drawn("areas", frame([SQUARE]).iloc[:0], town(), []) is None
