"""One measure while somebody works on it: as it was read, with the widgets that hold what shall become of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from components import cached, drafts, session
from components.care import Care
from data.edits import Edit, Record, changed, proposed_id, records
from data.meanwhile import RowsChangedError

KEPT = "measure_drafts"
NEW = ""
"""Stands for a measure that is not stored yet."""

LONG = ("title", "target_group", "age_group", "origin_group", "responsible", "partners", "note")
CODES = ("area_id", "domain", "indicator", "status", "audience", "source_id")
NUMBERS = ("baseline", "target")
START: Record = {"status": "proposed", "audience": "council"}


@dataclass
class Draft:
    """A measure as read, and the widgets of its form.

    Attributes:
        number: tells the widgets of this draft from those of every other.
        slug: the city.
        measure_id: key; :data:`NEW` for a new one.
        edition: of the measures, as it was read.
        row: as read.
        conflict: what somebody else has changed since, when that stood in the way of saving.
    """

    number: int
    slug: str
    measure_id: str
    edition: int
    row: Record
    conflict: RowsChangedError | None = None

    @property
    def of(self) -> tuple[str, str]:
        """City and measure."""
        return self.slug, self.measure_id

    @property
    def name(self) -> str:
        """Under which the session holds what its widgets say."""
        return f"measure_{self.number}"

    @property
    def keys(self) -> list[str]:
        """Widgets of the form."""
        return [self.key(name) for name in (*LONG, *CODES, *NUMBERS, "due", "why")]

    def key(self, name: str) -> str:
        """Key of the widget of a column."""
        return f"{self.name}_{name}"

    def value(self, name: str) -> Any:
        """What a widget says now."""
        return session.widget_state(self.key(name))


def open_draft(slug: str, measure_id: str) -> None:
    """Open the form of a measure of a city; the next run reads it."""
    forms = _forms()
    drop((slug, measure_id))
    forms[slug, measure_id] = None
    for oldest in list(forms)[: -drafts.MOST]:
        drop(oldest)


def drop(of: tuple[str, str]) -> None:
    """Close the form of a city's measure, and let go of what was typed in it."""
    draft = _forms().pop(of, None)
    if draft is not None:
        session.hold(draft.name, ())


def current(care: Care, measure_id: str) -> Draft | None:
    """The draft at work: of the measure that is looked at, else of a new one; None where no form is open."""
    forms = _forms()
    for wanted in (measure_id, NEW):
        if (care.slug, wanted) in forms:
            draft = forms[care.slug, wanted]
            if draft is None:
                return _fresh(care, wanted)
            session.hold(draft.name, draft.keys)  # also on return to the page
            return draft
    return None


def _forms() -> dict[tuple[str, str], Draft | None]:
    """Forms that are open, by city and measure; None stands for one that is still to be read."""
    return drafts.opened(KEPT)


def _fresh(care: Care, measure_id: str) -> Draft:
    number = drafts.next_number(KEPT)
    if measure_id == NEW:
        row: Record = dict.fromkeys((*LONG, *CODES), "") | dict.fromkeys((*NUMBERS, "due")) | START
    else:
        rows = care.of.measures
        row = records(rows[rows["measure_id"] == measure_id])[0]
    draft = Draft(number, care.slug, measure_id, care.of.editions["measures"], row)
    for name in (*LONG, *CODES):
        session.fill(draft.key(name), str(row[name]))
    for name in NUMBERS:
        session.fill(draft.key(name), None if pd.isna(row[name]) else float(row[name]))
    session.fill(draft.key("due"), None if pd.isna(row["due"]) else pd.Timestamp(row["due"]).date())
    session.fill(draft.key("why"), "")
    session.hold(draft.name, draft.keys)
    _forms()[draft.of] = draft
    return draft


def edit(draft: Draft) -> Edit:
    """What the form asks for."""
    values: Record = {name: " ".join(str(draft.value(name) or "").split()) for name in (*LONG, *CODES)}
    values |= {name: draft.value(name) for name in NUMBERS}
    due = draft.value("due")
    values["due"] = None if due is None else pd.Timestamp(due)
    if draft.measure_id == NEW:
        if not values["source_id"]:
            del values["source_id"]
        key = proposed_id(cached.store(), draft.slug, "measure", "measures")
        return Edit("add", "measures", (key,), values)
    # blanks at the edges are no change; what nobody changed overwrites nothing
    read = {name: " ".join(cell.split()) if isinstance(cell, str) else cell for name, cell in draft.row.items()}
    return Edit("change", "measures", (draft.measure_id,), changed(read, values))
