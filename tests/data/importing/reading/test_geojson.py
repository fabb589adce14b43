"""GeoJSON in every wrapping that people send, with texts as they stand."""

import json
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Point, box, mapping, shape

from data.errors import DataRefusedError
from data.importing.reading.geojson import read_geojson
from data.importing.reading.shapes import shapes_of

SQUARE = mapping(box(13.7, 51.0, 13.8, 51.1))
FEATURE = {"type": "Feature", "properties": {"key": "007", "n": 1}, "geometry": SQUARE}
LAYER = {"type": "FeatureCollection", "features": [FEATURE]}
TEXT = json.dumps(LAYER)
PLAIN: dict[str, str] = {}

# content -> texts of the first row
WRAPPINGS: dict[str, tuple[bytes, dict[str, str]]] = {
    "collection": (TEXT.encode(), {"key": "007", "n": "1"}),
    "BOM": (b"\xef\xbb\xbf" + TEXT.encode(), {"key": "007", "n": "1"}),
    "BOM twice": (b"\xef\xbb\xbf\xef\xbb\xbf" + TEXT.encode(), {"key": "007", "n": "1"}),
    "UTF-16": (TEXT.encode("utf-16"), {"key": "007", "n": "1"}),
    "UTF-16 without BOM": (TEXT.encode("utf-16-le"), {"key": "007", "n": "1"}),
    "Windows": (TEXT.replace("007", "Höhe").encode("cp1252"), {"key": "Höhe", "n": "1"}),
    "one feature": (json.dumps(FEATURE).encode(), {"key": "007", "n": "1"}),
    "list of features": (json.dumps([FEATURE]).encode(), {"key": "007", "n": "1"}),
    "line a feature": ((json.dumps(FEATURE) + "\n" + json.dumps(FEATURE)).encode(), {"key": "007", "n": "1"}),
    "bare geometry": (json.dumps(SQUARE).encode(), PLAIN),
    "bare collection": (json.dumps({"type": "GeometryCollection", "geometries": [SQUARE]}).encode(), PLAIN),
    "under a key": (json.dumps({"success": True, "data": LAYER}).encode(), {"key": "007", "n": "1"}),
    "under two keys": (json.dumps({"result": {"records": [FEATURE]}}).encode(), {"key": "007", "n": "1"}),
    "records with a shape": (json.dumps([{"key": "007", "geo_shape": SQUARE}]).encode(), {"key": "007"}),
}


@pytest.mark.parametrize("case", WRAPPINGS)
def test_every_wrapping_gives_the_same_square(case: str) -> None:
    content, texts = WRAPPINGS[case]
    raw = read_geojson(content)
    assert raw.texts.iloc[0].to_dict() == texts
    assert raw.geometry is not None
    assert raw.geometry.iloc[0].equals(shape(SQUARE))
    assert raw.crs == "EPSG:4326"


def test_a_collection_of_polygons_is_one_area() -> None:
    content = json.dumps({"type": "GeometryCollection", "geometries": [SQUARE, mapping(box(14, 51, 15, 52))]})
    raw = read_geojson(content.encode())
    assert raw.geometry is not None
    assert isinstance(raw.geometry.iloc[0], MultiPolygon)


def test_objects_in_properties_become_columns_with_dots() -> None:
    properties = {"AGS": "05112000", "destatis": {"population": 498590, "center_lon": "6,76"}, "zip": ["1", "2"]}
    raw = read_geojson(json.dumps(LAYER | {"features": [FEATURE | {"properties": properties}]}).encode())
    assert raw.texts.iloc[0].to_dict() == {
        "AGS": "05112000",
        "destatis.population": "498590",
        "destatis.center_lon": "6,76",
        "zip": '["1", "2"]',
    }


# content -> code, row, column, value
REFUSED: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "TopoJSON": ({"type": "Topology"}, ("format_other", None, None, "TopoJSON")),
    "Esri": ({"features": [{"attributes": {}, "geometry": {}}]}, ("format_other", None, None, "Esri JSON")),
    "NaN": (
        LAYER | {"features": [FEATURE, FEATURE | {"properties": {"a": float("nan")}}]},
        ("json_constant", 1, "a", "nan"),
    ),
    "Infinity": (
        LAYER | {"features": [FEATURE | {"geometry": {"type": "Point", "coordinates": [float("inf"), 1]}}]},
        ("json_constant", 0, "geometry", "inf"),
    ),
    "number": (5, ("no_geojson", None, None, "")),
    "properties": (LAYER | {"features": [{"properties": 5}]}, ("no_geojson", 0, None, "properties")),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_geojson_is_named(case: str) -> None:
    document, expected = REFUSED[case]
    with pytest.raises(DataRefusedError) as caught:
        read_geojson(json.dumps(document).encode())
    problem = caught.value.problems[0]
    assert (problem.code, problem.row, problem.column, problem.value) == expected


