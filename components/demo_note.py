"""Says what on a page is invented or only schematic."""

from __future__ import annotations

import streamlit as st

from components import session
from components.scene import Scene
from components.text import plain, t


def show(scene: Scene) -> None:
    """One line: invented figures and sites, schematic boundaries; nothing where all is real."""
    said = []
    used = {*scene.figures.sources, *scene.of.counted_sites["source_id"]}
    if scene.of.is_demo(used):
        said.append(t("demo_note.invented"))
    if scene.of.is_schematic(scene.level):
        level = scene.of.city.level(scene.level).name(session.language(), plural=True)
        said.append(t("demo_note.schematic", level=plain(level)))
    if said:
        st.caption(f":material/science: **{t('common.demo')}:** " + " ".join(said))
