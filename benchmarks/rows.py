"""What a benchmark reports: one row a measure, and the table of all rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

KIB = 1024
HEAD = ("measure", "ours", "peer", "peer / ours", "goal", "met")


@dataclass(frozen=True)
class Row:
    """One measure.

    Attributes:
        name: what was measured.
        ours: the atlas, in ``unit``.
        peer: the same with what it is compared to; None where there is nothing to compare.
        unit: of both figures.
        goal: None where a figure is only reported.
        decimals: of both figures as shown.
    """

    name: str
    ours: float
    peer: float | None = None
    unit: str = ""
    goal: Goal | None = None
    decimals: int = 1

    @property
    def ratio(self) -> float | None:
        """How many times the peer's figure is ours; None where one of them is nothing.

        >>> Row("time", 2.0, 10.0).ratio
        5.0
        """
        return self.peer / self.ours if self.peer and self.ours else None

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is met, None where there is none."""
        return None if self.goal is None else self.goal.is_met(self)


@dataclass(frozen=True)
class Goal:
    """A bound on our own figure, or on the ratio to the peer.

    >>> Goal("at most", 2).is_met(Row("size", 1.9))
    True
    >>> Goal("times", 5).is_met(Row("time", 100, 400))
    False
    """

    kind: Literal["at most", "times"]
    bound: float

    def is_met(self, row: Row) -> bool:
        """Whether a row keeps the bound; without a ratio the bound of a ratio is missed."""
        if self.kind == "at most":
            return row.ours <= self.bound
        return row.ratio is not None and row.ratio >= self.bound

    def shown(self, unit: str) -> str:
        """The goal as text, for example ``≤ 2 KiB`` or ``≥ 5 ×``."""
        return f"≤ {self.bound:g} {unit}".strip() if self.kind == "at most" else f"≥ {self.bound:g} ×"


def cells(row: Row) -> tuple[str, ...]:
    """A row as texts, in the order of ``HEAD``."""

    def figure(value: float | None) -> str:
        return "" if value is None else f"{value:,.{row.decimals}f} {row.unit}".strip()

    return (
        row.name,
        figure(row.ours),
        figure(row.peer),
        f"{row.ratio:,.1f} ×" if row.ratio else "",
        row.goal.shown(row.unit) if row.goal else "",
        {None: "", True: "yes", False: "missed"}[row.is_met],
    )


def markdown(rows: Sequence[Row]) -> str:
    """Rows as a Markdown table, padded so that it reads well as text, too."""
    lines = [HEAD, *map(cells, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    rule = tuple("-" * width for width in widths)

    def text(line: tuple[str, ...]) -> str:
        padded = [
            cell.ljust(width) if column in (0, len(HEAD) - 1) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        return "| " + " | ".join(padded) + " |"

    return "\n".join(map(text, [HEAD, rule, *lines[1:]]))
