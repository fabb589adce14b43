"""What the filled cells of a column look like."""

from __future__ import annotations

import pandas as pd

from data.importing.meaning.columns import normalised
from data.importing.meaning.values import bare, decimals_of, numbers

FIGURE = r"[+-]?(?:\d[\d.,]*|[.,]\d+)(?:[eE][+-]?\d{1,3})?"
"""What looks like a number, whichever signs stand for decimals and thousands."""


class Cells:
    """Filled cells of the columns of a file, and what they look like."""

    def __init__(self, texts: pd.DataFrame) -> None:
        self.names = [str(name) for name in texts]
        self.plain = {name: normalised(name) for name in self.names}
        self._texts = texts

    def of(self, name: str) -> pd.Series:
        """Cells in which something stands."""
        cells = self._texts[name].str.strip()
        return cells[cells != ""]

    def share(self, name: str, pattern: str) -> float:
        """Part of the filled cells that fit a pattern."""
        cells = self.of(name)
        return float(cells.str.fullmatch(pattern).mean()) if len(cells) else 0.0

    def figure(self, name: str) -> bool:
        """Whether most filled cells are numbers."""
        cells = self.of(name)
        return bool(len(cells)) and bool(bare(cells).str.fullmatch(FIGURE).mean() >= 0.7)

    def unique(self, name: str) -> bool:
        """Whether no two rows say the same, and every row says something."""
        cells = self._texts[name].str.strip()
        return len(cells) > 1 and bool((cells != "").all()) and cells.is_unique

    def middle(self, name: str) -> float | None:
        """The middle one of its numbers, None where it holds none."""
        if not self.figure(name):
            return None
        cells = self.of(name)
        signs, _ = decimals_of({name: cells}, None)
        values, _ = numbers(cells, signs[name])
        return None if values.isna().all() else float(values.median())