def test_every_broken_geometry_is_named_with_its_row() -> None:
    broken = [{"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}, SQUARE, {"type": "Polygon", "coordinates": [5]}]
    content = LAYER | {"features": [FEATURE | {"geometry": one} for one in broken]}
    with pytest.raises(DataRefusedError) as caught:
        read_geojson(json.dumps(content).encode())
    assert [(one.code, one.row) for one in caught.value.problems] == [("no_geometry", 0), ("no_geometry", 2)]


def test_several_layers_are_a_question() -> None:
    content = json.dumps({"a": LAYER, "b": LAYER | {"features": []}}).encode()
    with pytest.raises(DataRefusedError) as caught:
        read_geojson(content)
    assert caught.value.problems[0].remedies == ("--sheet a", "--sheet b")
    assert len(read_geojson(content, "a").texts) == 1


@pytest.mark.parametrize(
    ("member", "crs"),
    [
        ("urn:ogc:def:crs:EPSG::25833", "EPSG:25833"),
        ("EPSG:31467", "EPSG:31467"),
        ("http://www.opengis.net/def/crs/EPSG/0/4647", "EPSG:4647"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"),
        ("EPSG:1", "EPSG:1"),
        ("+init=/etc/passwd:1", "+init=/etc/passwd:1"),
    ],
)
def test_the_member_crs_is_honoured(member: str, crs: str) -> None:
    raw = read_geojson(json.dumps(LAYER | {"crs": {"type": "name", "properties": {"name": member}}}).encode())
    assert raw.crs == crs
    assert raw.geometry is not None
    assert (raw.geometry.crs is None) == (crs in ("EPSG:1", "+init=/etc/passwd:1"))


def test_numbers_that_are_no_degrees_leave_the_crs_open() -> None:
    raw = read_geojson(json.dumps(mapping(Point(410_500, 5_654_500))).encode())
    assert raw.crs is None


coordinates = st.floats(-1e7, 1e7).map(lambda number: round(number, 3))
rings = st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=6)
polygons = st.lists(rings, min_size=1, max_size=3)
geometries = st.one_of(
    st.none(),
    st.tuples(coordinates, coordinates).map(lambda xy: {"type": "Point", "coordinates": list(xy)}),
    polygons.map(lambda one: {"type": "Polygon", "coordinates": one}),
    st.lists(polygons, min_size=1, max_size=3).map(lambda many: {"type": "MultiPolygon", "coordinates": many}),
)


@given(st.lists(geometries, max_size=6))
def test_shapes_read_together_are_those_read_one_by_one(found: list[Any]) -> None:
    shapes, problems = shapes_of(found)
    assert problems == []
    for one, geometry in zip(shapes, found, strict=True):
        expected = None if geometry is None else shape(geometry)
        assert (one is None) == (expected is None)
        if one is not None:
            assert shapely.equals_exact(one, expected)
            assert one.geom_type == geometry["type"]


json_like = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["type", "features", "geometry", "properties", "coordinates", "geometries", "crs", "a", "id"]
            ),
            inner | st.sampled_from(["Feature", "FeatureCollection", "Polygon", "Point", "GeometryCollection"]),
            max_size=4,
        )
    ),
    max_leaves=25,
)


@given(json_like)
def test_no_document_is_more_than_refused(document: Any) -> None:
    with suppress(DataRefusedError):
        raw = read_geojson(json.dumps(document).encode())
        assert raw.geometry is None or np.isfinite(shapely.get_coordinates(raw.geometry.to_numpy())).all()


@pytest.mark.parametrize(
    ("ids", "column"), [((0, 1), "feature_id"), ((1, 2), "feature_id"), (("01", "02"), "id"), ((7, 8), "id")]
)
def test_a_mere_count_of_features_is_no_key(ids: tuple[Any, Any], column: str) -> None:
    features = [{"type": "Feature", "id": one, "properties": {"wb": f"w{one}"}, "geometry": None} for one in ids]
    raw = read_geojson(json.dumps({"type": "FeatureCollection", "features": features}).encode())
    assert raw.names == [column, "wb"]
