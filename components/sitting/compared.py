"""Comparisons on a screen: the first sentence of each kind, with the picture that shows it."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.delta_generator import DeltaGenerator

from components import atlas_map, cached, labels, small_maps, small_table
from components.comparison import areas, dates, drift, status, table, towns
from components.comparison import scene as comparison_scene
from components.comparison.scene import Comparison
from components.scene import resolve
from components.sitting.screen import Screen, credit
from components.text import day, plain, t
from data.comparison import Part, change
from data.drift import LEVEL

Drawn = tuple[str, Callable[[DeltaGenerator, DeltaGenerator], None]]
"""A sentence as Markdown, and what draws it."""


def compared() -> Screen:
    """The comparison that is chosen."""
    chosen = comparison_scene.resolve(resolve())
    name = t("comparison.title", city=chosen.scene.of.city.name)
    if chosen.kind in ("dates", "drift", "status") and chosen.since == chosen.until:
        return Screen(chosen.scene, name, t("sitting.not_comparable"), lambda _picture, _legend: None)
    statement, draw = KINDS[chosen.kind](chosen)
    return Screen(chosen.scene, name, statement, draw, is_wide=chosen.kind != "areas")


def _areas(chosen: Comparison) -> Drawn:
    scene, which = chosen.scene, chosen.scene.figures.indicator
    parts = [Part(scene.of, scene.level, scene.on, area) for area in chosen.areas]
    names = [str(scene.of.areas.at[area, "name"]) for area in chosen.areas]
    found = table.figures(scene, parts, cached.figures_of)
    said = areas.sentence(found[found["indicator"] == which.code], names, labels.indicator(which))

    def draw(picture: DeltaGenerator, legend: DeltaGenerator) -> None:
        with picture:
            small_maps.pictures([areas.map_panel(chosen, day(scene.on), scene.on)], which)
        legend.html(atlas_map.legend(scene, method=False))

    return said, draw


def _dates(chosen: Comparison) -> Drawn:
    scene, which = chosen.scene, chosen.scene.figures.indicator
    days = (chosen.since, chosen.until)
    before, after = (cached.counted_of(scene.of, which.code, scene.level, one) for one in days)
    parts = [Part(scene.of, scene.level, one, scene.area) for one in days]
    found = table.figures(scene, parts, cached.counted_of)
    said = dates.sentences(chosen, change(before, after), found)[0]
    used = tuple(dict.fromkeys((*before.sources, *after.sources)))

    def draw(picture: DeltaGenerator, _legend: DeltaGenerator) -> None:
        with picture:
            small_maps.show(
                [areas.map_panel(chosen, day(one), one, counted=True) for one in days],
                which,
                stand=atlas_map.stand(days),
                source=labels.sources(scene.of, used),
            )

    return said, draw


def _towns(chosen: Comparison) -> Drawn:
    scene, town, which = chosen.scene, chosen.town, chosen.scene.figures.indicator
    assert town is not None  # noqa: S101 - this kind has one
    parts = [Part(scene.of, scene.level, scene.on), Part(town, chosen.town_level, chosen.town_on)]
    found = table.figures(scene, parts, cached.figures_of)
    names = [part.of.city.name for part in parts]
    said = areas.sentence(found[found["indicator"] == which.code], names, labels.indicator(which))

    def draw(picture: DeltaGenerator, _legend: DeltaGenerator) -> None:
        with picture:
            towns.maps(parts, which)

    return said, draw


def _drift(chosen: Comparison) -> Drawn:
    of = chosen.scene.of
    found = cached.drift_of(of, chosen.since, chosen.until)

    def draw(picture: DeltaGenerator, legend: DeltaGenerator) -> None:
        with picture:
            small_table.show(drift.by_size(found), caption=t("drift.by_size_alt"))
        credit(legend, chosen.scene, atlas_map.stand((found.since, found.until)), found.sources)

    return plain(drift.sentences(found, of.level(LEVEL)["name"])[0]), draw


def _status(chosen: Comparison) -> Drawn:
    scene = chosen.scene
    found = cached.status_trend_of(scene.of, scene.level, chosen.since, chosen.until, chosen.basis)

    def draw(picture: DeltaGenerator, legend: DeltaGenerator) -> None:
        picture.html(status.matrix(found))
        picture.caption(plain(t("status.made_of", indicators=status.made_of(found))))
        credit(legend, scene, atlas_map.stand((chosen.since, chosen.until)), found.sources)

    return plain(status.sentences(chosen, found)[0]), draw


KINDS: dict[str, Callable[[Comparison], Drawn]] = {
    "areas": _areas,
    "dates": _dates,
    "towns": _towns,
    "drift": _drift,
    "status": _status,
}
