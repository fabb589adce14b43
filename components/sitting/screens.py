"""Views that a session can look at: what each says in one sentence, and what it draws, without anything to choose.

The same sentence tells whoever opens an old link whether the view still says the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from streamlit.delta_generator import DeltaGenerator

from components import atlas_map, cached, details, headline, labels, session, small_table
from components.accommodation import maps as accommodation_map
from components.accommodation import sentences as accommodation_sentences
from components.gaps import maps as gap_map
from components.gaps import matrix as gap_matrix
from components.gaps import scene as gap_scene
from components.gaps import sentences as gap_sentences
from components.gaps.scene import GapScene
from components.scene import Scene, resolve
from components.sitting.compared import compared
from components.sitting.measures import measures
from components.sitting.screen import MAP, ROWS, Screen, credit
from components.text import plain, t
from data.contracts import DOMAINS
from data.gaps import Gap

FIGURES = ("population", "foreigners_share", "kita_3_6", "accommodated")
"""Beside the chosen figure, of one area."""


def _map() -> Screen:
    scene = resolve()
    return Screen(scene, labels.question(scene.figures.indicator), headline.sentence(scene), _drawn(scene))


def _drawn(scene: Scene) -> Callable[[DeltaGenerator, DeltaGenerator], None]:
    def draw(picture: DeltaGenerator, legend: DeltaGenerator) -> None:
        with picture:
            atlas_map.draw(scene, key=MAP)
        legend.html(atlas_map.legend(scene, method=False))

    return draw


def _area() -> Screen:
    scene = resolve()
    if not scene.area:
        return _map()

    def draw(picture: DeltaGenerator, legend: DeltaGenerator) -> None:
        with picture:
            rows = details.key_figures(scene, FIGURES)
            small_table.show(rows, caption=t("details.figures_alt", area=scene.area_name))
        figures = scene.figures
        credit(legend, scene, atlas_map.stand(figures.stand), figures.sources)

    said = f"{plain(labels.indicator(scene.figures.indicator))}: {headline.sentence(scene)}"
    return Screen(scene, scene.area_name, said, draw)


def _gaps() -> Screen:
    chosen = gap_scene.resolve(resolve())
    gap = chosen.gap
    if gap is None:
        return _matrix(chosen)
    scene = chosen.scene
    sentence = gap_sentences.sentence(gap, scene.of.city.level(scene.level))
    if scene.area:
        sentence = f"{scene.area_name}: {gap_matrix.told(gap, scene.area)}."

    def draw(picture: DeltaGenerator, legend: DeltaGenerator) -> None:
        with picture:
            gap_map.show(chosen, gap, key=MAP, legend_in=legend)

    return Screen(scene, labels.entry(gap.service), plain(sentence), draw)


def _matrix(chosen: GapScene) -> Screen:
    scene = chosen.scene
    level = scene.of.city.level(scene.level)
    judged = [gap for gap in chosen.shown if (gap.table["judged"] != "unknown").any()]
    name = t("gaps.title", city=scene.of.city.name)
    said = t("sitting.no_verdict")
    if judged:
        said = f"**{plain(labels.entry(judged[0].service))}:** {plain(gap_sentences.sentence(judged[0], level))}"

    def draw(picture: DeltaGenerator, legend: DeltaGenerator) -> None:
        names = scene.of.level(scene.level)["name"]
        corner, caption = level.name(session.language()), t("gaps.matrix_alt", city=scene.of.city.name)
        table = gap_matrix.markup(_columns(chosen), names, corner=corner, caption=caption, most=ROWS, linked=False)
        picture.html(gap_matrix.STYLE + table)
        if len(names) > ROWS:
            picture.caption(t("sitting.worst", shown=ROWS, whole=len(names)))
        legend.html(gap_matrix.legend())
        used = dict.fromkeys(source for gap in judged for source in gap.sources)
        credit(legend, scene, atlas_map.stand(_stand(judged)), tuple(used))

    return Screen(scene, name, said, draw, is_wide=True)


def _columns(chosen: GapScene) -> list[gap_matrix.Column]:
    """The columns of the matrix, the eight domains under short names."""
    shown = gap_matrix.columns(chosen)
    if chosen.domain:
        return shown
    return [(t(f"sitting.domain.{domain}"), found) for domain, (_, found) in zip(DOMAINS, shown, strict=True)]


def _stand(found: list[Gap]) -> tuple[date, date] | None:
    days = [day for gap in found if gap.stand for day in gap.stand]
    return (min(days), max(days)) if days else None


def _accommodation() -> Screen:
    scene = resolve()
    found = cached.concentration_of(scene.of, scene.level, scene.on)
    measure, result = next(iter(found.decentral.items()))

    def draw(picture: DeltaGenerator, legend: DeltaGenerator) -> None:
        with picture:
            accommodation_map.draw(scene, found, accommodation_map.chosen(scene), key=MAP, legend_in=legend)

    said = accommodation_sentences.sentence(measure, replace(result, protected=0))  # one thing at a time
    name = t("accommodation.title", city=scene.of.city.name)
    return Screen(scene, name, plain(said), draw)


SCREENS: dict[str, Callable[[], Screen]] = {
    "": _map,
    "versorgungsluecken": _gaps,
    "unterbringung": _accommodation,
    "stadtteil": _area,
    "vergleich": compared,
    "massnahmen": measures,
}
"""By the path of the page, as it stands in links."""
