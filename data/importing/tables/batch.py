"""Rows of a file, typed and checked one table at a time, on their way into the store."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import geopandas as gpd
import numpy as np
import pandas as pd

from data.contracts import TABLES, validate
from data.errors import DataRefusedError, Problem
from data.importing.meaning.units import without_unit
from data.importing.meaning.values import MARKS, decimals_of, signs_text, typed
from data.importing.options import MARKERS, Options

FIRST = 20
"""Rows that a preview shows."""

FOOTNOTE = re.compile(r"(?:\s*[¹²³⁴⁵⁶⁷⁸⁹⁰]+\)?|(?<=[^\s(\[])\s+\d{1,2}\)|(?<=[•*–/x…-])\d{1,2}\)|(?<=\d)\s+[prs])$")
FIGURE = r"[+-]?\d[0-9.,]*"
BRACKETS = r"^[(\[]\s*([^()\[\]]*\d[^()\[\]]*?)\s*[)\]]$"


@dataclass
class Batch:
    """What a file holds.

    Attributes:
        tables: frames by table, in the types of their contracts; the index is the row of the file.
        columns: column of the contract to column of the file.
        ignored: columns of the file that nothing uses.
        decimal: the sign its figures use, both where columns differ, None where it has no figures.
        done: corrections that were made, in words for the note of change.
        drawn: rows with a geometry as they would come, those at fault included, for a picture of them.
        header: every column of the file.
        first: the first rows by table, as far as they were understood, those at fault included.
    """

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    decimal: str | None = None
    done: list[str] = field(default_factory=list)
    drawn: pd.DataFrame | None = None
    header: list[str] = field(default_factory=list)
    first: dict[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        """Whether there is an error already."""
        return any(problem.severity == "error" for problem in self.problems)

    def add(self, name: str, frame: pd.DataFrame, crs: str) -> None:
        """Check rows against their contract and keep them; faults become problems."""
        if TABLES[name].is_spatial:
            frame = gpd.GeoDataFrame(frame, geometry="geometry", crs=crs)
        self.first[name] = frame[[column for column in TABLES[name].columns if column in frame]].iloc[:FIRST]
        try:
            self.tables[name] = validate(name, frame)
        except DataRefusedError as error:
            self.problems += [_summable(name, problem) for problem in error.problems]


def _summable(name: str, problem: Problem) -> Problem:
    twice = name == "statistics" and problem.code == "duplicate_key"
    return replace(problem, remedies=("--add-up",)) if twice else problem


def figures(name: str, texts: pd.DataFrame) -> list[str]:
    """Columns of a table among some texts that shall hold numbers."""
    kinds = TABLES[name].dtypes
    return [column for column in map(str, texts) if kinds.get(column) in ("integer", "number")]


def unmarked(
    texts: pd.DataFrame, columns: list[str], chosen: Mapping[str, str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame, list[Problem]]:
    """Take what statistical offices write around and in place of figures out of some columns.

    Args:
        texts: columns of text.
        columns: those that shall hold figures.
        chosen: sign to ``missing``, ``secret`` or ``zero``, before :data:`data.importing.meaning.values.MARKS`.

    Returns:
        The texts with ``""`` in place of marks ("0" where that was chosen) and without footnotes, brackets and
        the word of a unit; the markers (``missing``, ``secret`` or ``""``) of the same cells; a note for each mark
        that occurred and a warning for each kind of what was taken away.
    """
    meanings = MARKS | {sign.strip().lower(): meaning for sign, meaning in (chosen or {}).items()}
    plain, markers = texts.copy(), pd.DataFrame(index=texts.index)
    counts: dict[tuple[str, str], int] = {}
    warnings = []
    for column in columns:
        markers[column] = ""
        odd = ~texts[column].str.fullmatch(FIGURE).to_numpy()
        if not odd.any():
            continue
        codes, unique = pd.factorize(texts[column].to_numpy()[odd])
        number = np.bincount(codes, minlength=len(unique))
        cells = pd.Series(unique, dtype="str").str.strip()
        named = cells.str.replace(FOOTNOTE, "", regex=True).str.strip()
        named = named.where((named != "") & cells.str.lower().map(meanings).isna(), cells)
        meaning = named.str.lower().map(meanings).astype("object")
        bare = named.str.replace(BRACKETS, r"\1", regex=True).str.strip()
        figure = without_unit(bare)
        marked = meaning.notna().to_numpy()
        for code, changed in (
            ("footnotes_left", named != cells),
            ("uncertain_read", bare != named),
            ("unit_left", figure != bare),
        ):
            rows = changed.to_numpy() & ~marked
            if rows.any():
                count = {"count": int(number[rows].sum())}
                warnings.append(Problem(code, "warning", None, column, str(cells[rows].iloc[0]), count))
        for sign, said, count in zip(named[marked], meaning[marked], number[marked], strict=True):
            counts[sign, said] = counts.get((sign, said), 0) + int(count)
        read, said = texts[column].to_numpy(dtype="object"), np.full(len(texts), "", dtype="object")
        read[odd] = np.where(marked, np.where(meaning == "zero", "0", ""), figure)[codes]
        said[odd] = np.where(marked & (meaning != "zero"), meaning, "")[codes]
        plain[column], markers[column] = read, said
    notes = [
        Problem("marks_read", "note", None, None, sign, {"count": count, "marker": said}, _other_meanings(sign, said))
        for (sign, said), count in counts.items()
    ]
    return plain.astype("str"), markers.astype("str"), [*notes, *warnings]


def _other_meanings(sign: str, said: str) -> tuple[str, ...]:
    return tuple(f"--marker {sign}={other}" for other in MARKERS if other != said)


def read_cells(batch: Batch, name: str, texts: pd.DataFrame, delimiter: str | None, options: Options) -> pd.DataFrame:
    """Texts of a contract's columns in its types; marks in figures that may be missing become missing."""
    columns = figures(name, texts)
    plain, _, notes = unmarked(texts, columns, options.markers)
    signs, found = decimals_of({column: plain[column] for column in columns}, delimiter, options.decimal)
    batch.decimal = signs_text(signs.values())
    frame, wrong = typed(name, plain, signs)
    batch.problems += [*notes, *found, *wrong]
    return frame
