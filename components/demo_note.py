"""Says what on a page is invented or only schematic."""

from __future__ import annotations

import streamlit as st

from components import session
from components.scene import Scene
from components.text import plain, t
from data.snapshot import Snapshot


def show(scene: Scene) -> bool:
    """One line: invented figures and sites, schematic boundaries; nothing where all is real. Whether there is one."""
    used = {*scene.figures.sources, *scene.of.counted_sites["source_id"]}
    said = sentences(scene.of, scene.level, used)
    if said:
        st.caption(f":material/science: **{t('common.demo')}:** " + " ".join(map(plain, said)))
    return bool(said)


def sentences(of: Snapshot, level: str, used: set[str]) -> list[str]:
    """What is invented or only schematic, as plain text."""
    said = []
    if of.is_demo(used):
        said.append(t("demo_note.invented"))
    if of.is_schematic(level):
        name = of.city.level(level).name(session.language(), plural=True)
        said.append(t("demo_note.schematic", level=name))
    return said
