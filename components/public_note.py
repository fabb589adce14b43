"""Says on every page of the public side how its numbers were protected."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from components import cached
from components.text import day, t
from data.publishing.file import PublicFileError
from data.publishing.public_store import PublicStore


def show() -> None:
    """One line below the page; nothing where this is not the public side."""
    try:
        store = cached.store()
    except PublicFileError:  # said above already
        return
    if isinstance(store, PublicStore):
        at = datetime.fromisoformat(store.published_at).date()
        st.caption(f":material/shield: {t(f'public_note.{store.profile}', day=day(at))}")
