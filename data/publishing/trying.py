"""``python -m data attack``: what one or more published files give away, with or without knowing the truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np

from data.audiences import PUBLIC
from data.publishing.allowed import allowed
from data.publishing.attack import agreed, attack
from data.publishing.audit import audit
from data.publishing.profiles import SMALL, Profile
from data.publishing.public_store import PublicStore
from data.publishing.puzzle import ContradictionError, narrowed
from data.publishing.release import Release, named, riddle
from data.publishing.run import truth_of
from data.publishing.structure import Count
from data.store import Store


@dataclass(frozen=True)
class Tried:
    """What the attacker knows of a city.

    Attributes:
        city: slug.
        tried: counts that are from 1 to 4 (with the truth), or may be (without).
        exact: of those, found out exactly.
        narrow: of those, with less than three between the least and the greatest value; the exact ones included.
        found: name, least and greatest value of the narrow ones.
    """

    city: str
    tried: int
    exact: int
    narrow: int
    found: tuple[tuple[Count, float, float], ...]


def try_files(files: Sequence[Path], store: Store | None = None) -> list[Tried]:
    """Attack files together, the latest last.

    Args:
        files: public stores.
        store: the internal store, for the truth.

    Raises:
        PublicFileError: a file is no whole public store.
    """
    releases: dict[str, list[Release]] = {}
    for file in files:
        for release in in_file(file):
            releases.setdefault(release.city, []).append(release)
    return [_against(slug, one, store) if store else _blind(slug, one) for slug, one in releases.items()]


def in_file(file: Path) -> list[Release]:
    """Published counts of a file, city by city."""
    store = PublicStore(file)
    try:
        found = []
        for city in store.cities(viewer=PUBLIC):
            areas = store.read(city.slug, "areas", viewer=PUBLIC)
            parents = {str(a): str(p) for a, p in zip(areas["area_id"], areas["parent_id"], strict=True)}
            numbers = named(store.read(city.slug, "statistics", viewer=PUBLIC), "value")
            profile = cast("Profile", store.profile)
            found.append(Release(city.slug, profile, store.editions_inside(city.slug), parents, numbers))
        return found
    finally:
        store.close()


def _against(slug: str, releases: list[Release], store: Store) -> Tried:
    found = audit([(release, truth_of(store, release, allowed())) for release in releases], exact=True)
    narrow = tuple((leak.count, leak.low, leak.high) for leak in found.leaks)
    return Tried(slug, found.small, sum(low == high for _, low, high in narrow), len(narrow), narrow)


def _blind(slug: str, releases: list[Release]) -> Tried:
    set_ = riddle((release, None) for release in releases)
    puzzle = set_.puzzle
    try:
        tight = narrowed(puzzle)
    except ContradictionError:
        puzzle = agreed(puzzle)
        tight = narrowed(puzzle)
    may_be_small = (tight.lower < SMALL) & (tight.upper >= 1)
    targets = np.intersect1d(np.flatnonzero(may_be_small), np.array(list(set_.latest.values()), dtype=int))
    try:
        found = attack(puzzle, targets)
    except ContradictionError:
        puzzle = agreed(puzzle)
        found = attack(puzzle, targets)
    narrow = np.flatnonzero(found.narrow)
    listed = tuple((set_.names[targets[one]], float(found.low[one]), float(found.high[one])) for one in narrow)
    return Tried(slug, len(targets), int((found.width == 0).sum()), len(narrow), listed)
