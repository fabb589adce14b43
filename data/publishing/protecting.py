"""Disclosure control: numbers under a profile, and fewer of them until the attacker finds no small count."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from data.errors import DataRefusedError, Problem
from data.publishing.audit import Audit, Leak, audit
from data.publishing.profiles import Profile, is_small, published
from data.publishing.puzzle import narrowed
from data.publishing.release import Release, Truth, named
from data.publishing.structure import Count

ROUNDS = 60


def protected(
    counts: pd.DataFrame, release: Release, earlier: list[tuple[Release, Truth | None]]
) -> tuple[pd.DataFrame, Audit]:
    """The counts as they may leave the house.

    Rounded numbers fall back on a margin where its parts would be found out: all parts of that sum are withheld
    together. Under suppression the smallest number of such a sum is withheld besides (complementary suppression).

    Args:
        counts: of :func:`data.publishing.counts.counts`.
        release: who publishes what: city, profile, editions and areas; its numbers do not matter.
        earlier: releases with the truth behind them.

    Returns:
        The same rows with ``value`` as published and ``marker``, and the audit that they have passed.

    Raises:
        DataRefusedError: the attacker still finds counts; each is named.
    """
    truth = named(counts, "value")
    numbers = named(
        counts.assign(value=published(counts["value"].where(counts["marker"] == ""), release.profile)), "value"
    )
    withheld: set[Count] = set()
    for _ in range(ROUNDS):
        shown = {name: float("nan") if name in withheld else number for name, number in numbers.items()}
        found = audit([*earlier, (replace(release, numbers=shown), truth)])
        if not found.leaks:
            return _written(counts, shown, release.profile), found
        more = _to_withhold(found, release.profile) - withheld
        if not more:
            break
        withheld |= more
    raise DataRefusedError(leak_problem(release.city, leak) for leak in found.leaks)


def leak_problem(city: str, leak: Leak) -> Problem:
    """A leak as a finding."""
    indicator, group, area, day = leak.count
    values = {"city": city, "indicator": indicator, "group": group, "area_id": area, "as_of": day}
    return Problem("count_found_out", values=values | {"low": f"{leak.low:.0f}", "high": f"{leak.high:.0f}"})


def _written(counts: pd.DataFrame, shown: dict[Count, float], profile: Profile) -> pd.DataFrame:
    value = pd.Series(list(shown.values()), index=counts.index, dtype=float)
    if len(value) != len(counts):
        raise ValueError(len(value))
    withheld = value.isna() & counts["value"].notna()
    marker = counts["marker"].mask(withheld, "secret")
    assert not (profile == "suppression" and is_small(value).any())  # noqa: S101 -- never, whatever came before
    return counts.assign(value=value, marker=marker)


def _to_withhold(found: Audit, profile: Profile) -> set[Count]:
    choice = _Choice(found)
    more: set[Count] = set()
    for leak in found.leaks:
        more |= choice.parts(leak) if profile == "rounding" else choice.partner(leak)
    return more


class _Choice:
    """What to withhold besides, so that a count is found out no longer."""

    def __init__(self, found: Audit) -> None:
        self._sums = found.riddle.puzzle.sums
        self._of_number = found.riddle.puzzle.sums.tocsc()
        self._truth = found.riddle.truth
        self._tight = narrowed(found.riddle.puzzle)
        self._open = np.isfinite(found.riddle.puzzle.upper)
        self._count_at = {position: name for name, position in found.riddle.latest.items()}

    def parts(self, leak: Leak) -> set[Count]:
        """All parts of the sum that binds the count most, so that only the margin stays; else the margin, too."""
        for row in sorted(self._rows(leak.position), key=lambda one: self._room(one, leak.position)):
            members, signs = self._members(row)
            shown = [one for one, sign in zip(members, signs, strict=True) if self._is_shown(one) and sign < 0]
            shown = shown or [one for one in members if self._is_shown(one)]
            if shown:
                return {self._count_at[one] for one in shown}
        return set()

    def partner(self, leak: Leak) -> set[Count]:
        """The smallest number of the nearest sum in which nothing else is withheld yet."""
        numbers, seen, passed = [leak.position], {leak.position}, []
        while numbers:
            number = numbers.pop(0)
            for row in sorted(self._rows(number), key=lambda one: self._room(one, number)):
                members, signs = self._members(row)
                withheld = [one for one in members if one != number and not self._open[one]]
                shown = [(-sign, one) for one, sign in zip(members, signs, strict=True) if self._is_shown(one)]
                candidates = [one for sign, one in sorted(shown, key=self._price) if one != number]
                if candidates and not withheld:
                    return {self._count_at[candidates[0]]}
                passed += candidates
                numbers += [one for one in withheld if one not in seen]
                seen |= set(withheld)
        return {self._count_at[passed[0]]} if passed else set()

    def _price(self, member: tuple[float, int]) -> tuple[bool, bool, float]:
        is_part, number = member
        return is_part < 0, self._truth[number] == 0, float(self._truth[number])

    def _is_shown(self, number: int) -> bool:
        return bool(self._open[number]) and number in self._count_at

    def _rows(self, number: int) -> list[int]:
        start, end = self._of_number.indptr[number], self._of_number.indptr[number + 1]
        return [int(row) for row in self._of_number.indices[start:end]]

    def _members(self, row: int) -> tuple[list[int], list[float]]:
        start, end = self._sums.indptr[row], self._sums.indptr[row + 1]
        return [int(one) for one in self._sums.indices[start:end]], [float(one) for one in self._sums.data[start:end]]

    def _room(self, row: int, number: int) -> float:
        """How much the other numbers of a sum leave open."""
        others = [one for one in self._members(row)[0] if one != number]
        return float((self._tight.upper[others] - self._tight.lower[others]).sum())
