"""Single sites changed by hand: everything is checked, all or nothing is stored, nobody overwrites another."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import Point

from data.audiences import PUBLIC, Audience, Viewer
from data.editing import change_rows
from data.edits import Edit, key_of, offer_edits, point, proposed_id, records
from data.errors import DataRefusedError, NotAllowedError
from data.meanwhile import RowsChangedError
from data.rows import to_rows
from data.verification import verify
from tests.data.little_city import MANAGER, little_store

CITY, CRS = "klein", "EPSG:25833"
OTHER = Viewer(Audience.MANAGER, "Frau Nowak")
READ = {"sites": 1, "offers": 1}


@pytest.fixture
def store(tmp_path: Path):
    made = little_store(tmp_path)
    yield made
    made.close()


def site(store, site_id="kita1"):
    return store.read(CITY, "sites", viewer=MANAGER).set_index("site_id").loc[site_id]


def degrees(x: float, y: float) -> tuple[float, float]:
    at = gpd.GeoSeries([Point(x, y)], crs=CRS).to_crs(4326)[0]
    return at.x, at.y


def change(store, *edits, read=None, viewer=MANAGER, note=""):
    return change_rows(store, CITY, edits, read=read or store.editions(CITY), viewer=viewer, note=note)


def named(site_id="kita1", **values):
    return Edit("change", "sites", (site_id,), values)


def offer(site_id="kita1", kind="under_3", what="change", **values):
    return Edit(what, "offers", (site_id, kind, "", None), values)


def test_site_and_offers_change_together_with_a_note(store):
    made = change(store, named(name="Neu"), offer(capacity=12), offer("kita2", what="add", capacity=5), note=" a  b ")
    assert {name: one.edition for name, one in made.items()} == {"sites": 2, "offers": 2}
    assert (made["offers"].added, made["offers"].changed, made["offers"].action) == (1, 1, "edit")
    assert made["sites"].detail == {"sites": ["kita1", "kita2"], "note": "a b"}
    assert store.undoing(CITY, "sites", 2, viewer=MANAGER) == {"sites": 1, "offers": 1}
    store.undo(CITY, "sites", 2, viewer=MANAGER)
    assert (site(store)["name"], store.edition(CITY, "offers")) == ("Kita Eins", 3)
    assert not verify(store)


def test_what_stands_already_is_no_edition(store):
    assert change(store, named(name="Kita Eins", category="kita"), offer(capacity=10)) == {}
    assert store.editions(CITY)["sites"] == 1


def test_a_site_is_placed_to_the_millimetre(store):
    change(store, named("kita2", geometry=point(*degrees(1200.0004, 300), CRS)))
    assert site(store, "kita2")["geometry"].equals(Point(1200, 300))


def test_a_site_loses_its_position_and_is_closed(store):
    change(store, named(geometry=None, closes_on=pd.Timestamp("2027-01-31")))
    assert site(store)["geometry"] is None
    assert site(store)["closes_on"] == pd.Timestamp("2027-01-31")


def test_a_new_site_gets_the_source_of_those_entered_by_hand_once(store):
    for name in ("Erste", "Zweite"):
        key = proposed_id(store, CITY, "kita")
        change(store, Edit("add", "sites", (key,), {"category": "kita", "name": name}))
    assert site(store, "own-kita-002")["source_id"] == "own"
    assert site(store, "own-kita-002")["audience"] == "public"
    sources = store.read(CITY, "sources", viewer=MANAGER).set_index("source_id")
    assert (sources.at["own", "title"], sources.at["own", "publisher"]) == ("Eigene Pflege", "Kleinstadt")
    assert store.edition(CITY, "sources") == 2


def test_the_first_site_of_a_city_and_the_removal_of_the_last(store):
    with store.change(CITY, viewer=MANAGER, action="import") as made:
        for name in ("sites", "offers", "caseload"):
            made.write(name, made.read(name).iloc[:0])
    change(store, Edit("add", "sites", ("a",), {"category": "kita"}), offer("a", what="add", capacity=1))
    assert list(store.read(CITY, "offers", viewer=MANAGER)["capacity"]) == [1]
    change(store, Edit("remove", "sites", ("a",)))
    assert store.read(CITY, "sites", viewer=MANAGER).empty


def test_an_id_is_never_proposed_twice(store):
    change(store, Edit("add", "sites", ("own-kita-001",), {"category": "kita"}))
    change(store, Edit("remove", "sites", ("own-kita-001",)))
    assert proposed_id(store, CITY, "kita") == "own-kita-002"
    assert proposed_id(store, CITY, "school") == "own-school-001"


def test_a_removed_site_takes_its_offers_along(store):
    made = change(store, Edit("remove", "sites", ("kita1",)))
    assert (made["sites"].removed, made["offers"].removed) == (1, 2)


FAULTS = {
    "category": ([named(category="zoo")], "not_listed", "category", "kita1"),
    "kind of another category": ([offer(what="add", kind="hostel")], "kind_unknown", "kind", "kita1"),
    "category against its offers": ([named(category="school")], "kind_unknown", "kind", "kita1"),
    "negative": ([offer(capacity=-1)], "negative", "capacity", "kita1"),
    "half a place": ([offer(capacity=1.5)], "wrong_type", "capacity", "kita1"),
    "role": ([Edit("add", "offers", ("kita1", "", "king", None))], "not_listed", "role", "kita1"),
    "audience": ([named(audience="all")], "not_listed", "audience", "kita1"),
    "outside": ([named(geometry=Point(9000, 0))], "outside_city", "geometry", "kita1"),
    "closed first": (
        [named("hostel", closes_on=pd.Timestamp("2020-01-01"))], "closed_before_opened", "closes_on", "hostel",
    ),
    "area": ([named(area_id="99")], "area_unknown", "area_id", "kita1"),
    "source": ([named(source_id="nobody")], "source_unknown", "source_id", "kita1"),
    "languages": ([named(languages="Deutsch, Arabisch")], "languages_unknown", "languages", "kita1"),
    "offer of nobody": ([offer("kita9", what="add")], "site_unknown", "site_id", "kita9"),
    "taken": ([Edit("add", "sites", ("kita2",), {"category": "kita"})], "key_taken", "site_id", "kita2"),
    "twice": ([offer(what="add", kind="after_school")] * 2, "key_taken", "kind", "kita1"),
    "nowhere": ([named("kita9", name="X")], "row_gone", "site_id", "kita9"),
    "counted": ([Edit("remove", "sites", ("hostel",))], "site_has_caseload", "site_id", "hostel"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_names_site_and_column_and_nothing_is_stored(fault, store):
    edits, code, column, site_id = FAULTS[fault]
    before = store.editions(CITY)
    with pytest.raises(DataRefusedError) as refused:
        change(store, named("school", name="Auch neu"), *edits)
    found = [(p.code, p.column, p.values["site_id"]) for p in refused.value.problems]
    assert (code, column, site_id) in found
    assert all(p.row is None for p in refused.value.problems)
    assert store.editions(CITY) == before


def test_faults_of_other_rows_do_not_stand_in_the_way(store):
    with store.change(CITY, viewer=MANAGER, action="import") as made:
        sites = made.read("sites")
        made.write("sites", sites.assign(area_id=sites["area_id"].mask(sites["site_id"] == "flat", "gone")))
    assert change(store, named(name="Neu"))["sites"].changed == 1


@pytest.mark.parametrize("at", [(181, 0), (0, 91), (float("nan"), 0), (float("inf"), 0)])
def test_a_point_off_the_globe_is_refused(at):
    with pytest.raises(DataRefusedError) as refused:
        point(*at, CRS)
    assert refused.value.problems[0].code == "no_position"


def test_only_managers_may(store):
    for viewer in (PUBLIC, Viewer(Audience.COUNCIL)):
        with pytest.raises(NotAllowedError):
            change(store, named(name="X"), viewer=viewer)


# what the other did · what I want · whether it is a conflict · what stands in the end (name, operator of kita1)
TWO = {
    "another site": (named("school", name="S"), named(name="A"), False, ("A", "")),
    "another table": (offer(capacity=1), named(name="A"), False, ("A", "")),
    "another offer": (offer(kind="3_to_6", capacity=1), offer(capacity=2), False, ("Kita Eins", "")),
    "same column": (named(name="B"), named(name="A"), True, ("B", "")),
    "same column, same value": (named(name="A"), named(name="A"), False, ("A", "")),
    "another column of the row": (named(operator="B"), named(name="A"), True, ("Kita Eins", "B")),
    "nothing of mine": (named(operator="B"), named(name="Kita Eins"), False, ("Kita Eins", "B")),
    "same offer": (offer(capacity=1), offer(capacity=2), True, ("Kita Eins", "")),
    "removed by the other": (Edit("remove", "sites", ("kita1",)), named(name="A"), True, None),
    "removed by both": (
        Edit("remove", "sites", ("kita1",)), Edit("remove", "sites", ("kita1",)), False, None,
    ),
    "changed by the other, removed by me": (
        named(name="B"), Edit("remove", "sites", ("kita1",)), True, ("B", ""),
    ),
    "an offer changed by the other, the site removed by me": (
        offer(capacity=1), Edit("remove", "sites", ("kita1",)), True, ("Kita Eins", ""),
    ),
    "an offer added by the other, the site removed by me": (
        offer(what="add", kind="after_school"), Edit("remove", "sites", ("kita1",)), True, ("Kita Eins", ""),
    ),
    "same new offer, same content": (
        offer(what="add", kind="after_school", capacity=3), offer(what="add", kind="after_school", capacity=3),
        False, ("Kita Eins", ""),
    ),
    "same new offer, other content": (
        offer(what="add", kind="after_school", capacity=3), offer(what="add", kind="after_school", capacity=4),
        True, ("Kita Eins", ""),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TWO)
def test_two_managers_at_once(case, store):
    theirs, mine, conflict, stands = TWO[case]
    change(store, theirs, viewer=OTHER)
    between = store.editions(CITY)
    if conflict:
        with pytest.raises(RowsChangedError) as told:
            change(store, mine, read=READ)
        assert {one.actor for one in told.value.changes} == {"Frau Nowak"}
        assert {one.edition for one in told.value.changes} == {2}
        assert told.value.editions == {name: between[name] for name in ("sites", "offers")}
        assert store.editions(CITY) == between
    else:
        change(store, mine, read=READ)
    rows = store.read(CITY, "sites", viewer=MANAGER).set_index("site_id")
    found = tuple(rows.loc["kita1", ["name", "operator"]]) if "kita1" in rows.index else None
    assert found == stands


def test_the_conflict_tells_what_stands_now_and_may_be_overruled_knowingly(store):
    change(store, named(name="B", operator="Träger"), viewer=OTHER)
    change(store, named("school", name="S"), viewer=Viewer(Audience.MANAGER, "Herr Ito"))
    with pytest.raises(RowsChangedError) as told:
        change(store, named(name="A"), read=READ)
    cells = {(one.column, one.was, one.now, one.actor, one.gone) for one in told.value.changes}
    assert cells == {("name", "Kita Eins", "B", "Frau Nowak", False), ("operator", "", "Träger", "Frau Nowak", False)}
    change(store, named(name="A"), read=told.value.editions)
    assert tuple(site(store)[["name", "operator"]]) == ("A", "Träger")


def test_offers_as_they_shall_be_become_edits_row_by_row(store):
    offers = store.read(CITY, "offers", viewer=MANAGER)
    own = offers[offers["site_id"] == "kita1"]
    wanted = [{k: v for k, v in row.items() if k != "site_id"} for row in records(own)]
    assert offer_edits("kita1", own, wanted) == []
    wanted[0] |= {"capacity": 99}
    wanted[1] |= {"kind": "after_school"}
    edits = offer_edits("kita1", own, wanted)
    assert [(edit.what, edit.key[1]) for edit in edits] == [
        ("change", own["kind"].iloc[0]),
        ("add", "after_school"),
        ("remove", own["kind"].iloc[1]),
    ]
    assert edits[0].values == {"capacity": 99}


SITES = ("kita1", "kita2", "school", "flat")
ONE = st.tuples(st.sampled_from(SITES), st.sampled_from(["name", "operator"]), st.sampled_from(["A", "B", ""]))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(theirs=st.lists(ONE, max_size=3), mine=st.lists(ONE, max_size=3, unique_by=lambda one: one[0]))
def test_nothing_of_the_other_is_ever_lost_silently(theirs, mine, tmp_path_factory):
    store = little_store(tmp_path_factory.mktemp("two"))
    first = store.read(CITY, "sites", viewer=MANAGER)
    for site_id, column, value in theirs:
        change(store, named(site_id, **{column: value}), viewer=OTHER)
    second = store.read(CITY, "sites", viewer=MANAGER)
    told = None
    try:
        change(store, *(named(site_id, **{column: value}) for site_id, column, value in mine), read=READ)
    except RowsChangedError as error:
        told = error
    if told is not None:
        assert {one.key[0] for one in told.changes} <= {site_id for site_id, _, _ in mine}
        assert to_rows("sites", store.read(CITY, "sites", viewer=MANAGER)) == to_rows("sites", second)
    else:
        asked = {(site_id, column): value for site_id, column, value in mine}
        was, stood, stands = (
            {key_of("sites", row): row for row in records(f)}
            for f in (first, second, store.read(CITY, "sites", viewer=MANAGER))
        )
        for key, row in stands.items():
            for column in ("name", "operator"):
                value = asked.get((key[0], column), was[key][column])
                assert row[column] == (value if value != was[key][column] else stood[key][column])
    assert not verify(store)
    store.close()


# Measures


PLAN = {"title": "Mehr Kurse", "area_id": "01", "domain": "german", "indicator": "b2_courses", "target": 48.0}


def measure(key="m1", what="change", **values):
    return Edit(what, "measures", (key,), values)


@pytest.fixture
def planned(store):
    change(store, measure(what="add", **PLAN), measure("m2", "add", title="Lotsen"))
    return store


def measures(store):
    return store.read(CITY, "measures", viewer=MANAGER).set_index("measure_id")


def test_a_measure_is_added_changed_and_removed(planned):
    row = measures(planned).loc["m1"]
    assert (row["status"], row["audience"], row["source_id"]) == ("proposed", "council", "own")
    assert pd.isna(row["due"])
    made = change(planned, measure(due=pd.Timestamp("2027-12-31"), status="running", baseline=24.0), note="Beschluss")
    assert (made["measures"].changed, made["measures"].detail) == (1, {"measures": ["m1"], "note": "Beschluss"})
    assert measures(planned).loc["m1", ["status", "baseline", "target"]].tolist() == ["running", 24, 48]
    assert change(planned, measure("m2", "remove"))["measures"].removed == 1
    assert measures(planned).index.tolist() == ["m1"]
    assert set(planned.editions(CITY).values()) >= {3}
    assert planned.editions(CITY)["sites"] == 1
    assert not verify(planned)


MEASURE_FAULTS = {
    "no title": ([measure(title="")], "empty", "title"),
    "domain": ([measure(domain="sport")], "not_listed", "domain"),
    "status": ([measure(status="someday")], "not_listed", "status"),
    "audience": ([measure(audience="all")], "not_listed", "audience"),
    "area": ([measure(area_id="99")], "area_unknown", "area_id"),
    "source": ([measure(source_id="nobody")], "source_unknown", "source_id"),
    "indicator": ([measure(indicator="zoo")], "unknown_indicator", "indicator"),
    "target": ([measure(target="viel")], "wrong_type", "target"),
    "taken": ([measure(what="add", title="Noch einmal")], "key_taken", "measure_id"),
    "gone": ([measure("m9", title="X")], "row_gone", "measure_id"),
}


@pytest.mark.parametrize("fault", MEASURE_FAULTS)
def test_a_fault_names_the_measure_and_nothing_is_stored(fault, planned):
    edits, code, column = MEASURE_FAULTS[fault]
    before = planned.editions(CITY)
    with pytest.raises(DataRefusedError) as refused:
        change(planned, measure("m2", title="Auch neu"), *edits)
    found = [(p.code, p.column, p.values["measure_id"]) for p in refused.value.problems]
    assert (code, column, edits[0].about) in found
    assert planned.editions(CITY) == before


def test_an_indicator_that_is_gone_may_stay(planned):
    with planned.change(CITY, viewer=MANAGER, action="import") as made:
        made.write("measures", made.read("measures").assign(indicator="zoo"))
    assert change(planned, measure(title="Neu"))["measures"].changed == 1


TWO_MEASURES = {
    "another measure": (measure("m2", title="B"), measure(title="A"), False, "A"),
    "same cell": (measure(title="B"), measure(title="A"), True, "B"),
    "another cell": (measure(target=50.0), measure(title="A"), True, "Mehr Kurse"),
    "the very same": (measure(title="A"), measure(title="A"), False, "A"),
    "removed by the other": (measure(what="remove"), measure(title="A"), True, None),
    "a site": (named(name="B"), measure(title="A"), False, "A"),
}


@pytest.mark.parametrize("case", TWO_MEASURES)
def test_two_managers_at_one_measure(case, planned):
    theirs, mine, conflict, title = TWO_MEASURES[case]
    read = {"measures": planned.edition(CITY, "measures")}
    change(planned, theirs, viewer=OTHER)
    if conflict:
        with pytest.raises(RowsChangedError) as told:
            change(planned, mine, read=read)
        assert {one.actor for one in told.value.changes} == {"Frau Nowak"}
        assert set(told.value.editions) == {"measures"}
    else:
        change(planned, mine, read=read)
    rows = measures(planned)
    assert (rows.at["m1", "title"] if "m1" in rows.index else None) == title


def test_only_managers_change_measures(planned):
    for viewer in (PUBLIC, Viewer(Audience.COUNCIL)):
        with pytest.raises(NotAllowedError):
            change(planned, measure(title="X"), viewer=viewer)


def test_the_id_of_a_measure_is_never_proposed_twice(planned):
    key = proposed_id(planned, CITY, "measure", "measures")
    change(planned, measure(key, "add", title="A"))
    change(planned, measure(key, "remove"))
    assert (key, proposed_id(planned, CITY, "measure", "measures")) == ("own-measure-001", "own-measure-002")
