"""The map of one gap: how far the need is covered, in classes that hold threshold and severe bound."""

from __future__ import annotations

from streamlit.delta_generator import DeltaGenerator

from components import area_map, atlas_map, labels
from components.gaps.scene import GapScene
from components.text import t
from data.gaps import Gap


def show(chosen: GapScene, gap: Gap, *, key: str = "gap_map", legend_in: DeltaGenerator | None = None) -> None:
    """Coverage by area in per cent, as the status is judged by; ``key`` and ``legend_in`` as of any area map."""
    judged = gap.service.judged
    coverage = gap.table["coverage" if judged == "inside" else "reachable"] * 100
    met, severe = gap.service.met * 100, gap.service.severe * 100
    bounds = sorted({severe, (severe + met) / 2, met, met * 1.25})
    area_map.show(
        chosen.scene,
        coverage,
        key=key,
        title=t("gaps.map_alt", service=labels.entry(gap.service), city=chosen.scene.of.city.name),
        unit=t(f"gaps.map_unit.{judged}"),
        stand=atlas_map.stand(gap.stand),
        sources=gap.sources,
        decimals=1,
        bounds=bounds,
        legend_in=legend_in,
    )
