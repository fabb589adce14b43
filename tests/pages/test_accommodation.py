"""Unterbringung: sums for everyone, sites only for those who may see them."""

import pytest

from data.concentration import concentration
from tests.pages.looking import cells, link, opened, plain, said


@pytest.fixture(params=["dresden", "duisburg", "zwickau"])
def city(request):
    return request.param


def markdown(at):
    return plain("\n".join(node.value for node in at.markdown))


def test_both_shares_are_exact_and_apart(city, whole, desk):
    desk("manager")
    of = whole[city]
    found = concentration(of, of.lowest_level, of.dates(of.lowest_level)[0])
    shown = markdown(opened("accommodation", city=city))
    for result, name in ((found.decentral_places, "Nach Plätzen"), (found.decentral_people, "Nach Menschen")):
        assert name in shown
        if result.figure == result.figure:
            assert f"{result.figure * 100:.2f} %".replace(".", ",") in shown


def test_the_index_stands_beside_chance_and_the_caveat(city):
    shown = markdown(opened("accommodation", city=city))
    assert "zufälligen Verteilungen" in shown or "lässt sich nicht berechnen" in shown
    assert "Aus dem Index allein lässt sich kein Handlungsbedarf ablesen." in shown


def test_the_public_sees_no_site_and_no_operator(city, whole):
    sites = whole[city].sites
    shelters = sites[sites["category"] == "accommodation"]
    shown = said(opened("accommodation", city=city))
    assert [name for name in shelters["name"] if name in shown] == []
    assert "werden öffentlich nicht gezeigt" in shown
    hidden = set(shelters["operator"]) - set(sites.loc[sites["category"] != "accommodation", "operator"]) - {""}
    assert [name for name in hidden if name in shown] == []


@pytest.mark.parametrize("role", ["council", "manager"])
def test_those_who_may_see_sites_get_standards_and_freed_sites(role, whole, desk):
    desk(role)
    of = whole["dresden"]
    found = concentration(of, of.lowest_level, of.dates(of.lowest_level)[0])
    shown = cells(opened("accommodation"))
    protected = set(of.offers.loc[of.offers["kind"] == "protected", "site_id"])
    for site_id, name in found.freed["name"].items():
        assert (name in shown) == (role == "manager" or site_id not in protected)


def test_areas_stand_in_the_order_of_the_cut(whole, desk):
    desk("manager")
    of = whole["dresden"]
    table = concentration(of, "neighbourhood", of.dates("neighbourhood")[0]).table
    first = of.areas.at[table["people"].idxmax(), "name"]
    assert f"1. {first}" in cells(opened("accommodation"))


def test_the_measure_of_the_map_stands_in_the_link():
    at = opened("accommodation")
    choose = next(node for node in at.get("segmented_control") if node.key == "choose_measure")
    choose.set_value("location_quotient").run()
    assert link(at)["measure"] == "location_quotient"
    assert "1 heißt: genau so viele Plätze" in said(at)


def test_charts_say_in_words_what_they_show():
    at = opened("accommodation")
    charts = at.get("vega_lite_chart") or at.get("arrow_vega_lite_chart")
    assert len(charts) == 2
    assert all(len(node.proto.alt) > 40 for node in charts)
