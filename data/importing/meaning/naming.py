"""Names of areas as different offices write them: what is the same, and what is perhaps meant."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher

LIMIT = 400_000
"""Pairs of names that are compared letter by letter; beyond, only forms are."""

RATIO, LEAD = 0.88, 0.05
"""How alike names must be to be proposed, and how much more than any other."""

LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "á": "a", "ł": "l"})
BEFORE = re.compile(
    r"^(?:ot|ortsteil|stadtteil|stadtbezirk|stb|bezirk|gemeinde|stadt|landkreis|lk|os|ortschaft)\.?\s+"
)
AFTER = re.compile(r",\s*(?:gkst|hst|univ|kreisfreie|landeshauptstadt|hauptstadt|grosse|stadt|st|markt|m|flecken).*$")
WORDS = (
    (re.compile(r"\bst\.\s*"), "sankt "),
    (re.compile(r"\bb\.\s*"), "bei "),
    (re.compile(r"\ba\.\s*d\.\s*"), "an der "),
    (re.compile(r"\ba\.\s*"), "am "),
    (re.compile(r"\bi\.\s*d\.\s*"), "in der "),
    (re.compile(r"\bi\.\s*"), "im "),
    (re.compile(r"\bv\.\s*d\.\s*"), "vor der "),
    (re.compile(r"(str)(?:\.|asse\b)"), r"\1"),
)


def plain(name: str) -> str:
    """A name without what only looks different: case, umlauts, signs, "OT", ", Stadt", "b." for "bei".

    >>> plain("OT Kirchberg, Stadt"), plain("Hartmannsdorf b. Kirchberg"), plain("St. Egidien")
    ('kirchberg', 'hartmannsdorf bei kirchberg', 'sankt egidien')
    """
    return with_kind(BEFORE.sub("", name.strip().lower().translate(LETTERS)))


def with_kind(name: str) -> str:
    """The same, but "Landkreis Zwickau" and "Zwickau, Stadt" stay two."""
    text = AFTER.sub("", name.strip().lower().translate(LETTERS))
    for pattern, word in WORDS:
        text = pattern.sub(word, text)
    return " ".join(re.findall(r"[^\W_]+", text))


def main_part(name: str) -> str:
    """A name without what stands in brackets and behind a slash or a comma.

    >>> main_part("Äußere Neustadt (Antonstadt)"), main_part("Lichtenstein/Sa., Stadt")
    ('aeussere neustadt', 'lichtenstein')
    """
    return plain(re.split(r"[/,(]", name.strip())[0] or name)


def parts(name: str) -> set[str]:
    """The names in a name of several places: ``Seidnitz/Dobritz`` holds two."""
    return {plain(part) for part in re.split(r"[/,;]|\bund\b|&", name) if plain(part)}


def abbreviates(one: str, other: str) -> bool:
    """Whether names have the same words, some of them shortened in one of the two.

    >>> abbreviates("Wilsdruffer Vs./Seevs.-West", "Wilsdruffer Vorstadt/Seevorstadt-West")
    True
    >>> abbreviates("Striesen-Ost", "Striesen-West")
    False
    """
    mine, theirs = tokens(one), tokens(other)
    pairs = list(zip(mine, theirs, strict=False))
    same = sum(len(a) for a, b in pairs if a == b)
    return len(mine) == len(theirs) and same >= 3 and all(a == b or _short(a, b) or _short(b, a) for a, b in pairs)


def tokens(name: str) -> list[str]:
    """Words of a name in small letters, without umlauts; a shortened one keeps its point."""
    return re.findall(r"[^\W_]+\.?", BEFORE.sub("", name.strip().lower().translate(LETTERS)))


def _short(short: str, word: str) -> bool:
    letters = short.rstrip(".")
    if not letters or letters[0] != word[0] or len(letters) >= len(word) or (short == letters and len(letters) > 2):
        return False
    rest = iter(word)
    return all(letter in rest for letter in letters)


class Names:
    """Names of areas, to look up what another office calls them.

    Args:
        areas: key and name of each area.
    """

    def __init__(self, areas: Iterable[tuple[str, str]]) -> None:
        self._names = dict(areas)
        self._forms = [(form, self._by(form)) for form in (with_kind, plain, main_part)]
        self._exact = self._by(str.strip)
        self._parts: dict[str, set[str]] = defaultdict(set)
        self._lengths: dict[tuple[int, str], list[str]] = defaultdict(list)
        for key, name in self._names.items():
            for part in parts(name):
                self._parts[part].add(key)
            words = tokens(name)
            if words:
                self._lengths[len(words), words[0][0]].append(key)
        self._compared = 0

    def _by(self, form: Callable[[str], str]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for key, name in self._names.items():
            found[form(name)].add(key)
        return dict(found)

    def exact(self, name: str) -> set[str]:
        """Keys of the areas of this very name."""
        return self._exact.get(name.strip(), set())

    def fits(self, key: str, name: str) -> bool:
        """Whether a name could be that of the area of a key."""
        known = self._names.get(key, "")
        mine, theirs = plain(name), plain(known)
        return bool(
            mine == theirs
            or main_part(name) == main_part(known)
            or parts(name) & parts(known)
            or abbreviates(name, known)
            or (mine and theirs and (mine.startswith(theirs) or theirs.startswith(mine)))
            or SequenceMatcher(None, mine, theirs).ratio() >= 0.8
        )

    def meant(self, name: str) -> str | None:
        """The one area that a name probably means, None where there is none or more than one."""
        if not any(letter.isalpha() for letter in name):
            return None
        found = [keys.get(form(name), set()) for form, keys in self._forms]
        words = tokens(name)
        near = self._lengths[len(words), words[0][0]] if words else []
        found.append({key for key in near if abbreviates(name, self._names[key])})
        mine = parts(name)
        found.append(set.intersection(*(self._parts.get(part, set()) for part in mine)) if mine else set())
        for keys in found:
            if keys:
                return next(iter(keys)) if len(keys) == 1 else None
        return self._alike(plain(name))

    def _alike(self, name: str) -> str | None:
        self._compared += len(self._names)
        if not name or self._compared > LIMIT:
            return None
        matcher = SequenceMatcher(None, "", name)
        best: list[tuple[float, str]] = []
        for known, keys in self._forms[0][1].items():
            matcher.set_seq1(known)
            if matcher.real_quick_ratio() >= RATIO - LEAD and matcher.quick_ratio() >= RATIO - LEAD:
                best += [(matcher.ratio(), key) for key in keys]
        best.sort(reverse=True)
        lonely = len(best) == 1 or (len(best) > 1 and best[0][0] - best[1][0] >= LEAD)
        return best[0][1] if best and best[0][0] >= RATIO and lonely else None
