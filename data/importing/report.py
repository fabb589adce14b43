"""What came of an import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from data.errors import Problem

LISTED = 1000
"""Findings of one kind that a report lists one by one."""


@dataclass
class Report:
    """Counts and findings of one import; filled while it runs.

    Attributes:
        columns: column of the contract to column of the file.
        file_columns: every column of the file with up to three of its texts.
        proposed: column of the contract to the column of the file that its content suggests; nothing of it is
            taken without being asked for.
        sheets, sheet, header_rows, first_line: as in :class:`data.importing.reading.raw.Raw`.
        preview: the first rows as they would stand, columns of the contract as a file of ours would write them.
        drawn: with a preview of areas or sites, what would come as GeoJSON in degrees: ``id``, ``name`` and
            ``state`` (``new``, ``kept``, ``repaired``, ``invalid``, ``outside``).
        options: everything that was asked for, with what was remembered (:meth:`Options.as_json`).
        remembered: edition that ``--as-before`` took the options from.
        edition: number of the edition that was written, None where nothing was stored.
    """

    city: str
    table: str
    dry_run: bool = False
    rows_read: int = 0
    rows_accepted: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    columns: dict[str, str] = field(default_factory=dict)
    crs: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    level: str | None = None
    sheets: tuple[str, ...] = ()
    sheet: str | None = None
    header_rows: tuple[int, int] | None = None
    first_line: int = 0
    file_columns: dict[str, list[str]] = field(default_factory=dict)
    proposed: dict[str, str] = field(default_factory=dict)
    preview: list[dict[str, str]] = field(default_factory=list)
    drawn: str | None = None
    options: dict[str, Any] = field(default_factory=dict)
    remembered: int | None = None
    problems: list[Problem] = field(default_factory=list)
    edition: int | None = None
    _wrong: set[int | None] = field(default_factory=set)

    @property
    def refused(self) -> bool:
        """Whether an error kept the file out."""
        return bool(self._wrong)

    def as_json(self) -> dict[str, Any]:
        """The report for machines."""
        known = {name: value for name, value in vars(self).items() if not name.startswith("_")}
        return known | {"problems": [problem.as_json() for problem in self.problems]}

    def find(self, problems: Iterable[Problem]) -> None:
        """Add findings; from the thousandth of a kind on only their number."""
        counts: Counter[tuple[str, str | None]] = Counter()
        for problem in problems:
            kind = (problem.code, problem.column)
            counts[kind] += 1
            if problem.severity == "error":
                self._wrong.add(problem.row)
            if counts[kind] <= LISTED:
                self.problems.append(problem)
        for (_, column), count in counts.items():
            if count > LISTED:
                more = {"count": count - LISTED}
                self.problems.append(Problem("more_problems", "note", column=column, values=more))

    def judge(self) -> None:
        """Count the rows without an error; none where the fault is not about single rows."""
        self.rows_accepted = 0 if None in self._wrong else self.rows_read - len(self._wrong)
