"""Entries of a ``city.toml`` (``[[rules]]``, ``[[services]]``): typed values, and the line of what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from data.errors import Problem


@dataclass
class Entry:
    """One entry under examination.

    Attributes:
        table: ``rules`` or ``services``.
        values: as TOML gives them.
        lines: line (from 1) of the entry and of each of its keys; empty where the text is not known.
        problems: what has been found so far.
    """

    table: str
    values: Mapping[str, Any]
    lines: Mapping[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def id(self) -> str:
        """How the entry is called in findings."""
        return str(self.values.get("id", ""))

    def fault(self, code: str, key: str, value: object = "", **values: Any) -> None:
        """Note what is wrong with a key."""
        line = self.lines.get(key.split(".")[0], self.lines.get("", 0))
        known = {"line": line, "entry": self.id, "key": key} | values
        self.problems.append(Problem(code, column=f"{self.table}.{key}", value=str(value), values=known))

    def text(self, key: str, default: str | None = None) -> str:
        """A text; required where there is no default."""
        found = self.values.get(key, default)
        if not isinstance(found, str) or (default is None and not found.strip()):
            self._wrong(key)
            return ""
        return found

    def number(self, key: str, default: float | None = None) -> float:
        """A number, or a fraction as text (``"2/3"``); required where there is no default."""
        found = self.values.get(key, default)
        if isinstance(found, str):
            try:
                return float(Fraction(found))
            except (ValueError, ZeroDivisionError):
                found = None
        if isinstance(found, bool) or not isinstance(found, (int, float)):
            self._wrong(key)
            return float("nan")
        return float(found)

    def truth(self, key: str, default: bool) -> bool:
        """True or false."""
        found = self.values.get(key, default)
        if not isinstance(found, bool):
            self._wrong(key)
        return bool(found)

    def day(self, key: str) -> date | None:
        """A date, None where there is none."""
        found = self.values.get(key)
        if found is not None and type(found) is not date:
            self._wrong(key)
            return None
        return found

    def texts(self, key: str, known: Sequence[str] | None = None) -> tuple[str, ...]:
        """A list of texts, each from a closed list."""
        found = self.values.get(key, [])
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            self._wrong(key)
            return ()
        for one in found if known is not None else []:
            self.listed(key, one, known or ())
        return tuple(found)

    def listed(self, key: str, value: str, known: Sequence[str]) -> None:
        """Find fault with a value that a closed list does not have."""
        if value not in known:
            self.fault("entry_not_listed", key, value, known=", ".join(one for one in known if one))

    def only(self, known: Sequence[str]) -> None:
        """Find fault with keys that an entry does not have: a slip of the pen would be lost silently."""
        for key in self.values:
            if key not in known:
                self.fault("entry_key_unknown", key, known=", ".join(known))

    def _wrong(self, key: str) -> None:
        missing = key not in self.values or self.values[key] == ""
        self.fault("entry_key_missing" if missing else "entry_value_wrong", key, self.values.get(key, ""))


def entries(settings: Mapping[str, Any], table: str, text: str = "") -> list[Entry]:
    """All entries of a table, with their lines in the text they came from."""
    found = settings[table] if isinstance(settings[table], list) else [settings[table]]
    lines = _lines(text, table)
    return [
        Entry(table, values if isinstance(values, dict) else {}, lines[number] if number < len(lines) else {})
        for number, values in enumerate(found)
    ]


def _lines(text: str, table: str) -> list[dict[str, int]]:
    found: list[dict[str, int]] = []
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"\s*\[", line):
            inside = bool(re.match(rf"\s*\[\[\s*{table}\s*\]\]", line))
            if inside:
                found.append({"": number})
        elif inside and (key := re.match(r"\s*([A-Za-z0-9_-]+)\s*[.=]", line)):
            found[-1].setdefault(key[1], number)
    return found


def toml(table: str, values: Mapping[str, Any]) -> list[str]:
    """Lines of one entry; what is None is left out."""
    return ["", f"[[{table}]]", *(f"{key} = {_toml(value)}" for key, value in values.items() if value is not None)]


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, date):
        return value.isoformat()
    return quoted(value) if isinstance(value, str) else json.dumps(value)


def quoted(text: str) -> str:
    """A text as a TOML string."""
    escaped = "".join(f"\\u{ord(sign):04x}" if sign in '"\\' or ord(sign) < 32 else sign for sign in text)
    return f'"{escaped}"'
