"""Vergleich: five kinds, each a link; differences as computed, what is unknown stays unknown."""

import base64
import re

import pytest

from components.comparison.scene import KINDS
from components.text import number
from data.drift import drift, drift_dates
from data.figures import figures
from data.indicators import find
from data.series import series_of
from data.similarity import similar
from data.status_trend import USUAL, status_trend
from tests.pages.looking import cells, link, notices, opened, plain, said, texts, title

PICTURE = re.compile(r'<img src="data:image/svg\+xml;base64,([^"]+)" alt="([^"]*)"')
LEVEL = "neighbourhood"


def panels(at):
    """Pictures of small maps, with their words."""
    found = [node.value for node in at.get("html") if "atlas-panels" in node.value]
    return [(base64.b64decode(svg).decode(), words) for html in found for svg, words in PICTURE.findall(html)]


def sentence(at):
    return plain(at.markdown[0].value)


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", [None, "council", "manager"])
def test_every_kind_shows_for_every_audience(kind, role, lang, desk):
    if role:
        desk(role)
    at = opened("comparison", city="zwickau", compare=kind, lang=lang)
    assert not at.exception
    assert not at.error
    assert notices(at) == []
    assert link(at)["compare"] == kind
    assert title(at).endswith("Landkreis Zwickau")
    assert sentence(at)


@pytest.mark.parametrize("city", ["dresden", "duisburg"])
def test_a_city_of_quarters_has_no_town_and_country(city):
    at = opened("comparison", city=city, compare="drift")
    assert link(at)["compare"] == "areas"
    assert len(notices(at)) == 1
    assert "Stadt und Land" not in at.get("segmented_control")[1].proto.SerializeToString().decode("utf-8", "ignore")


def test_without_a_choice_the_area_stands_beside_the_one_most_like_it(whole):
    of = whole["dresden"]
    nearest = similar(of, LEVEL, "72", of.dates(LEVEL)[0])
    at = opened("comparison", area="72")
    assert link(at)["areas"] == f"72,{nearest.index[0]}"
    names = of.level(LEVEL)["name"]
    for area, row in nearest.iterrows():
        distance = f"{row['distance']:.2f}".replace(".", ",")
        assert f"{names[area]} · Abstand {distance}" in said(at)


def test_a_click_adds_a_similar_area_and_four_are_the_most():
    at = opened("comparison", areas="72,71")
    more = [button.key for button in at.button if button.key.startswith("similar_") and not button.disabled]
    for key in more[:2]:
        at.button(key=key).click().run()
    assert len(link(at)["areas"].split(",")) == 4
    assert all(button.disabled for button in at.button if button.key.startswith("similar_"))
    assert "Vier Gebiete sind das Höchste" in said(at)
    assert opened("comparison", areas=link(at)["areas"]).multiselect[0].value == link(at)["areas"].split(",")


def test_differences_are_those_of_the_figures(whole):
    of = whole["dresden"]
    on = of.dates(LEVEL)[0]
    values = figures(of, find("population"), LEVEL, on).table["value"]
    at = opened("comparison", areas="72,71", indicator="population")
    by = values["71"] - values["72"]
    more = f"{number(abs(by), language='de')} {'mehr' if by > 0 else 'weniger'}"
    share = number(abs(by / values["72"]) * 100, decimals=1, language="de")
    assert f"({more}, {'+' if by > 0 else '−'}{share} %)" in sentence(at)
    assert any(cell.startswith(f"{number(values['71'], language='de')} (") for cell in cells(at))


def test_an_area_that_does_not_exist_falls_away_with_a_notice():
    at = opened("comparison", areas="72,nowhere,71")
    assert link(at)["areas"] == "72,71"
    assert len(notices(at)) == 1


def test_another_level_or_city_starts_without_the_areas():
    at = opened("comparison", areas="72,71")
    at.selectbox(key="choose_level").set_value("district").run()
    assert "72" not in link(at)["areas"].split(",")
    assert notices(at) == []
    at.selectbox(key="choose_city").set_value("zwickau").run()
    assert link(at)["areas"].startswith("14524")
    assert notices(at) == []


def test_two_dates_are_two_maps_in_the_same_classes_and_one_of_the_difference(whole):
    at = opened("comparison", city="zwickau", compare="dates", indicator="kita_3_6", against="2022-12-31")
    pictures = panels(at)
    assert [words.split(", ")[1][:10] for _, words in pictures] == ["31.12.2022", "31.12.2025"]
    colours = [set(re.findall(r'fill="(#\w{6})" d=', svg)) for svg, _ in pictures]
    assert colours[0] & colours[1]
    series = series_of(whole["zwickau"], find("kita_3_6"), "municipality").round(1)
    moved = (series.iloc[:, -1] - series.iloc[:, 1]).round(1)
    up, down = (moved > 0).sum(), (moved < 0).sum()
    assert f"gestiegen {up}, gesunken {down}, unverändert {33 - up - down}, unbekannt 0" in said(at)
    assert "0 (unverändert)" in said(at)
    assert "Legende der Veränderung" in "".join(node.value for node in at.get("html"))


