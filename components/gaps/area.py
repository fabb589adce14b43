"""One area's row of the gap matrix, turned upright: a line a service, and what lapses there (Z6)."""

from __future__ import annotations

from html import escape

import streamlit as st

from components import cached, labels
from components.gaps.matrix import STYLE, address, sign, told
from components.gaps.sentences import end, units
from components.scene import Scene
from components.text import t
from data.gaps import Gap, horizon


def show(scene: Scene) -> None:
    """Status of every service that the town is measured by, with a link to its derivation."""
    until = horizon(scene.on)
    gaps = cached.gaps_of(scene.of, scene.level, scene.on, until)
    st.html(STYLE + markup([gap for gap in gaps if gap.service.applied], scene.area, scene.area_name))


def markup(gaps: list[Gap], area: str, name: str) -> str:
    """The row as a table in HTML, every text escaped."""
    until = end(gaps[0].until) if gaps else ""
    heads = [t("gaps.service"), t("gaps.state"), t("gaps.lapsing_until", until=until)]
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    body = "".join(_line(gap, area) for gap in gaps)
    caption = t("gaps.matrix_alt", city=name)
    return (
        f'<table class="atlas-table gap-area"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _line(gap: Gap, area: str) -> str:
    row = gap.table.loc[area]
    link = escape(f"versorgungsluecken{address(service=gap.service.id, area=area)}")
    lapses = units(row["lapsing_units"], gap.service.measured) if row["lapsing_units"] > 0 else "–"
    return (
        f'<tr><th scope="row"><a href="{link}" target="_self">{escape(labels.entry(gap.service))}</a></th>'
        f"<td>{sign(row['judged'])} {escape(told(gap, area))}</td><td>{escape(lapses)}</td></tr>"
    )
