"""XLSX, XLS and ODS: the sheet that holds the table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

import pandas as pd
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from data.errors import DataRefusedError, Problem
from data.importing.options import Options
from data.importing.reading.archive import DAMAGED, opened, several
from data.importing.reading.claims import claimed_cells
from data.importing.reading.layout import HEAD, Range
from data.importing.reading.raw import Raw, as_text
from data.importing.reading.trimming import table_in

CELLS = 20_000_000
ROWS_AT_ONCE = 20_000

ABOUT = re.compile(
    r"inhalt\w*|impressum|deckblatt|titel(?:blatt|seite)?|vorbemerkung\w*|vorwort|erläuterung\w*|hinweise?|metadaten"
    r"|quellen?|legende|zeichenerklärung\w*|anmerkung\w*|methodik|glossar|info\w*|read_?me|liesmich|cover|contents"
    r"|notes?|about|änderung\w*|version\w*|kontakt",
    re.IGNORECASE,
)
"""Names of sheets that tell about the others; our own exports have one, ``Quellen``."""


def read_workbook(file: Path, options: Options) -> Raw:
    """Every cell of a sheet as text; a number is written with a decimal point.

    Args:
        file: XLSX, XLS or ODS.
        options: sheet and header lines; by default the first sheet with a table.

    Raises:
        DataRefusedError: no workbook, one with a password, a larger one than can be read, or without that sheet.
    """
    with file.open("rb") as start:
        packed = start.read(2) == b"PK"
    if packed:
        try:
            with opened(file) as archive:
                _refuse_large(claimed_cells(archive))
        except DAMAGED as error:
            raise DataRefusedError([Problem("no_table", value=str(error)[:200])]) from None
    try:
        with load_workbook(file) as book:
            return _read(book, options)
    except PasswordError:
        raise DataRefusedError([Problem("password")]) from None
    except CalamineError as error:
        raise DataRefusedError([Problem("no_table", value=str(error)[:200])]) from None


def _read(book: CalamineWorkbook, options: Options) -> Raw:
    tables, names = _tables(book)
    if options.sheet is not None:
        if options.sheet not in names:
            raise _unknown(options.sheet, names, tables or names)
        chosen = options.sheet
    else:
        chosen = (tables or names or [""])[0]
    if not chosen:
        raise DataRefusedError([Problem("empty_file")])
    sheet = book.get_sheet_by_name(chosen)
    table = table_in(_cells(sheet), merged=_merged(sheet), asked=options.header_rows)
    notes = list(table.notes)
    if options.sheet is None and len(tables) > 1:
        values = {"known": ", ".join(tables), "count": len(tables)}
        notes.append(Problem("several_sheets", "warning", value=chosen, values=values, remedies=_choices(tables)))
    return Raw(
        table.texts,
        sheet=chosen,
        sheets=tuple(tables) if chosen in tables else (chosen, *tables),
        header_rows=table.header_rows,
        first_line=table.first_line,
        notes=tuple(notes),
    )


def _unknown(asked: str, names: list[str], tables: list[str]) -> DataRefusedError:
    values = {"known": ", ".join(names)}
    return DataRefusedError([Problem("sheet_unknown", value=asked, values=values, remedies=_choices(tables))])


def _choices(names: list[str]) -> tuple[str, ...]:
    return several(None, tuple(names)).problems[0].remedies


def _tables(book: CalamineWorkbook) -> tuple[list[str], list[str]]:
    """Sheets that hold a table, best first as they stand; and all that hold anything."""
    seen: list[str] = []
    hidden: list[str] = []
    anything: list[str] = []
    for known in book.sheets_metadata:
        if known.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(known.name)
        if sheet.end is None:
            continue
        anything.append(known.name)
        lines = [line for line in _lines(sheet, HEAD) if sum(cell != "" for cell in line) > 1]
        if len(lines) > 1 and not ABOUT.fullmatch(known.name.strip()):
            (seen if known.visible == SheetVisibleEnum.Visible else hidden).append(known.name)
    return seen or hidden, anything


def _refuse_large(cells: int) -> None:
    if cells > CELLS:
        raise DataRefusedError([Problem("too_many_cells", value=str(cells), values={"limit": CELLS})])


def _lines(sheet: CalamineSheet, most: int | None = None) -> Iterator[list[str]]:
    """Lines of cells from the very first of the sheet on."""
    above, left = sheet.start or (0, 0)
    empty: list[list[str]] = [[] for _ in range(above)]
    found = ([""] * left + [as_text(value) for value in line] for line in sheet.iter_rows())
    return islice(chain(empty, found), most)


def _cells(sheet: CalamineSheet) -> pd.DataFrame:
    last = sheet.end
    if last is None:
        raise DataRefusedError([Problem("empty_file")])
    _refuse_large((last[0] + 1) * (last[1] + 1))
    lines = _lines(sheet)
    pieces = []
    while piece := list(islice(lines, ROWS_AT_ONCE)):
        columns = {at: [line[at] if at < len(line) else "" for line in piece] for at in range(last[1] + 1)}
        pieces.append(pd.DataFrame(columns, dtype="str"))
    return pd.concat(pieces, ignore_index=True) if len(pieces) > 1 else pieces[0]


def _merged(sheet: CalamineSheet) -> list[Range]:
    return list(sheet.merged_cell_ranges or [])
