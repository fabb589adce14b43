"""CSV: encoding and delimiter found in the bytes, every cell as text."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice

import pandas as pd

from data.errors import DataRefusedError, Problem
from data.importing.raw import Raw

DELIMITERS = (";", ",", "\t")
UNGUARDED = r"^'(?=[=+\-@\t\r'])"
"""The apostrophe that an export puts before a text which a spreadsheet would take for a formula."""


def read_csv(content: bytes) -> Raw:
    """A table with its header in the first line.

    Raises:
        DataRefusedError: empty, no text, or lines that do not have as many cells as the header.
    """
    text, encoding = decoded(content)
    delimiter = delimiter_of(text)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False))
    except csv.Error as error:
        raise DataRefusedError([Problem("no_table", value=str(error))]) from None
    return Raw(table_of(lines), encoding=encoding, delimiter=delimiter)


def table_of(lines: list[list[str]]) -> pd.DataFrame:
    """Header and rows as a frame of text; empty lines at the end are no rows.

    Raises:
        DataRefusedError: no header, a name twice, or a row wider than the header.
    """
    while lines and not any(cell.strip() for cell in lines[-1]):
        lines.pop()
    if not lines:
        raise DataRefusedError([Problem("empty_file")])
    header = [name.strip() for name in lines[0]]
    while header and not header[-1]:
        header.pop()
    problems = [Problem("header_twice", column=name) for name, count in Counter(header).items() if count > 1]
    if not all(header):
        problems.append(Problem("header_empty", value=str(header.index("") + 1)))
    for row, line in enumerate(lines[1:]):
        if any(cell.strip() for cell in line[len(header) :]):
            values = {"expected": len(header)}
            problems.append(Problem("row_too_wide", row=row, value=str(len(line)), values=values))
    if problems:
        raise DataRefusedError(problems)
    width = len(header)
    cells = [line[:width] + [""] * (width - len(line)) for line in lines[1:]]
    frame = pd.DataFrame(cells, columns=pd.Index(header), index=range(len(cells)), dtype="str")
    return pd.DataFrame({name: cells.str.replace(UNGUARDED, "", regex=True) for name, cells in frame.items()})


def decoded(content: bytes) -> tuple[str, str]:
    """Text and the name of its encoding: UTF-8 where it is that, else the one of German Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DataRefusedError([Problem("encoding_unknown", value="UTF-16")])
    if b"\x00" in content:
        raise DataRefusedError([Problem("encoding_unknown", value="\\x00")])
    if content.startswith(b"\xef\xbb\xbf"):
        candidates = [("utf-8-sig", "utf-8-bom")]
    else:
        candidates = [("utf-8", "utf-8"), ("cp1252", "cp1252")]
    for codec, name in candidates:
        try:
            return content.decode(codec), name
        except UnicodeDecodeError:
            continue
    raise DataRefusedError([Problem("encoding_unknown", value="")])


def delimiter_of(text: str) -> str:
    """The delimiter that splits the header into most cells, and the lines after it alike."""

    def rank(delimiter: str) -> tuple[int, int]:
        lines = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 21))
        width = len(lines[0]) if lines else 0
        return (sum(len(line) == width for line in lines) if width > 1 else 0, width)

    return max(DELIMITERS, key=rank)
