"""Pages whose words belong to the town: its own text where it has written one, else a plain word that it has not."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from components import session
from components.text import has, t

FOLDER = "texts"
"""Below ``ATLAS_DATA``: ``imprint.de.md``, ``imprint.en.md``, ``privacy.de.md`` …"""


def show(name: str) -> None:
    """One such page.

    Args:
        name: ``imprint``, ``privacy``, ``accessibility`` or ``easy_language``.
    """
    st.title(t(f"frame.pages.{name}"), anchor=False)
    file = Path(os.environ.get("ATLAS_DATA") or "var") / FOLDER / f"{name}.{session.language()}.md"
    if file.is_file():
        st.markdown(file.read_text(encoding="utf-8"))
        return
    st.warning(t(f"town_text.{name}.unfilled"), icon=":material/edit_note:")
    if has(f"town_text.{name}.known"):
        st.markdown(t(f"town_text.{name}.known"))
