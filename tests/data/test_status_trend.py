"""Status and trend of the bundled cities: which indicators go in, in which direction."""

import pandas as pd
import pytest

from data.audiences import PUBLIC
from data.indicators import catalogue
from data.series import series_of
from data.status_trend import USUAL, status_dates, status_trend
from geo.status_trend import STATUS, TREND, index


def test_only_what_declares_a_direction_of_need_goes_in(bundled) -> None:
    found = status_dates(bundled("dresden"), "neighbourhood")
    assert set(USUAL) <= set(found)
    assert "protection_seekers" not in found  # who people are is no need
    assert "foreigners_share" not in found
    assert "single_parents" not in found  # known for one day only
    assert all(len(days) > 1 and days == sorted(days) for days in found.values())
    assert {one.need for one in catalogue().values()} == {"", "more", "less"}


def test_less_supply_and_more_jobseekers_are_more_need(bundled) -> None:
    of = bundled("dresden")
    days = status_dates(of, "neighbourhood")["jobseekers"]
    found = status_trend(of, "neighbourhood", days[0], days[-1], ["kita_3_6"])
    supply = series_of(of, catalogue()["kita_3_6"], "neighbourhood")
    expected = index(pd.DataFrame({"supply": -supply[days[-1]]}))
    pd.testing.assert_series_equal(found.table["status_index"], expected, check_names=False)
    seeking = status_trend(of, "neighbourhood", days[0], days[-1], ["jobseekers"]).table
    people = series_of(of, catalogue()["population"], "neighbourhood")[days[-1]]
    share = series_of(of, catalogue()["jobseekers"], "neighbourhood")[days[-1]] / people
    assert seeking["status_index"].idxmax() == share.idxmax()


@pytest.mark.parametrize(("city", "level"), [("dresden", "neighbourhood"), ("zwickau", "municipality")])
def test_every_area_gets_a_status_and_a_trend(bundled, city: str, level: str) -> None:
    of = bundled(city)
    days = status_dates(of, level)["jobseekers"]
    found = status_trend(of, level, days[-3], days[-1], USUAL)
    assert len(found.known) == len(of.level(level))
    assert set(found.table["status"]) <= set(STATUS)
    assert set(found.table["trend"]) <= set(TREND)
    assert found.sources


def test_an_area_without_one_of_the_figures_has_no_class(bundled) -> None:
    of = bundled("zwickau")
    days = status_dates(of, "municipality")["jobseekers"]
    rows = of.statistics
    gone = rows["indicator"].eq("jobseekers") & rows["area_id"].eq("14524010") & rows["as_of"].eq(f"{days[-1]}")
    of.statistics = rows.assign(value=rows["value"].mask(gone))
    found = status_trend(of, "municipality", days[0], days[-1], USUAL)
    assert found.table.loc["14524010", ["status", "trend"]].isna().all()
    assert len(found.known) == 32


def test_few_areas_have_no_classes(bundled) -> None:
    assert status_dates(bundled("dresden", PUBLIC), "city") == {}
