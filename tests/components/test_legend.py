import re
from itertools import pairwise

import pytest

from components.legend import circle_values, legend_html
from components.map.colours import PUBU_5
from tests.components.map_samples import PAYLOADS


def legend(**changes):
    given = {
        "form": "rate", "breaks": (65.3, 74.4, 80.0, 90.0), "colours": PUBU_5, "unit": "je 100 Kinder", "decimals": 1,
        "method": "Quantile", "stand": "31.12.2024", "source": "Statistikstelle", "has_missing": False,
        "has_secret": False, "values_min": 60.0, "values_max": 0, "categories": (), "language": "de",
    }  # fmt: skip
    return legend_html(**(given | changes))


def lines(html):
    return [line for line in re.sub(r"<[^>]*>", "\n", html).split("\n") if line]


def test_ranges_are_said_in_german():
    assert lines(legend()) == [
        "je 100 Kinder",
        "bis 65,3",
        "über 65,3 bis 74,4",
        "über 74,4 bis 80,0",
        "über 80,0 bis 90,0",
        "über 90,0",
        "Klasseneinteilung: Quantile · Stand: 31.12.2024 · Quelle: Statistikstelle",
    ]


def test_ranges_are_said_in_english():
    assert "above 65.3 up to 74.4" in lines(legend(language="en"))


def test_thousands_are_grouped():
    assert "bis 1.234" in lines(legend(breaks=(1234,), colours=PUBU_5[:2], decimals=0))


def test_a_class_of_one_value_says_it():
    assert lines(legend(values_min=65.3))[1:3] == ["65,3", "über 65,3 bis 74,4"]


def test_one_class_holds_all_values():
    assert "alle Werte" in lines(legend(breaks=(), colours=PUBU_5[:1]))


def test_a_colour_too_many_is_refused():
    with pytest.raises(ValueError, match="zip"):
        legend(breaks=(1.0,))


@pytest.mark.parametrize(("missing", "secret"), [(False, False), (True, False), (False, True), (True, True)])
def test_hatchings_are_explained_only_where_they_occur(missing, secret):
    said = lines(legend(has_missing=missing, has_secret=secret))
    assert ("keine Angabe" in said, "geheim" in said) == (missing, secret)


def test_counts_are_explained_by_circles_without_classes():
    said = lines(legend(form="count", breaks=(), colours=(), unit="Plätze", decimals=0, values_max=7340))
    assert said == [
        *("Plätze", "7.000", "2.000", "700"),
        "Die Fläche der Kreise entspricht der Zahl. · Stand: 31.12.2024 · Quelle: Statistikstelle",
    ]


@pytest.mark.parametrize(
    ("largest", "values"),
    [(734, [700, 200, 70]), (10, [10, 4, 1]), (3, [3, 1]), (1, [1]), (0, []), (0.4, [])],
)
def test_circles_stand_for_round_values(largest, values):
    assert circle_values(largest) == values


def test_shown_layers_are_explained_by_symbol_and_name():
    html = legend(categories=("accommodation", "accommodation_decentral", "kita"))
    assert [line for line in lines(html) if line in ("Unterkunft", "Unterkunft, dezentral", "Kita")] == [
        "Unterkunft", "Unterkunft, dezentral", "Kita",
    ]  # fmt: skip


@pytest.mark.parametrize("text", PAYLOADS, ids=ascii)
@pytest.mark.parametrize("place", ["unit", "method", "stand", "source"])
def test_no_text_becomes_markup(place, text):
    tags = re.findall(r"<(\w+)", legend(**{place: "Text"}))
    assert re.findall(r"<(\w+)", legend(**{place: text})) == tags


@pytest.mark.parametrize("largest", [1, 7, 19, 250, 734, 17_999, 1_234_567])
def test_no_two_values_beside_the_circles_lie_on_each_other(largest):
    drawn = legend(form="count", breaks=(), colours=(), decimals=0, values_max=largest)
    places = [float(place) for place in re.findall(r"top:(-?[\d.]+)px", drawn)]
    held = float(re.search(r"position:relative;height:([\d.]+)px", drawn)[1])
    assert len(places) == len(circle_values(largest))
    assert all(lower - upper > 17.8 for upper, lower in pairwise(places))
    assert places[-1] + 18 <= held + 0.1
