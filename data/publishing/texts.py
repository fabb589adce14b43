"""The town's own texts for everyone (imprint, privacy, …): beside the internal store, and published with it."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = "texts"
"""Below ``ATLAS_DATA``: ``imprint.de.md``, ``imprint.en.md``, ``privacy.de.md`` …"""

PAGES = ("imprint", "privacy", "accessibility", "easy_language")
LANGUAGES = ("de", "en")
CATALOGUE = "catalogue.toml"
"""Who publishes (:func:`data.catalogue.read_publisher`)."""

NAMES = (*(f"{page}.{language}.md" for page in PAGES for language in LANGUAGES), CATALOGUE)
"""File names; nothing else in the folder is read or published."""


def folder() -> Path:
    """The texts of this installation."""
    return Path(os.environ.get("ATLAS_DATA") or "var") / FOLDER


def text(name: str, of: Path) -> str | None:
    """One text, None where the town has not written it.

    Args:
        name: one of :data:`NAMES`.
        of: the folder.
    """
    file = of / name
    return file.read_text(encoding="utf-8") if name in NAMES and file.is_file() else None


def texts(of: Path) -> dict[str, str]:
    """All texts that the town has written, by name."""
    found = {name: text(name, of) for name in NAMES}
    return {name: one for name, one in found.items() if one is not None}
