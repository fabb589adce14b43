"""What one publication says of one city in numbers, and the puzzle that one or more of them set."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from data.publishing.counts import KEY
from data.publishing.profiles import Profile, bounds
from data.publishing.puzzle import Puzzle, bundle
from data.publishing.structure import Bond, Count, bonds

REST = "rest"
"""Where a name of a count has its indicator: what a margin holds beside its parts."""


@dataclass(frozen=True)
class Release:
    """Published counts of one city.

    Attributes:
        city: slug.
        profile: how they were protected.
        editions: edition of each table that they come from.
        parents: area id to the area above.
        numbers: by name of the count; NaN where it is named but withheld.
    """

    city: str
    profile: Profile
    editions: dict[str, int]
    parents: dict[str, str]
    numbers: dict[Count, float]

    def as_json(self) -> dict[str, Any]:
        """The release for the ledger."""
        numbers = [[*key, None if math.isnan(value) else value] for key, value in sorted(self.numbers.items())]
        known = {"city": self.city, "profile": self.profile, "editions": self.editions, "parents": self.parents}
        return known | {"numbers": numbers}

    @classmethod
    def of_json(cls, found: Mapping[str, Any]) -> Release:
        """A release out of the ledger."""
        numbers = {
            (row[0], row[1], row[2], row[3]): math.nan if row[4] is None else float(row[4])
            for row in found["numbers"]
        }
        return cls(found["city"], found["profile"], dict(found["editions"]), dict(found["parents"]), numbers)


def named(frame: pd.DataFrame, column: str) -> dict[Count, float]:
    """Numbers of a frame with the columns of ``KEY`` by name of the count."""
    days = pd.to_datetime(frame["as_of"]).dt.strftime("%Y-%m-%d")
    names = zip(*(frame[part] for part in KEY[:3]), days, strict=True)
    return {(str(a), str(b), str(c), str(d)): float(v) for (a, b, c, d), v in zip(names, frame[column], strict=True)}


Truth = Mapping[Count, float]


@dataclass
class Riddle:
    """The puzzle of some releases.

    Attributes:
        puzzle: bounds and sums.
        names: name of each number.
        truth: true value of each, NaN where not known.
        latest: position of each count in the last release.
        margins: number of the margin of each sum, by its row.
    """

    puzzle: Puzzle
    names: list[Count]
    truth: np.ndarray[Any, np.dtype[np.float64]]
    latest: dict[Count, int]


@dataclass
class _Builder:
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    truth: list[float] = field(default_factory=list)
    names: list[Count] = field(default_factory=list)
    sums: dict[tuple[int, tuple[int, ...]], int] = field(default_factory=dict)
    rests: list[tuple[int, int]] = field(default_factory=list)
    versions: dict[Count, list[int]] = field(default_factory=dict)

    def add(self, name: Count, low: float, high: float, truth: float) -> int:
        """A new number."""
        self.names.append(name)
        self.lower.append(low)
        self.upper.append(high)
        self.truth.append(truth)
        return len(self.names) - 1

    def place(self, name: Count, low: float, high: float, truth: float) -> int:
        """A count of a release: the number it had before if nothing speaks against it, else a new one."""
        for position in self.versions.get(name, ()):
            known = self.truth[position]
            same = known == truth or (math.isnan(known) and math.isnan(truth))
            if same and low <= self.upper[position] and high >= self.lower[position]:
                self.lower[position] = max(low, self.lower[position])
                self.upper[position] = min(high, self.upper[position])
                return position
        position = self.add(name, low, high, truth)
        self.versions.setdefault(name, []).append(position)
        return position


def riddle(releases: Iterable[tuple[Release, Truth | None]]) -> Riddle:
    """The puzzle of some releases of a city, the latest last.

    A count that did not change from one release to the next is one number, known from both; one that was corrected
    is two. Bonds that the truth contradicts are not used: an attacker who believed in them would be wrong.

    Args:
        releases: each with the true counts behind it, None where nobody knows them.
    """
    builder = _Builder()
    latest: dict[Count, int] = {}
    for release, truth in releases:
        numbers = pd.Series(list(release.numbers.values()), dtype=float)
        low, high = bounds(numbers, release.profile)
        known = truth or {}
        latest = {
            name: builder.place(name, one_low, one_high, known.get(name, math.nan))
            for name, one_low, one_high in zip(release.numbers, low, high, strict=True)
        }
        _bind(builder, latest, list(bonds(release.numbers, release.parents)))
    sums = [(margin, list(parts)) for margin, parts in builder.sums]
    puzzle = bundle(builder.lower, builder.upper, sums, builder.rests)
    return Riddle(puzzle, builder.names, np.array(builder.truth, float), latest)


def _bind(builder: _Builder, position: Mapping[Count, int], found: list[Bond]) -> None:
    left = [_left(builder, position, bond) for bond in found]
    always: dict[tuple[str, ...], bool] = {}
    for bond, rest in zip(found, left, strict=True):
        always[bond.kind] = always.get(bond.kind, True) and rest == 0
    for bond, rest in zip(found, left, strict=True):
        key = (position[bond.margin], tuple(position[part] for part in bond.parts))
        if rest < 0 or key in builder.sums:
            continue
        builder.sums[key] = len(builder.sums)
        if not (always[bond.kind] or (bond.complete and not rest > 0)):
            _, group, area, day = bond.margin
            name = (f"{REST}.{bond.kind[0]}.{bond.margin[0]}.{bond.parts[0][0]}", group, area, day)
            builder.rests.append((builder.sums[key], builder.add(name, 0.0, math.inf, rest)))


def _left(builder: _Builder, position: Mapping[Count, int], bond: Bond) -> float:
    """What a margin truly holds beside its parts: negative where they contradict each other, NaN where not known."""
    parts = [builder.truth[position[part]] for part in bond.parts]
    known = [part for part in parts if not math.isnan(part)]
    left = builder.truth[position[bond.margin]] - math.fsum(known)
    return left if left < 0 or len(known) == len(parts) else math.nan
