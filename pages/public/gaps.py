"""Versorgungslücken: what is missing where, how that is computed, and what lapses."""

import streamlit as st

from components import (
    demo_note,
    downloads,
    gap_choosers,
    gap_derivation,
    gap_map,
    gap_matrix,
    gap_scene,
    gap_sentences,
    labels,
)
from components.scene import resolve
from components.text import plain, t

chosen = gap_scene.resolve(resolve())
st.title(t("gaps.title", city=plain(chosen.scene.of.city.name)), anchor=False)
gap_choosers.row(chosen)
gap_sentences.show(chosen)
gap = chosen.gap
if gap is not None:
    st.header(plain(labels.entry(gap.service)), anchor=False)
    left, right = st.columns([1, 1])
    with left:
        gap_map.show(chosen, gap)
        downloads.gaps(chosen)
    with right:
        gap_derivation.show(chosen, gap)
    gap_derivation.keys(chosen, gap.service)
demo_note.show(chosen.scene)
st.header(t("gaps.matrix"), anchor=False)
gap_matrix.show(chosen)
if gap is None:
    downloads.gaps(chosen)
