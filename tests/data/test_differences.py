"""Two editions held against each other: exact rows and cells; applied to the older one it gives the newer."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from shapely.geometry import Point, box

from data.audiences import PUBLIC, Audience, Viewer
from data.contracts import TABLES, validate
from data.difference_files import difference_bytes
from data.differences import difference, grown, moved, points
from data.errors import NotAllowedError, UnknownEditionError, UnknownTableError
from data.rows import to_rows
from data.store import Store
from tests.data.little_city import CRS, MANAGER, little_store
from tests.data.little_city import TABLES as ROWS

CITY = "klein"
WORDS = {"change": "Änderung", "added": "neu", "removed": "entfernt", "before": "vorher", "after": "jetzt"}


@pytest.fixture
def store(tmp_path: Path):
    made = little_store(tmp_path)
    yield made
    made.close()


@pytest.fixture
def put(store: Store) -> Callable[..., None]:
    """Make a changed frame the next edition of a table."""

    def write(name: str, change: Callable[[pd.DataFrame], Any]) -> None:
        with store.change(CITY, viewer=MANAGER, action="import") as made:
            made.write(name, validate(name, change(made.read(name))))

    return write


def renamed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(name=frame["name"].replace("Kita Eins", "Kita Neu"))


def test_rows_added_removed_and_changed_are_told_apart(store, put):
    def change(frame):
        new = frame[frame["site_id"] == "kita1"].assign(site_id="kita3", name="Kita Drei")
        return pd.concat([renamed(frame[frame["site_id"] != "flat"]), new], ignore_index=True)

    put("sites", change)
    found = difference(store, CITY, "sites", 2, viewer=MANAGER)
    assert (found.older, found.newer) == (1, 2)
    assert list(found.added["site_id"]) == ["kita3"]
    assert list(found.removed["site_id"]) == ["flat"]
    assert found.cells.to_dict("records") == [{"row": 0, "column": "name", "old": "Kita Eins", "new": "Kita Neu"}]
    assert isinstance(found.added, gpd.GeoDataFrame)
    assert found.added.crs == CRS


def test_the_first_edition_is_all_new_and_none_is_empty(store):
    found = difference(store, CITY, "offers", 1, viewer=MANAGER)
    assert (len(found.added), len(found.removed), len(found.after)) == (7, 0, 0)
    assert difference(store, CITY, "offers", 1, viewer=MANAGER, since=1).is_empty


def test_what_was_taken_back_is_no_difference(store, put):
    put("sites", renamed)
    store.undo(CITY, "sites", 2, viewer=MANAGER)
    assert difference(store, CITY, "sites", 3, viewer=MANAGER, since=1).is_empty
    assert len(difference(store, CITY, "sites", 3, viewer=MANAGER).after) == 1


def test_the_larger_number_is_the_newer_one(store, put):
    put("sites", renamed)
    found = difference(store, CITY, "sites", 1, viewer=MANAGER, since=2)
    assert list(found.after["name"]) == ["Kita Neu"]


def test_a_moved_point_says_how_far_and_one_that_came_says_nothing(store, put):
    def change(frame):
        places = {"kita1": Point(503, 504), "kita2": Point(1, 1), "school": None}
        return frame.assign(
            geometry=[places.get(s, g) for s, g in zip(frame["site_id"], frame.geometry, strict=True)]
        )

    put("sites", change)
    found = difference(store, CITY, "sites", 2, viewer=MANAGER)
    far = dict(zip(found.after["site_id"], moved(found.before, found.after), strict=True))
    assert far["kita1"] == 5.0
    assert far["kita2"] != far["kita2"]
    cells = dict(zip(found.cells["row"].map(found.after["site_id"]), found.cells["new"], strict=True))
    assert cells == {"kita1": 5.0, "kita2": None, "school": None}
    assert points(found.before).loc[list(found.before["site_id"]).index("kita2")].isna().all()


def test_an_area_says_by_how_many_square_kilometres_it_changed(store, put):
    def change(frame):
        shapes = [
            box(0, 0, 500, 1000) if key == "01" else shape
            for key, shape in zip(frame["area_id"], frame.geometry, strict=True)
        ]
        return frame.assign(geometry=shapes)

    put("areas", change)
    found = difference(store, CITY, "areas", 2, viewer=MANAGER)
    assert list(grown(found.before, found.after)) == [-0.5]
    assert list(found.cells["new"]) == [-0.5]


def test_settings_have_editions_too(store):
    found = difference(store, CITY, "city", 1, viewer=MANAGER)
    assert list(found.added["slug"]) == [CITY]


@pytest.mark.parametrize(("edition", "since"), [(2, None), (1, 5), (-1, None), (0, None), (1, -1)])
def test_an_edition_that_is_not_there_is_refused(edition, since, store):
    with pytest.raises(UnknownEditionError):
        difference(store, CITY, "sites", edition, viewer=MANAGER, since=since)


def test_history_is_for_managers_and_tables_that_exist(store):
    for viewer in (PUBLIC, Viewer(Audience.COUNCIL)):
        with pytest.raises(NotAllowedError):
            difference(store, CITY, "sites", 1, viewer=viewer)
    with pytest.raises(UnknownTableError):
        difference(store, CITY, "houses", 1, viewer=MANAGER)


def test_the_whole_difference_is_a_file_for_excel(store, put):
    def change(frame):
        return renamed(frame[frame["site_id"] != "flat"]).assign(operator="=cmd()")

    put("sites", change)
    found = difference(store, CITY, "sites", 2, viewer=MANAGER)
    sources = store.read(CITY, "sources", viewer=MANAGER)
    known = {"sources": sources, "made": datetime(2026, 1, 2, tzinfo=UTC), "words": WORDS}
    text = difference_bytes(found, ".csv", **known).decode("utf-8-sig")
    lines = text.splitlines()
    assert lines[0].startswith("Änderung;site_id;category;name;")
    assert [line.split(";")[0] for line in lines[1:]] == ["entfernt", *["vorher"] * 5, *["jetzt"] * 5]
    assert "'=cmd()" in text
    book = load_workbook(BytesIO(difference_bytes(found, ".xlsx", **known)))
    assert book.worksheets[0].cell(1, 1).value == "Änderung"
    assert book.worksheets[0].max_row == 12


def sites_of(rows: dict[str, tuple[str, int | None]]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(
        {
            "site_id": list(rows),
            "category": "kita",
            "name": [name for name, _ in rows.values()],
            "source_id": "sites",
        },
        dtype="str",
    )
    points_ = [None if at is None else Point(at, at) for _, at in rows.values()]
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(points_, crs=CRS))


STATES = st.dictionaries(
    st.sampled_from("abcdef"), st.tuples(st.sampled_from(["X", "Y"]), st.sampled_from([None, 1, 2]))
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=st.lists(STATES, min_size=1, max_size=3))
def test_applied_to_the_older_it_gives_the_newer(states, store):
    first = store.edition(CITY, "sites")
    for state in states:
        with store.change(CITY, viewer=MANAGER, action="import") as made:
            made.write("sites", validate("sites", sites_of(state)))
    last = store.edition(CITY, "sites")
    contents = {e: store.read(CITY, "sites", viewer=MANAGER, edition=e) for e in range(first, last + 1)}
    for older, newer in combinations(contents, 2):
        found = difference(store, CITY, "sites", newer, viewer=MANAGER, since=older)
        assert to_rows("sites", found.applied(contents[older])) == to_rows("sites", contents[newer])
        assert len(contents[older]) + len(found.added) - len(found.removed) == len(contents[newer])


@pytest.mark.parametrize("name", [name for name in TABLES if name in ROWS])
def test_it_can_be_applied_in_every_table(name, store, put):
    put(name, lambda frame: frame.iloc[1:])
    found = difference(store, CITY, name, 2, viewer=MANAGER)
    before, after = (store.read(CITY, name, viewer=MANAGER, edition=e) for e in (1, 2))
    assert to_rows(name, found.applied(before)) == to_rows(name, after)
