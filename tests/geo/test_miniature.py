"""A town of five areas, six sites and three services, computed on paper.

    area      A      B      C      D      E     squares of 1 km in a row, everybody lives in the middle
    people  1000   2000   1000    500    500
    Kita     K1         K2                K3    60 places, 90 on the border of B and C, an unknown number in E
    advice          S1            S2            3 posts paid until the end of 2027, and 0.5, at 2:150
    hostel                        H1            100 places

Reach counts 1 up to 500 m and ½ up to 1,000 m.
"""

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point, box

from geo.access import crowding, floating_catchment, reach
from geo.catchment import Catchment
from geo.chance import against_chance
from geo.concentration import gini, hhi, hoover, location_quotient, per_1000
from geo.distance import nearest, share_within
from geo.lapsing import lapsing, last_day
from geo.placement import area_of
from geo.rates import sum_known
from geo.reduction import cut_order
from geo.shares import fair_share
from geo.standards import evaluate, healing
from geo.supply import gap, reachable, staffed, units

NAN = float("nan")
IDS = pd.Index(list("ABCDE"), name="area_id")
AREAS = gpd.GeoSeries([box(x * 1000, 0, x * 1000 + 1000, 1000) for x in range(5)], index=IDS, crs=25833)
HOMES = AREAS.centroid
PEOPLE = pd.Series([1000.0, 2000.0, 1000.0, 500.0, 500.0], index=IDS)
AT = {"K1": 500, "K2": 2000, "K3": 4500, "S1": 1500, "S2": 3500, "H1": 3500}
SITES = gpd.GeoSeries({site: Point(x, 500) for site, x in AT.items()}, crs=25833)
KITAS = pd.Series({"K1": 60.0, "K2": 90.0, "K3": NAN})
CHILDREN = PEOPLE * 0.05  # 50, 100, 50, 25, 25
WITHIN = reach(HOMES, SITES[KITAS.index], bands=[(500, 1.0), (1000, 0.5)])


def cells(found: pd.DataFrame) -> list[tuple[object, ...]]:
    """Rows as tuples, NaN as None."""
    return [tuple(None if value != value else value for value in row) for row in found.itertuples(index=False)]


def test_each_site_lies_in_one_area_and_on_a_border_in_the_first() -> None:
    assert area_of(SITES, AREAS).to_dict() == {"K1": "A", "K2": "B", "K3": "E", "S1": "B", "S2": "D", "H1": "D"}


def test_kita_places_inside_the_areas() -> None:
    inside = sum_known(KITAS, area_of(SITES[KITAS.index], AREAS), IDS)
    found = gap(CHILDREN, inside["total"], capacity_at_least=inside["at_least"])
    assert cells(found[["need", "capacity", "coverage", "missing", "missing_at_most", "status", "reason"]]) == [
        (50, 60, 1.2, 0, 0, "met", ""),
        (100, 90, 0.9, 10, 10, "short", ""),
        (50, 0, 0, 50, 50, "severe", ""),
        (25, 0, 0, 25, 25, "severe", ""),
        (25, None, None, None, 25, "unknown", "capacity_unknown"),
    ]


def test_kita_places_that_can_be_reached() -> None:
    # K1 is shared by 50 + ½·100 = 100: 0.6 each; K2 by 100 + 50: 0.6 each; K3 by 25 + ½·25, of unknown number
    access = floating_catchment(CHILDREN, KITAS, WITHIN)
    assert access.to_dict() == pytest.approx({"A": 0.6, "B": 0.9, "C": 0.6, "D": NAN, "E": NAN}, nan_ok=True)
    found = gap(CHILDREN, reachable(CHILDREN, access))
    assert cells(found[["capacity", "missing", "missing_at_most", "status", "reason"]].round(9)) == [
        (30, 20, 20, "short", ""),
        (90, 10, 10, "short", ""),
        (30, 20, 20, "short", ""),
        (None, None, 25, "unknown", "capacity_unknown"),
        (None, None, 25, "unknown", "capacity_unknown"),
    ]


