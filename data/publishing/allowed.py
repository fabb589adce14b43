"""The allow-list of publication: what it names leaves the house, everything else stays in."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pandas as pd

FILE = Path(__file__).parent / "allowed.toml"


@dataclass(frozen=True)
class Counts:
    """Groups and levels of one indicator that are published."""

    groups: tuple[str, ...]
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Sums:
    """Sums over the sites of a category that are published, and how many sites must stand together for one."""

    fields: tuple[str, ...]
    sites_at_least: int


@dataclass(frozen=True)
class Allowed:
    """The list.

    Attributes:
        columns: of each table; a table that is not named has no rows outside.
        categories: of sites.
        indicators: of statistics.
        sums: by category.
        choices: of views in agendas.
    """

    columns: dict[str, tuple[str, ...]]
    categories: tuple[str, ...]
    indicators: dict[str, Counts]
    sums: dict[str, Sums]
    choices: tuple[str, ...] = ()

    def cut(self, name: str, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows of a table with all columns emptied that are not named."""
        kept = self.columns[name]
        return rows.assign(**{column: _nothing(rows[column]) for column in rows.columns if column not in kept})

    def counts(self, statistics: pd.DataFrame, level_of: pd.Series) -> pd.DataFrame:
        """Rows of ``statistics`` about a named indicator, group and level."""
        level = level_of.reindex(statistics["area_id"]).to_numpy()
        named = [self._named(*row) for row in zip(statistics["indicator"], statistics["group"], level, strict=True)]
        return statistics[pd.Series(named, index=statistics.index, dtype=bool)]

    def _named(self, indicator: str, group: str, level: object) -> bool:
        wanted = self.indicators.get(indicator)
        if wanted is None or not isinstance(level, str):
            return False
        of_group = any(fnmatchcase(group, pattern) for pattern in wanted.groups)
        return of_group and (wanted.levels == ("*",) or level in wanted.levels)


def _nothing(column: pd.Series) -> pd.Series:
    """The column without any value, in its type."""
    if isinstance(column.dtype, pd.StringDtype):
        return pd.Series("", index=column.index, dtype=column.dtype)
    return column.where(pd.Series(False, index=column.index))


@cache
def allowed(file: Path = FILE) -> Allowed:
    """The allow-list of a file."""
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    return Allowed(
        {name: tuple(columns) for name, columns in found["columns"].items()},
        tuple(found["sites"]["categories"]),
        {name: Counts(tuple(one["groups"]), tuple(one["levels"])) for name, one in found["indicators"].items()},
        {name: Sums(tuple(one["fields"]), int(one["sites_at_least"])) for name, one in found["sums"].items()},
        tuple(found["agendas"]["choices"]),
    )
