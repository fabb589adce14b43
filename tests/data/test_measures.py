"""Measures held against the data: current value, traffic light, and the check for "one should"."""

import math
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.audiences import PUBLIC
from data.contracts import MEASURE_STATES, validate
from data.errors import DataRefusedError
from data.measures import FLAGS, LIGHTS, flags, lights, measures_of, summary
from data.snapshot import Snapshot
from data.store import Store
from tests.data.little_city import COUNCIL, MANAGER, little_store

ON = date(2025, 6, 30)
WHOLE = {"target_group": "Kinder", "responsible": "Jugendamt", "due": "2026-12-31", "status": "running"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return little_store(tmp_path)


def put(store: Store, *rows: dict[str, Any]) -> None:
    frame = pd.DataFrame([{"measure_id": f"m{n}", "title": f"Maßnahme {n}", **row} for n, row in enumerate(rows, 1)])
    frame["due"] = pd.to_datetime(frame["due"]) if "due" in frame else pd.NaT
    with store.change("klein", viewer=MANAGER, action="import") as change:
        change.write("measures", validate("measures", frame.fillna({name: "" for name in WHOLE if name != "due"})))


def found(store: Store, *rows: dict[str, Any], viewer: Any = MANAGER, on: date = ON) -> pd.DataFrame:
    put(store, *rows)
    return measures_of(Snapshot(store, "klein", viewer), on)


CURRENT = {
    # area, indicator: value, latest figure in it
    "an area": ("01", "population", 1000.0, "2024-12-31"),
    "a district, summed": ("A", "population", 4000.0, "2024-12-31"),
    "the whole city by its key": ("K", "foreigners", 900.0, "2024-12-31"),
    "no area: the whole city": ("", "foreigners", 900.0, "2024-12-31"),
    "a rate": ("01", "kita_3_6", 80.0, "2024-12-31"),
    "a figure of the city's own": ("01", "figure.dogs.total", 7.0, "2024-12-31"),
    "secret": ("02", "figure.population.age_3_5", math.nan, "2024-12-31"),
    "not there": ("04", "figure.dogs.total", math.nan, "2024-12-31"),
    "an indicator of nobody": ("01", "zoo", math.nan, None),
    "a gap of nobody": ("01", "gap.coverage.zoo", math.nan, None),
    "an area that is gone": ("99", "population", math.nan, None),
    "no indicator": ("01", "", math.nan, None),
}


@pytest.mark.parametrize("case", CURRENT)
def test_the_current_value_is_taken_from_the_data(case: str, store: Store) -> None:
    area, indicator, value, stand = CURRENT[case]
    row = found(store, {"area_id": area, "indicator": indicator, **WHOLE}).loc["m1"]
    assert row["current"] == pytest.approx(value, nan_ok=True)
    if math.isnan(value):
        assert ("no_data" in row["flags"]) == bool(indicator)
    else:
        assert row["current_stand"] == pd.Timestamp(stand or 0)


def test_figures_after_the_day_do_not_count(store: Store) -> None:
    rows = found(store, {"area_id": "01", "indicator": "population", **WHOLE}, on=date(2024, 6, 30))
    assert rows.loc["m1", ["current", "days"]].tolist() == [900.0, 914]


LIGHT = {
    # status, days to the due date, progress: light
    "given up, though overdue": ("dropped", -10, None, "dropped"),
    "done, though overdue": ("done", -10, None, "done"),
    "target reached": ("running", 100, 1.0, "done"),
    "target reached after the date": ("running", -5, 1.2, "done"),
    "a division just below its target": ("running", 100, 1 - 1e-12, "done"),
    "past its date": ("running", -1, 0.99, "overdue"),
    "past its date without a figure": ("proposed", -1, None, "overdue"),
    "due today is not overdue": ("running", 0, 0.99, "at_risk"),
    "the wrong way": ("running", 3000, -0.01, "at_risk"),
    "the wrong way without a date": ("running", None, -0.01, "at_risk"),
    "not begun and due soon": ("decided", 90, None, "at_risk"),
    "not begun, a day earlier": ("decided", 91, None, "unknown"),
    "begun, due soon, no figure": ("running", 10, None, "unknown"),
    "at half of the last year half of the way": ("running", 182.5, 0.5, "on_track"),
    "behind that pace": ("running", 182.5, 0.49, "at_risk"),
    "nothing is expected yet": ("running", 365, 0.0, "on_track"),
    "no date": ("running", None, 0.5, "unknown"),
    "nothing known": ("proposed", None, None, "unknown"),
}


def test_each_light_is_lit_as_it_is_defined() -> None:
    rows = pd.DataFrame(LIGHT, index=["status", "days", "progress", "light"]).T
    rows = rows.astype({"status": "str", "days": float, "progress": float})
    assert lights(rows).to_dict() == rows["light"].to_dict()
    assert set(rows["light"]) == set(LIGHTS)
    assert set(rows["status"]) == set(MEASURE_STATES)


FLAGGED = {
    "whole": ({}, ()),
    "no owner": ({"responsible": ""}, ("responsible",)),
    "no date": ({"due": None}, ("due",)),
    "no indicator": ({"indicator": ""}, ("indicator",)),
    "no target group": ({"target_group": ""}, ("target_group",)),
    "no area": ({"area_id": ""}, ("area",)),
    "no target": ({"target": None}, ("target",)),
    "no data there": ({"area_id": "04", "indicator": "figure.dogs.total"}, ("no_data",)),
    "called done too early": ({"status": "done"}, ("not_reached",)),
    "done": ({"status": "done", "target": 1000}, ()),
    "only proposed": ({"responsible": "", "due": None, "target_group": "", "status": "proposed"},
                      ("responsible", "due", "target_group")),
    "dropped": ({"responsible": "", "status": "dropped"}, ()),
}  # fmt: skip


@pytest.mark.parametrize("case", FLAGGED)
def test_the_check_names_what_a_measure_lacks(case: str, store: Store) -> None:
    said, expected = FLAGGED[case]
    whole = {"area_id": "01", "indicator": "population", "baseline": 900, "target": 1200, **WHOLE}
    assert found(store, whole | said).loc["m1", "flags"] == expected


def test_every_flag_has_a_case() -> None:
    assert {flag for _, flagged in FLAGGED.values() for flag in flagged} == set(FLAGS)


def test_the_most_urgent_comes_first(store: Store) -> None:
    rows = found(
        store,
        {**WHOLE, "status": "done"},
        {**WHOLE, "due": "2025-06-01"},
        {**WHOLE, "due": "2025-05-01"},
        {**WHOLE, "status": "decided", "due": "2025-07-15"},
        {**WHOLE, "due": None},
    )
    assert rows.index.tolist() == ["m3", "m2", "m4", "m5", "m1"]
    assert rows["light"].tolist() == ["overdue", "overdue", "at_risk", "unknown", "done"]


def test_a_summary_counts_and_puts_the_overdue_first(store: Store) -> None:
    rows = found(
        store,
        {**WHOLE, "domain": "kita", "responsible": "A"},
        {**WHOLE, "domain": "society", "responsible": "B", "due": "2025-01-01"},
        {**WHOLE, "domain": "", "responsible": "", "status": "done"},
        {**WHOLE, "domain": "society", "responsible": "B", "status": "dropped"},
    )
    by = summary(rows, "responsible")
    assert by.index.tolist() == ["B", "A", ""]
    assert by.loc["B", ["count", "open", "overdue", "dropped", "flagged"]].tolist() == [2, 1, 1, 1, 1]
    assert summary(rows, "domain").index.tolist() == ["society", "kita", ""]
    assert by["count"].sum() == by[list(LIGHTS)].sum().sum() == 4


@pytest.mark.parametrize("viewer", [PUBLIC, COUNCIL, MANAGER])
def test_no_measures_are_no_fault(viewer: Any, store: Store) -> None:
    rows = measures_of(Snapshot(store, "klein", viewer), ON)
    assert rows.empty
    assert {"current", "current_stand", "light", "flags", "progress", "days"} <= set(rows.columns)
    assert summary(rows, "domain").empty


def test_the_public_sees_public_measures_without_note_and_without_a_baseline_of_people(store: Store) -> None:
    known = {"audience": "public", "note": "intern", "baseline": 3.0, "target": 9.0, "area_id": "01", **WHOLE}
    rows = (
        {**known, "indicator": "rejected"},
        {**known, "indicator": "volunteering_posts"},
        {**known, "indicator": "kita"},
        {**known, "indicator": "accommodation_places"},
        {**known, "audience": "council"},
        {**known, "audience": "manager"},
    )
    seen = found(store, *rows, viewer=PUBLIC)
    assert sorted(seen.index) == ["m1", "m2", "m3", "m4"]
    assert seen["baseline"].dropna().to_dict() == {"m2": 3.0}
    assert set(seen["note"]) == {""}
    assert sorted(found(store, *rows, viewer=COUNCIL).index) == ["m1", "m2", "m3", "m4", "m5"]
    assert found(store, *rows, viewer=COUNCIL).loc["m1", ["note", "baseline"]].tolist() == ["intern", 3.0]
    assert len(found(store, *rows)) == 6


def test_a_measure_is_for_the_council_unless_it_says_otherwise() -> None:
    rows = validate("measures", pd.DataFrame({"measure_id": ["m"], "title": ["M"]}))
    assert rows["audience"].tolist() == ["council"]
    with pytest.raises(DataRefusedError):
        validate("measures", rows.assign(audience="everyone"))


def test_lights_and_flags_of_nothing_are_nothing() -> None:
    nothing = pd.DataFrame(columns=["status", "days", "progress"]).astype({"days": float, "progress": float})
    assert lights(nothing).empty
    columns = [
        "responsible",
        "indicator",
        "target_group",
        "area_id",
        "due",
        "target",
        "current",
        "status",
        "progress",
    ]
    assert flags(pd.DataFrame(columns=columns)).empty
