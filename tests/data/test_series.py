"""Series: only what was counted, at the day it was counted on; gaps stay gaps."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.figures import figures
from data.indicators import find
from data.series import series_of
from data.snapshot import Snapshot
from tests.data.little_city import MANAGER, little_store

Y23, Y24 = date(2023, 12, 31), date(2024, 12, 31)


@pytest.fixture
def of(tmp_path: Path) -> Snapshot:
    return Snapshot(little_store(tmp_path), "klein", MANAGER)


def known(found: pd.DataFrame, area: str) -> dict[date, float]:
    return found.loc[area].dropna().to_dict()


def test_a_count_stands_at_the_days_it_was_counted_on(of: Snapshot) -> None:
    found = series_of(of, find("population"), "neighbourhood")
    assert list(found.columns) == [Y23, Y24]
    assert list(found.index) == ["01", "02", "03", "04"]
    assert known(found, "01") == {Y23: 900, Y24: 1000}
    assert known(found, "02") == {Y24: 3000}  # not carried, not guessed


def test_people_in_sites_are_those_counted_that_day(of: Snapshot) -> None:
    found = series_of(of, find("accommodated"), "district")
    assert known(found, "B") == {Y24: 60 + 9 + 5}  # in 2023 only one of the three sites was counted
    assert list(found.columns) == [Y23, Y24]
    assert known(found, "A") == {Y23: 0, Y24: 0}


def test_a_rate_stands_at_the_days_of_its_numerator(of: Snapshot) -> None:
    assert list(series_of(of, find("foreigners_share"), "city").columns) == [Y24]
    assert series_of(of, find("foreigners_share"), "neighbourhood").empty


def test_places_per_head_stand_at_the_days_of_the_heads(of: Snapshot) -> None:
    found = series_of(of, find("kita_3_6"), "neighbourhood")
    assert list(found.columns) == [Y24]
    assert known(found, "01")[Y24] == pytest.approx(24 / 30 * 100)
    assert "02" not in found.dropna().index  # secret


def test_the_latest_of_a_series_is_the_figure_of_the_map(bundled) -> None:
    of = bundled("zwickau")
    for code in ("population", "consultations", "kita_3_6", "accommodated", "foreigners_share"):
        found = series_of(of, find(code), "municipality")
        on = found.columns[-1]
        pd.testing.assert_series_equal(
            found[on], figures(of, find(code), "municipality", on).table["value"], check_names=False
        )


def test_a_denominator_may_be_a_year_older_but_not_two(bundled) -> None:
    of = bundled("zwickau")
    rows = of.statistics
    late = rows["indicator"].eq("foreigners") & rows["as_of"].eq("2023-12-31")
    gone = rows["indicator"].eq("population") & rows["as_of"].isin(pd.to_datetime(["2022-12-31", "2023-12-31"]))
    of.statistics = rows[~gone]
    found = series_of(of, find("foreigners_share"), "municipality")
    assert late.any()
    assert date(2022, 12, 31) in found.columns  # per the inhabitants of 2021
    assert date(2023, 12, 31) not in found.columns


def test_a_measure_of_gaps_has_no_series(bundled) -> None:
    assert series_of(bundled("dresden"), find("gap.location_quotient"), "neighbourhood").empty
