"""Figures of a little city, reckoned on paper (tests/data/little_city.py)."""

from collections.abc import Callable, Iterator
from datetime import date

import pandas as pd
import pytest

from data.audiences import PUBLIC, Viewer
from data.figures import available, figures
from data.indicators import UnknownIndicatorError, catalogue, find
from data.snapshot import Snapshot
from data.store import Store
from tests.data.little_city import COUNCIL, MANAGER, little_store

END = date(2024, 12, 31)
NAN = float("nan")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = little_store(tmp_path_factory.mktemp("little"))
    yield made
    made.close()


def values(store: Store, code: str, level: str = "neighbourhood", on: date = END, viewer: Viewer = MANAGER) -> list:
    found = figures(Snapshot(store, "klein", viewer), find(code), level, on)
    return found.table["value"].tolist()


@pytest.mark.parametrize(
    ("code", "level", "expected"),
    [
        ("population", "neighbourhood", [1000, 3000, 2000, 4000]),
        ("population", "district", [4000, 6000]),  # summed from below
        ("population", "city", [10_000]),
        ("density", "neighbourhood", [1000, 3000, 2000, 4000]),  # a square kilometre each
        ("density", "district", [2000, 3000]),
        ("foreigners", "neighbourhood", [NAN] * 4),  # known above only: not spread downwards
        ("foreigners", "district", [400, NAN]),
        ("foreigners_share", "city", [9.0]),
        ("kita_under_3", "neighbourhood", [50.0, 0.0, NAN, NAN]),
        ("kita_3_6", "neighbourhood", [80.0, NAN, 0.0, NAN]),  # 24 usable of 30 places for 30 children
        ("children_0_5", "neighbourhood", [50, NAN, NAN, NAN]),  # both age groups or nothing
        ("primary_school", "neighbourhood", [NAN] * 4),
        ("accommodation_places", "neighbourhood", [0, 0, 65, 12]),  # protected is counted apart
        ("accommodation", "district", [0.0, 77 / 6]),
        ("accommodated", "neighbourhood", [0, 0, 60, 14]),
        ("consultations", "neighbourhood", [NAN] * 4),  # nobody has told us of any
        ("figure.dogs.total", "neighbourhood", [7, NAN, NAN, NAN]),
    ],
)
def test_figures_at_the_end_of_2024(store: Store, code: str, level: str, expected: list[float]) -> None:
    assert values(store, code, level) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("on", "code", "expected"),
    [
        (date(2024, 6, 30), "kita_3_6", [NAN, NAN, NAN, NAN]),  # no children counted yet
        (date(2023, 12, 31), "population", [900, NAN, NAN, NAN]),
        (date(2022, 12, 31), "population", [NAN] * 4),
        (date(2023, 12, 31), "accommodation_places", [0, 0, 65, 12]),
        (date(2022, 12, 31), "accommodation_places", [0, 0, 0, 12]),  # the hostel opens on 1 January 2023
        (date(2023, 12, 31), "accommodated", [0, 0, 50, NAN]),  # the flat was not counted then
    ],
)
def test_as_of_means_the_latest_figure_and_the_sites_open(
    store: Store, on: date, code: str, expected: list[float]
) -> None:
    assert values(store, code, on=on) == pytest.approx(expected, nan_ok=True)


def test_a_site_closes_after_its_last_day_and_counts_where_its_source_says(store: Store) -> None:
    table = figures(Snapshot(store, "klein", MANAGER), find("kita_3_6"), "neighbourhood", date(2024, 6, 30)).table
    assert table["numerator"].tolist() == [24, 0, 20, 0]  # Kita Zwei has no position, its source says 03
    later = figures(Snapshot(store, "klein", MANAGER), find("kita_3_6"), "neighbourhood", date(2024, 7, 1)).table
    assert later["numerator"].tolist() == [24, 0, 0, 0]


def test_missing_and_secret_are_told_apart_and_never_zero(store: Store) -> None:
    table = figures(Snapshot(store, "klein", MANAGER), find("kita_3_6"), "neighbourhood", END).table
    assert table["marker"].tolist() == ["", "secret", "", "missing"]
    assert table["rank"].tolist() == [1, pd.NA, 2, pd.NA]


