"""How an import tells how far it is."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str], None]
"""Is told the stage that begins."""

STAGES = ("reading", "understanding", "storing")


def silent(_stage: str) -> None:
    """Tells nobody."""
