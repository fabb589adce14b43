"""Which areas rows mean: by key, by name, or by a proposal that somebody accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from data.errors import Problem
from data.importing.meaning.naming import Names
from data.importing.meaning.official import Keys, key_and_name, pattern
from data.importing.options import Options
from data.importing.place import Place

SHOWN = 60
"""Pairs that a note spells out."""

FEW = 10
"""Areas from which on a file without a known key is taken for one of other boundaries."""


@dataclass
class Meant:
    """Texts of a file with the keys of the areas they mean.

    Attributes:
        sure: by key, by key and name, or by their very name.
        split: those of them that held key and name.
        named: those of them found by name.
        keys: proposed, the key mended.
        names: proposed, by name.
        odd: key and name where the name is not that of the key.
        several: names of more than one area.
        open: nothing found.
    """

    sure: dict[str, str] = field(default_factory=dict)
    split: dict[str, str] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    odd: dict[str, str] = field(default_factory=dict)
    several: dict[str, set[str]] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)


def find(texts: Iterable[str], areas: pd.DataFrame) -> Meant:
    """What each text probably means among some areas.

    Args:
        texts: different ones, none empty.
        areas: with ``area_id``, ``name`` and ``parent_id``.
    """
    meant, known, others = Meant(), set(areas["area_id"]), []
    for text in texts:
        if text in known:
            meant.sure[text] = text
        else:
            others.append(text)
    if not others:
        return meant
    keys = Keys(known, areas.loc[areas["parent_id"] == "", "area_id"])
    names = Names(zip(areas["area_id"], areas["name"], strict=True))
    for text in others:
        if (both := key_and_name(text)) is not None:
            _combined(text, *both, keys, names, meant)
        elif exact := names.exact(text):
            if len(exact) == 1:
                meant.sure[text] = meant.named[text] = next(iter(exact))
            else:
                meant.several[text] = exact
        elif key := keys.meant(text):
            meant.keys[text] = key
        elif key := names.meant(text):
            meant.names[text] = key
        else:
            meant.open.append(text)
    return meant


def _combined(text: str, key: str, name: str, keys: Keys, names: Names, meant: Meant) -> None:
    proposal = keys.meant(key)
    padded = [other for other in sorted(keys.padded(key)) if names.fits(other, name)]
    if key in keys.known and (names.fits(key, name) or not padded):
        fits = names.fits(key, name)
        (meant.split if fits else meant.odd)[text] = key
        meant.sure |= {text: key} if fits else {}
    elif len(padded) == 1:
        meant.keys[text] = padded[0]
    elif proposal is not None and names.fits(proposal, name):
        meant.keys[text] = proposal
    elif (named := names.meant(text) or names.meant(name)) is not None:
        meant.names[text] = named
    else:
        meant.open.append(text)


def matched_areas(
    table: str, frame: pd.DataFrame, place: Place, options: Options, names: Mapping[str, str] | None = None
) -> tuple[pd.DataFrame, list[Problem]]:
    """Rows with ``area_id`` as the city has it.

    Args:
        table: of the rows; a site of an unknown area stays (without the area) where others are left out.
        frame: with ``area_id`` as text, ``""`` where a row names none.
        place: the city with its areas; where ``options.level`` names a level, only its areas count.
        options: ``match``, ``drop_unknown`` and ``level``.
        names: text of ``area_id`` to the name that another column of the file has beside it.

    Returns:
        The rows (without those of unknown areas where that was asked for), and what was found: keys that lost
        their zeros, names close to a name of the city, keys of another vintage.
    """
    areas = _areas(place, options)
    texts = [str(text) for text in frame["area_id"].unique() if text]
    if areas.empty or not texts:
        return frame, []
    meant = find(texts, areas)
    problems = _two_levels(meant, areas, options)
    problems += _accepted(meant, areas, options)
    if any(problem.code == "other_areas" for problem in problems):
        return frame, problems  # said once, not once a row
    vintage = _other_vintage(meant, areas, texts, names or {})
    unknown = [text for text in texts if text not in meant.sure]
    if options.drop_unknown and unknown and (meant.sure or table == "sites"):
        rows = frame["area_id"].isin(unknown)
        listed = {"count": int(frame.index[rows].nunique()), "known": _listed(unknown)}
        if table == "sites":
            frame = frame.assign(area_id=frame["area_id"].mask(rows, ""))
            problems.append(Problem("areas_unstated", "warning", None, "area_id", values=listed))
        else:
            frame = frame[~rows]
            problems.append(Problem("unknown_dropped", "warning", None, "area_id", values=listed))
    elif vintage:
        problems += vintage
    else:
        problems += _unknown(table, frame, meant, areas)
    problems += _names_differ(meant, areas, names or {})
    found = frame["area_id"].map(meant.sure | {"": ""})
    return frame.assign(area_id=found.fillna(frame["area_id"]).astype("str")), problems


def _areas(place: Place, options: Options) -> pd.DataFrame:
    areas = place.areas[["area_id", "name", "level", "parent_id"]]
    chosen = areas[areas["level"] == options.level]
    return chosen if len(chosen) else pd.DataFrame(areas)


def _accepted(meant: Meant, areas: pd.DataFrame, options: Options) -> list[Problem]:
    """Take the proposals that count, and say which; refuse keys whose names tell of other areas."""
    problems = []
    kinds = [("key_split", meant.split), ("areas_by_name", meant.named)]
    for kind, proposals in (("keys", meant.keys), ("names", meant.names)):
        if kind in options.match:
            meant.sure |= proposals
            kinds.append((f"{kind}_matched", proposals))
    for code, used in kinds:
        if used:
            pairs = _listed(f"{text} → {key}" for text, key in used.items())
            values = {"count": len(used), "pairs": pairs}
            problems.append(Problem(code, "note", column="area_id", values=values))
    if meant.odd:
        known = dict(zip(areas["area_id"], areas["name"], strict=True))
        example, key = next(iter(meant.odd.items()))
        values = {"name": known[key], "count": len(meant.odd), "total": len(meant.odd) + len(meant.split)}
        few = len(meant.odd) <= len(meant.split) / 4
        if few or "keys" in options.match:
            meant.sure |= meant.odd
            problems.append(Problem("names_differ", "warning", None, "area_id", example, values))
        else:
            remedies = ("--match keys",)
            problems.append(Problem("other_areas", "error", None, "area_id", example, values, remedies))
    return problems


def _two_levels(meant: Meant, areas: pd.DataFrame, options: Options) -> list[Problem]:
    """Keys of one level that look like those of another which lost their zeros."""
    if options.level or "keys" in options.match:
        return []
    level_of = dict(zip(areas["area_id"], areas["level"], strict=True))
    keys = Keys(areas["area_id"])
    plain = {text for text, key in meant.sure.items() if text == key}
    doubtful = {}
    for text in plain:
        others = {other for other in keys.padded(text) if level_of[other] != level_of[text]}
        if len(others) == 1 and not others & plain and not text.startswith("0"):
            doubtful[text] = others.pop()
    counts = Counter(level_of[text] for text in plain - doubtful.keys())
    usual = counts.most_common(1)[0][0] if counts else None
    doubtful = {text: other for text, other in doubtful.items() if level_of[other] == usual}
    if not doubtful:
        return []
    text, other = min(doubtful.items())
    known = dict(zip(areas["area_id"], areas["name"], strict=True))
    values = {"name": known[text], "other": other, "other_name": known[other], "count": len(doubtful)}
    remedies = (f"--level {usual} --match keys",)
    return [Problem("key_of_two_levels", "error", None, "area_id", text, values, remedies)]


def _other_vintage(meant: Meant, areas: pd.DataFrame, texts: list[str], names: Mapping[str, str]) -> list[Problem]:
    """One finding where (nearly) no key exists although they look like those of the city."""
    strange = [*meant.open, *meant.keys, *meant.names, *meant.several]
    if len(meant.sure) > len(texts) / 10 or len(texts) < FEW or len(meant.open) < len(strange) / 2:
        return []
    looks = Counter(pattern(key) for key in areas["area_id"])
    usual, _ = Counter(pattern(text) for text in meant.open).most_common(1)[0]
    alike = sum(pattern(text) == usual for text in meant.open)
    if usual not in looks or not any(sign == "9" for sign in usual) or alike < len(strange) / 2:
        return []
    same = areas[areas["area_id"].map(pattern) == usual]
    values = {
        "count": len(texts),
        "known": len(same),
        "same": len(meant.sure),
        "example": str(same["area_id"].iloc[0]),
    }
    problems = [Problem("other_vintage", "error", None, "area_id", meant.open[0], values)]
    if names:
        shared = len({name.strip() for name in names.values()} & set(areas["name"].str.strip()))
        problems.append(Problem("vintage_names", "note", values={"count": shared, "total": len(set(names.values()))}))
    return problems


def _unknown(table: str, frame: pd.DataFrame, meant: Meant, areas: pd.DataFrame) -> list[Problem]:
    """An error for each row of the file without an area, with what it probably means."""
    cells = frame.loc[~frame["area_id"].isin({*meant.sure, ""}), "area_id"]
    cells = cells[~cells.index.duplicated()]
    known = dict(zip(areas["area_id"], areas["name"], strict=True))
    level_of = dict(zip(areas["area_id"], areas["level"], strict=True))
    kind_of = dict.fromkeys(meant.keys, "keys") | dict.fromkeys(meant.names, "names")
    proposals = meant.keys | meant.names
    problems = []
    for row, text in zip(cells.index, cells, strict=True):
        code, values = "area_unknown", {"table": table}
        remedies: tuple[str, ...] = ("--drop-unknown",)
        if text in kind_of:
            code, remedies = "area_proposed", (f"--match {kind_of[text]}", "--drop-unknown")
            values |= {"proposal": proposals[text], "name": known[proposals[text]]}
        elif text in meant.several:
            code, levels = "area_ambiguous", sorted({level_of[key] for key in meant.several[text]})
            values |= {"known": ", ".join(sorted(meant.several[text]))}
            remedies = tuple(f"--level {level}" for level in levels) if len(levels) > 1 else ()
        problems.append(Problem(code, "error", int(row), "area_id", str(text), values, remedies))
    return problems


def _names_differ(meant: Meant, areas: pd.DataFrame, names: Mapping[str, str]) -> list[Problem]:
    """A warning where the keys are known but most names beside them are those of other areas."""
    beside = [(key, names[text]) for text, key in meant.sure.items() if names.get(text)][:1000]
    if not beside:
        return []
    known = Names(zip(areas["area_id"], areas["name"], strict=True))
    differ = [(key, name) for key, name in beside if not known.fits(key, name)]
    if len(differ) < 3 or len(differ) < len(beside) / 4:
        return []
    called = dict(zip(areas["area_id"], areas["name"], strict=True))
    key, name = differ[0]
    values = {"name": called[key], "count": len(differ), "total": len(beside)}
    return [Problem("names_differ", "warning", None, "area_id", f"{key} {name}", values)]


def without_figures(frame: pd.DataFrame, place: Place) -> list[Problem]:
    """A warning for each level of which some areas have figures and others have none."""
    areas = place.areas
    mine = set(frame["area_id"].unique())
    problems = []
    for level in areas.loc[areas["area_id"].isin(mine), "level"].unique():
        of_level = areas[areas["level"] == level]
        lost = of_level[~of_level["area_id"].isin(mine)]
        if len(lost) and len(lost) < len(of_level):
            listed = _listed(f"{key} {name}" for key, name in zip(lost["area_id"], lost["name"], strict=True))
            values = {"count": len(lost), "total": len(of_level), "known": listed}
            problems.append(Problem("areas_without_figures", "warning", None, "area_id", str(level), values))
    return problems


def _listed(texts: Iterable[str]) -> str:
    known = list(texts)
    return ", ".join(known[:SHOWN]) + (" …" if len(known) > SHOWN else "")
