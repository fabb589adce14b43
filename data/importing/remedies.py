"""Answers to what an import asks, as texts of the command line: taken, listed, taken back.

A text as ``--file-crs EPSG:31467`` stands with a problem that it would settle, and is a control of the interface.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from data.importing import options as known
from data.importing.options import Correction, Options, UnknownOptionError

SWITCHES = {
    f"--{name.replace('_', '-')}": name
    for name in (
        *("repair", "swap_axes", "drop_outside", "drop_unknown", "add", "add_up", "once", "replace_all"),
        *("as_before", "dry_run"),
    )
}
"""Flags that are on or off."""

SINGLE = {
    f"--{name.replace('_', '-')}": name
    for name in ("level", "source", "new_city", "crs", "sheet", "file_crs", "decimal", "new_level", "above", "note")
}
"""Flags with one text."""

PAIRS = {"--map": "mapping", "--constant": "constants", "--about": "about"}
"""Flags with ``column=value``."""

FLAG = re.compile(r"(?:^|\s)(?=--[a-z])")
_DEFAULT = Options()


def applied(options: Options, remedy: str) -> Options:
    """Options with an answer taken; of two answers to one question the later counts.

    >>> applied(Options(), "--map area_id=Raum Nr").mapping
    {'area_id': 'Raum Nr'}

    Raises:
        UnknownOptionError: the text is no option of an import.
    """
    for flag, value in _parts(remedy):
        options = _applied(options, flag, value)
    return options


def without(options: Options, remedy: str) -> Options:
    """Options with an answer taken back; others stay."""
    gone = {text for part in _parts(remedy) for text in chosen(_applied(Options(), *part))}
    kept = [text for text in chosen(options) if text not in gone]
    left = replace(_DEFAULT, dry_run=options.dry_run)
    for text in kept:
        left = applied(left, text)
    return left


def chosen(options: Options) -> list[str]:
    """Every answer in some options, one text each, in the order of the fields; but for ``--dry-run``.

    >>> chosen(Options(repair=True, markers={"-": "zero"}))
    ['--marker -=zero', '--repair']
    """
    return [text for one in fields(Options) for text in _texts(one.name, getattr(options, one.name))]


def question(remedy: str) -> str:
    """What an answer answers: two remedies of one question exclude each other.

    >>> question("--file-crs EPSG:31467"), question("--value kind:Hort=after_school")
    ('--file-crs', '--value kind:Hort')
    """
    flag, value = _parts(remedy)[0]
    if flag in ("--map", "--constant", "--about", "--correct"):
        return f"{flag} {value.partition('=')[0].strip()}"
    if flag in ("--marker", "--value"):
        return f"{flag} {value.rpartition('=')[0].strip()}"
    return f"{flag} {value}" if flag in ("--match", "--where") else flag


def parts(remedy: str) -> tuple[str, str, str]:
    """Flag, what it is about and the answer, for a sentence: ``("--map", "area_id", "Raum Nr")``."""
    flag, value = _parts(remedy)[0]
    if flag in ("--marker", "--value"):
        about, _, answer = value.rpartition("=")
        return flag, about, answer
    if flag in ("--map", "--constant", "--about", "--correct", "--where"):
        about, _, answer = value.partition("=")
        return flag, about, answer
    return flag, "", value


def _parts(remedy: str) -> list[tuple[str, str]]:
    found = []
    for text in filter(str.strip, FLAG.split(remedy)):
        flag, _, value = text.lstrip().partition(" ")
        found.append((flag, _unquoted(value.lstrip())))
    if not found or not all(flag.startswith("--") for flag, _ in found):
        raise UnknownOptionError(value=remedy, expected="--option value")
    return found


def _unquoted(value: str) -> str:
    """Without the quotes that a shell would take away."""
    if value[:1] in ("'", '"'):
        try:
            words = shlex.split(value)
        except ValueError:
            return value
        return words[0] if len(words) == 1 else value
    return value


def _applied(options: Options, flag: str, value: str) -> Options:
    if flag in SWITCHES and not value:
        return _with(options, SWITCHES[flag], True)
    if not value:
        raise UnknownOptionError(value=flag, expected=f"{flag} …")
    if flag in SINGLE:
        return _with(options, SINGLE[flag], value)
    if flag in PAIRS:
        return _pair(options, PAIRS[flag], known.pairs([value], "column=value"))
    if flag not in OTHERS:
        raise UnknownOptionError(value=flag, expected="--option")
    return OTHERS[flag](options, value)


def _pair(options: Options, name: str, coming: Mapping[str, str]) -> Options:
    """A column comes from the file or is the same in every row, never both."""
    other = {"mapping": "constants", "constants": "mapping"}.get(name)
    if other:
        options = _with(
            options, other, {key: old for key, old in getattr(options, other).items() if key not in coming}
        )
    return _with(options, name, {**getattr(options, name), **coming})


def _match(options: Options, value: str) -> Options:
    wanted = frozenset(value.split())
    if not wanted <= set(known.MATCHES):
        raise UnknownOptionError(value=value, expected="|".join(known.MATCHES))
    return replace(options, match=options.match | wanted)


def corrected(options: Options, coming: Iterable[Correction]) -> Options:
    """Options with cells set right; a cell corrected again keeps the later value."""
    cells = {(each.row, each.column): each for each in (*options.corrections, *coming)}
    return replace(options, corrections=tuple(cells.values()))


def _meant(options: Options, value: str) -> Options:
    coming = known.meanings([value])
    kept = [each for each in options.values if each[:2] not in {one[:2] for one in coming}]
    return replace(options, values=(*kept, *coming))


def _where(options: Options, value: str) -> Options:
    coming = [each for each in known.conditions([value]) if each not in options.where]
    return replace(options, where=(*options.where, *coming))


OTHERS: dict[str, Callable[[Options, str], Options]] = {
    "--match": _match,
    "--correct": lambda options, value: corrected(options, known.corrections([value])),
    "--value": _meant,
    "--where": _where,
    "--marker": lambda options, value: replace(options, markers={**options.markers, **known.markers([value])}),
    "--header-rows": lambda options, value: replace(options, header_rows=known.lines(value)),
}
"""Flags with a form of their own."""


def _with(options: Options, name: str, value: Any) -> Options:
    return replace(options, **{name: value})


def _texts(name: str, value: Any) -> list[str]:
    if name == "dry_run" or value == getattr(_DEFAULT, name):
        return []
    flag = f"--{name.replace('_', '-')}"
    if flag in SWITCHES:
        return [flag]
    if flag in SINGLE:
        return [f"{flag} {value}"]
    if name in PAIRS.values():
        flag = next(text for text, field in PAIRS.items() if field == name)
        return [f"{flag} {key}={text}" for key, text in value.items()]
    if name == "corrections":
        return [f"--correct {each.row}:{each.column}={each.value}" for each in value]
    if name == "header_rows":
        first, last = value
        return [f"--header-rows {first}" + (f"-{last}" if last != first else "")]
    if name == "markers":
        return [f"--marker {sign}={meaning}" for sign, meaning in value.items()]
    if name == "where":
        return [f"--where {column}={text}" for column, text in value]
    if name == "values":
        return [f"--value {column}:{found}={meant}" for column, found, meant in value]
    return [f"--match {one}" for one in sorted(value)]
