"""What somebody asks of an import besides the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from data.errors import UsageError


class UnknownOptionError(UsageError):
    """An option that is not of its form, as ``column=value``."""

    code = "unknown_option"


class UnknownColumnError(UsageError):
    """An option names a column that the table does not have."""

    code = "unknown_column"


@dataclass(frozen=True)
class Correction:
    """One cell set right before anything is checked.

    Attributes:
        row: row of the file, from 0.
        column: of the contract, or of the file.
        value: what shall stand there.
    """

    row: int
    column: str
    value: str


@dataclass(frozen=True)
class Options:
    """How to read a file.

    Attributes:
        mapping: column of the contract to column of the file. For sites also ``under_3.capacity``, for
            statistics in wide form ``population.age_0_5``.
        constants: column of the contract to the value of every row.
        corrections: applied in their order.
        level: of areas.
        replace_all: whether the whole table gives way instead of the scope of the file.
        source: id of the source of all rows; by default the file's column ``source_id``, else its name.
        new_city: name of a city to be made.
        crs: metric CRS of the new city.
        dry_run: check and report everything, store nothing.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    level: str | None = None
    replace_all: bool = False
    source: str | None = None
    new_city: str | None = None
    crs: str | None = None
    dry_run: bool = False


CORRECTION = re.compile(r"(\d+):([^=]+)=(.*)", re.DOTALL)


def pairs(texts: Iterable[str], expected: str) -> dict[str, str]:
    """``column=value`` texts as a dict.

    Raises:
        UnknownOptionError: one of them is not of that form.
    """
    found = {}
    for text in texts:
        column, equals, value = text.partition("=")
        if not equals or not column.strip():
            raise UnknownOptionError(value=text, expected=expected)
        found[column.strip()] = value
    return found


def corrections(texts: Iterable[str]) -> tuple[Correction, ...]:
    """``123:area_id=04030417`` texts as corrections.

    Raises:
        UnknownOptionError: one of them is not of that form.
    """
    found = []
    for text in texts:
        match = CORRECTION.fullmatch(text)
        if match is None:
            raise UnknownOptionError(value=text, expected="ROW:COLUMN=VALUE")
        found.append(Correction(int(match[1]), match[2].strip(), match[3]))
    return tuple(found)
