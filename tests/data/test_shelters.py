"""Protected shelters: an export leaves the point out, and reading the file in again does not lose it."""

from collections.abc import Callable

import pytest
from pandas.testing import assert_frame_equal

from data.exporting import document, export_bytes
from data.importing import Report
from data.store import Store
from tests.data.conftest import MANAGER

ROWS = "site_id,category,name,lon,lat,kind\ns1,accommodation,Schutzhaus,13.722,51.0385,protected\n"


@pytest.fixture
def sheltered(bring: Callable[..., Report], town: Store) -> Store:
    """The town with a protected shelter whose position is stored."""
    assert bring("sites", "s.csv", ROWS).edition
    return town


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".geojson", ".gpkg"])
def test_a_file_without_the_point_changes_nothing(
    sheltered: Store, bring: Callable[..., Report], ending: str
) -> None:
    before = sheltered.read("muster", "sites", viewer=MANAGER, exact=True)
    file = export_bytes(sheltered, "muster", "sites", ending, viewer=MANAGER)
    report = bring("sites", f"x{ending}", file)
    assert (report.added, report.changed, report.removed) == (0, 0, 0)
    assert [problem.values["count"] for problem in report.problems if problem.code == "shelters_stay"] == [1]
    assert_frame_equal(sheltered.read("muster", "sites", viewer=MANAGER, exact=True), before)


def test_a_point_is_written_only_where_it_is_asked_for(sheltered: Store) -> None:
    kept, exact = (
        document(sheltered, "muster", "sites", viewer=MANAGER, exact=exact)
        .rows.set_index("site_id")
        .at["s1", "geometry"]
        for exact in (False, True)
    )
    assert kept is None
    assert exact is not None


@pytest.mark.usefixtures("sheltered")
def test_a_new_point_replaces_the_old_one(bring: Callable[..., Report]) -> None:
    assert bring("sites", "s.csv", ROWS.replace("13.722", "13.723")).changed == 1
