"""What somebody asks of an import besides the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any

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
    """How to read a file, and every answer to what an import asks instead of guessing.

    Attributes:
        mapping: column of the contract to column of the file. For sites also ``under_3.capacity``, for
            statistics in wide form ``population.age_0_5``. ``street + number`` joins columns with a blank;
            ``""`` says that the file does not hold the column, whatever its own are called.
        constants: column of the contract to the value of every row.
        corrections: applied in their order.
        level: of areas.
        replace_all: whether the whole table gives way instead of the scope of the file.
        source: id of the source of all rows; by default the file's column ``source_id``, else its name.
        new_city: name of a city to be made.
        crs: metric CRS of the new city.
        dry_run: check and report everything, store nothing.
        sheet: of a workbook, or layer of a GeoPackage.
        header_rows: first and last line of the file that hold the header, counted from 1.
        file_crs: CRS of the file where it names none (or a wrong one), as ``EPSG:31467``.
        decimal: sign of the figures, ``comma`` or ``point``; by default what they look like.
        markers: statistical mark to ``missing``, ``secret`` or ``zero``.
        match: which proposals count: ``names`` (areas by name), ``keys`` (keys mended).
        repair: take invalid polygons as repaired.
        swap_axes: take the axes the other way round.
        drop_outside: leave out what lies outside the city.
        drop_unknown: leave out rows that name an area which the city does not have.
        add: rows join those that stand and replace only those with the same key.
        add_up: figures of the same key are added up.
        once: rows that say the same in every column count once.
        where: column of the file and value that a row must have; values of one column are alternatives.
        values: column of the contract (or file), text found, text meant.
        new_level: name of a level of areas that the city gets with this file.
        above: code of the level above which the new level comes; by default it is the lowest.
        as_before: take what is not said here from the last import of the same source.
        note: for the history.
        about: facts of the source: ``title``, ``publisher``, ``licence``, ``attribution``, ``url``, ``as_of``.
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
    sheet: str | None = None
    header_rows: tuple[int, int] | None = None
    file_crs: str | None = None
    decimal: str | None = None
    markers: Mapping[str, str] = field(default_factory=dict)
    match: frozenset[str] = frozenset()
    repair: bool = False
    swap_axes: bool = False
    drop_outside: bool = False
    drop_unknown: bool = False
    add: bool = False
    add_up: bool = False
    once: bool = False
    where: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, str, str], ...] = ()
    new_level: str | None = None
    above: str | None = None
    as_before: bool = False
    note: str = ""
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def absent(self) -> frozenset[str]:
        """Columns of the contract that the file does not hold, whatever its own are called."""
        return frozenset(column for column, name in self.mapping.items() if not name.strip())

    def as_json(self) -> dict[str, Any]:
        """What differs from the defaults, in types of JSON; :func:`from_json` reads it again."""
        found = {}
        for one in fields(self):
            value = getattr(self, one.name)
            if value == _default(one):
                continue
            if one.name == "corrections":
                value = [[each.row, each.column, each.value] for each in value]
            elif isinstance(value, frozenset):
                value = sorted(value)
            elif isinstance(value, Mapping):
                value = dict(value)
            found[one.name] = value
        return found


def _default(one: Field[Any]) -> Any:
    return one.default if one.default_factory is MISSING else one.default_factory()


def from_json(known: Mapping[str, Any]) -> Options:
    """Options from what :meth:`Options.as_json` gave, also after a way through JSON."""
    found = dict(known)
    if "corrections" in found:
        found["corrections"] = tuple(Correction(*each) for each in found["corrections"])
    if "match" in found:
        found["match"] = frozenset(found["match"])
    for name in ("where", "values"):
        if name in found:
            found[name] = tuple(tuple(each) for each in found[name])
    if "header_rows" in found:
        found["header_rows"] = tuple(found["header_rows"])
    return Options(**found)


MARKERS = ("missing", "secret", "zero")
MATCHES = ("names", "keys")
DECIMALS = {"comma": ",", "point": "."}
VALUE = re.compile(r"([^:=]+):(.*)=([^=]*)", re.DOTALL)
LINES = re.compile(r"(\d+)(?:-(\d+))?")
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


def conditions(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """``GF=4`` texts as conditions on rows.

    Raises:
        UnknownOptionError: one of them is not of that form.
    """
    found = []
    for text in texts:
        column, equals, value = text.partition("=")
        if not equals or not column.strip():
            raise UnknownOptionError(value=text, expected="file_column=value")
        found.append((column.strip(), value))
    return tuple(found)


def meanings(texts: Iterable[str]) -> tuple[tuple[str, str, str], ...]:
    """``level:Ortsteil=neighbourhood`` texts: in which column which text means which.

    Raises:
        UnknownOptionError: one of them is not of that form.
    """
    found = []
    for text in texts:
        match = VALUE.fullmatch(text)
        if match is None:
            raise UnknownOptionError(value=text, expected="COLUMN:FOUND=MEANT")
        found.append((match[1].strip(), match[2], match[3]))
    return tuple(found)


def markers(texts: Iterable[str]) -> dict[str, str]:
    """``-=zero`` texts: what a statistical mark stands for.

    Raises:
        UnknownOptionError: one of them is not of that form.
    """
    found = {}
    for text in texts:
        sign, equals, meaning = text.rpartition("=")
        if not equals or not sign.strip() or meaning not in MARKERS:
            raise UnknownOptionError(value=text, expected=f"SIGN={'|'.join(MARKERS)}")
        found[sign.strip()] = meaning
    return found


def lines(text: str) -> tuple[int, int]:
    """``4`` or ``4-5`` as first and last line.

    Raises:
        UnknownOptionError: it is not of that form, or ends before it begins.
    """
    match = LINES.fullmatch(text.strip())
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not 1 <= first <= last:
        raise UnknownOptionError(value=text, expected="4 / 4-5")
    return first, last