def test_a_kita_that_closes_leaves_the_rest_as_it_is() -> None:
    town = Catchment.of(CHILDREN, KITAS, WITHIN)
    assert town.change("K1", 0).to_dict() == pytest.approx({"A": -0.6, "B": -0.3})
    assert town.with_capacity("K3", 15).access["D"] == pytest.approx(0.5 * 15 / 37.5)


def test_children_on_one_kita_place() -> None:
    # the 100 of B have 90 + ½·60 = 120 places; K1: 50/60 + ½·100/120 = 1.25, K2: 100/120 + 50/90
    found = crowding(CHILDREN, KITAS, WITHIN)
    assert found.to_dict() == pytest.approx({"K1": 1.25, "K2": 5 / 6 + 5 / 9, "K3": NAN}, nan_ok=True)


def test_the_way_to_the_nearest_kita() -> None:
    metres = nearest(HOMES, SITES[KITAS.index])
    assert metres.to_dict() == {"A": 0, "B": 500, "C": 500, "D": 1000, "E": 0}
    assert share_within(CHILDREN, metres, 500) == 0.9


SEEKING = pd.Series([100.0, 300.0, 0.0, 50.0, NAN], index=IDS)
ADVICE = staffed(pd.Series({"S1": 3.0, "S2": 0.5}), clients=150, posts=2)  # 225 and 37.5 persons


def test_advice_by_posts_and_key() -> None:
    inside = sum_known(ADVICE, area_of(SITES[ADVICE.index], AREAS), IDS)
    found = gap(SEEKING, inside["total"])
    posts = units(found["missing"], persons_per_unit=75, step=0.5)
    assert cells(found.assign(posts=posts)[["capacity", "missing", "posts", "status", "reason"]]) == [
        (0, 100, 1.5, "severe", ""),
        (225, 75, 1, "short", ""),
        (0, 0, 0, "met", "no_need"),
        (37.5, 12.5, 0.5, "short", ""),
        (0, None, None, "unknown", "need_unknown"),
    ]


def test_advice_that_lapses_with_its_funding() -> None:
    never = pd.Series({"S1": None, "S2": None}, dtype="datetime64[s]")
    ends = last_day(never, never.fillna(pd.Timestamp("2027-12-31")).where(never.index == "S1"))
    days = pd.to_datetime(["2027-12-30", "2027-12-31"])
    found = lapsing(
        ADVICE, ends, area_of(SITES[ADVICE.index], AREAS), IDS, since=pd.Timestamp("2026-01-01"), until=days
    )
    assert found["total"].tolist() == [0, 0, 0, 0, 0, 0, 225, 0, 0, 0]


PLACED = pd.Series([0.0, 0.0, 0.0, 100.0, 0.0], index=IDS)


def test_the_hostel_against_fair_share_limit_and_chance() -> None:
    fair = fair_share(PEOPLE.to_frame("population"), {"population": 1})
    assert (fair * 100).tolist() == [20, 40, 20, 10, 10]
    assert per_1000(PLACED, PEOPLE)["D"] == 200
    assert location_quotient(PLACED, fair)["D"] == pytest.approx(10)
    assert hoover(PLACED, PEOPLE) == pytest.approx(0.9)
    assert gini(PLACED, PEOPLE) == pytest.approx(0.9)
    assert hhi(PLACED) == 1
    assert cut_order(PLACED).dropna().to_dict() == {"D": 1}
    heal = healing(evaluate(pd.Series({"H1": 100}), comparison="<=", threshold=65))
    assert (heal.missed, heal.excess, heal.worst) == (1, 35, "H1")
    found = against_chance(pd.Series({"H1": 100.0}), pd.Series({"H1": "D"}), PEOPLE)
    assert found["hhi"].percentile == 50  # one site is in one area, wherever it stands
    assert 85 < found["hoover"].percentile < 95  # eight in ten chance places are larger areas, two as small
