"""Texts of the map in one language, from ``components/locales/<language>/map.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("de", "en")
_LOCALES = Path(__file__).parent.parent / "locales"


@cache
def map_texts(language: str) -> dict[str, Any]:
    """Tables of the topic ``map``; a language that is not kept falls back to German."""
    folder = language if language in LANGUAGES else LANGUAGES[0]
    return tomllib.loads((_LOCALES / folder / "map.toml").read_text("utf-8"))
