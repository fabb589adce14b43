"""Comparisons in a little city, reckoned on paper: differences, what is unknown, what is not alike."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.comparison import Part, change, compare, rising, unlike
from data.exporting import content
from data.figures import Figures, figures
from data.indicators import find
from data.series import counted
from data.snapshot import Snapshot
from data.views import comparison_view
from tests.data.little_city import MANAGER, little_store

Y23, Y24 = date(2023, 12, 31), date(2024, 12, 31)
LEVEL = "neighbourhood"


@pytest.fixture
def of(tmp_path: Path) -> Snapshot:
    return Snapshot(little_store(tmp_path), "klein", MANAGER)


def as_of(of: Snapshot, code: str, level: str, on: date) -> Figures:
    return figures(of, find(code), level, on)


def as_counted(of: Snapshot, code: str, level: str, on: date) -> Figures:
    return counted(of, find(code), level, on)


def test_areas_differ_from_the_first_absolutely_and_relatively(of: Snapshot) -> None:
    parts = [Part(of, LEVEL, Y24, area) for area in ("01", "02", "03")]
    found = compare(parts, [find("population"), find("kita_3_6"), find("consultations")], as_of)
    assert list(found["indicator"]) == ["population"] * 3 + ["kita_3_6"] * 3  # nobody knows of consultations
    people = found[found["indicator"] == "population"]
    assert people["value"].tolist() == [1000, 3000, 2000]
    assert people["absolute"].tolist() == pytest.approx([float("nan"), 2000, 1000], nan_ok=True)
    assert people["relative"].tolist() == pytest.approx([float("nan"), 2.0, 1.0], nan_ok=True)
    kita = found[found["indicator"] == "kita_3_6"]
    assert kita["marker"].tolist() == ["", "secret", ""]
    assert kita["absolute"].isna().tolist() == [True, True, False]  # unknown stays unknown
    assert kita["relative"].tolist()[2] == -1.0


def test_one_figure_is_never_taken_for_two(of: Snapshot) -> None:
    """02 was counted in 2024 only; carried forward or back it would seem not to have changed."""
    parts = [Part(of, LEVEL, day, "02") for day in (Y23, Y24)]
    found = compare(parts, [find("population")], as_counted)
    assert found["value"].isna().tolist() == [True, False]
    assert found["absolute"].isna().all()
    parts = [Part(of, LEVEL, day, "01") for day in (Y23, Y24)]
    assert compare(parts, [find("population")], as_counted)["absolute"].tolist()[1] == 100


def test_a_change_is_taken_between_the_figures_as_shown(of: Snapshot) -> None:
    found = change(as_counted(of, "population", LEVEL, Y23), as_counted(of, "population", LEVEL, Y24))
    assert found.loc["01"].tolist() == pytest.approx([900, 1000, 100, 1 / 9])
    assert found["absolute"].isna().tolist() == [False, True, True, True]
    assert rising(found) == (1, 0, 0, 3)


def test_the_whole_city_is_a_part_too(of: Snapshot) -> None:
    found = compare([Part(of, LEVEL, Y24), Part(of, LEVEL, Y24, "04")], [find("population")], as_of)
    assert found["value"].tolist() == [10_000, 4000]


def test_what_is_not_alike_is_said(of: Snapshot, bundled) -> None:
    other = bundled("zwickau")
    parts = [Part(of, LEVEL, Y24), Part(other, "municipality", date(2025, 12, 31))]
    found = compare(parts, [find("population")], as_of)
    assert set(unlike(parts, found, "population")) == {"stand", "source", "demo", "schematic", "levels"}
    same = [Part(other, "municipality", date(2025, 12, 31), area) for area in ("14524010", "14524020")]
    assert unlike(same, compare(same, [find("population")], as_of), "population") == ["demo"]


def test_an_export_names_both_cities_and_their_sources(of: Snapshot, bundled) -> None:
    other = bundled("zwickau")
    parts = [Part(of, LEVEL, Y24), Part(other, "municipality", date(2025, 12, 31))]
    found = compare(parts, [find("population"), find("density")], as_of)
    document = comparison_view(parts, found, {"indicator_name": "Menschen"})
    assert document.rows["city"].tolist() == ["klein", "zwickau"] * 2
    assert document.rows["value"].tolist() == found["value"].tolist()
    assert len(document.credits) == len(document.rows)
    assert {"klein", "zwickau"} == set(document.sources["city"])
    text = content(document, ".csv").decode("utf-8-sig")
    assert "population;klein;neighbourhood;;Kleinstadt;2024-12-31;10000" in text
    assert isinstance(document.rows, pd.DataFrame)
    assert content(document, ".xlsx")
