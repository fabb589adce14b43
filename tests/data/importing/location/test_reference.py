"""In which CRS a file is: asked with the right candidate first, never guessed."""

from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import CRS

from data.importing.location.reference import CANDIDATES, referenced
from data.importing.options import Options
from data.importing.reading.crs import crs_name, known_crs
from tests.data.importing.places import grid, raw_of, town

TOWNS = {
    "EPSG:31466": (6.76, 51.43),
    "EPSG:31467": (9.99, 48.4),
    "EPSG:31468": (11.58, 48.14),
    "EPSG:31469": (13.73, 51.04),
    "EPSG:25832": (7.1, 50.73),
    "EPSG:25833": (12.5, 50.72),
    "EPSG:4647": (8.68, 50.11),
    "EPSG:5650": (13.4, 52.5),
    "EPSG:3857": (13.4, 52.5),
    "EPSG:4326": (10.0, 53.55),
    "EPSG:3068": (13.4, 52.5),
}


def found(shapes: Any, crs: Any, place: Any, **asked: Any) -> tuple[list[str], tuple[str, ...], Any]:
    """Codes of the errors, the remedies of the first, and the file."""
    raw, problems = referenced(raw_of(shapes, crs), place, Options(**asked))
    errors = [problem for problem in problems if problem.severity == "error"]
    return [problem.code for problem in errors], errors[0].remedies if errors else (), raw


@pytest.mark.parametrize("crs", CANDIDATES)
@pytest.mark.parametrize("new", [False, True])
def test_the_true_crs_is_offered_first_and_reads_the_file(crs: str, new: bool) -> None:
    place = town(*TOWNS[crs], new=new)
    shapes = grid(place).to_crs(crs)
    codes, remedies, _ = found(shapes, None, place)
    assert codes == ["crs_missing"]
    names = [remedy.removeprefix("--file-crs ") for remedy in remedies]
    twins = {place.city.crs, crs} if new else {crs}
    assert names[0] in twins
    assert crs in names
    codes, _, raw = found(shapes, None, place, file_crs=crs)
    assert codes == []
    assert raw.crs == crs
    back = raw.geometry.to_crs(place.city.crs)
    assert shapely.hausdorff_distance(back.to_numpy(), grid(place).to_numpy()).max() < 0.001


@settings(deadline=None, max_examples=25)
@given(st.floats(6.5, 14.5), st.floats(47.8, 54.3), st.sampled_from(CANDIDATES), st.booleans())
def test_any_town_in_any_crs(longitude: float, latitude: float, crs: str, turned: bool) -> None:
    area = CRS.from_user_input(crs).area_of_use
    assert area is not None
    assume(area.west <= longitude <= area.east and area.south <= latitude <= area.north)
    place = town(longitude, latitude)
    shapes = grid(place).to_crs(crs).to_numpy()
    if turned:
        shapes = shapely.transform(shapes, lambda xy: xy[:, ::-1])
    codes, remedies, _ = found(shapes, None, place)
    assert codes == ["crs_missing"]
    assert remedies[0] == f"--file-crs {crs}" + (" --swap-axes" if turned else "")
    codes, remedies, _ = found(shapes, crs, place)
    assert (codes, remedies) == ((["axes_swapped"], ("--swap-axes",)) if turned else ([], ()))
    if turned:
        assert found(shapes, crs, place, swap_axes=True)[0] == []


def test_a_wrong_zone_is_told_with_the_distance_and_the_right_one() -> None:
    place = town(13.4, 52.5)
    raw, problems = referenced(raw_of(grid(place), "EPSG:25832"), place, Options())
    assert [(one.code, one.remedies) for one in problems] == [("layer_outside_city", ("--file-crs EPSG:25833",))]
    assert problems[0].values["km"] == pytest.approx(405, abs=10)
    assert raw.crs == "EPSG:25832"


def test_another_town_is_left_to_the_rows() -> None:
    assert found(grid(town(9.99, 48.4)), "EPSG:25832", town(13.4, 52.5))[0] == []


def test_metres_under_the_name_of_degrees() -> None:
    place = town()
    codes, remedies, _ = found(grid(place), "EPSG:4326", place)
    assert (codes, remedies) == (["outside_crs"], ("--file-crs EPSG:25833",))


def test_an_unknown_crs_asked_for_is_refused() -> None:
    assert found(grid(town()), None, town(), file_crs="EPSG:1")[0] == ["crs_unknown"]
    assert found(grid(town()), None, town(), file_crs="+init=/etc/passwd:1")[0] == ["crs_unknown"]


def test_nothing_anywhere_is_no_question() -> None:
    assert found([None, None], None, town())[0] == []


PREFIXED = """PROJCS["ETRS_1989_UTM_Zone_32N",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",
SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],
PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",32500000.0],PARAMETER["False_Northing",0.0],
PARAMETER["Central_Meridian",9.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],
UNIT["Meter",1.0]]"""


def test_a_definition_counts_and_not_its_name() -> None:
    crs = known_crs(PREFIXED)
    assert crs is not None
    assert crs_name(crs) != "EPSG:25832"
    point = gpd.GeoSeries.from_xy([32_500_000.0], [5_600_000.0], crs=crs).to_crs(4326).iloc[0]
    assert np.isclose(point.x, 9.0)
    assert crs_name(known_crs("25832") or crs) == "EPSG:25832"


def test_written_shapes_of_a_table_are_its_geometry() -> None:
    from dataclasses import replace

    place = town()
    for text, crs in {
        "POINT(13.73 51.04)": "EPSG:4326",
        "SRID=25833;POINT(411000 5654500)": "EPSG:25833",
        "51.04, 13.73": "EPSG:4326",
        '{"type":"Point","coordinates":[13.73,51.04]}': "EPSG:4326",
    }.items():
        raw = raw_of([None])
        table = replace(raw, geometry=None, texts=raw.texts.assign(Koordinaten=text))
        read, problems = referenced(table, place, Options())
        assert problems == []
        assert (read.crs, read.names) == (crs, ["id"])
        assert read.geometry is not None
        assert read.geometry.to_crs(4326).iloc[0].distance(shapely.Point(13.73, 51.04)) < 0.02
