"""Checks across tables: one case a fault."""

from typing import Any

import pytest
from shapely.geometry import MultiPolygon, Point, Polygon

from data.checks import check_tables
from data.contracts import TABLES
from data.store import Store
from tests.data.conftest import MANAGER

BOWTIE = Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])

# table, row, column, value -> code
FAULTS: dict[str, tuple[str, int, str, Any, str]] = {
    "level": ("areas", 0, "level", "ward", "level_unknown"),
    "parent": ("areas", 0, "parent_id", "02", "parent_unknown"),
    "no parent": ("areas", 0, "parent_id", "", "parent_unknown"),
    "source of an area": ("areas", 0, "source_id", "x", "source_unknown"),
    "no shape": ("areas", 0, "geometry", None, "geometry_missing"),
    "empty shape": ("areas", 0, "geometry", MultiPolygon(), "geometry_missing"),
    "point": ("areas", 0, "geometry", Point(0, 0), "no_polygon"),
    "bow tie": ("areas", 0, "geometry", BOWTIE, "polygon_invalid"),
    "site elsewhere": ("sites", 1, "geometry", Point(0, 0), "outside_city"),
    "site with a shape": ("sites", 1, "geometry", BOWTIE, "no_point"),
    "area of a site": ("sites", 0, "area_id", "99", "area_unknown"),
    "source of a site": ("sites", 0, "source_id", "x", "source_unknown"),
    "site of an offer": ("offers", 0, "site_id", "x", "site_unknown"),
    "kind of an offer": ("offers", 0, "kind", "MBE", "kind_unknown"),
    "area of a figure": ("statistics", 0, "area_id", "99", "area_unknown"),
    "source of a figure": ("statistics", 0, "source_id", "x", "source_unknown"),
    "site of a caseload": ("caseload", 0, "site_id", "x", "site_unknown"),
    "no subject": ("caseload", 0, "site_id", "", "one_subject"),
}


@pytest.fixture
def tables(town: Store) -> dict[str, Any]:
    return {name: town.read("muster", name, viewer=MANAGER) for name in TABLES}


def test_the_town_is_without_fault(town: Store, tables: dict[str, Any]) -> None:
    assert check_tables(town.city("muster", viewer=MANAGER), tables) == []


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_named_with_its_row(case: str, town: Store, tables: dict[str, Any]) -> None:
    name, row, column, value, code = FAULTS[case]
    tables[name].at[row, column] = value
    found = check_tables(town.city("muster", viewer=MANAGER), tables)
    assert (code, row, column) in {(problem.code, problem.row, problem.column) for problem in found}
