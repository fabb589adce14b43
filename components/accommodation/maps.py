"""The map of accommodation: sums by area for everyone, never a site."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components import area_map, atlas_map, session
from components.scene import Scene
from components.text import t
from data.concentration import Concentration

MEASURES = ("per_1000", "location_quotient")


def show(scene: Scene, found: Concentration) -> None:
    """The measure to choose, the map and what the measure means."""
    measure = chosen(scene)
    st.segmented_control(
        t("accommodation.measure"),
        MEASURES,
        format_func=lambda code: t(f"accommodation.map.{code}"),
        label_visibility="collapsed",
        **session.bound("measure", measure, take=lambda chosen: chosen or measure),
    )
    draw(scene, found, measure)
    st.caption(t(f"accommodation.meaning.{measure}"))


def chosen(scene: Scene) -> str:
    """Code of the chosen measure; the page of measures keeps the one that it looks at under the same name."""
    known = session.one_of("measure", ["", *MEASURES, *scene.of.measures["measure_id"]], "")
    return known if known in MEASURES else MEASURES[0]


def draw(
    scene: Scene,
    found: Concentration,
    measure: str,
    *,
    key: str = "accommodation_map",
    legend_in: DeltaGenerator | None = None,
) -> None:
    """The map of a measure alone; ``key`` and ``legend_in`` as of any area map."""
    area_map.show(
        scene,
        found.table[measure],
        key=key,
        title=t("accommodation.map_alt", measure=t(f"accommodation.map.{measure}"), city=scene.of.city.name),
        unit=t(f"accommodation.unit.{measure}"),
        stand=atlas_map.stand(found.stand),
        sources=found.sources,
        decimals=1,
        legend_in=legend_in,
    )
