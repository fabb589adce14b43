"""Text to numbers, dates and truths: what German and international files write.

Every function takes a column of text and returns the values with a mask of the cells that are none.
An empty text is a missing value, never an error and never 0 (L4). Each text is looked at once, however often
it stands in a column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from data.contracts import TABLES
from data.errors import Problem
from data.importing.meaning.days import day
from data.importing.options import DECIMALS

NUMBER = r"[+-]?(?:\d{1,15}(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?"
BLANK = "\u0020\u00a0\u2009\u202f"
GROUPED = re.compile(rf"(?<=\d)[{BLANK}'’](?=\d{{3}}(?!\d))")
MARKS = {"•": "secret", "*": "secret", ".": "secret"} | dict.fromkeys(
    ["-", "–", "—", "/", "x", "…", "...", "k. a.", "k.a.", "keine angabe", "n. v.", "n.v.", "n. a.", "n.a.", "n/a"],
    "missing",
)
"""Marks of German statistical offices, in small letters. ``-`` says "nothing there" in some and "nothing known"
in other tables: it is read as missing, because a 0 must be written to be one, until somebody says otherwise."""

TRUTHS = dict.fromkeys(["yes", "ja", "true", "wahr", "j", "1", "1.0"], True) | dict.fromkeys(
    ["no", "nein", "false", "falsch", "n", "0", "0.0"], False
)

NEVER_EMPTY = ("group", "status", "audience")
"""Columns of text that may not be empty: an empty cell says what the contract says where the column is missing."""


SIMPLE = r"[+-]?[0-9.,]+"
"""Figures that need no tidying: most, so that the others may take their time."""


def bare(texts: pd.Series) -> pd.Series:
    """Figures without blanks around, grouping blanks and percent sign, and with their sign before them."""
    plain = texts.str.strip()
    odd = ~plain.str.fullmatch(SIMPLE)
    return plain.mask(odd, _bare(plain[odd])) if odd.any() else plain


def _bare(plain: pd.Series) -> pd.Series:
    plain = plain.str.replace(r"(\d)\s*%$", r"\1", regex=True)
    plain = plain.str.replace(r"^([\d.,\s'’]*\d)\s*[-−–]$", r"-\1", regex=True)
    plain = plain.str.replace(r"^[-−–]\s*([\d.,])", r"-\1", regex=True)
    plain = plain.str.replace(r"^\+\s*([\d.,])", r"+\1", regex=True)
    return plain.str.replace(GROUPED, "", regex=True)


def decimal_of(texts: Iterable[pd.Series], delimiter: str | None) -> tuple[str, list[Problem]]:
    """The decimal sign of columns that must share one.

    Returns:
        ``,`` or ``.``, and a problem where both are used, or a warning where the delimiter decided.
    """
    columns = list(texts)
    together = pd.concat(columns) if columns else pd.Series(dtype="str")
    signs, problems = decimals_of({"": together}, delimiter)
    return signs[""], [Problem(p.code, p.severity, p.row, None, p.value, p.values) for p in problems]


def decimals_of(
    columns: Mapping[str, pd.Series], delimiter: str | None, chosen: str | None = None
) -> tuple[dict[str, str], list[Problem]]:
    """Which decimal sign each column uses, by what its figures look like.

    Args:
        columns: texts that shall hold numbers, by name.
        delimiter: of a CSV file; decides where nothing else does.
        chosen: ``comma`` or ``point`` where somebody said which it is.

    Returns:
        ``,`` or ``.`` of each column: its own, else that of all others, else by the delimiter. An error where
        one column uses both, a warning where the delimiter decided about figures as "1.234".
    """
    if chosen is not None:
        return dict.fromkeys(columns, DECIMALS[chosen]), []
    signs, unclear, problems = {}, {}, []
    for name, column in columns.items():
        comma, point, both_ways = _signs(column)
        if comma is not None and point is not None:
            values = {"other": point[1], "other_row": point[0]}
            problems.append(Problem("mixed_decimals", row=comma[0], column=name, value=comma[1], values=values))
        if comma is not None or point is not None:
            signs[name] = "," if comma is not None else "."
        elif both_ways is not None:
            unclear[name] = both_ways
    found = set(signs.values())
    sign = found.pop() if len(found) == 1 else "," if delimiter in (";", "\t") else "."
    if unclear and (len(signs) == 0 or found):
        name, (row, text) = next(iter(unclear.items()))
        values = {"decimal": sign}
        other = tuple(f"--decimal {word}" for word, one in DECIMALS.items() if one != sign)
        problems.append(Problem("decimal_assumed", "warning", row, name, text, values, other))
    return {name: signs.get(name, sign) for name in columns}, problems


def signs_text(signs: Iterable[str]) -> str | None:
    """The decimal signs of a file for its report, None where it has no figures."""
    return " ".join(dict.fromkeys(signs)) or None


Seen = tuple[int, str] | None


def _signs(column: pd.Series) -> tuple[Seen, Seen, Seen]:
    """The first cell with a decimal comma, with a decimal point, and that could be read both ways."""
    cells = column.drop_duplicates()
    figures = cells[cells.str.contains(r"\d[.,]|[.,]\d", regex=True)]
    figures = bare(figures).str.lstrip("+-")
    both_ways = figures.str.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}")
    grouped_de = figures.str.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?") & ~both_ways
    grouped_en = figures.str.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?") & ~both_ways
    plain_de = figures.str.fullmatch(r"\d*,\d+") & ~both_ways
    plain_en = figures.str.fullmatch(r"\d*\.\d+(?:[eE][+-]?\d+)?|\d+\.") & ~both_ways
    return _first(cells, grouped_de | plain_de), _first(cells, grouped_en | plain_en), _first(cells, both_ways)


def _first(cells: pd.Series, found: pd.Series) -> Seen:
    rows = found.index[found]
    return None if rows.empty else (int(rows[0]), str(cells.loc[[rows[0]]].iloc[0]).strip())


def numbers(texts: pd.Series, decimal: str) -> tuple[pd.Series, pd.Series]:
    """Figures in one notation: grouped by points, blanks or apostrophes, or not at all."""
    codes, unique = pd.factorize(texts)
    plain = bare(pd.Series(unique, dtype="str"))
    if decimal == ",":
        grouped = plain.str.fullmatch(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
        plain = plain.mask(grouped, plain.str.replace(".", "", regex=False))
        plain = plain.mask(plain.str.contains(".", regex=False), "?").str.replace(",", ".", regex=False)
    else:
        grouped = plain.str.fullmatch(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
        plain = plain.mask(grouped, plain.str.replace(",", "", regex=False))
    fits = plain.str.fullmatch(NUMBER)
    values = pd.to_numeric(plain.where(fits)).astype("float64")
    wrong = (plain != "") & (~fits | np.isinf(values))
    return _spread(values, codes, texts), _spread(wrong, codes, texts).astype("bool")


def _spread(found: pd.Series, codes: np.ndarray, texts: pd.Series) -> pd.Series:
    return pd.Series(found.to_numpy()[codes], index=texts.index, dtype=found.dtype)


def dates(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Days as :func:`data.importing.meaning.days.day` reads them; a year or a month is its last day."""
    values, wrong, _ = days(texts)
    return values, wrong


