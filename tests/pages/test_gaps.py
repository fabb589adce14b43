"""Versorgungslücken: sentences, matrix, derivation; what is assumed is marked and stands in the link."""

import re

import pytest

from data.contracts import DOMAINS
from data.gaps import gaps, horizon, summary
from tests.pages.looking import cells, link, notices, opened, plain, said

CELL = re.compile(r'<a href="\?([^"]+)" target="_self" title="([^"]+)"')


def sentences(at):
    return [plain(button.label) for button in at.button if button.key.startswith("gap_")]


def matrix(at):
    return next(node.value for node in at.get("html") if "gap-matrix" in node.value)


def all_gaps(of):
    on = of.dates(of.lowest_level)[0]
    return gaps(of, of.lowest_level, on, until=horizon(on))


@pytest.mark.parametrize("city", ["dresden", "duisburg", "zwickau"])
def test_every_service_the_town_is_measured_by_has_its_sentence_worst_first(city, whole, desk):
    desk("manager")
    expected = [gap.service.title("de") for gap in all_gaps(whole[city]) if gap.service.applied]
    said_of = [one.partition(": ")[0] for one in sentences(opened("gaps", city=city))]
    judged = [name for name in expected if name in said_of]
    assert sorted(said_of) == sorted(expected)
    assert said_of[:3] == judged[:3]


def test_a_sentence_says_areas_missing_and_lapsing(whole, desk):
    desk("manager")
    found = next(summary(gap) for gap in all_gaps(whole["dresden"]) if gap.service.id == "kita_under_3")
    shown = next(one for one in sentences(opened("gaps")) if one.startswith("Kita-Plätze für Kinder unter 3"))
    assert f"In {found.areas_short} Stadtteilen fehlen zusammen {found.missing_units:.0f} Plätze" in shown
    assert f"{found.lapsing_units:.0f} weitere fallen bis Ende {found.until.year} weg" in shown


def test_the_matrix_has_every_area_and_the_eight_domains(whole):
    html = matrix(opened("gaps"))
    assert html.count('<th scope="row">') == len(whole["dresden"].level("neighbourhood"))
    assert html.count('<th scope="col">') == 1 + len(DOMAINS)


def test_a_cell_leads_to_the_derivation_of_its_service_there(whole):
    query, told = CELL.search(matrix(opened("gaps"))).groups()
    choices = dict(pair.split("=") for pair in query.replace("&amp;", "&").split("&"))
    at = opened("gaps", **choices)
    assert notices(at) == []
    assert link(at)["service"] == choices["service"]
    name = whole["dresden"].areas.at[choices["area"], "name"]
    assert f"{name}: {told.partition(': ')[2]}" in said(at)


def test_a_domain_opens_its_services_in_the_matrix():
    html = matrix(opened("gaps", domain="kita"))
    assert "Kita-Plätze für Kinder unter 3</span>" in html
    assert "Gesundheit" not in html


def test_choosing_a_sentence_opens_the_service():
    at = opened("gaps")
    at.button(key="gap_kita_under_3").click().run()
    assert link(at)["service"] == "kita_under_3"
    assert "Im Gebiet gedeckt" in cells(at)
    assert "Erreichbar gedeckt" in cells(at)


def test_what_is_assumed_is_marked_and_stands_in_the_link():
    at = opened("gaps", service="kita_under_3")
    assert not at.warning
    at.number_input(key="choose_met").set_value(0.8).run()
    assert link(at)["met"] == "0.8"
    assert "Angenommen: gedeckt ab 0,8" in plain(at.warning[0].value)
    assert at.number_input(key="choose_met").label.endswith("angenommen")
    again = opened("gaps", **link(at))
    assert cells(again) == cells(at)
    assert sum("80,0" in cell for cell in cells(again)) > 0
    next(button for button in at.button if button.label == "Zurück zur Regel").click().run()
    assert "met" not in link(at)
    assert not at.warning


def test_another_service_starts_without_assumptions():
    at = opened("gaps", service="kita_under_3", met="0.8", rate="0.5")
    at.button(key="gap_primary_school").click().run()
    assert not {"met", "rate"} & set(link(at))


@pytest.mark.parametrize(
    ("name", "given"),
    [("met", "viel"), ("met", "-1"), ("met", "nan"), ("rate", "1e99"), ("until", "1999-12-31"), ("domain", "x")],
)
def test_what_a_link_asks_in_vain_falls_back_with_one_line(name, given):
    at = opened("gaps", service="kita_under_3", **{name: given})
    assert not at.exception
    assert len(notices(at)) == 1
    assert link(at).get(name) != given


def test_an_unknown_service_falls_back():
    at = opened("gaps", service="../etc")
    assert len(notices(at)) == 1
    assert "service" not in link(at)


def test_keys_of_different_meaning_stand_side_by_side():
    shown = cells(opened("gaps", service="jobcenter_over_25"))
    assert {"1:150", "1:120", "ja", "nein"} <= set(shown)


def test_the_area_page_has_its_row_and_what_lapses(whole):
    html = next(node.value for node in opened("area", area="72").get("html") if "gap-area" in node.value)
    applied = [service for service in whole["dresden"].city.services if service.applied]
    assert html.count('<th scope="row">') == len(applied)
    assert 'href="versorgungsluecken?' in html


def test_every_service_and_rule_has_its_entry_among_the_methods(whole):
    shown = said(opened("methods", city="zwickau"))
    city = whole["zwickau"].city
    assert [one.id for one in (*city.services, *city.rules) if one.title("de") not in shown] == []
