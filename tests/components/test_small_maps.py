"""Small maps: outlines in few signs, cut-outs to one scale, classes of change that reach as far to both sides."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from components.change_map import classes, legend
from components.light_outlines import SIDE, cut_outs, light
from components.map.colours import PUOR_ZERO
from components.report.outlines import outlines
from components.session import speaking
from components.small_maps import Panel, _svg
from data.indicators import find
from geo.classes import classify

AREAS = gpd.GeoSeries(
    {"a": box(0, 0, 1000, 1000), "b": box(1000, 0, 3000, 1000), "c": box(0, 1000, 3000, 5000)}, crs=25833
)


def test_light_outlines_hold_the_same_corners_in_fewer_signs() -> None:
    drawn = outlines(AREAS)
    found = light(drawn)
    assert set(found.paths) == {"a", "b", "c"}
    assert found.paths["a"].startswith("M")
    assert all(len(found.paths[area]) < len(drawn.paths[area]) for area in "abc")
    assert "." not in "".join(found.paths.values())


def test_cut_outs_are_squares_to_one_scale_around_their_area() -> None:
    found = cut_outs(AREAS, ["a", "b"])
    assert list(found) == ["a", "b"]
    assert {one.metres for one in found.values()} == {2000 * 1.5 / SIDE}
    assert set(found["a"].paths) == {"a", "b", "c"}
    x, y = found["a"].middles["a"]
    assert (x, y) == pytest.approx((SIDE / 2, SIDE / 2), abs=1)


def panel(values: dict[str, float | None], markers: dict[str, str]) -> Panel:
    names = pd.Series({"a": "<b>A</b>", "b": "B", "c": "C"})
    return Panel(
        "Karte", light(outlines(AREAS)), pd.Series(values, dtype=float), pd.Series(markers), names, ("a", "b")
    )


def test_missing_is_hatched_secret_is_crossed_and_no_name_is_in_the_picture() -> None:
    with speaking("de"):
        svg = _svg(
            panel({"a": 1, "b": None, "c": None}, {"a": "", "b": "secret", "c": "missing"}), find("kita"), (), 1
        )
    assert 'fill="url(#secret)"' in svg
    assert 'fill="url(#missing)"' in svg
    assert "<b>" not in svg
    assert ">1</text>" in svg
    assert ">2</text>" in svg


def test_counts_are_circles_with_a_key_in_the_picture() -> None:
    with speaking("de"):
        svg = _svg(panel({"a": 1200, "b": 400, "c": 0}, dict.fromkeys("abc", "")), find("population"), (), 1200)
    assert svg.count("<circle") >= 2 + 2 + 3  # two areas, two numbers, three of the key
    assert ">1.000</text>" in svg


def test_classes_of_change_reach_as_far_to_both_sides() -> None:
    moved = pd.Series({"a": -5.0, "b": -1.1, "c": -0.1, "d": 0.0, "e": 0.1, "f": 1.1, "g": 9.3, "h": None})
    bounds, palette = classes(moved, 1)
    assert len(palette) == len(bounds) + 1 == 7
    found = classify(moved, bounds).tolist()
    assert palette[found[3]] == PUOR_ZERO
    sizes = {area: abs(place - found[3]) for area, place in zip("abcdefg", found, strict=False)}
    assert sizes["b"] == sizes["f"]
    assert sizes["c"] == sizes["e"] == 1
    assert found[-1] is pd.NA


@pytest.mark.parametrize("values", [[0.0, 0.0], [None, None], [3.0, 3.0], [1.0, -1.0, 2.0]])
def test_few_changes_have_few_classes_and_always_a_labelled_zero(values: list[float | None]) -> None:
    for decimals in (0, 1):
        bounds, palette = classes(pd.Series(values, dtype=float), decimals)
        assert list(bounds) == sorted(set(bounds))
        with speaking("de"):
            html = legend(bounds, palette, unit="<x>", decimals=decimals, notes=["<y>"], missing=True)
        assert "0 (unverändert)" in html
        assert html.count("<li") == len(palette) + 1
        assert "<x>" not in html
        assert "<y>" not in html