def days(texts: pd.Series) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Days, a mask of the cells that are none, and a mask of those that name only a month or a year."""
    codes, unique = pd.factorize(texts)
    found = [day(str(text)) for text in unique]
    values = pd.Series(
        pd.to_datetime(np.array([one for one, _ in found], dtype="datetime64[s]")), dtype="datetime64[ns]"
    )
    coarse = pd.Series([rough for _, rough in found], dtype="bool")
    wrong = (pd.Series(unique, dtype="str").str.strip() != "") & values.isna()
    return _spread(values, codes, texts), _spread(wrong, codes, texts), _spread(coarse, codes, texts)


def truths(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Yes and no, ja and nein."""
    plain = texts.str.strip().str.lower()
    values = plain.map(TRUTHS).astype("boolean")
    return values, (plain != "") & values.isna()


def typed(name: str, texts: pd.DataFrame, decimal: str | Mapping[str, str]) -> tuple[pd.DataFrame, list[Problem]]:
    """Columns of text in the types of a contract; what is not text (a geometry) passes through.

    Args:
        name: table.
        texts: columns of the contract.
        decimal: sign of all figures, or of each column.

    Returns:
        The frame, an error for every cell that is not of its type, and a warning for years read as days.
    """
    frame, problems = texts.copy(), []
    for column, kind in TABLES[name].dtypes.items():
        if column not in texts or kind == "geometry":
            continue
        sign = decimal if isinstance(decimal, str) else decimal.get(column, ".")
        frame[column], wrong, code = _column(texts[column], kind, sign)
        if column in NEVER_EMPTY:
            frame[column] = frame[column].replace("", TABLES[name].model.to_schema().columns[column].default)
        if kind == "date":
            problems += rough_days(column, texts[column])
        for row, value in texts[column][wrong].items():
            problems.append(Problem(code, row=int(str(row)), column=column, value=value))
    return frame, problems


def rough_days(column: str, texts: pd.Series) -> list[Problem]:
    """A warning where a column names months or years instead of days."""
    values, _, coarse = days(texts)
    if not coarse.any():
        return []
    row = coarse.index[coarse][0]
    first = pd.Timestamp(values[coarse].iloc[0])
    known = {"count": int(coarse.sum()), "day": f"{first:%d.%m.%Y}"}
    return [Problem("year_as_day", "warning", None, column, str(texts.loc[[row]].iloc[0]).strip(), known)]


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
