"""Versorgungslücken: what is missing where, how that is computed, and what lapses."""

import streamlit as st

from components import demo_note, downloads, labels
from components.gaps import choosers, derivation, maps, matrix, scene, sentences
from components.scene import resolve
from components.text import plain, t

chosen = scene.resolve(resolve())
st.title(t("gaps.title", city=plain(chosen.scene.of.city.name)), anchor=False)
choosers.row(chosen)
sentences.show(chosen)
gap = chosen.gap
if gap is not None:
    st.header(plain(labels.entry(gap.service)), anchor=False)
    left, right = st.columns([1, 1])
    with left:
        maps.show(chosen, gap)
        downloads.gaps(chosen)
    with right:
        derivation.show(chosen, gap)
    derivation.keys(chosen, gap.service)
demo_note.show(chosen.scene)
st.header(t("gaps.matrix"), anchor=False)
matrix.show(chosen)
if gap is None:
    downloads.gaps(chosen)
