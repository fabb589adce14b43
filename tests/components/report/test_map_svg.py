"""The drawn map: to scale, classes and hatching as in the legend, the chosen areas outlined, no data text in it."""

from xml.etree.ElementTree import fromstring

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import MultiPolygon, Point, box

from components import session
from components.map.colours import sequential
from components.report.map_svg import circles, drawing, fills
from components.report.outlines import EDGE, HEIGHT, WIDTH, outlines, scale

SQUARES = gpd.GeoSeries([box(x, 0, x + 1000, 1000) for x in (0, 1000, 2000)], index=["a", "b", "c"], crs=25833)


def test_outlines_fill_their_room_and_keep_shape() -> None:
    drawn = outlines(SQUARES)
    assert drawn.width == pytest.approx(WIDTH)
    assert drawn.height == pytest.approx((WIDTH - 2 * EDGE) / 3 + 2 * EDGE, abs=0.1)
    assert drawn.metres == pytest.approx(3000 / (WIDTH - 2 * EDGE))
    high = outlines(gpd.GeoSeries([box(0, 0, 10, 1000)], index=["a"], crs=25833))
    assert high.height == pytest.approx(HEIGHT)


def test_north_is_up() -> None:
    stacked = gpd.GeoSeries([box(0, 0, 100, 100), box(0, 100, 100, 200)], index=["south", "north"], crs=25833)
    middles = outlines(stacked).middles
    assert middles["north"][1] < middles["south"][1]


def test_holes_and_parts_are_drawn() -> None:
    ring = box(0, 0, 1000, 1000).difference(box(400, 400, 600, 600))
    shapes = gpd.GeoSeries([MultiPolygon([ring, box(2000, 0, 2500, 500)])], index=["a"], crs=25833)
    assert outlines(shapes).paths["a"].count("M") == 3


def test_a_number_stands_within_its_area() -> None:
    bent = box(0, 0, 1000, 1000).difference(box(200, 200, 1000, 1000))
    drawn = outlines(gpd.GeoSeries([bent], index=["a"], crs=25833))
    x, y = drawn.middles["a"]
    back = Point((x - EDGE) * drawn.metres, 1000 - (y - EDGE) * drawn.metres)
    assert bent.contains(back)


@pytest.mark.parametrize(
    ("metres", "length"), [(50, 5000), (10, 1000), (20, 2000), (1, 100), (0.01, 1), (1000, 100_000)]
)
def test_the_scale_is_a_round_length(metres: float, length: float) -> None:
    shown, wide = scale(metres, 120)
    assert shown == length
    assert wide == pytest.approx(length / metres)


def test_what_is_not_known_is_hatched_and_what_is_secret_crossed() -> None:
    values, markers = (
        pd.Series([1.0, None, None], index=[*"abc"]),
        pd.Series(["", "missing", "secret"], index=[*"abc"]),
    )
    assert fills(values, markers, (), 1) == {"a": sequential(1)[0], "b": "url(#missing)", "c": "url(#secret)"}


def test_classes_have_the_colours_of_the_legend() -> None:
    values = pd.Series([1.0, 2.0, 3.0], index=[*"abc"])
    assert list(fills(values, pd.Series("", index=values.index), (1.0, 2.0), 1).values()) == list(sequential(3))


def test_the_chosen_area_has_a_dark_line_with_a_light_casing() -> None:
    drawn = outlines(SQUARES)
    with session.speaking("de"):
        one, two, none = (drawing(drawn, {}, chosen) for chosen in (("b",), ("b", "c"), ()))
    assert [svg.count('stroke-linejoin="round"') for svg in (none, one, two)] == [0, 2, 4]
    assert one.index('stroke="#fff" stroke-width="6"') < one.index('stroke-width="2.8"')
    assert ">1</text>" in two
    assert ">2</text>" in two
    assert ">1</text>" not in one


def test_it_is_one_image_of_its_own() -> None:
    with session.speaking("de"):
        svg = drawing(outlines(SQUARES), {"a": "url(#missing)"}, ("a",))
    root = fromstring(svg)  # noqa: S314
    assert root.tag.endswith("svg")
    assert "http" not in svg.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "<script" not in svg


def test_circles_follow_the_number() -> None:
    drawn = outlines(SQUARES)
    svg = circles(pd.Series([400.0, 100.0, None], index=[*"abc"]), drawn, 400.0)
    sizes = [float(part.split('"')[0]) for part in svg.split(' r="')[1:]]
    assert len(sizes) == 2
    assert sizes[0] == pytest.approx(2 * sizes[1], rel=0.02)
