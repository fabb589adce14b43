"""The same figure in two places, and why the two may not be alike."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import cached, demo_note, labels, session, small_maps, time_lines
from components.atlas_map import stand
from components.comparison import areas
from components.comparison import table as comparison_table
from components.comparison.scene import Comparison
from components.small_maps import Panel
from components.text import day, plain, t
from data.comparison import Part, unlike
from data.figures import Figures
from data.indicators import Indicator, find


def show(chosen: Comparison) -> None:
    """Sentence, warnings, a map of each place in the same classes, lines on the same axis, table."""
    scene, town = chosen.scene, chosen.town
    assert town is not None  # noqa: S101 - this kind has one
    which = scene.figures.indicator
    parts = [Part(scene.of, scene.level, scene.on), Part(town, chosen.town_level, chosen.town_on)]
    names = [part.of.city.name for part in parts]
    found = comparison_table.figures(scene, parts, cached.figures_of)
    rows = found[found["indicator"] == which.code]
    st.markdown(areas.sentence(rows, names, labels.indicator(which)))
    warn(parts, found, which.code)
    st.header(t("comparison.map"), anchor=False)
    figures = maps(parts, which)
    st.caption(t("comparison.map_note"))
    st.header(t("comparison.over_time"), anchor=False)
    codes = areas.drawn(which.code)
    both = {code: [time_lines.lines(part.of, part.level, [""], code) for part in parts] for code in codes}
    time_lines.draw({find(code): one | other for code, (one, other) in both.items()}, key="towns")
    comparison_table.show(found, parts, names, notes=[t("comparison.first_is", name=names[0])])
    if said := demo_note.sentences(town, chosen.town_level, {*figures[1].sources}):
        st.caption(f":material/science: **{plain(town.city.name)}:** " + " ".join(map(plain, said)))


def maps(parts: list[Part], which: Indicator) -> list[Figures]:
    """A map of each place in the same classes; gives back what it shows."""
    figures = [cached.figures_of(part.of, which.code, part.level, part.on) for part in parts]
    sources = dict.fromkeys(labels.sources(part.of, one.sources) for part, one in zip(parts, figures, strict=True))
    stands = dict.fromkeys(stand(one.stand) for one in figures)
    small_maps.show(
        [_panel(part, which.code) for part in parts],
        which,
        stand=" / ".join(filter(None, stands)),
        source="; ".join(filter(None, sources)),
    )
    return figures


def warn(parts: list[Part], found: pd.DataFrame, code: str) -> None:
    """What stands against comparing the two, in one box."""
    rows = found[found["indicator"] == code]
    if rows.empty:
        return
    language = session.language()
    days = " / ".join(dict.fromkeys(day(when) for when in rows["until"]))
    levels = " / ".join(part.of.city.level(part.level).name(language, plural=True) for part in parts)
    said = [t(f"comparison.unlike.{why}", days=days, levels=levels) for why in unlike(parts, found, code)]
    if said:
        st.warning("\n".join(f"- {plain(line)}" for line in said), icon=":material/balance:")


def _panel(part: Part, code: str) -> Panel:
    table = cached.figures_of(part.of, code, part.level, part.on).table
    drawn = cached.small_outlines_of(part.of, part.level)
    level = part.of.city.level(part.level).name(session.language(), plural=True)
    title = f"{part.of.city.name}: {level}, {day(part.on)}"
    return Panel(title, drawn, table["value"], table["marker"], part.of.level(part.level)["name"])
