"""Choices: by widget or by link, they are the same state; the link alone brings it back."""

import random

import pytest

from components.labels import indicator as name_of
from data.figures import available
from tests.pages.looking import cells, headline, link, notices, opened, shown_in_table, title


def test_choosing_walks_through_link_and_headline():
    at = opened()
    assert link(at) == {
        "city": "dresden",
        "level": "neighbourhood",
        "date": "2025-12-31",
        "indicator": "kita",
        "lang": "de",
    }
    assert headline(at).startswith("Dresden: ")

    at.selectbox(key="choose_area").set_value("72").run()
    assert link(at)["area"] == "72"
    assert headline(at).startswith("Prohlis-Süd: ")
    assert " von 61 · Dresden: " in headline(at)

    at.selectbox(key="choose_indicator").set_value("population").run()
    assert link(at)["indicator"] == "population"
    assert link(at)["area"] == "72"
    assert headline(at).startswith("Prohlis-Süd: ")
    assert title(at) == "Wie viele Menschen leben wo?"

    at.selectbox(key="choose_level").set_value("district").run()
    assert link(at)["level"] == "district"
    assert "area" not in link(at)
    assert headline(at).startswith("Dresden: ")

    day = at.selectbox(key="choose_date").value
    before = headline(at)
    at.selectbox(key="choose_date").select_index(2).run()
    assert at.selectbox(key="choose_date").value != day
    assert headline(at) != before
    assert link(at)["indicator"] == "population"

    at.selectbox(key="choose_city").set_value("duisburg").run()
    assert link(at)["city"] == "duisburg"
    assert link(at)["indicator"] == "population"
    assert headline(at).startswith("Duisburg: ")
    assert notices(at) == []


def test_another_city_starts_without_the_old_area():
    at = opened(city="dresden", area="72", level="neighbourhood")
    at.selectbox(key="choose_city").set_value("zwickau").run()
    assert "area" not in link(at)
    assert link(at)["level"] == "municipality"
    assert notices(at) == []


def test_layers_are_chosen_and_given_back():
    at = opened()
    at.get("pills")[0].set_value(["kita"]).run()
    assert link(at)["layers"] == "kita"
    at.get("pills")[0].set_value(["kita", "school"]).run()
    assert link(at)["layers"] == "kita,school"
    at.get("pills")[0].set_value([]).run()
    assert "layers" not in link(at)


def test_the_search_finds_areas_and_sites_and_a_click_chooses(whole):
    at = opened()
    at.text_input(key="search").set_value("PROHLIS").run()
    found = [button for button in at.button if button.key.startswith("found_")]
    assert {button.key for button in found if "area" in button.key} == {"found_area_71", "found_area_72"}
    sites = [button for button in found if button.key.startswith("found_site_")]
    assert sites
    chosen = sites[0].key.removeprefix("found_site_")
    sites[0].click().run()
    assert link(at)["site"] == chosen
    name = whole["dresden"].sites.at[chosen, "name"]
    assert any(name in text.value.replace("\\", "") for text in at.markdown)


def test_a_search_is_plain_text_and_no_pattern():
    at = opened()
    for wanted in (".*", "[", "\\", "{{7*7}}", "%", "'"):
        at.text_input(key="search").set_value(wanted).run()
        assert not at.exception
        assert not [button for button in at.button if button.key.startswith("found_")]
    at.text_input(key="search").set_value("(anton").run()
    assert [button.key for button in at.button if button.key.startswith("found_area")] == ["found_area_11"]


def test_choosing_a_site_in_the_link_shows_its_card(whole):
    kitas = whole["dresden"].in_layer("kita")
    at = opened(site=kitas[0])
    assert any(whole["dresden"].sites.at[kitas[0], "name"] in text.value.replace("\\", "") for text in at.markdown)
    assert notices(at) == []


def every_choice(whole):
    """All cities, levels, indicators and days, each with an area, layers and a language."""
    drawn = random.Random(20)  # noqa: S311 - the same sample in every run
    for of in whole.values():
        for level in (one.code for one in of.city.levels if len(of.level(one.code))):
            for day in of.dates(level):
                for indicator in available(of, level, day):
                    yield {
                        "city": of.city.slug,
                        "level": level,
                        "date": day.isoformat(),
                        "indicator": indicator.code,
                        "area": drawn.choice(["", *of.level(level).index]),
                        "layers": drawn.choice(["", "kita", "school,health", "course.B1,counselling"]),
                        "lang": drawn.choice(["de", "en"]),
                    }


def test_a_link_brings_the_same_state_back_in_a_new_session(whole):
    choices = list(every_choice(whole))
    assert len(choices) > 150
    for asked in random.Random(7).sample(choices, 8):  # noqa: S311
        wanted = {name: value for name, value in asked.items() if value}
        page = "map" if len(wanted["date"] + wanted["indicator"]) % 3 else "area"
        first = opened(page, **wanted)
        assert not first.exception, wanted
        assert notices(first) == [], wanted
        assert link(first) == wanted
        second = opened(page, **link(first))
        assert link(second) == wanted
        assert [title(second), headline(second), cells(second)] == [title(first), headline(first), cells(first)]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_codes_in_a_link_are_the_same_in_every_language(lang):
    asked = {
        "city": "duisburg",
        "level": "district",
        "indicator": "kita_3_6",
        "area": "300",
        "layers": "kita.under_3",
    }
    at = opened(**asked, lang=lang)
    assert notices(at) == []
    assert asked.items() <= link(at).items()


@pytest.mark.parametrize(
    ("lang", "whole_city", "day", "row"),
    [
        ("de", "Dresden: 571.510 ", "31.12.2025", "9.494"),
        ("en", "Dresden: 571,510 ", "31 Dec 2025", "9,494"),
    ],
)
def test_numbers_and_days_are_written_as_the_language_does(lang, whole_city, day, row):
    at = opened(indicator="population", lang=lang)
    assert headline(at).startswith(whole_city)
    assert at.selectbox(key="choose_date").options[0] == day
    assert row in set(shown_in_table(at).loc["Prohlis-Süd"])
    assert day in at.get("html")[-1].value or day in "".join(node.value for node in at.get("html"))


@pytest.mark.parametrize("city", ["dresden", "duisburg"])
@pytest.mark.parametrize("level", ["district", "neighbourhood"])
@pytest.mark.parametrize("page", ["map", "area", "tables"])
def test_schematic_boundaries_and_invented_data_are_said(page, level, city):
    said = " ".join(caption.value for caption in opened(page, city=city, level=level).caption)
    assert "Grenzen schematisch, nicht amtlich" in said
    assert "erfunden" in said


def test_real_boundaries_are_not_called_schematic():
    said = " ".join(caption.value for caption in opened(city="zwickau").caption)
    assert "schematisch" not in said
    assert "erfunden" in said


def test_an_indicator_asks_its_question(whole):
    of = whole["zwickau"]
    for indicator in available(of, of.lowest_level, of.dates(of.lowest_level)[0])[::4]:
        at = opened(city="zwickau", indicator=indicator.code)
        assert title(at) == name_of(indicator) if indicator.is_own else title(at).endswith("?")
        assert name_of(indicator) in at.selectbox(key="choose_indicator").options
