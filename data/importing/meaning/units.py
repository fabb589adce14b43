"""Words behind figures: "20 Plätze" is 20, as long as a column counts one thing and in whole units."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

BEHIND = re.compile(r"([+-]?\d[0-9.,\s]*?)\s*([^\W\d_]{2,})\.?")
SCALES = re.compile(
    r"ts[dg]|tausend|thousand|hundert|hundred|mi[ol]|mrd|billion|dutzend|dozen|prozent|percent|promille"
)
"""Words, in small letters without accents, that make another number of a figure."""

STEM = 4
"""Letters that a word has in common with its plural: Platz and Plätze, Kind and Kinder."""


def without_unit(figures: pd.Series) -> pd.Series:
    """Cells of one column without the word behind their figures, unchanged where it is not one and the same.

    >>> without_unit(pd.Series(["1 Platz", "20 Plätze", "unbekannt", "7"])).to_list()
    ['1', '20', 'unbekannt', '7']
    >>> without_unit(pd.Series(["2 Gruppen", "20 Plätze"])).to_list(), without_unit(pd.Series(["3 Tsd."])).to_list()
    (['2 Gruppen', '20 Plätze'], ['3 Tsd.'])
    """
    found = [BEHIND.fullmatch(str(cell)) for cell in figures]
    words = {_plain(one[2]) for one in found if one}
    if len({word[:STEM] for word in words}) != 1 or any(SCALES.match(word) for word in words):
        return figures
    kept = [one[1].strip() if one else cell for one, cell in zip(found, figures, strict=True)]
    return pd.Series(kept, index=figures.index, dtype=figures.dtype)


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
