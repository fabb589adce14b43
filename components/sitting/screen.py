"""One view on one screen, as a session shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from streamlit.delta_generator import DeltaGenerator

from components import labels
from components.scene import Scene
from components.text import t

MAP = "session_map"
"""All maps of a session are one, so that the next view finds it drawn."""

ROWS = 6
"""Rows of a table that can be read from the last row of a room."""


@dataclass(frozen=True)
class Screen:
    """One view on one screen.

    Attributes:
        scene: its place, level and day.
        name: what it is about, as plain text.
        statement: what it says, one sentence as Markdown.
        draw: draws the picture into the first place, its legend with Stand and source into the second.
        is_wide: whether the picture takes the whole width, so that the legend stands below.
    """

    scene: Scene
    name: str
    statement: str
    draw: Callable[[DeltaGenerator, DeltaGenerator], None]
    is_wide: bool = False


def credit(place: DeltaGenerator, scene: Scene, stand: str, sources: tuple[str, ...]) -> None:
    """Stand and source where there is no legend that says them."""
    lines = [t("map.legend.stand", stand=stand)] if stand else []
    if shown := labels.sources(scene.of, sources):
        lines.append(t("map.legend.source", source=shown))
    place.html(f"<p>{escape(' · '.join(lines))}</p>")
