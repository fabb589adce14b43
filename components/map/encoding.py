"""Text on its way into a script of the map: nothing survives that a template, a script or HTML could take up."""

from __future__ import annotations

import json
import unicodedata

_SYNTAX = frozenset("&<>\"'`{}$\\")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def encode(value: object) -> str:
    r"""JSON of texts, numbers, None, lists and mappings; in texts no character of any syntax survives.

    ``& < > " ' ` { } $ \``, control and format characters become ``\uXXXX``; a browser reads the original.

    >>> encode({"name": "{{ 7*7 }}"})
    '{"name":"\\u007b\\u007b 7*7 \\u007d\\u007d"}'
    """
    match value:
        case str():
            return '"' + "".join(_escaped(character) for character in value) + '"'
        case dict():
            return "{" + ",".join(f"{encode(key)}:{encode(item)}" for key, item in value.items()) + "}"
        case list() | tuple():
            return "[" + ",".join(encode(item) for item in value) + "]"
        case _:
            return json.dumps(value, allow_nan=False)


def _escaped(character: str) -> str:
    if character not in _SYNTAX and unicodedata.category(character) not in _HIDDEN:
        return character
    if character > "\uffff":
        return json.dumps(character)[1:-1]  # as two surrogates
    return f"\\u{ord(character):04x}"
