"""Pages whose words belong to the town: its own text where it has written one, else a plain word that it has not."""

from __future__ import annotations

import streamlit as st

from components import cached, session
from components.text import has, t


def show(name: str) -> None:
    """One such page.

    Args:
        name: ``imprint``, ``privacy``, ``accessibility`` or ``easy_language``.
    """
    st.title(t(f"frame.pages.{name}"), anchor=False)
    own = cached.town_text(f"{name}.{session.language()}.md")
    if own is not None:
        st.markdown(own)
        return
    st.warning(t(f"town_text.{name}.unfilled"), icon=":material/edit_note:")
    if has(f"town_text.{name}.known"):
        st.markdown(t(f"town_text.{name}.known"))
