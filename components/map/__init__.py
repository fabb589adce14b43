"""The map: areas painted by value, sites as symbols, one selection. ``show_map`` is the whole interface.

The browser keeps the geometry; a run sends only values, selection and the sites of the viewer.
"""

from __future__ import annotations

from collections.abc import Callable

from components.map.view import ForeignLinkError, MapView, Selection, SiteMark

__all__ = ["ForeignLinkError", "MapView", "Selection", "SiteMark", "show_map"]


def show_map(
    view: MapView, *, key: str, height: int = 520, on_select: Callable[[Selection], None] | None = None
) -> Selection:
    """Draw the map and return the latest choice.

    Args:
        view: what to show.
        key: names the map in the session; keep it over runs.
        height: pixels; on phones at most 60 % of the window.
        on_select: called before the run that a choice starts, also when the same place is chosen again.

    Raises:
        ForeignLinkError: an address leaves the app.
        ValueError: the number of colours does not fit the classes.
    """
    # imported late: the server reads this package for its routes before components can be registered
    from components.map.drawing import draw

    return draw(view, key, height, on_select)
