"""Texts by code: loads the TOML files of a language and fills placeholders in."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from data.errors import AtlasError, Problem

LANGUAGES = ("de", "en")
LOCALES = Path(__file__).parent / "locales"
SAID = 600
"""Letters of a value that a sentence repeats."""


@cache
def texts(folder: Path, language: str) -> dict[str, str]:
    """All texts of one folder of locales: ``topic.key.key`` to text.

    Args:
        folder: holds one folder a language with one TOML file a topic.
        language: ``de`` or ``en``.
    """
    found: dict[str, str] = {}
    for file in sorted((folder / language).glob("*.toml")):
        found |= _flat(tomllib.loads(file.read_text(encoding="utf-8")), file.stem)
    return found


def _flat(table: dict[str, Any], prefix: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in table.items():
        code = f"{prefix}.{key}"
        found |= _flat(value, code) if isinstance(value, dict) else {code: str(value)}
    return found


class _Known(dict[str, Any]):
    """Leaves an unknown placeholder as it stands instead of failing while telling of a fault."""

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


def message(code: str, language: str = "de", **values: Any) -> str:
    """The text of a code of ``data`` in a language."""
    return texts(LOCALES, language)[code].format_map(_Known(values))


def describe(fault: AtlasError | Problem, language: str = "de") -> str:
    """A sentence about an error or a problem: what was found, where, and what to do."""
    if isinstance(fault, AtlasError):
        return sentence(fault, language)
    return " ".join([*_place(fault, language), sentence(fault, language)])


def sentence(fault: AtlasError | Problem, language: str = "de") -> str:
    """The sentence without the place, for lists that name the place beside it."""
    shown = {key: _said(value, language) for key, value in _shown(fault).items()}
    if "fault" in shown:
        shown["fault"] = polygon_fault(str(shown["fault"]), language, shown.get("value"))
    return message(f"problems.{fault.code}", language, **shown)


def polygon_fault(code: str, language: str, place: Any) -> str:
    """What makes a polygon invalid, and where, as part of a sentence; what is no code stays."""
    key = f"problems.polygon_faults.{code}"
    return message(key, language, value=place) if key in texts(LOCALES, language) else code


def _said(value: Any, language: str) -> Any:
    if isinstance(value, str):  # on one line, and not longer than anybody reads
        plain = "".join(sign if sign.isprintable() else " " for sign in value[: SAID + 1])
        return plain if len(plain) <= SAID else f"{plain[:SAID]}…"
    return str(value).replace(".", ",") if isinstance(value, float) and language == "de" else value


def _shown(fault: AtlasError | Problem) -> dict[str, Any]:
    if isinstance(fault, AtlasError):
        return fault.values
    return {"value": fault.value, "column": fault.column, "row": fault.row} | fault.values


def _place(problem: Problem, language: str) -> Iterator[str]:
    known = {"row": problem.row, "column": _said(problem.column, language)}
    if problem.row is not None and problem.column:
        yield message("cli.place.cell", language, **known)
    elif problem.row is not None:
        yield message("cli.place.row", language, **known)
    elif problem.column:
        yield message("cli.place.column", language, **known)
