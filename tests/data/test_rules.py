"""Rules of a city: what ships, what the validator refuses and in which line."""

from dataclasses import replace
from datetime import date

import pytest

from data.city import DEFAULTS, PACKAGES, City, city_toml, parse_city
from data.errors import DataRefusedError, Problem
from data.messages import LOCALES, describe, texts
from data.metrics import METRICS
from tests.data.little_city import CITY

PLACES = ("dresden", "duisburg", "zwickau")
RULE = """
[[rules]]
id = "d1"
metric = "places"
comparison = "<="
threshold = 65
unit = "places"
applies_to = ["accommodation.hostel"]
document = "Beschluss"
"""
SERVICE = """
[[services]]
id = "kita"
domain = "kita"
category = "kita"
kinds = ["3_to_6"]
need = { indicator = "population", group = "age_3_5", rate = 1, source = "Gesetz" }
bands = [[500, 1], [1000, 0.5]]
source = "Konzept"
"""
BARE = city_toml(replace(CITY, rules=(), services=())).replace("rules = []\n", "").replace("services = []\n", "")


def shipped(slug: str) -> City:
    return parse_city((PACKAGES / slug / "city.toml").read_text(encoding="utf-8"))


def faults(text: str) -> list[Problem]:
    with pytest.raises(DataRefusedError) as refused:
        parse_city(text)
    return list(refused.value.problems)


@pytest.mark.parametrize("slug", PLACES)
def test_every_place_ships_the_rules_of_the_sources(slug: str) -> None:
    rules = {rule.id: rule for rule in shipped(slug).rules}
    assert {rule.requirement for rule in rules.values()} >= {"D1", "D2", "D3", "C2", "C3", "Z1", "Z2", "Z3", "U3"}
    assert (rules["d1_hostel_places"].threshold, rules["d2_decentral_places"].threshold) == (65, 2 / 3)
    assert [rules[f"c3_{key}"].threshold for key in ("over_25_statutory", "over_25_demanded", "under_25")] == [
        150,
        120,
        75,
    ]
    assert [rules[f"z3_{key}"].threshold for key in ("centres", "staff", "operators")] == [5, 2, 4]
    assert all(rule.document for rule in rules.values())


@pytest.mark.parametrize("slug", PLACES)
def test_of_two_keys_of_one_meaning_one_is_applied(slug: str) -> None:
    rules = {rule.id: rule.applied for rule in shipped(slug).rules}
    assert (rules["c3_over_25_statutory"], rules["c3_over_25_demanded"]) == (True, False)
    assert rules["z1_care"] is (slug == "zwickau")


@pytest.mark.parametrize("slug", PLACES)
def test_settings_survive_being_written(slug: str) -> None:
    city = shipped(slug)
    assert parse_city(city_toml(city)) == city


def test_a_town_without_rules_has_the_defaults_and_writes_none() -> None:
    assert parse_city(BARE) == CITY
    assert "[[rules]]" not in city_toml(CITY)
    assert {rule.id for rule in CITY.rules if rule.applied} == {"c3_over_25_statutory", "c3_under_25"}
    assert DEFAULTS.is_file()


def test_a_town_may_have_no_rules_at_all() -> None:
    bare = replace(CITY, rules=(), services=())
    assert parse_city(city_toml(bare)) == bare


@pytest.mark.parametrize(
    ("line", "instead", "code", "at"),
    [
        ('metric = "places"', 'metric = "beds"', "rule_metric_unknown", 'metric = "beds"'),
        ('document = "Beschluss"', 'document = ""', "entry_source_missing", 'document = ""'),
        ('document = "Beschluss"\n', "", "entry_source_missing", "[[rules]]"),
        ("threshold = 65", 'threshold = "viele"', "entry_value_wrong", 'threshold = "viele"'),
        ("threshold = 65\n", "", "entry_key_missing", "[[rules]]"),
        ('comparison = "<="', 'comparison = "<"', "rule_not_computable", 'comparison = "<"'),
        ('["accommodation.hostel"]', '["accommodation.tent"]', "entry_not_listed", "accommodation.tent"),
        ('["accommodation.hostel"]', "[]", "rule_not_computable", "applies_to = []"),
        ('unit = "places"', 'unti = "places"', "entry_key_unknown", "unti"),
        ('unit = "places"', "tolerance = -1", "rule_not_computable", "tolerance"),
        ('unit = "places"', "valid_from = 2020-01-01\nvalid_to = 2019-01-01", "rule_not_computable", "valid_to"),
    ],
)
def test_a_rule_is_refused_at_its_line(line: str, instead: str, code: str, at: str) -> None:
    assert line in RULE
    text = BARE + RULE.replace(line, instead) + SERVICE
    problem = faults(text)[0]
    assert problem.code == code
    assert at in text.splitlines()[problem.values["line"] - 1]
    assert f"Zeile {problem.values['line']}:" in describe(problem)
    assert "{" not in describe(problem)


def test_a_rule_for_services_names_one() -> None:
    rule = RULE.replace('"places"', '"persons_per_post"', 1).replace("accommodation.hostel", "kita")
    assert parse_city(BARE + rule + SERVICE).rules[0].applies_to == ("kita",)
    found = faults(BARE + rule.replace('["kita"]', '["kite"]') + SERVICE)
    assert [problem.code for problem in found] == ["entry_not_listed"]


SECOND = RULE.replace('"d1"', '"d1b"')
EARLIER = "valid_to = 2019-12-31\n"
LATER = "valid_from = 2020-01-01\n"


@pytest.mark.parametrize(
    ("second", "first_more", "refused"),
    [
        (SECOND, "", True),
        (SECOND.replace("hostel", "flat"), "", False),
        (SECOND + "applied = false\n", "", False),
        (SECOND + LATER, EARLIER, False),
        (SECOND + "valid_from = 2019-12-31\n", EARLIER, True),
        (RULE + "applied = false\n", "", True),
        (RULE + LATER, EARLIER, False),
    ],
)
def test_rules_about_the_same_may_not_hold_at_once(second: str, first_more: str, refused: bool) -> None:
    text = BARE + RULE + first_more + second + SERVICE
    if refused:
        (problem,) = faults(text)
        assert problem.code == "rule_overlap"
        assert text.splitlines()[problem.values["other_line"] - 1] == "[[rules]]"
    else:
        assert len(parse_city(text).rules) == 2


def test_a_rule_is_in_force_from_its_first_to_its_last_day() -> None:
    rule = parse_city(BARE + RULE + "valid_from = 2020-01-01\nvalid_to = 2020-12-31\n" + SERVICE).rules[0]
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1)]
    assert [rule.in_force(day) for day in days] == [False, True, True, False]


def test_every_metric_rule_and_service_has_a_name() -> None:
    known = texts(LOCALES, "de").keys() & texts(LOCALES, "en").keys()
    cities = [shipped(slug) for slug in PLACES] + [CITY]
    wanted = {f"rules.metric.{code}" for code in METRICS}
    wanted |= {f"rules.{rule.id}.name" for city in cities for rule in city.rules}
    wanted |= {f"rules.unit.{rule.unit}" for city in cities for rule in city.rules}
    wanted |= {
        f"services.{service.id}.{key}" for city in cities for service in city.services for key in ("name", "limits")
    }
    assert wanted <= known
