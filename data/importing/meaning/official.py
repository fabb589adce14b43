"""Keys of areas as different offices write them: lost zeros, RS and AGS, the city's own key before them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

COMBINED = re.compile(
    r"(?:[^\W\d_]{1,5}\.?\s+)?(?P<key>\d[\dA-Za-z.]*)(?:\s*[-–:|,]\s*|\s+)(?P<name>.*[^\W\d_].*)", re.DOTALL
)
TRAILING = re.compile(r"(?P<name>.*[^\W\d_].*?)\s*[(\[](?P<key>\d[\d.]*)[)\]]", re.DOTALL)


def key_and_name(text: str) -> tuple[str, str] | None:
    """Key and name out of a text that holds both, None for any other.

    >>> key_and_name("01 Innere Altstadt"), key_and_name("0101 - Mitte"), key_and_name("StB 0 Altstadt")
    (('01', 'Innere Altstadt'), ('0101', 'Mitte'), ('0', 'Altstadt'))
    """
    match = COMBINED.fullmatch(text.strip()) or TRAILING.fullmatch(text.strip())
    return (match["key"], match["name"].strip()) if match else None


def clean(key: str) -> str:
    """A key without blanks, points and dashes, and without the decimals of a spreadsheet.

    >>> clean(" 01.02-03 "), clean("1.0")
    ('010203', '1')
    """
    whole = re.sub(r"^(\d+)[.,]0$", r"\1", key.strip())
    return re.sub(r"[\s.\-/_']", "", whole).upper()


def unpadded(key: str) -> str:
    """A key without the zeros before it.

    >>> unpadded("0101"), unpadded("00")
    ('101', '0')
    """
    return clean(key).lstrip("0") or "0"


def municipality(key: str) -> str:
    """The eight digits of a municipality (AGS) out of an RS, an AGS or a Kreis, zeros lost or not; else the key.

    >>> municipality("145245104030"), municipality("5112"), municipality("05112000")
    ('14524030', '05112000', '05112000')
    """
    digits = clean(key)
    if not digits.isdigit():
        return digits
    if len(digits) in (11, 12):
        digits = digits.zfill(12)
        return digits[:5] + digits[9:]
    return digits.zfill(5) + "000" if len(digits) in (4, 5) else digits.zfill(8) if len(digits) == 7 else digits


def pattern(key: str) -> str:
    """What a key looks like: digits as 9, letters as A."""
    return re.sub(r"[^\W\d_]", "A", re.sub(r"\d", "9", key))


class Keys:
    """Keys of areas, to look up what another table makes of them.

    Args:
        keys: of the areas.
        tops: keys of the whole city, which tables put before the others.
    """

    def __init__(self, keys: Iterable[str], tops: Iterable[str] = ()) -> None:
        self.known = set(keys)
        self._forms = [(form, self._by(form)) for form in (clean, unpadded, municipality)]
        whole = list(tops)
        usable = [clean(top) for top in whole if clean(top).isdigit()] if len(whole) == 1 else []
        self._before = sorted({top[:cut] for top in usable for cut in (5, 8)}, reverse=True)
        self._inner = self._by(self._without)

    def _by(self, form: Callable[[str], str]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for key in self.known:
            found[form(key)].add(key)
        return dict(found)

    def _without(self, key: str) -> str:
        """A key without that of the city before it."""
        plain = clean(key)
        for before in self._before:
            if plain.startswith(before) and len(plain) > len(before):
                return plain[len(before) :]
        return plain

    def padded(self, key: str) -> set[str]:
        """Other keys that differ only in zeros before them."""
        return self._forms[1][1].get(unpadded(key), set()) - {key}

    def meant(self, text: str) -> str | None:
        """The one key that a text probably means, None where there is none or more than one."""
        if not any(sign.isdigit() for sign in text):
            return None
        for form, keys in self._forms:
            if found := keys.get(form(text)):
                return next(iter(found)) if len(found) == 1 else None
        if not self._before:
            return None
        inner = self._without(text)
        found = self._inner.get(inner) or self._forms[1][1].get(unpadded(inner), set())
        return next(iter(found)) if len(found) == 1 else None
