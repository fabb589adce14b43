"""Services of a city: what ships, and what the validator refuses."""

from dataclasses import replace

import pytest

from data.city import City, UnknownServiceError, parse_city
from data.contracts import DOMAINS
from data.services import alternatives
from tests.data.little_city import CITY
from tests.data.test_rules import BARE, PLACES, RULE, SERVICE, faults, shipped


@pytest.fixture(params=PLACES)
def city(request: pytest.FixtureRequest) -> City:
    return shipped(request.param)


def test_every_place_ships_services_of_all_eight_domains(city: City) -> None:
    assert {service.domain for service in city.services} == set(DOMAINS)
    assert {service.requirement for service in city.services} >= {"U3", "C3", "C4", "C5", "D2", "D7", "D8", "D9"}
    assert all(service.source and (service.need is None or service.need.source) for service in city.services)


@pytest.mark.parametrize(
    ("service", "key", "rate"),
    [
        ("kita_under_3", None, 2 / 3),
        ("kita_3_to_6", None, 1),
        ("jobcenter_over_25", 150, 1),
        ("jobcenter_over_25_demanded", 120, 1),
        ("jobcenter_under_25", 75, 1),
        ("accommodation_care", 75, 1),
        ("follow_on_b2", None, 1),
        ("decentral_housing", None, 2 / 3),
    ],
)
def test_keys_and_rates_are_those_of_the_sources(city: City, service: str, key: float | None, rate: float) -> None:
    found = city.service(service)
    assert found.need is not None
    assert (found.key, found.need.rate) == (key, rate)


def test_keys_of_different_meaning_stand_side_by_side(city: City) -> None:
    statutory = city.service("jobcenter_over_25")
    (other,) = alternatives(statutory, city.services)
    assert (other.id, other.applied, statutory.applied) == ("jobcenter_over_25_demanded", False, True)


def test_companions_are_counted_apart_from_migration_counselling(city: City) -> None:
    assert city.service("integration_companions").kinds == ("integration_companion",)
    assert "integration_companion" not in city.service("migration_counselling").kinds


def test_a_new_town_starts_with_kita_and_school() -> None:
    assert {"kita", "kita_under_3", "primary_school", "secondary_school"} <= {one.id for one in CITY.services}


def test_an_unknown_service_is_named(city: City) -> None:
    with pytest.raises(UnknownServiceError) as refused:
        city.service("trams")
    assert refused.value.values["service"] == "trams"


STAFFED = SERVICE.replace('"kita"\nkinds', '"counselling"\nkinds').replace("3_to_6", "MBE")
STAFFED = STAFFED.replace("bands", 'measured = "staff"\nclients = 75\nbands')


@pytest.mark.parametrize(
    ("text", "line", "instead", "code", "key"),
    [
        (SERVICE, 'domain = "kita"', 'domain = "creche"', "entry_not_listed", "domain"),
        (SERVICE, 'category = "kita"', 'category = "creche"', "entry_not_listed", "category"),
        (SERVICE, '["3_to_6"]', '["MBE"]', "entry_not_listed", "kinds"),
        (SERVICE, '["3_to_6"]', "[]", "service_not_computable", "kinds"),
        (SERVICE, 'source = "Konzept"', 'source = " "', "entry_source_missing", "source"),
        (SERVICE, ', source = "Gesetz"', "", "entry_key_missing", "need.source"),
        (SERVICE, "rate = 1,", "rate = 0,", "service_not_computable", "need.rate"),
        (
            SERVICE,
            '"population", group = "age_3_5"',
            '"offers", group = "course.Z9"',
            "entry_not_listed",
            "need.group",
        ),
        (SERVICE, "[500, 1], [1000", "[1000, 1], [500", "service_not_computable", "bands"),
        (SERVICE, "[500, 1]", "[500]", "entry_value_wrong", "bands"),
        (SERVICE, "bands", 'rule = "d9"\nbands', "entry_not_listed", "rule"),
        (SERVICE, "bands", "met = 0.4\nbands", "service_not_computable", "severe"),
        (SERVICE, "bands", 'judged = "aside"\nbands', "entry_not_listed", "judged"),
        (STAFFED, "clients = 75\n", "", "service_not_computable", "clients"),
        (STAFFED, "clients = 75", "clients = 0", "service_not_computable", "clients"),
        (STAFFED, "clients = 75", 'clients = 75\nroles = ["cook"]', "entry_not_listed", "roles"),
    ],
)
def test_a_service_is_refused_at_its_key(text: str, line: str, instead: str, code: str, key: str) -> None:
    assert line in text
    whole = BARE + RULE + text.replace(line, instead)
    found = faults(whole)
    assert (code, f"services.{key}") in [(problem.code, problem.column) for problem in found]
    lines = whole.splitlines()
    at = {lines[problem.values["line"] - 1] for problem in found}
    assert all(one == "[[services]]" or one.startswith(key.split(".")[0]) for one in at)


def test_a_service_may_not_be_given_twice() -> None:
    assert [problem.code for problem in faults(BARE + SERVICE + SERVICE)] == ["entry_twice"]


def test_a_service_of_the_town_keeps_its_own_name() -> None:
    service = parse_city(BARE + SERVICE + 'name = "Kindergärten"\n').services[0]
    assert service.title("de") == "Kindergärten"
    assert replace(service, name="").title("en") == "Day-care places (ages 0 to 5)"
    assert replace(service, name="", id="zoo").title("de") == "zoo"