def test_protected_shelters_count_for_managers_alone(store: Store) -> None:
    assert values(store, "accommodated", viewer=MANAGER)[3] == 14
    assert values(store, "accommodated", viewer=COUNCIL)[3] == 9
    assert values(store, "accommodated", viewer=PUBLIC)[3] == 9


def test_the_public_gets_sums_but_no_accommodation_site(store: Store) -> None:
    of = Snapshot(store, "klein", PUBLIC)
    assert figures(of, find("accommodation_places"), "neighbourhood", END).table["value"].tolist() == [0, 0, 65, 12]
    assert sorted(of.sites.index) == ["kita1", "kita2", "school"]
    assert set(of.offers["site_id"]) == {"kita1", "kita2", "school"}
    assert of.caseload.empty


def test_stand_sources_and_the_citys_own_value_come_along(store: Store) -> None:
    found = figures(Snapshot(store, "klein", MANAGER), find("kita_under_3"), "neighbourhood", END)
    assert found.sources == ("office", "sites")
    assert found.stand == (date(2024, 12, 1), date(2024, 12, 31))
    assert found.known == 2
    assert figures(Snapshot(store, "klein", MANAGER), find("population"), "neighbourhood", END).total == 10_000


def test_only_what_has_a_value_can_be_chosen(store: Store) -> None:
    codes = [one.code for one in available(Snapshot(store, "klein", MANAGER), "neighbourhood", END)]
    assert codes[:2] == ["population", "density"]
    assert "figure.dogs.total" in codes
    assert not {"foreigners", "consultations", "primary_school", "figure.population.total"} & set(codes)


@pytest.mark.parametrize("code", ["", "nix", "figure.", "figure.dogs", "{{ 7*7 }}"])
def test_an_indicator_that_does_not_exist_is_named(code: str) -> None:
    with pytest.raises(UnknownIndicatorError) as caught:
        find(code)
    assert caught.value.values == {"indicator": code}


def test_the_catalogue_is_complete() -> None:
    assert len(catalogue()) >= 20
    for indicator in catalogue().values():
        assert (indicator.form == "rate") == (indicator.denominator is not None)


def test_indicators_of_measures_say_what_the_sites_have(bundled: Callable[..., Snapshot]) -> None:
    of = bundled("dresden")
    day, city = date(2025, 12, 31), "14612000"

    def value(code: str) -> float:
        return float(figures(of, find(code), "city", day).table.at[city, "value"])

    offers = of.offers.merge(of.sites[["category"]], left_on="site_id", right_index=True)
    posts = {"volunteering_posts": "coordination", "employer_contacts": "employer_contact",
             "companion_posts": "integration_companion", "quarter_office_posts": "quarter_office"}  # fmt: skip
    for code, kind in posts.items():
        assert value(code) == pytest.approx(offers.loc[offers["kind"] == kind, "staff"].sum()), code
        assert find(code).counts_supply
    places = {"b2_courses": "B2", "trade_courses": "language_and_trade", "work_opportunities": "work_opportunity"}
    for code, kind in places.items():
        assert value(code) == offers.loc[offers["kind"] == kind, "capacity"].sum(), code
    groups = [value(f"clients_{name}") for name in ("protection", "eu", "third_country")]
    assert sum(groups) == value("consultations")
    assert value("waiting") > value("rejected") > 0
    assert 64 < value("decentral_share") < 68
    assert not any(
        find(code).counts_supply for code in ("waiting", "clients_eu", "decentral_share", "uninsured", "kita")
    )


def test_where_people_were_not_counted_yet_nobody_is_said_to_be(bundled: Callable[..., Snapshot]) -> None:
    of, first = bundled("zwickau"), date(2021, 12, 31)
    before = figures(of, find("consultations"), "municipality", first)
    cases = of.counted_caseload
    of.counted_caseload = cases[~(cases["area_id"].eq("14524010") & cases["as_of"].eq(f"{first}"))]
    found = figures(of, find("consultations"), "municipality", first)
    assert before.table["value"]["14524010"] > 0
    assert found.table.loc["14524010", ["value", "marker"]].isna().tolist() == [True, False]
    assert found.table["marker"]["14524010"] == "missing"
    assert found.table["value"].drop("14524010").equals(before.table["value"].drop("14524010"))
    assert pd.isna(found.total)
