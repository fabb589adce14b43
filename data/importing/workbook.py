"""XLSX: the first sheet, its first row is the header."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import load_workbook  # type: ignore[import-untyped]

from data.errors import DataRefusedError, Problem
from data.importing.archive import opened
from data.importing.delimited import table_of
from data.importing.raw import Raw, as_text

CELLS = 20_000_000


def read_xlsx(file: Path) -> Raw:
    """Every cell of the first sheet as text; a number is written with a decimal point.

    Raises:
        DataRefusedError: no workbook, or a larger one than can be read.
    """
    opened(file).close()
    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except Exception as error:  # openpyxl lets whatever its XML and zip readers meet pass through
        raise DataRefusedError([Problem("no_table", value=str(error))]) from None
    try:
        return Raw(table_of(_lines(book.worksheets[0])))
    finally:
        book.close()


def _lines(sheet: Any) -> list[list[str]]:
    lines, cells = [], 0
    for values in islice(sheet.iter_rows(values_only=True), 1_048_576):
        cells += len(values)
        if cells > CELLS:
            raise DataRefusedError([Problem("file_too_large", value=str(cells), values={"limit": CELLS})])
        lines.append([as_text(value) for value in values])
    return lines
