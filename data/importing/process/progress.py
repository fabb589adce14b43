"""How an import tells how far it is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str], None]
"""Is told the stage that begins."""

FINISHING = "finishing"
"""Everything is written and the transaction still open; whoever leaves now leaves nothing behind."""

WAITING = "waiting"
"""A job that has not begun yet, because others are at work."""

STAGES = ("reading", "understanding", "storing", FINISHING)


def silent(_stage: str) -> None:
    """Tells nobody."""
