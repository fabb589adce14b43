"""Keys of a fair share as data: which figures count how much. None is right by itself, so they stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.entries import Entry, toml

AREA = "area_km2"
"""The area's size in square kilometres; every other part of a key is an indicator of ``statistics``."""


@dataclass(frozen=True)
class ShareKey:
    """One key.

    Attributes:
        id: name in locales (``shares.<id>.name``).
        weights: parts and their weights, which sum to 1: an indicator of ``statistics`` (its total), or ``area_km2``.
        source: who says so.
        name: of a key that the locales do not know.
    """

    id: str
    weights: tuple[tuple[str, float], ...]
    source: str
    name: str = ""

    def toml(self) -> list[str]:
        """Lines of this entry in a ``city.toml``."""
        values = {"id": self.id, "weights": dict(self.weights), "source": self.source, "name": self.name or None}
        return toml("shares", values)


def read_shares(found: Sequence[Entry]) -> tuple[ShareKey, ...]:
    """Keys out of their entries; faults are noted there."""
    return tuple(_read(entry) for entry in found)


def _read(entry: Entry) -> ShareKey:
    entry.only(("id", "weights", "source", "name"))
    weights = entry.values.get("weights")
    parts = weights.items() if isinstance(weights, dict) else ()
    numbers = [(str(part), float(weight)) for part, weight in parts if isinstance(weight, int | float)]
    if (
        not numbers
        or any(weight < 0 for _, weight in numbers)
        or abs(sum(weight for _, weight in numbers) - 1) > 1e-9
    ):
        entry.fault("share_weights_wrong", "weights", weights or "")
    if not entry.text("source", "").strip():
        entry.fault("entry_source_missing", "source")
    return ShareKey(entry.text("id"), tuple(numbers), entry.text("source", ""), entry.text("name", ""))
