"""Rows of a file, typed and checked one table at a time, on their way into the store."""

from __future__ import annotations

from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd

from data.contracts import TABLES, validate
from data.errors import DataRefusedError, Problem
from data.importing.values import MARKS, decimal_of, typed


@dataclass
class Batch:
    """What a file holds.

    Attributes:
        tables: frames by table, in the types of their contracts; the index is the row of the file.
        columns: column of the contract to column of the file.
        ignored: columns of the file that nothing uses.
        decimal: the sign its figures use, None where it has no figures.
        done: corrections that were made, in words for the note of change.
    """

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    decimal: str | None = None
    done: list[str] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether there is an error already."""
        return any(problem.severity == "error" for problem in self.problems)

    def add(self, name: str, frame: pd.DataFrame, crs: str) -> None:
        """Check rows against their contract and keep them; faults become problems."""
        if TABLES[name].is_spatial:
            frame = gpd.GeoDataFrame(frame, geometry="geometry", crs=crs)
        try:
            self.tables[name] = validate(name, frame)
        except DataRefusedError as error:
            self.problems += error.problems


def figures(name: str, texts: pd.DataFrame) -> list[str]:
    """Columns of a table among some texts that shall hold numbers."""
    kinds = TABLES[name].dtypes
    return [column for column in map(str, texts) if kinds.get(column) in ("integer", "number")]


def unmarked(texts: pd.DataFrame, columns: list[str]) -> tuple[pd.DataFrame, pd.DataFrame, list[Problem]]:
    """Take the marks of statistical offices out of columns of figures.

    Returns:
        The texts with ``""`` in place of marks, the markers (``missing``, ``secret`` or ``""``) of the same
        cells, and a note for each mark that occurred.
    """
    plain, markers = texts.copy(), pd.DataFrame(index=texts.index)
    notes: dict[str, int] = {}
    for column in columns:
        cells = texts[column].str.strip()
        found = cells.map(MARKS)
        markers[column] = found.fillna("")
        plain[column] = cells.mask(found.notna(), "")
        for mark, count in cells[found.notna()].value_counts().items():
            notes[str(mark)] = notes.get(str(mark), 0) + int(count)
    found_marks = [
        Problem("marks_read", "note", value=mark, values={"count": count, "marker": MARKS[mark]})
        for mark, count in notes.items()
    ]
    return plain, markers, found_marks


def read_cells(batch: Batch, name: str, texts: pd.DataFrame, delimiter: str | None) -> pd.DataFrame:
    """Texts of a contract's columns in its types; marks in figures that may be missing become missing."""
    columns = figures(name, texts)
    plain, _, notes = unmarked(texts, columns)
    batch.problems += notes
    batch.decimal, found = decimal_of([plain[column] for column in columns], delimiter)
    batch.problems += found
    if not columns:
        batch.decimal = None
    frame, wrong = typed(name, plain, batch.decimal or ".")
    batch.problems += wrong
    return frame
