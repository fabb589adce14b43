"""What the page of measures shows: the measures of a city as they stand today, and which of them are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from components import cached, session
from components.accommodation.maps import MEASURES as MAPPED
from components.clock import today
from components.scene import Scene
from data.contracts import DOMAINS
from data.measures import SOON

NOBODY = "-"
"""Stands in a link for measures that name nobody, or no domain."""

DUE = ("overdue", "soon", "later", "none")
BOARD = "yes"
FILTERS = ("area", "domain", "responsible", "due")


@dataclass(frozen=True)
class MeasuresScene:
    """Choices of one run, each valid.

    Attributes:
        scene: the city and what else all pages choose.
        day: today, as the clocks of the city show it; days to the due date count from it.
        rows: every measure that the viewer may see, as :func:`data.measures.measures_of` gives them.
        shown: those that the filters leave.
        chosen: id of the measure that is looked at, "" for none.
        board: whether the measures stand on a board instead of in a table.
    """

    scene: Scene
    day: date
    rows: pd.DataFrame
    shown: pd.DataFrame
    chosen: str
    board: bool

    @property
    def measure(self) -> pd.Series | None:
        """The row of the chosen measure."""
        return self.rows.loc[self.chosen] if self.chosen else None

    @property
    def filtered(self) -> bool:
        """Whether a filter is set."""
        return any(session.get(name) for name in FILTERS)


def resolve(scene: Scene) -> MeasuresScene:
    """The scene that the present choices ask for; what does not exist falls back with a notice."""
    day = today(scene.of.city)
    rows = cached.measures_of(scene.of, day)
    known = session.one_of("measure", ["", *rows.index, *MAPPED], "")  # a map has chosen a measure of its own
    chosen = known if known in rows.index else ""
    board = session.one_of("board", ["", BOARD], "") == BOARD
    return MeasuresScene(scene, day, rows, _filtered(scene, rows), chosen, board)


def people(rows: pd.DataFrame) -> list[str]:
    """Everyone who is responsible for a measure, by name; :data:`NOBODY` where some name nobody."""
    return _codes(rows["responsible"], sorted(set(rows["responsible"])))


def domains(rows: pd.DataFrame) -> list[str]:
    """Domains that have measures, in their order; :data:`NOBODY` where some have none."""
    return _codes(rows["domain"], list(DOMAINS))


def _codes(column: pd.Series, known: list[str]) -> list[str]:
    present = [code for code in known if code and (column == code).any()]
    return [*present, *([NOBODY] if (column == "").any() else [])]


def areas(scene: Scene, rows: pd.DataFrame) -> list[str]:
    """Areas that are named by a measure, from the largest to the smallest, each level by name."""
    levels = {level.code: position for position, level in enumerate(scene.of.city.levels)}
    named = scene.of.areas[scene.of.areas.index.isin(rows["area_id"])]
    order = named.assign(order=named["level"].map(levels)).sort_values(["order", "name"])
    return list(order.index)


def _filtered(scene: Scene, rows: pd.DataFrame) -> pd.DataFrame:
    everyone = people(rows)  # before it is narrowed: who has no measure there is no wrong choice
    if scene.area:
        rows = rows[[scene.of.ancestor(str(one), scene.level) == scene.area for one in rows["area_id"]]]
    for name, codes in (("domain", [*DOMAINS, NOBODY]), ("responsible", [*everyone, NOBODY])):
        code = session.one_of(name, ["", *codes], "")
        if code:
            rows = rows[rows[name] == ("" if code == NOBODY else code)]
    due = session.one_of("due", ["", *DUE], "")
    return rows[_due(rows)[due]] if due else rows


def _due(rows: pd.DataFrame) -> dict[str, pd.Series]:
    soon = (rows["days"] >= 0) & (rows["days"] <= SOON)
    return {
        "overdue": rows["light"] == "overdue",
        "soon": soon & ~rows["light"].isin(["done", "dropped"]),
        "later": rows["days"] > SOON,
        "none": rows["days"].isna(),
    }
