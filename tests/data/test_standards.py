"""Standards of a small city reckoned on paper, their healing, and what each audience is told."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from data.audiences import PUBLIC, Viewer
from data.city import parse_city
from data.contracts import validate
from data.messages import LOCALES, texts
from data.metrics import METRICS
from data.snapshot import Snapshot
from data.standards import decentral, healing, standards
from data.store import Store
from tests.data.little_city import CITY, COUNCIL, MANAGER, little_store, sites
from tests.data.test_rules import BARE, PLACES

ON = date(2024, 12, 31)
KINDS = '["accommodation.hostel", "accommodation.large_hostel"]'


def rule(key: str, metric: str, comparison: str, threshold: object, applies_to: str, more: str = "") -> str:
    return f"""
[[rules]]
id = "{key}"
metric = "{metric}"
comparison = "{comparison}"
threshold = {threshold}
applies_to = {applies_to}
document = "Beschluss"
{more}
"""


TOWN = (
    rule("places", "places", "<=", 65, KINDS, "tolerance = 5")
    + rule("reserve", "places_with_reserve", "<=", 65, KINDS)
    + rule("kitchen", "self_catering", ">=", 1, KINDS)
    + rule("room", "common_room", ">=", 1, KINDS)
    + rule("two", "staff", ">=", 2, KINDS)
    + rule("kita", "places_per_post", "<=", 12, '["kita.3_to_6"]')
    + rule("load", "residents_per_post", "<=", 75, KINDS)
    + rule("mixed", "per_1000", "<=", 20, '["accommodation"]')
    + rule("halls", "sites", "<=", 0, '["accommodation.gymnasium"]')
    + rule("several", "operators", ">=", 2, KINDS)
    + rule("shares", "decentral_share_places", ">=", '"2/3"', '["accommodation"]', "tolerance = 0.05")
    + rule("people", "decentral_share_people", ">=", '"2/3"', '["accommodation"]')
    + rule("past", "places", "<=", 50, KINDS, "valid_to = 2020-12-31\napplied = false")
)
OFFERS = pd.DataFrame(
    [
        ("kita1", "3_to_6", 30, None, 3.0),
        ("hostel", "hostel", 65, 17, 1.0),
        ("big", "large_hostel", 100, None, None),
        ("near", "hostel", 70, None, 2.0),
        ("flat", "flat", 465, None, None),
        ("shelter", "protected", 8, None, None),
    ],
    columns=["site_id", "kind", "capacity", "reserve", "staff"],
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = little_store(tmp_path / "var", parse_city(BARE + TOWN))
    town = sites().assign(operator="", self_catering=None, common_room=None)
    more = town[town["site_id"] == "hostel"].assign(opened_on=None)
    both = pd.concat([town, more.assign(site_id="big", name="Groß"), more.assign(site_id="near", name="Knapp")])
    both = gpd.GeoDataFrame(both.reset_index(drop=True), geometry="geometry", crs=town.crs)
    both.loc[both["site_id"].isin(["hostel", "near"]), ["operator", "self_catering"]] = ["Verein", "yes"]
    both.loc[both["site_id"] == "big", ["operator", "self_catering"]] = ["Firma", "no"]
    both["self_catering"] = both["self_catering"].map({"yes": True, "no": False})
    with made.change("klein", viewer=MANAGER, action="import") as change:
        change.write("sites", validate("sites", both))
        change.write("offers", validate("offers", OFFERS))
    yield made
    made.close()


def told(store: Store, viewer: Viewer, key: str, on: date = ON) -> dict[str, tuple[object, str]]:
    found = standards(Snapshot(store, "klein", viewer), on)
    rows = found[found["rule"] == key]
    return {
        subject: (None if figure != figure else figure, status)
        for subject, figure, status in rows[["subject", "figure", "status"]].itertuples(index=False)
    }


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("places", {"big": (100, "missed"), "hostel": (65, "met"), "near": (70, "near")}),
        ("reserve", {"big": (100, "missed"), "hostel": (82, "missed"), "near": (70, "missed")}),
        ("kitchen", {"big": (0, "missed"), "hostel": (1, "met"), "near": (1, "met")}),
        ("room", {"big": (None, "unknown"), "hostel": (None, "unknown"), "near": (None, "unknown")}),
        ("two", {"big": (None, "unknown"), "hostel": (1, "missed"), "near": (2, "met")}),
        ("kita", {"kita1": (10, "met")}),
        ("load", {"Firma": (None, "unknown"), "Verein": (None, "unknown")}),  # nobody counted the people of "near"
        ("halls", {"K": (0, "met")}),
        ("several", {"K": (2, "met")}),
        ("shares", {"K": (465 / 700, "near")}),
        ("people", {"K": (None, "unknown")}),
        ("past", {}),
    ],
)
def test_every_rule_on_paper(store: Store, key: str, expected: dict[str, tuple[object, str]]) -> None:
    assert told(store, MANAGER, key) == expected


def test_areas_are_measured_at_the_level_asked_for(store: Store) -> None:
    found = standards(Snapshot(store, "klein", MANAGER), ON, "neighbourhood")
    rows = found[found["rule"] == "mixed"].set_index("subject")
    assert rows["figure"].tolist() == [0, 0, 117.5, 116.25]
    assert rows["name"].tolist() == ["Teil 01", "Teil 02", "Teil 03", "Teil 04"]


def test_what_would_heal_a_rule(store: Store) -> None:
    found = healing(standards(Snapshot(store, "klein", MANAGER), ON))["places"]
    assert (found.met, found.near, found.missed, found.excess, found.worst) == (1, 1, 1, 40, "big")


def test_the_share_by_places_says_what_is_lacking(store: Store) -> None:
    found = decentral(Snapshot(store, "klein", MANAGER), ON, by="places")
    assert (found.part, found.whole, found.protected, found.status) == (465, 700, 8, "near")
    assert (found.to_move, found.to_add) == (2, 5)


@pytest.mark.parametrize("viewer", [PUBLIC, COUNCIL])
def test_protected_shelters_are_counted_for_managers_only(store: Store, viewer: Viewer) -> None:
    found = decentral(Snapshot(store, "klein", viewer), ON, by="places")
    assert (found.part, found.whole) == (465, 700)
    assert found.protected != found.protected


def test_the_public_gets_no_row_of_a_site_it_may_not_see(store: Store) -> None:
    assert told(store, PUBLIC, "places") == told(store, PUBLIC, "load") == {}
    assert told(store, PUBLIC, "kita") == {"kita1": (10, "met")}
    assert told(store, PUBLIC, "shares") == told(store, MANAGER, "shares")
    assert set(told(store, COUNCIL, "places")) == {"big", "hostel", "near"}


def test_a_rule_counts_only_what_is_open(store: Store) -> None:
    assert set(told(store, MANAGER, "places", date(2022, 12, 31))) == {"big", "near"}


def test_a_share_without_rule_is_given_without_verdict(tmp_path: Path) -> None:
    made = little_store(tmp_path / "var", replace(CITY, rules=(), services=()))
    found = decentral(Snapshot(made, "klein", MANAGER), ON, by="people")
    assert (found.part, found.whole, found.status, found.rule) == (9, 69, "unknown", None)
    assert standards(Snapshot(made, "klein", MANAGER), ON).empty
    made.close()


@pytest.mark.parametrize("slug", PLACES)
def test_every_rule_of_the_bundled_cities_is_evaluated(bundled: Callable[..., Snapshot], slug: str) -> None:
    of = bundled(slug)
    found = standards(of, date(2025, 12, 31))
    assert set(found["rule"]) == {rule.id for rule in of.city.rules}
    assert set(found["scope"]) == {"site", "operator", "city"}
    states = found.set_index("rule")["status"]
    expected = {"dresden": "met", "duisburg": "near", "zwickau": "near"}
    if slug != "dresden":
        assert states["d2_decentral_places"] == expected[slug]
    known = texts(LOCALES, "de")
    assert {f"rules.status.{status}" for status in set(states)} <= known.keys()
    assert all(f"rules.metric.{code}" in known for code in METRICS)


def test_zwickau_keeps_its_own_rules(bundled: Callable[..., Snapshot]) -> None:
    found = standards(bundled("zwickau"), date(2025, 12, 31)).set_index("rule")
    own = found.loc[["z1_care", "z3_centres", "z3_operators", "z2_decentral_people"], "status"]
    assert set(own) == {"met"}
    assert found.at["z3_centres", "figure"] == 5
