"""Faults in data and in requests, as codes with values; the sentences stand in the locales."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Problem:
    """One finding in somebody's data.

    Attributes:
        code: what is wrong; its text is ``problems.<code>`` in every locale.
        severity: an ``error`` keeps the data out, a ``warning`` and a ``note`` are reported.
        row: row of the file as read, from 0, or None where the finding is not about one row.
        column: column of the contract, or of the file where there is none.
        value: what stands there, as text.
        values: further placeholders of the text.
        remedies: options of the import that would settle it, as on the command line: ``--repair``,
            ``--file-crs EPSG:31467``. None is ever taken without being asked for.
    """

    code: str
    severity: Severity = "error"
    row: int | None = None
    column: str | None = None
    value: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    remedies: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The finding as it stands in the JSON report of an import."""
        known: dict[str, Any] = {"code": self.code, "severity": self.severity, "row": self.row, "column": self.column}
        known |= {"value": self.value} | ({"values": self.values} if self.values else {})
        return known | ({"remedies": list(self.remedies)} if self.remedies else {})


class AtlasError(Exception):
    """Anything refused, named by a code.

    The text for people is ``problems.<code>`` with ``values`` filled in.
    """

    code = "unknown"

    def __init__(self, **values: Any) -> None:
        super().__init__(f"{self.code} {values}" if values else self.code)
        self.values = values


class UsageError(AtlasError):
    """Somebody asked for what does not exist; nothing is wrong with the data."""


class UnknownCityError(UsageError):
    """No city of this name is known to the viewer."""

    code = "unknown_city"


class NoCityError(UnknownCityError):
    """Nothing is known to the viewer yet."""

    code = "no_city"


class UnknownTableError(UsageError):
    """No contract of this name."""

    code = "unknown_table"


class UnknownEditionError(UsageError):
    """The table has no edition of this number."""

    code = "unknown_edition"


class ChangedMeanwhileError(UsageError):
    """Somebody else has changed what is to be written since it was read."""

    code = "changed_meanwhile"


class NotAllowedError(UsageError):
    """The viewer's audience may not do this."""

    code = "not_allowed"


class DataRefusedError(AtlasError):
    """Data with at least one error; nothing was stored."""

    code = "data_refused"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(errors=sum(problem.severity == "error" for problem in self.problems))


class StoreDamagedError(AtlasError):
    """The stored rows do not agree with the audit log."""

    code = "store_damaged"
