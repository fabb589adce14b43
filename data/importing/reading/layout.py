"""Where in a sheet of cells the table stands: its header, and what lies above and directly below it.

Offices write titles above, spread a name over several columns, and put column numbers or units below the names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from data.errors import DataRefusedError, Problem
from data.importing.reading.cells import INDEX, TITLE, UNIT, YEAR, is_figure, line_text

Cells = Sequence[Sequence[str]]
Range = tuple[tuple[int, int], tuple[int, int]]

HEAD = 60
"""Lines looked at to find the header."""

DEPTH = 4
"""Lines that a header may have."""


@dataclass(frozen=True)
class Header:
    """The header of a table.

    Attributes:
        first: its first line, from 0.
        last: its last line.
        names: of every column, ``""`` where it says nothing.
        aside: lines above and directly below that hold no data, with their kind.
        plain: whether it is one line at the very beginning.
        others: other lines that could be meant, as first and last; empty where there is no doubt.
        numeric: columns whose cells are mostly figures or marks.
    """

    first: int
    last: int
    names: tuple[str, ...]
    aside: dict[int, str] = field(default_factory=dict)
    plain: bool = False
    others: tuple[tuple[int, int], ...] = ()
    numeric: frozenset[int] = frozenset()


def header_of(head: Cells, *, merged: Iterable[Range] = (), asked: tuple[int, int] | None = None) -> Header:
    """Find the header among the first lines.

    Args:
        head: first lines, all of the same width.
        merged: ranges of merged cells, where the format knows them, as (line, column) of two corners.
        asked: first and last line of the header, from 0, where somebody said so.

    Raises:
        DataRefusedError: no line holds anything, or the lines asked for are not there.
    """
    sheet = _Sheet([[cell.strip() for cell in line] for line in head], tuple(merged))
    if asked is not None:
        return sheet.asked(*asked)
    found = sheet.plain() or sheet.found()
    return sheet.named(found)


class _Sheet:
    """The first lines with what can be counted in them."""

    def __init__(self, lines: list[list[str]], merged: tuple[Range, ...]) -> None:
        self.lines = lines
        self.merged = merged
        self.filled = [[at for at, cell in enumerate(line) if cell] for line in lines]
        wide = [row for row, at in enumerate(self.filled) if len(at) > 1]
        self.body = wide[-(len(wide) // 2 or 1) :] if wide else []
        self.used = sorted({at for row in wide for at in self.filled[row]}) or sorted(
            {at for each in self.filled for at in each}
        )
        self.numeric = frozenset(at for at in self.used if self._share(at, is_figure) >= 0.6)
        self.start = next((row for row, at in enumerate(self.filled) if at), None)

    def _share(self, column: int, test: Callable[[str], object]) -> float:
        cells = [self.lines[row][column] for row in self.body if self.lines[row][column]]
        return sum(bool(test(cell)) for cell in cells) / len(cells) if cells else 0.0

    def asked(self, first: int, last: int) -> Header:
        """The header where somebody says that it stands."""
        if last >= len(self.lines) or not any(self.filled[first : last + 1]):
            values = {"lines": line_text([first, last]), "count": len(self.lines)}
            raise DataRefusedError([Problem("header_rows_absent", values=values)])
        return self.named(Header(first, last, (), {**self._above(first), **self._below(last)}, numeric=self.numeric))

    def plain(self) -> Header | None:
        """One complete line of different names with nothing above it, as programs write it."""
        if self.start is None:
            raise DataRefusedError([Problem("empty_file")])
        names = [self.lines[self.start][at] for at in self.used]
        if not all(names) or len(set(names)) < len(names):
            return None
        if len(self.used) > 1 and (TITLE.match(names[0]) or self._merged_in(self.start)):
            return None
        aside = self._below(self.start)
        below = self.start + 1
        if below not in aside and self._describes(below):
            aside[below] = "explanation"
        return Header(self.start, self.start, (), aside, plain=self.start == 0, numeric=self.numeric)

    def found(self) -> Header:
        """The lines above the first that looks like data."""
        data = self._data()
        aside: dict[int, str] = {}
        last = data - 1
        while last > 0 and (kind := self._no_names(last)):
            aside |= {last: kind} if kind != "blank" else {}
            last -= 1
        last = max(last, 0)
        others: list[tuple[int, int]] = []
        first = last
        while first > 0 and last - first < DEPTH - 1 and (verdict := self._belongs(first - 1, first, last)):
            if verdict == "instead":
                aside |= dict.fromkeys(range(first, last + 1), "explanation")
                others.append((first, last))
                last = first - 1
            elif verdict == "maybe":
                others.append((first, last))
            first -= 1
        aside = {row: kind for row, kind in aside.items() if row > last}
        return Header(first, last, (), {**self._above(first), **aside}, others=tuple(others), numeric=self.numeric)

    def _data(self) -> int:
        for row, at in enumerate(self.filled):
            cells = [self.lines[row][column] for column in at if column in self.numeric]
            if cells and sum(map(is_figure, cells)) * 2 >= len(cells) and len(at) > (len(self.used) > 1):
                above = any(len(each) > 1 for each in self.filled[:row])
                if not self._numbers(row) and not (self._years(row) and (len(cells) > 1 or not above)):
                    return max(row, 1)
        # nothing but texts: the first line that is about as full as most
        usual = median(len(at) for at in self.filled if at)
        first = next(row for row, at in enumerate(self.filled) if len(at) >= max(usual / 2, min(2, usual)))
        spans = [end[0] for begin, end in self.merged if begin[0] <= first <= end[0]]
        extra = 1 if any(begin[0] == first and begin[1] < end[1] for begin, end in self.merged) else 0
        return max([first + 1 + extra, *(row + 1 for row in spans)])

    def _years(self, row: int) -> bool:
        at = [column for column in self.filled[row] if column in self.numeric]
        return all(
            YEAR.fullmatch(self.lines[row][column]) and self._share(column, YEAR.fullmatch) < 0.5 for column in at
        )

    def _numbers(self, row: int) -> bool:
        """Columns counted through: 1 2 3 …, where the cells below are of another kind."""
        at = self.filled[row]
        counted = [INDEX.fullmatch(self.lines[row][column]) for column in at]
        if len(at) < max(2, len(self.used) - 1) or not all(counted):
            return False
        if [int(each[1]) for each in counted if each] != list(range(1, len(at) + 1)):
            return False
        return any(self._share(column, INDEX.fullmatch) < 0.5 for column in at)

    def _units(self, row: int) -> bool:
        cells = [self.lines[row][column] for column in self.filled[row]]
        return bool(cells) and all(UNIT.fullmatch(cell) for cell in cells)

    def _describes(self, row: int) -> bool:
        """A full line of words above nothing but lines of figures."""
        if row >= len(self.lines) or len(self.numeric) < 2 or len(self.used) < 3 or row in self.body:
            return False
        cells = [self.lines[row][at] for at in self.used]
        return all(cells) and not any(is_figure(self.lines[row][at]) for at in self.numeric)

    def _no_names(self, row: int) -> str | None:
        """Why a line between names and data holds no names."""
        if not self.filled[row]:
            return "blank"
        if self._numbers(row):
            return "numbers"
        above = [each for each in range(row) if len(self.filled[each]) > 1]
        if not above:
            return None
        if self._units(row) and self._apart(above[-1]):
            return "units"
        alone = self.filled[row] == self.used[:1] and bool(self.lines[above[-1]][self.used[0]])
        return "explanation" if alone else None

    def _apart(self, row: int) -> bool:
        names = [cell for cell in self.lines[row] if cell]
        return len(set(names)) == len(names) >= len(self.used) - 1

    def _below(self, last: int) -> dict[int, str]:
        found = {}
        for row in range(last + 1, min(last + 4, len(self.lines))):
            if self._numbers(row):
                found[row] = "numbers"
            elif self._units(row):
                found[row] = "units"
            elif self.filled[row]:
                break
        return found

    def _above(self, first: int) -> dict[int, str]:
        return {row: "title" for row in range(first) if self.filled[row]}

    def _belongs(self, row: int, first: int, last: int) -> str | None:
        """Whether a line above a header is a part of it: ``yes``, ``maybe``, or the header ``instead`` of it."""
        at = self.filled[row]
        if not at or TITLE.match(self.lines[row][at[0]]):
            return None
        block = [max((self.lines[each][column] for each in range(first, last + 1)), key=len) for column in self.used]
        gaps = {column for column, name in zip(self.used, block, strict=True) if not name}
        if any(
            begin[0] == row and begin[1] < end[1] and not self._all_over(begin, end) for begin, end in self.merged
        ):
            return "yes"
        if any(begin[0] <= row < first <= end[0] for begin, end in self.merged):
            return "yes"
        if len(at) == 1:
            if at[0] == self.used[0]:
                return None
            return "yes" if at[0] in gaps else "maybe"
        if gaps & set(at) or len({*block}) < len(block):
            return "yes"
        if len(at) == len(self.used) and first == last:
            return "instead"
        return "maybe"

    def _all_over(self, begin: tuple[int, int], end: tuple[int, int]) -> bool:
        return begin[1] <= self.used[0] and end[1] >= self.used[-1]

    def _merged_in(self, row: int) -> bool:
        return any(begin[0] <= row <= end[0] and not self._all_over(begin, end) for begin, end in self.merged)

    def named(self, header: Header) -> Header:
        """The header with the names of its columns; a name over several columns counts for each of them."""
        rows = range(header.first, header.last + 1)
        names = self._joined(rows, everywhere=False)
        kept = [name for name in names if name]
        if len(rows) > 1 and len(set(kept)) < len(kept):
            names = self._joined(rows, everywhere=True)
        return replace(header, names=tuple(names))

    def _joined(self, rows: range, *, everywhere: bool) -> list[str]:
        parts: list[list[str]] = [[] for _ in self.lines[0]]
        for row in rows:
            for at, cell in enumerate(self._spread(row, rows, everywhere=everywhere)):
                text = _one_line(cell)
                if text and text not in parts[at][-1:]:
                    parts[at].append(text)
        return [" ".join(each) for each in parts]

    def _spread(self, row: int, rows: range, *, everywhere: bool) -> list[str]:
        line = list(self.lines[row])
        known = [(begin, end) for begin, end in self.merged if begin[0] <= row <= end[0] and end[0] >= rows.start]
        for begin, end in known:
            for at in range(begin[1], min(end[1] + 1, len(line))):
                line[at] = self.lines[begin[0]][begin[1]] if not self._all_over(begin, end) else line[at]
        if row == rows[-1] or any(begin[0] in rows for begin, _ in self.merged):
            return line
        below = range(row + 1, rows.stop)
        name = ""
        for at in self.used:
            has_lower = any(self.lines[each][at] for each in below)
            if line[at]:
                # a name with nothing below it stands for its own column only
                name = line[at] if has_lower or everywhere else ""
            elif has_lower:
                line[at] = name
            else:
                name = name if everywhere else ""
        return line


def _one_line(cell: str) -> str:
    if "\n" not in cell and "\r" not in cell:
        return cell
    return " ".join(re.sub(r"(?<=[a-zäöüß])-\s*[\r\n]+\s*(?=[a-zäöüß])", "", cell).split())


def twice(names: Iterable[str]) -> list[str]:
    """Names that more than one column has."""
    return [name for name, count in Counter(names).items() if name and count > 1]
