import dataclasses
import json
import math
import random

import pytest

from components.map import ForeignLinkError, SiteMark
from components.map.colours import sequential
from components.map.view import base36, row, state
from tests.components.map_samples import mark, sent, view


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (9, "9"), (10, "a"), (35, "z"), (36, "10"), (-37, "-11"), (9999, "7pr")],
)
def test_base36_reads_back(number, text):
    assert base36(number) == text
    assert int(text, 36) == number


def test_row_tells_missing_secret_zero_and_thirty_three_apart():
    assert row((None, 1.0, 0.0, 33.0, math.nan, math.inf, -1.5), frozenset({1}), 0) == ",*,0,x,,,-2"


def test_a_secret_value_never_leaves():
    assert json.loads(state(view()))["values"] == "i5,i5,,*"


def test_breaks_are_scaled_as_values_are():
    assert json.loads(state(view()))["breaks"] == [200, 400, 653, 800]


def test_a_site_is_sent_with_its_symbol_and_nothing_else():
    marks = (
        mark("Haus", category="accommodation", central=True),
        mark("Wohnung", category="accommodation", central=False),
        mark("Neu", category="unheard-of"),
    )
    assert json.loads(state(view(sites=marks)))["sites"] == [
        ["s1", 13.7, 51.0, "accommodation", "Haus"],
        ["s1", 13.7, 51.0, "accommodation_decentral", "Wohnung"],
        ["s1", 13.7, 51.0, "other", "Neu"],
    ]
    assert {field.name for field in dataclasses.fields(SiteMark)} == {
        "site_id", "lon", "lat", "category", "name", "central",
    }  # fmt: skip


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a.geojson",
        "//example.org/a",
        "/geo/a",
        "../secret",
        "geo/../../x",
        "geo//x",
        "javascript:alert(1)",
        "geo/a b",
        "",
    ],
)
@pytest.mark.parametrize("where", ["geometry_url", "site_urls"])
def test_no_address_leaves_the_app(url, where):
    with pytest.raises(ForeignLinkError):
        state(view(**{where: url if where == "geometry_url" else (url,)}))


def test_colours_must_fit_the_classes():
    with pytest.raises(ValueError, match="4 breaks need 5 colours, got 2"):
        state(view(colours=("#fff", "#000")))


@pytest.mark.parametrize(("areas", "most"), [(64, 2048), (542, 4096)])
def test_a_click_sends_little(monkeypatch, areas, most):
    dice = random.Random(1)  # noqa: S311
    values = tuple(round(dice.uniform(10, 999.9), 1) for _ in range(areas))
    arguments = sent(monkeypatch, view(values=values))
    assert len(json.dumps(arguments, ensure_ascii=False).encode()) <= most


def test_the_base_map_is_the_same_for_every_city_language_and_level(monkeypatch):
    first = sent(monkeypatch, view())
    other = sent(
        monkeypatch,
        view(geometry_url="geo/x", bounds=(6.6, 51.3, 6.8, 51.6), language="en", label="Map", form="count"),
    )
    changed = {name for name in first if first[name] != other[name]}
    assert changed == {"feature_group"}


@pytest.mark.parametrize("classes", range(1, 6))
def test_colours_of_a_scale_are_distinct(classes):
    assert len(set(sequential(classes))) == classes


@pytest.mark.parametrize("classes", [0, 6])
def test_a_scale_has_one_to_five_classes(classes):
    with pytest.raises(ValueError, match="between one and 5 classes"):
        sequential(classes)
