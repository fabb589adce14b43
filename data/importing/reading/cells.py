"""What single cells and lines of a sheet look like: figures, units, titles, totals, footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

Mask = npt.NDArray[np.bool_]

LISTED = 20
"""Groups of lines that a finding names."""

NUMBER = re.compile(r"[(]?[+\-\u2013]?\s*\d[\d.,'\s]*(?:[eE][+-]?\d+)?\s*%?[)]?|[.,]\d+")
MARK = re.compile(r"[-\u2013\u2014\u2022*./xX\u2026]|\.\.\.|k\. ?A\.", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d\d(?:/\d\d(?:\d\d)?)?|\d\d\.\d\d\.(?:19|20)\d\d|(?:19|20)\d\d-\d\d(?:-\d\d)?")
INDEX = re.compile(r"[(\[]?(\d{1,3})[)\].]?")
UNIT = re.compile(
    r"[(\[]?(?:in )?(?:anzahl|number|personen|persons|prozent|percent|%|\u2030|km²|km2|qkm|ha|m²|m2|qm|m|km|eur|euro"
    r"|€|t€|tsd\.?(?: €)?|1[ .]?000|einw\.?/(?:km²|ha)|einwohner/(?:km²|ha)|je 1[ .]?000(?: einwohner)?|absolut|abs\."
    r"|jahre|years|plätze|stück)[)\]]?",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"(?:stand|datenstand|gebietsstand|stichtag|quellen?|datenquelle|tabelle|tab\.|herausgeber|berichtszeitraum"
    r"|erstellt|source|table|as of)\b|[©(]c[)]|©",
    re.IGNORECASE,
)
ADDED = "insgesamt|gesamt|zusammen|summ|sum$|total|alle"
"""Words of totals; first looked for alone, because that is quick."""

TOTAL = re.compile(
    r"(?:(?:end|gesamt|zwischen|teil)?summen?|insgesamt|gesamt|zusammen|total|alle|sum|gesamtergebnis|gesamtstadt"
    r"|(?:(?:gesamt|zwischen|teil)?summe|total|gesamt|insgesamt)\s.*|.*\s(?:insgesamt|gesamt|zusammen|total|summe))\s*[:*]?",
    re.IGNORECASE,
)
FOOTNOTE = re.compile(
    r"[([]?(?:\d{1,2}|[a-z*†]|[¹²³⁴⁵]+)[)\]]\s*\S|[¹²³⁴⁵*†]+\s*\S|_{3,}|-{3,}|={3,}|©|\([cC]\)"
    r"|(?:quellen?|datenquelle|source|anmerkung(?:en)?|hinweise?|erläuterung(?:en)?|fußnoten?|notes?|legende|stand"
    r"|datenstand|gebietsstand|stichtag|zeichenerklärung|herausgeber|lizenz|licence|license|copyright|rundung\w*"
    r"|abweichungen|differenzen)\b",
    re.IGNORECASE,
)
AS_OF = re.compile(
    r"\b(?:stand|datenstand|stichtag|as of|am|zum|per)\b[\s:(]*"
    r"(\d{4}-\d{2}-\d{2}|\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{1,2}\.\s?[^\W\d]{3,9}\.?\s+\d{4}|\d{1,2}/\d{4})",
    re.IGNORECASE,
)


def is_figure(cell: str) -> bool:
    """Whether a cell holds a number or a statistical mark.

    >>> [is_figure(cell) for cell in ("1.234,5", "-  23", "–", "x", "12 %", "0101 Name", "")]
    [True, True, True, True, True, False, False]
    """
    return bool(NUMBER.fullmatch(cell) or MARK.fullmatch(cell))


def blank(cells: pd.Series) -> Mask:
    r"""Which cells hold nothing but blanks.

    Asked of Arrow, which looks at each cell without writing a trimmed one.

    >>> blank(pd.Series(["a", "", " \t", "\u00a0"], dtype="str")).tolist()
    [False, True, True, True]
    """
    texts = pa.array(cells, pa.large_string())
    return np.asarray(pc.or_(pc.equal(texts, ""), pc.utf8_is_space(texts)), dtype=bool)


def digits(cells: pd.Series) -> Mask:
    """Which cells are digits of ASCII and nothing else.

    >>> digits(pd.Series(["01067", "", "1.0", "Mitte"], dtype="str")).tolist()
    [True, False, False, False]
    """
    return np.asarray(pc.ascii_is_decimal(pa.array(cells, pa.large_string())), dtype=bool)


def line_text(rows: Iterable[int]) -> str:
    """Lines counted from 1, neighbours put together.

    >>> line_text([0, 1, 2, 6])
    '1-3, 7'
    """
    groups: list[list[int]] = []
    for row in sorted(set(rows)):
        if groups and row == groups[-1][-1] + 1:
            groups[-1].append(row)
        else:
            groups.append([row])
    said = [f"{each[0] + 1}-{each[-1] + 1}" if len(each) > 1 else str(each[0] + 1) for each in groups]
    return ", ".join([*said[:LISTED], "…"] if len(said) > LISTED else said)
