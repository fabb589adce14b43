"""CSV: encoding and delimiter found in the bytes, every cell as text."""

from __future__ import annotations

import codecs
import csv
import io
import mmap
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from itertools import islice
from typing import Any

import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.csv  # type: ignore[import-untyped]
from pandas.errors import EmptyDataError, ParserError

from data.errors import DataRefusedError, Problem
from data.importing.reading.raw import Raw
from data.importing.reading.trimming import table_in

Content = bytes | mmap.mmap
"""A whole file, in memory or mapped into it."""

DELIMITERS = (";", ",", "\t", "|")
PIECE = 128 * 1024
"""Bytes looked through at once: few enough to stay near the processor."""

BLOCK = 4 * 1024 * 1024
"""Bytes that one thread splits into cells."""

BEGIN = 4 * 1024 * 1024
"""Letters among which the sample is taken."""

SAMPLE = 60
"""Lines by which the delimiter is found."""

WIDEST = 16_384
"""Columns of the widest sheet that a spreadsheet can hold."""

MARKS = ((b"\xef\xbb\xbf", "utf-8-bom"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
SEPARATOR = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
"""The first line by which Excel is told the delimiter."""

csv.field_size_limit(2**31 - 1)  # a polygon written as text is longer than what the module takes for a mistake


def read_csv(content: Content, header_rows: tuple[int, int] | None = None) -> Raw:
    """The table of a text file with delimiters.

    Args:
        content: the file.
        header_rows: first and last line of the header, counted from 1, where somebody said so.

    Raises:
        DataRefusedError: empty, no text, a quote left open, or lines wider than the header.
    """
    start, codec, encoding = encoding_of(content)
    text = _Text(content, start, codec)
    told = SEPARATOR.fullmatch(text.first_line())
    delimiter = told[1] if told else _delimiter_of(text)
    before = 1 if told else 0
    cells = _cells(text, delimiter, before)
    table = table_in(cells, asked=header_rows, before=before, guarded=text.has(b"'"))
    return Raw(
        table.texts,
        encoding=encoding,
        delimiter=delimiter,
        header_rows=table.header_rows,
        first_line=table.first_line,
        notes=table.notes,
    )


class _Text:
    """The content as text, as often as it is asked for, without a copy of it."""

    def __init__(self, content: Content, start: int, codec: str) -> None:
        self._content, self._start, self.codec = content, start, codec

    def stream(self) -> Any:
        """The bytes after any mark of byte order, as a file."""
        return pa.BufferReader(pa.py_buffer(self._content).slice(self._start))

    @cached_property
    def quotes(self) -> int:
        """How many quotes there are."""
        return sum(piece.count(b'"') for piece in _pieces(self._content)) if self.has(b'"') else 0

    def has(self, sign: bytes) -> bool:
        """Whether it stands anywhere."""
        return self._content.find(sign) >= 0

    def reader(self, delimiter: str, most: int | None = None) -> Iterator[list[str]]:
        """Cells of each line, of the first ``most`` characters only where that is given."""
        lines = io.TextIOWrapper(self.stream(), self.codec, newline="")
        return csv.reader(_up_to(lines, most) if most else lines, delimiter=delimiter, strict=False)

    def first_line(self) -> str:
        """The first line without its end."""
        return io.TextIOWrapper(self.stream(), self.codec).readline(1000).strip()


def _up_to(lines: Iterator[str], most: int) -> Iterator[str]:
    for line in lines:
        yield line
        most -= len(line)
        if most < 0:
            return


def encoding_of(content: Content) -> tuple[int, str, str]:
    """Where the text begins, its codec, and the name of its encoding.

    UTF-8 where it is that, UTF-16 where its zeros show it, else the encoding of German Windows.

    Raises:
        DataRefusedError: it is none of them.
    """
    for mark, name in MARKS:
        start = 0
        while content[start : start + len(mark)] == mark:
            start += len(mark)
        if start:
            codecs_of = [("utf-8" if name == "utf-8-bom" else name, name if name == "utf-8-bom" else "utf-16")]
            break
    else:
        order = _order_of_zeros(content[:4000])
        codecs_of = [(f"utf-16-{order}", "utf-16")] if order else [("utf-8", "utf-8"), ("cp1252", "cp1252")]
    wide = codecs_of[0][1] == "utf-16"
    if not wide and content.find(b"\x00") >= 0:
        raise DataRefusedError([Problem("encoding_unknown", value="\\x00")])
    for codec, name in codecs_of:
        if _decodes(content, start, codec):
            return start, codec, name
    raise DataRefusedError([Problem("encoding_unknown", value="UTF-16" if wide else "")])


def _order_of_zeros(start: bytes) -> str | None:
    """Byte order of UTF-16 without a mark: letters of Europe leave every other byte zero."""
    if len(start) < 4:
        return None
    even, odd = start[0::2].count(0), start[1::2].count(0)
    half = len(start) // 2
    if odd > 0.7 * half and not even:
        return "le"
    return "be" if even > 0.7 * half and not odd else None


def _decodes(content: Content, start: int, codec: str) -> bool:
    if codec == "utf-8":
        return is_utf8(pa.py_buffer(content).slice(start))
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        for piece in _pieces(content, start):
            text = decoder.decode(piece)
            if "\x00" in text:
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def is_utf8(content: Any) -> bool:
    """Whether a buffer is text in UTF-8; Arrow tells as strictly as a decoder does, and writes no letters for it.

    >>> is_utf8(pa.py_buffer("Straße".encode())), is_utf8(pa.py_buffer("Straße".encode("cp1252")))
    (True, False)
    """
    offsets = pa.array([0, content.size], pa.int64()).buffers()[1]
    whole = pa.Array.from_buffers(pa.large_binary(), 1, [None, offsets, content])
    try:
        whole.cast(pa.large_string())
    except pa.ArrowInvalid:
        return False
    return True


def _pieces(content: Content, start: int = 0) -> Iterator[bytes]:
    return (content[at : at + PIECE] for at in range(start, len(content), PIECE))


def _delimiter_of(text: _Text) -> str:
    """The delimiter that splits most lines alike, the header among them."""
    tried: dict[str, list[list[str]]] = {}
    for delimiter in DELIMITERS:
        try:
            tried[delimiter] = [line for line in islice(text.reader(delimiter, BEGIN), SAMPLE) if any(line)]
        except csv.Error:
            continue
    plain = {delimiter: _as_first(lines) for delimiter, lines in tried.items()}
    best = max(plain, key=lambda delimiter: plain[delimiter], default=DELIMITERS[0])
    if plain.get(best, (0, 0))[0]:
        return best
    titled = {delimiter: _as_most(lines) for delimiter, lines in tried.items()}
    return max(titled, key=lambda delimiter: titled[delimiter], default=DELIMITERS[0])


def _as_first(lines: list[list[str]]) -> tuple[int, int]:
    """How many lines are as wide as the first, where it is split and at least half of them are."""
    width = len(lines[0]) if lines else 0
    alike = sum(len(line) == width for line in lines)
    return (alike, width) if width > 1 and alike * 2 >= len(lines) else (0, width)


def _as_most(lines: list[list[str]]) -> tuple[int, int]:
    """How many lines have the most usual width, where the first of them is no mere row of figures."""
    widths = Counter(len(line) for line in lines if len(line) > 1)
    if not widths:
        return 0, 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    first = next(line for line in lines if len(line) == width)
    return (0, 0) if all(cell.strip().isdigit() for cell in first) else (count, width)


def _cells(text: _Text, delimiter: str, before: int) -> pd.DataFrame:
    """Every cell of every line; lines that end early are filled up with nothing.

    Raises:
        DataRefusedError: nothing there, a line wider than any sheet, or a quote that nothing closes.
    """
    try:
        sample = list(islice(text.reader(delimiter, BEGIN), before, SAMPLE))
        widths = {len(line) for line in sample if line}
        if max(widths, default=0) > WIDEST:
            value, values = str(max(widths)), {"limit": WIDEST}
            raise DataRefusedError([Problem("too_many_columns", value=value, values=values)])
        if len(widths) == 1 and text.quotes % 2 == 0:  # none is left open, as far as counting tells
            with suppress(pa.ArrowInvalid):
                return _regular(text, delimiter, before, *widths)
        width = max(widths, default=0) + 1
        try:
            return _parsed(text, delimiter, before, width)
        except ParserError:
            width, row, last = _widest(text, delimiter, before)
    except csv.Error as error:
        raise DataRefusedError([Problem("no_table", value=str(error))]) from None
    try:
        return _parsed(text, delimiter, before, width)
    except ParserError:
        raise DataRefusedError([Problem("quote_open", row=row, value=last)]) from None


def _regular(text: _Text, delimiter: str, before: int, width: int) -> pd.DataFrame:
    """Lines that are all of one width, six times as fast.

    Raises:
        pyarrow.ArrowInvalid: some line is not.
    """
    names = [str(at) for at in range(width)]
    # without a quote in the whole file every line ends where it ends, and both cores can look for that
    quoting: dict[str, Any] = {"newlines_in_values": True} if text.quotes else {"quote_char": False}
    found = pyarrow.csv.read_csv(
        text.stream(),
        pyarrow.csv.ReadOptions(column_names=names, skip_rows=before, encoding=text.codec, block_size=BLOCK),
        pyarrow.csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False, **quoting),
        pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False, check_utf8=False
        ),
    )
    cells = {at: pd.Series(pd.array(found.column(name), dtype="str"), copy=False) for at, name in enumerate(names)}
    return pd.DataFrame(cells, copy=False)


def _parsed(text: _Text, delimiter: str, before: int, width: int) -> pd.DataFrame:
    try:
        return pd.read_csv(
            text.stream(),
            sep=delimiter,
            header=None,
            names=range(width),
            index_col=False,
            skiprows=before,
            dtype="str",
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
            encoding=text.codec,
            engine="c",
        )
    except EmptyDataError:
        raise DataRefusedError([Problem("empty_file")]) from None


def _widest(text: _Text, delimiter: str, before: int) -> tuple[int, int, str]:
    """Cells of the widest line, and the last line with the begin of its last cell."""
    width, row, cells = 1, 0, [""]
    for row, cells in enumerate(islice(text.reader(delimiter), before, None)):
        width = max(width, len(cells))
        if width > WIDEST:
            values = {"expected": WIDEST}
            raise DataRefusedError([Problem("row_too_wide", row=max(row - 1, 0), value=str(width), values=values)])
    return width, max(row - 1, 0), cells[-1].strip()[:40] if cells else ""
