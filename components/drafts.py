"""Forms that one session keeps open side by side, with what was typed in them."""

from __future__ import annotations

from typing import Any

from components import session

MOST = 20
"""Forms of one kind that a session keeps; the oldest goes first."""


def opened(kind: str) -> dict[tuple[str, str], Any]:
    """Forms of a kind by city and row, the latest last; whoever opens or closes one changes this."""
    kept = session.kept(kind)
    if not isinstance(kept, dict):
        kept = {}
        session.keep(kind, kept)
    return kept


def next_number(kind: str) -> int:
    """A number that tells the widgets of a new form from those of every other of its kind."""
    number = int(session.kept(f"{kind}_number") or 0) + 1
    session.keep(f"{kind}_number", number)
    return number
