"""How many cells a workbook makes its reader hold: two filled cells at far corners take a whole sheet of memory."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import IO

PIECE = 1024 * 1024
LONGEST = 4096
"""Bytes of a tag; what goes on longer is none of a cell."""

CELL = re.compile(rb"<(?:\w+:)?c\s[^<>]*?\br\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^<>]*(?<!/)>")
TAG = re.compile(rb"<table:(table-row|table-cell|covered-table-cell)\b([^<>]*)>|</table:table-row>")
REPEATED = re.compile(rb"number-(?:rows|columns)-repeated\s*=\s*[\"'](\d{1,9})[\"']")


def claimed_cells(archive: zipfile.ZipFile) -> int:
    """Cells of the largest sheet of an XLSX or ODS file, counted from its first filled cell to its last."""
    sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
    claims = []
    for name in sheets:
        with archive.open(name) as stream:
            claims.append(_of_sheet(stream))
    if "content.xml" in archive.namelist():
        with archive.open("content.xml") as stream:
            claims.append(_of_document(stream))
    return max(claims, default=0)


def _found(stream: IO[bytes], what: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    rest = b""
    while piece := stream.read(PIECE):
        text = rest + piece
        end = 0
        for match in what.finditer(text):
            end = match.end()
            yield match
        rest = text[max(end, len(text) - LONGEST) :]


def _of_sheet(stream: IO[bytes]) -> int:
    columns: set[bytes] = set()
    first, last = 2**31, 0
    for match in _found(stream, CELL):
        columns.add(match[1])
        row = int(match[2])
        first, last = min(first, row), max(last, row)
    at = [_column(name) for name in columns]
    return (last - first + 1) * (max(at) - min(at) + 1) if at else 0


def _column(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number


def _of_document(stream: IO[bytes]) -> int:
    """All rows, repeated as often as they say, as far as their last filled cell."""
    total = times = at = width = 0
    for match in _found(stream, TAG):
        kind, attributes = match[1], match[2] or b""
        repeated = REPEATED.search(attributes)
        count = int(repeated[1]) if repeated else 1
        if kind == b"table-row":
            times, at, width = count, 0, 0
        elif kind:
            at += count
            if b"office:value" in attributes or not attributes.endswith(b"/"):
                width = at
        else:
            total += times * width
    return total
