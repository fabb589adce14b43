"""Shapes written as text in a column: read where most texts are some, and the broken ones told."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from data.importing.location.written import with_written_shapes
from data.importing.reading.raw import Raw

WHOLE = shapely.Point(13.74, 51.05)
WAYS = {
    "wkt": (WHOLE.wkt, "POINT (13.74"),
    "wkb": (shapely.to_wkb(WHOLE, hex=True), shapely.to_wkb(WHOLE, hex=True)[:-6] + "00"),
    "geo_shape": (shapely.to_geojson(WHOLE), '{"type": "Point", "coordinates": [13.7'),
    "position": ("51.05, 13.74", "51.05, 13.74, Nord 5"),
}


def read(name: str, *texts: str) -> Raw:
    return with_written_shapes(Raw(pd.DataFrame({"id": [*map(str, range(len(texts)))], name: texts}, dtype="str")))


@pytest.mark.parametrize("name", WAYS)
def test_a_broken_text_among_shapes_is_told_with_its_row(name: str) -> None:
    sound, broken = WAYS[name]
    raw = read(name, sound, sound, broken, sound)
    assert isinstance(raw.geometry, gpd.GeoSeries)
    assert raw.geometry.isna().tolist() == [False, False, True, False]
    assert raw.geometry.iloc[0].equals(WHOLE)
    (problem,) = raw.notes
    assert (problem.code, problem.severity, problem.row, problem.column) == ("no_geometry", "error", 2, name)
    assert problem.value == broken[: len(problem.value or "")]


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("word", ["", "unbekannt", "k. A."])
def test_a_word_among_shapes_says_that_there_is_none(name: str, word: str) -> None:
    raw = read(name, WAYS[name][0], word)
    assert raw.geometry is not None
    assert raw.geometry.isna().tolist() == [False, True]
    assert not raw.notes


def test_a_column_of_other_texts_stays_a_column() -> None:
    raw = read("position", "1. Vorsitz", "2. Vorsitz", "51.05, 13.74")
    assert raw.geometry is None
    assert "position" in raw.texts
