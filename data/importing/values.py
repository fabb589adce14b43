"""Text to numbers, dates and truths: what German and international files write.

Every function takes a column of text and returns the values with a mask of the cells that are none.
An empty text is a missing value, never an error and never 0 (L4).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from data.contracts import TABLES
from data.errors import Problem

NUMBER = r"[+-]?(?:\d{1,15}(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?"
GROUPED = re.compile(r"(?<=\d)[\u0020\u00a0\u2009\u202f'](?=\d{3}(?!\d))")
MARKS = {"•": "secret", "*": "secret", ".": "secret"} | dict.fromkeys(
    ["-", "–", "—", "/", "x", "X", "…", "...", "k. A.", "k.A.", "keine Angabe"], "missing"
)
"""Marks of German statistical offices. ``-`` says "nothing there" in some and "nothing known" in other
tables: it is read as missing, because a 0 must be written to be one."""

TRUTHS = dict.fromkeys(["yes", "ja", "true", "wahr", "1", "1.0"], True) | dict.fromkeys(
    ["no", "nein", "false", "falsch", "0", "0.0"], False
)

DAYS = (pd.Timestamp(1700, 1, 1), pd.Timestamp(2199, 12, 31))
"""Days that make sense; others (9999-12-31 for "without end") cannot be kept as days."""

DEFAULTS = {"group": "total", "status": "proposed", "audience": "public"}
"""What an empty cell says in columns of text that may not be empty."""


def decimal_of(texts: Iterable[pd.Series], delimiter: str | None) -> tuple[str, list[Problem]]:
    """Which decimal sign a file uses, decided once for the whole file by what its figures look like.

    Args:
        texts: the columns that shall hold numbers.
        delimiter: of a CSV file; decides where every figure could be read both ways ("1.234").

    Returns:
        ``,`` or ``.``, and a problem where both are used, or a warning where the delimiter decided.
    """
    comma = point = unclear = None
    for column in texts:
        figures = column[column.str.contains(r"\d[.,]|[.,]\d", regex=True)].str.strip()
        figures = figures.str.lstrip("+-")
        both_ways = figures.str.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}")
        grouped_de = figures.str.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?") & ~both_ways
        grouped_en = figures.str.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?") & ~both_ways
        plain_de = figures.str.fullmatch(r"\d*,\d+") & ~both_ways
        plain_en = figures.str.fullmatch(r"\d*\.\d+(?:[eE][+-]?\d+)?|\d+\.") & ~both_ways
        comma = _first(figures[grouped_de | plain_de], comma)
        point = _first(figures[grouped_en | plain_en], point)
        unclear = _first(figures[both_ways], unclear)
    if comma is not None and point is not None:
        values = {"other": point[1], "other_row": point[0]}
        return ",", [Problem("mixed_decimals", row=comma[0], value=comma[1], values=values)]
    if comma is not None or point is not None:
        return ("," if comma is not None else "."), []
    sign = "," if delimiter == ";" else "."
    if unclear is None:
        return sign, []
    values = {"decimal": sign}
    return sign, [Problem("decimal_assumed", "warning", unclear[0], value=unclear[1], values=values)]


def _first(found: pd.Series, known: tuple[int, str] | None) -> tuple[int, str] | None:
    return known if known is not None or found.empty else (int(found.index[0]), str(found.iloc[0]))


def numbers(texts: pd.Series, decimal: str) -> tuple[pd.Series, pd.Series]:
    """Figures in one notation: grouped by points, blanks or apostrophes, or not at all."""
    plain = texts.str.strip().str.replace(GROUPED, "", regex=True)
    if decimal == ",":
        grouped = plain.str.fullmatch(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
        plain = plain.mask(grouped, plain.str.replace(".", "", regex=False))
        plain = plain.mask(plain.str.contains(".", regex=False), "?").str.replace(",", ".", regex=False)
    else:
        grouped = plain.str.fullmatch(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
        plain = plain.mask(grouped, plain.str.replace(",", "", regex=False))
    fits = plain.str.fullmatch(NUMBER)
    values = pd.to_numeric(plain.where(fits)).astype("float64")
    return values, (plain != "") & (~fits | np.isinf(values))


def dates(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Days as ``2026-12-31``, with or without a time, or as ``31.12.2026``."""
    plain = texts.str.strip()
    iso = plain.str.extract(r"^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?$")[0]
    german = plain.str.extract(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$")
    turned = german[2] + "-" + german[1].str.zfill(2) + "-" + german[0].str.zfill(2)
    values = pd.to_datetime(iso.fillna(turned), format="%Y-%m-%d", errors="coerce")
    values = values.where(values.between(*DAYS))
    return values.astype("datetime64[ns]"), (plain != "") & values.isna()


def truths(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Yes and no, ja and nein."""
    plain = texts.str.strip().str.lower()
    values = plain.map(TRUTHS).astype("boolean")
    return values, (plain != "") & values.isna()


def typed(name: str, texts: pd.DataFrame, decimal: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Columns of text in the types of a contract; what is not text (a geometry) passes through.

    Returns:
        The frame, and an error for every cell that is not of its type.
    """
    frame, problems = texts.copy(), []
    for column, kind in TABLES[name].dtypes.items():
        if column not in texts or kind == "geometry":
            continue
        frame[column], wrong, code = _column(texts[column], kind, decimal)
        if column in DEFAULTS:
            frame[column] = frame[column].replace("", DEFAULTS[column])
        for row, value in texts[column][wrong].items():
            problems.append(Problem(code, row=int(str(row)), column=column, value=value))
    return frame, problems


def _column(texts: pd.Series, kind: str, decimal: str) -> tuple[pd.Series, pd.Series, str]:
    if kind == "number":
        return *numbers(texts, decimal), "no_number"
    if kind == "integer":
        values, wrong = numbers(texts, decimal)
        broken = wrong | (values % 1 > 0)
        return values.mask(broken).astype("Int64"), broken, "no_integer"
    if kind == "date":
        return *dates(texts), "no_date"
    if kind == "truth":
        return *truths(texts), "no_truth"
    return texts.str.strip(), pd.Series(False, index=texts.index), ""
