"""Gaps and concentration as figures of the map, equal to the gaps themselves."""

from collections.abc import Iterator
from datetime import date

import pytest

from data.city import UnknownServiceError
from data.concentration import concentration
from data.figures import figures
from data.gap_figures import UnknownMeasureError, gap_figures, gap_indicators
from data.gaps import gap
from data.indicators import UnknownIndicatorError, find
from data.snapshot import Snapshot
from data.store import Store
from tests.data.little_city import MANAGER, little_store

END = date(2024, 12, 31)


@pytest.fixture(scope="module")
def of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    store: Store = little_store(tmp_path_factory.mktemp("little"))
    yield Snapshot(store, "klein", MANAGER)
    store.close()


@pytest.mark.parametrize(("column", "factor"), [("coverage", 100), ("reachable", 100), ("units", 1)])
def test_a_measure_on_the_map_is_that_of_the_gap(of: Snapshot, column: str, factor: int) -> None:
    found = gap_figures(of, find(f"gap.{column}.kita_3_to_6"), "neighbourhood", END)
    table = gap(of, of.city.service("kita_3_to_6"), "neighbourhood", END).table
    assert found.table["value"].tolist() == pytest.approx((table[column] * factor).tolist(), nan_ok=True)
    assert (found.table["marker"] == "missing").equals(table[column].isna())


def test_the_location_quotient_is_that_of_the_concentration(of: Snapshot) -> None:
    found = gap_figures(of, find("gap.location_quotient"), "neighbourhood", END)
    table = concentration(of, "neighbourhood", END).table
    assert found.table["value"].tolist() == pytest.approx(table["location_quotient"].tolist(), nan_ok=True)


def test_only_measures_with_a_value_can_be_chosen(of: Snapshot) -> None:
    codes = [one.code for one in gap_indicators(of, "neighbourhood", END)]
    assert "gap.coverage.kita_3_to_6" in codes
    assert "gap.location_quotient" in codes
    assert not [code for code in codes if "primary_school" in code]  # nobody has told us of its places


def test_what_is_no_measure_is_refused(of: Snapshot) -> None:
    with pytest.raises(UnknownIndicatorError):
        find("gap.beauty.kita_3_to_6")
    with pytest.raises(UnknownServiceError):
        gap_figures(of, find("gap.coverage.beauty"), "neighbourhood", END)
    with pytest.raises(UnknownMeasureError):
        gap_figures(of, find("population"), "neighbourhood", END)
    assert figures(of, find("population"), "neighbourhood", END).known == 4