def test_the_later_date_is_the_last_whichever_is_chosen_first():
    asked = {"city": "zwickau", "compare": "dates", "indicator": "population"}
    one = opened("comparison", **asked, date="2021-12-31", against="2024-12-31")
    other = opened("comparison", **asked, date="2024-12-31", against="2021-12-31")
    assert sentence(one) == sentence(other)
    assert "(31.12.2021) auf" in sentence(one)


def test_who_takes_the_other_day_swaps_the_two():
    at = opened("comparison", city="zwickau", compare="drift", date="2025-12-31", against="2022-12-31")
    before = sentence(at)
    at.selectbox(key="choose_date_compared").set_value(at.selectbox(key="choose_against_compared").value).run()
    assert (link(at)["date"], link(at)["against"]) == ("2022-12-31", "2025-12-31")
    assert sentence(at) == before
    assert notices(at) == []


def test_a_figure_of_one_date_is_not_compared_with_itself():
    at = opened("comparison", city="dresden", compare="dates", indicator="single_parents")
    assert "nur einen Stand" in at.info[0].value
    assert not panels(at)


def test_what_was_not_counted_on_both_days_stays_unknown():
    at = opened("comparison", city="dresden", compare="dates", indicator="population", area="72")
    row = next(html for node in at.get("html") if "Alleinerziehenden" in (html := node.value))
    assert re.search(r"Alleinerziehenden[^<]*</th><td>keine Angabe</td><td>[\d,.]+</td>", row)


def test_two_places_are_drawn_alike_and_their_differences_are_warned_of():
    at = opened("comparison", city="dresden", compare="towns", town="zwickau", indicator="kita_3_6")
    assert len(panels(at)) == 2
    assert sentence(at).count("je 100 Kinder") >= 2
    warned = plain(at.warning[0].value)
    assert "Demodaten" in warned
    assert "schematische Grenzen" in warned
    assert "verschiedene Ebenen" in warned
    at.selectbox(key="choose_town").set_value("duisburg").run()
    assert link(at)["town"] == "duisburg"
    assert "Duisburg" in sentence(at)


def test_the_drift_says_what_it_computes(whole):
    of = whole["zwickau"]
    days = drift_dates(of)
    found = drift(of, days[1], days[-1])
    at = opened("comparison", city="zwickau", compare="drift", against=f"{days[1]}")
    small, large = (round(abs(found.classes["relative"][size]) * 100) for size in ("small", "large"))
    assert f"in den 19 kleinen Gemeinden (unter 5.000 Menschen) {small} % weniger" in sentence(at)
    assert f"in den 3 großen (über 20.000) {large} % mehr" in sentence(at)
    assert f"Rangkorrelation nach Spearman +{found.correlation:.2f}".replace(".", ",", 1) in said(at).replace(
        "0.", "0,"
    )
    assert "nicht am Wohnort" in said(at)
    assert {"Zwickau", "85.614"} <= set(cells(at))


def test_status_and_trend_come_in_twelve_classes_with_the_caution(whole):
    of = whole["dresden"]
    at = opened("comparison", compare="status", area="72")
    days = [find(code) and series_of(of, find(code), LEVEL).columns for code in USUAL]
    found = status_trend(of, LEVEL, days[0][-3], days[0][-1], USUAL)
    low = found.known["status"].value_counts()
    assert f"{low['very_low']} mit sehr niedrigem und {low['low']} mit niedrigem Status von 61" in said(at)
    assert "Der Handlungsbedarf lässt sich nicht allein am Index ablesen." in said(at)
    matrix = next(node.value for node in at.get("html") if "Zahl der Gebiete nach Status und Trend" in node.value)
    counts = [int(count) for count in re.findall(r'height="24">(\d+)<', matrix)]
    assert len(counts) == 12
    assert sum(counts) == 61


def test_the_indicators_of_status_and_trend_are_chosen_and_stand_in_the_link():
    at = opened("comparison", compare="status")
    at.multiselect[0].set_value(["jobseekers", "rejected"]).run()
    assert link(at)["basis"] == "jobseekers,rejected"
    assert "Hergestellt aus: Abgewiesene Anfragen im Jahr, Arbeitsuchende." in said(at)
    again = opened("comparison", compare="status", basis="rejected,protection_seekers")
    assert link(again)["basis"] == "rejected"
    assert len(notices(again)) == 1  # who people are is no need


def test_lines_have_a_table_and_say_in_words_what_they_show():
    at = opened("comparison", areas="72,71", indicator="population")
    charts = [text for text in texts(at) if "Prohlis-Süd: 9.657 am 31.12.2021, 9.494 am 31.12.2025." in text]
    assert charts
    assert {"31.12.2021", "9.657"} <= set(cells(at))


def test_the_slider_of_years_and_the_list_of_days_are_one_choice():
    at = opened("map")
    assert [f"{one}" for one in at.select_slider[0].options] == [f"31.12.{year}" for year in range(2021, 2026)]
    day = at.selectbox(key="choose_date").value.replace(year=2022)
    at.select_slider[0].set_value(day).run()
    assert link(at)["date"] == "2022-12-31"
    assert at.selectbox(key="choose_date").value == day
    at.selectbox(key="choose_date").set_value(day.replace(year=2023)).run()
    assert at.select_slider[0].value == day.replace(year=2023)
