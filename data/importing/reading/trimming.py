"""From a sheet of cells to its table: named columns, and only the rows that hold data.

Totals, footnotes, blank lines, headings and repeated headers are left out, each kind told with its lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from data.errors import DataRefusedError, Problem
from data.importing.meaning.days import day
from data.importing.reading.cells import (
    ADDED,
    AS_OF,
    FOOTNOTE,
    TOTAL,
    YEAR,
    Mask,
    blank,
    digits,
    is_figure,
    line_text,
)
from data.importing.reading.layout import HEAD, Header, Range, header_of, twice

UNGUARDED = r"^'(?=[=+\-@\t\r'])"
"""The apostrophe that an export puts before a text which a spreadsheet would take for a formula."""

TAIL = 200
"""Lines at the end among which footnotes are looked for."""

SAID = 80
"""Characters of a line left out that its note repeats."""


@dataclass(frozen=True)
class Table:
    """A table found in a sheet.

    Attributes:
        texts: named columns; the index is the line below the header, from 0, with gaps.
        header_rows: first and last line of the header, counted from 1.
        first_line: line of row 0, counted from 1.
        notes: what was left out, and dates that were found there.
    """

    texts: pd.DataFrame
    header_rows: tuple[int, int]
    first_line: int
    notes: tuple[Problem, ...]


def table_in(
    cells: pd.DataFrame,
    *,
    merged: Iterable[Range] = (),
    asked: tuple[int, int] | None = None,
    before: int = 0,
    guarded: bool = True,
) -> Table:
    """The table of a sheet.

    Args:
        cells: every cell as text, all lines from the first on, columns in their order.
        merged: ranges of merged cells, where the format knows them.
        asked: first and last line of the header, counted from 1, where somebody said so.
        before: lines of the file before the first of the cells.
        guarded: whether any cell may begin with the apostrophe of an export.

    Raises:
        DataRefusedError: no header, a name missing or twice, or a row wider than the header.
    """
    cells = cells.set_axis(range(len(cells))).set_axis(range(cells.shape[1]), axis=1)
    wanted = (asked[0] - 1 - before, asked[1] - 1 - before) if asked else None
    if wanted and (wanted[0] < 0 or wanted[1] >= len(cells)):
        values = {"lines": line_text([line - 1 for line in asked or ()]), "count": len(cells) + before}
        raise DataRefusedError([Problem("header_rows_absent", values=values)])
    head = cells.iloc[: max(HEAD, wanted[1] + HEAD if wanted else 0)].to_numpy().tolist()
    header = header_of(head, merged=merged, asked=wanted)
    body = cells.iloc[header.last + 1 :]
    body = body.set_axis(range(len(body)))
    dropped = _left_out(body, header)
    gone = sorted({row for rows in dropped.values() for row in rows})
    kept = body.drop(index=gone) if gone else body
    names, named = _names(kept, header)
    _refuse_wider(kept, header)
    columns = {name: _unguarded(kept[at]) if guarded else kept[at] for at, name in names.items()}
    texts = pd.DataFrame(columns, index=kept.index)
    start = header.last + 1
    aside = {row: kind for row, kind in header.aside.items() if row < header.first}
    aside |= {row + start: kind for kind, rows in dropped.items() for row in rows if kind != "end"}
    notes = [*named, *_notes(cells, aside, before), *_dates(cells, aside), *_doubt(header, before)]
    rows = (header.first + 1 + before, header.last + 1 + before)
    return Table(texts, rows, start + 1 + before, tuple(notes))


def _unguarded(cells: pd.Series) -> pd.Series:
    return cells.str.replace(UNGUARDED, "", regex=True) if cells.str.startswith("'").any() else cells


def _names(kept: pd.DataFrame, header: Header) -> tuple[dict[int, str], list[Problem]]:
    """Names of the columns that hold anything or are called something."""
    names = {at: name for at, name in enumerate(header.names) if name}
    last = max(names, default=-1)
    unnamed = [at for at in range(kept.shape[1]) if at < last and at not in names and _any(kept[at])]
    # an index written without a name, and the keys of offices below an empty corner
    numbered = {at: f"column_{at + 1}" for at in unnamed if at == 0 or header.last > 0}
    notes = [Problem("column_named", "note", column=name, value=str(at + 1)) for at, name in numbered.items()]
    names = {at: (names | numbered)[at] for at in sorted(names | numbered)}
    doubled = twice(names.values())
    empty = [at for at, name in names.items() if name in doubled and not _any(kept[at])]
    names = {at: name for at, name in names.items() if at not in empty}
    problems = [Problem("header_twice", column=name) for name in twice(names.values())]
    problems += [Problem("header_empty", value=str(at + 1)) for at in unnamed if at not in names]
    if not names:
        problems.append(Problem("empty_file"))
    if problems:
        raise DataRefusedError(problems)
    return names, notes


def _any(cells: pd.Series) -> bool:
    return not blank(cells).all()


def _refuse_wider(kept: pd.DataFrame, header: Header) -> None:
    expected = max((at + 1 for at, name in enumerate(header.names) if name), default=0)
    beyond = kept.iloc[:, expected:]
    wide = np.zeros(len(kept), dtype=bool)
    for at in beyond:
        wide |= ~blank(beyond[at])
    if not wide.any():
        return
    problems = []
    for row, cells in zip(kept.index[wide], beyond[wide].to_numpy().tolist(), strict=True):
        width = expected + max(at + 1 for at, cell in enumerate(cells) if cell.strip())
        problems.append(Problem("row_too_wide", row=int(row), value=str(width), values={"expected": expected}))
    raise DataRefusedError(problems)


def _left_out(body: pd.DataFrame, header: Header) -> dict[str, list[int]]:
    """Rows that hold no data, by kind; ``end`` are the blank ones after the last."""
    worded = ~digits(body.iloc[:, 0])  # of most tables nothing, because they begin with keys
    empty = _blank(body, worded)
    found: dict[str, list[int]] = {}
    end = len(body) - (int(np.argmin(empty[::-1])) if not empty.all() else len(body))
    found["end"] = list(range(end, len(body)))
    found["blank"] = [int(row) for row in np.flatnonzero(empty[:end])]
    for row, kind in header.aside.items():
        if header.last < row <= header.last + end:
            found.setdefault(kind, []).append(row - header.last - 1)
    wide = sum(bool(name) for name in header.names)
    if wide > 1:
        taken = {row for rows in found.values() for row in rows}
        found["footnote"] = [row for row in _footnotes(body, end, header) if row not in taken]
        taken |= {*found["footnote"]}
        if worded.any() or header.names[0].isdecimal():
            found["again"] = [row for row in _again(body, header) if row not in taken]
            taken |= {*found["again"]}
        if worded.any():
            found["total"] = [row for row in _totals(body, worded) if row not in taken]
            taken |= {*found["total"]}
            found["heading"] = [row for row in _headings(body, header) if row not in taken]
    return {kind: rows for kind, rows in found.items() if rows}


def _blank(body: pd.DataFrame, worded: Mask) -> Mask:
    """Which rows hold nothing, looking into a column only where all before it are empty."""
    empty = worded.copy()
    for at in body:
        if not empty.any():
            break
        rows = np.flatnonzero(empty)
        empty[rows] = blank(body[at].iloc[rows])
    return empty


def _footnotes(body: pd.DataFrame, end: int, header: Header) -> list[int]:
    """From the end up: lines that begin as footnotes do, or hold one text and stand apart."""
    found: list[int] = []
    begin = max(0, end - TAIL)
    tail = body.iloc[begin:end].to_numpy().tolist()
    apart: list[int] = []
    for row in range(end - 1, begin - 1, -1):
        texts = [cell.strip() for cell in tail[row - begin] if cell.strip()]
        if not texts:
            found += apart  # what stands below a blank line, however it begins
            apart = []
            continue
        alone = len(texts) == 1 or (len(texts) == 2 and is_figure(texts[0]) and not is_figure(texts[1]))
        if FOOTNOTE.match(texts[0]) and (len(texts) == 1 or _says(tail[row - begin], header)):
            found += [*apart, row]
            apart = []
        elif alone and len(header.names) > 1 and not is_figure(texts[-1]):
            apart.append(row)
        else:
            break
    if not header.plain and sum(map(bool, header.names)) > 2:
        found += apart
    return found


def _says(cells: list[str], header: Header) -> bool:
    """Whether a line of several cells is a sentence cut apart, and no row of the table."""
    figures = [cells[at].strip() for at in header.numeric]
    counted = sum(bool(cell.strip()) for cell in cells)
    return counted != sum(map(bool, header.names)) and not any(
        is_figure(cell) and not YEAR.fullmatch(cell) for cell in figures
    )


def _again(body: pd.DataFrame, header: Header) -> list[int]:
    """The header once more, as on every page of a printed list."""
    at = next(column for column, name in enumerate(header.names) if name)
    first = header.names[at]
    names = [name for name in header.names if name]
    hits = body.index[body[at] == first]
    return [row for row, cells in _rows(body, hits) if [cell for cell in cells if cell] == names]


def _totals(body: pd.DataFrame, worded: Mask) -> list[int]:
    """Rows whose first text says that they add up others, and that hold nothing else but figures."""
    label: pd.Series = body.iloc[:, 0]
    words = label.iloc[np.flatnonzero(worded)]
    unlabelled = words.index[blank(words)]
    hits = _added(words)
    if len(body.columns) > 1:
        hits += _added(body.loc[unlabelled, body.columns[1]])
    found: list[int] = []
    for row, cells in _rows(body, hits):
        texts = [cell for cell in cells if cell]
        if len(texts) > 1 and TOTAL.fullmatch(texts[0]) and all(map(is_figure, texts[1:])):
            found.append(row)
    if not found:
        return []
    # a word that every area has in its turn is a group of people, not a total
    rest = label.drop(index=unlabelled.union(found))
    is_group = len(rest) > 1 and rest.nunique() * 2 <= len(rest)
    return [] if is_group or len(found) * 2 > len(body) else found


def _added(cells: pd.Series) -> list[Any]:
    """Rows in which a word of totals occurs."""
    return [*cells.index[cells.str.contains(ADDED, case=False)]]


def _headings(body: pd.DataFrame, header: Header) -> list[int]:
    """Single texts between the rows of a sheet that was written for people."""
    if header.plain or sum(map(bool, header.names)) < 3:
        return []
    counts = sum((~blank(body[at])).astype(np.int32) for at in body)
    return [
        row
        for row, cells in _rows(body, np.flatnonzero(counts == 1).tolist())
        if not is_figure(next(filter(None, cells)))
    ]


def _rows(body: pd.DataFrame, rows: Iterable[int]) -> Iterator[tuple[int, list[str]]]:
    """Some rows with their cells, without blanks around."""
    wanted = list(rows)
    if wanted:
        for row, cells in zip(wanted, body.loc[wanted].to_numpy().tolist(), strict=True):
            yield int(row), [cell.strip() for cell in cells]


def _notes(cells: pd.DataFrame, aside: dict[int, str], before: int) -> Iterator[Problem]:
    kinds: dict[str, list[int]] = {}
    for row, kind in sorted(aside.items()):
        kinds.setdefault(kind, []).append(row)
    for kind, rows in kinds.items():
        text = " ".join(" ".join(cells.iloc[rows[0]].tolist()).split())
        values = {"count": len(rows), "lines": line_text([row + before for row in rows]), "reason": kind}
        said = f"{text[:SAID]}…" if len(text) > SAID else text
        yield Problem(f"lines_left_out.{kind}", "note", value=said, values=values)


def _dates(cells: pd.DataFrame, aside: dict[int, str]) -> Iterator[Problem]:
    """Days that titles and footnotes name."""
    found: dict[str, str] = {}
    for row, kind in sorted(aside.items()):
        if kind not in ("title", "footnote", "explanation"):
            continue
        text = " ".join(" ".join(cells.iloc[row].tolist()).split())
        for match in AS_OF.finditer(text):
            moment, _ = day(match[1])
            if moment:
                found.setdefault(moment.date().isoformat(), match[0])
    for iso, text in found.items():
        remedies = (f"--constant as_of={iso}",)
        yield Problem("as_of_found", "note", column="as_of", value=text, remedies=remedies)


def _doubt(header: Header, before: int) -> Iterator[Problem]:
    if header.others:
        spans = [line_text(range(first + before, last + 1 + before)) for first, last in header.others]
        lines = line_text(range(header.first + before, header.last + 1 + before))
        remedies = tuple(f"--header-rows {span}" for span in dict.fromkeys([lines, *spans]))
        values = {"lines": lines, "others": " / ".join(spans)}
        yield Problem("header_unsure", "warning", values=values, remedies=remedies)
