"""Views of an agenda: which pages and choices may stand in one, read anew each time."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from components.session import CHOICES, LONGEST
from components.sitting.screens import SCREENS
from data.agendas import address, parsed
from data.errors import DataRefusedError, Problem

NEVER = (
    *("lang", "eyes", "ansicht", "agenda", "item"),
    *("site", "table", "edition", "since", "category", "only", "find", "new"),
)
"""Choices of whoever looks, and those that could name a single site or hold free text."""

KEPT = tuple(name for name in CHOICES if name not in NEVER)


def view(path: str, choices: Mapping[str, str]) -> str:
    """A page with its choices, as an agenda keeps it; another state than today's only where it is shown."""
    kept = {name: value for name, value in choices.items() if name in KEPT}
    if not kept.get("past"):
        kept.pop("seen", None)
    return address(path, kept)


def opened(kept: str) -> tuple[str, dict[str, str]] | None:
    """Page and choices of a kept view; None where there is no such page (any more)."""
    path, choices = parsed(kept)
    if path not in SCREENS:
        return None
    return path, {name: value[:LONGEST] for name, value in choices.items() if name in KEPT}


def pasted(link: str, own: str, city: str) -> str:
    """The view of a link that somebody has copied.

    Args:
        link: as it was pasted; with or without the address of the atlas.
        own: that address.
        city: slug that counts where the link names none.

    Raises:
        DataRefusedError: it leads somewhere else, or to a page that a session cannot show.
    """
    refused = DataRefusedError([Problem("view_foreign", value=link[:LONGEST])])
    text = link.strip()
    if own and (text == own or text.startswith((f"{own}/", f"{own}?"))):
        text = text[len(own) :]
    try:
        found = urlsplit(text)
    except ValueError:
        raise refused from None
    path = found.path.strip("/")
    if found.scheme or found.netloc or text.startswith("//") or path not in SCREENS:
        raise refused
    return view(path, {"city": city, **dict(parse_qsl(found.query))})
