"""The gap matrix (F2): areas down, the eight domains across; or the services of one domain.

A real table: status in shape, colour and word; each cell is a link to its map and derivation.
"""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from components import labels, session
from components.gaps.scene import GapScene
from components.gaps.sentences import units
from components.text import exact, t
from data.contracts import DOMAINS
from data.gaps import Gap

WORST_FIRST = ("severe", "short", "unknown", "met")
SHAPES = {"severe": "▲", "short": "◆", "unknown": "?", "met": "●"}
"""Signs of the states; the words stand beside them for those who do not see signs."""

NONE = "–"
STYLE = """<style>
  .gap-matrix thead th {vertical-align: bottom}
  .gap-matrix td {padding: .1rem .25rem}
  .gap-hidden {position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)}
  .gap-matrix td a {display: inline-flex; align-items: center; gap: .35rem; min-width: 24px; min-height: 24px;
    color: inherit; text-decoration: none}
  .gap-state {display: inline-block; width: 22px; height: 22px; line-height: 20px; border-radius: 4px;
    text-align: center; font-size: .875rem; flex: none; border: 1px solid}
  .gap-severe {background: #7f3b08; color: #fff; border-color: #e08214}
  .gap-short {background: #fdb863; color: #1f1200; border-color: #b35806}
  .gap-met {background: #d8daeb; color: #2d004b; border-color: #8073ac}
  .gap-unknown {border-style: dashed}
  ul.gap-legend {display: flex; flex-wrap: wrap; gap: .35rem 1.1rem; list-style: none; margin: .3rem 0; padding: 0}
  .gap-legend li {display: flex; align-items: center; gap: .4rem; margin: 0; font-size: .875rem}
  @media (max-width: 640px) {
    .gap-matrix.gap-wide thead th:not(:first-child) span {writing-mode: vertical-rl; transform: rotate(180deg)}
    .gap-matrix.gap-wide th:first-child {width: 34%}
    .gap-matrix.gap-wide .gap-figure {display: none}
    .gap-matrix td {padding: .1rem 0}
  }
</style>"""

Column = tuple[str, list[Gap]]


def show(chosen: GapScene) -> None:
    """The matrix with its legend."""
    scene = chosen.scene
    names = scene.of.level(scene.level)["name"]
    caption = t("gaps.matrix_alt", city=scene.of.city.name)
    level = scene.of.city.level(scene.level).name(session.language())
    st.caption(t("gaps.matrix_note"))
    st.html(STYLE + legend() + markup(columns(chosen), names, corner=level, caption=caption))


def columns(chosen: GapScene) -> list[Column]:
    """Heading and gaps of each column."""
    if chosen.domain:
        return [(labels.entry(gap.service), [gap]) for gap in chosen.shown]
    return [
        (labels.term("domain", domain), [gap for gap in chosen.shown if gap.service.domain == domain])
        for domain in DOMAINS
    ]


def legend() -> str:
    """What the signs mean, as HTML."""
    items = "".join(f"<li>{sign(state)}{escape(t(f'gaps.status.{state}'))}</li>" for state in SHAPES)
    return f'<ul class="gap-legend" aria-label="{escape(t("gaps.legend"))}">{items}</ul>'


def markup(
    shown: list[Column], names: pd.Series, *, corner: str, caption: str, most: int | None = None, linked: bool = True
) -> str:
    """The matrix as HTML, every text escaped.

    Args:
        shown: columns.
        names: name by area id.
        corner: what the rows are.
        caption: name of the table for assistive technologies.
        most: rows, the worst first; by default all.
        linked: whether each cell leads to its map.
    """
    head = "".join(f'<th scope="col"><span>{escape(heading)}</span></th>' for heading, _ in shown)
    worst_of = {area: [worst(gaps, area) if gaps else None for _, gaps in shown] for area in names.index}
    order = sorted(names.index, key=lambda area: (_load(worst_of[area], area), names[area]))[:most]
    cells = {area: "".join(_cell(gap, area, linked=linked) for gap in worst_of[area]) for area in order}
    body = "".join(f'<tr><th scope="row">{escape(str(names[area]))}</th>{cells[area]}</tr>' for area in order)
    wide = " gap-wide" if len(shown) > 3 else ""
    return (
        f'<table class="atlas-table gap-matrix{wide}"><caption>{escape(caption)}</caption>'
        f'<thead><tr><th scope="col">{escape(corner)}</th>{head}</tr></thead><tbody>{body}</tbody></table>'
    )


def worst(gaps: list[Gap], area: str) -> Gap:
    """The service of a column that is worst in an area: by status, then by coverage."""

    def key(gap: Gap) -> tuple[int, float]:
        coverage = gap.table.at[area, "coverage" if gap.service.judged == "inside" else "reachable"]
        return WORST_FIRST.index(gap.table.at[area, "judged"]), coverage if pd.notna(coverage) else float("inf")

    return min(gaps, key=key)


def told(gap: Gap, area: str) -> str:
    """One cell in words: status, and what is missing or why nothing is known."""
    state, missing = gap.table.at[area, "judged"], gap.table.at[area, "judged_units"]
    parts = [t(f"gaps.status.{state}")]
    if state == "unknown":
        parts.append(t(f"gaps.reason.{gap.table.at[area, 'judged_reason'] or 'bounds'}"))
    elif missing > 0:
        parts.append(t("gaps.lacks", units=units(missing, gap.service.measured)))
    return ", ".join(parts)


def address(**choices: str) -> str:
    """Link to this page with the present place, day and language, and these choices."""
    kept = {name: session.get(name) for name in ("city", "level", "date", "until", "domain", "eyes", "seen", "past")}
    kept["lang"] = session.language() if session.language() != session.LANGUAGES[0] else ""
    return "?" + urlencode({name: value for name, value in (kept | choices).items() if value})


def _load(gaps: list[Gap | None], area: str) -> tuple[int, ...]:
    states = [gap.table.at[area, "judged"] for gap in gaps if gap]
    return tuple(-states.count(state) for state in WORST_FIRST[:2])


def _cell(gap: Gap | None, area: str, *, linked: bool) -> str:
    if gap is None:
        return f"<td>{NONE}</td>"
    state, units_missing = gap.table.at[area, "judged"], gap.table.at[area, "judged_units"]
    text = escape(f"{labels.entry(gap.service)}: {told(gap, area)}")
    lacking = units_missing if units_missing > 0 else None
    figure = f'<span class="gap-figure" aria-hidden="true">{escape(exact(lacking))}</span>' if lacking else ""
    if not linked:
        return f'<td><span class="gap-hidden">{text}</span>{sign(state)}{figure}</td>'
    link = escape(address(service=gap.service.id, area=str(area)))
    return f'<td><a href="{link}" target="_self" title="{text}">{sign(state)}{figure}</a></td>'


def sign(state: str) -> str:
    """A status as a sign in shape and colour; its word stands beside it."""
    return f'<span class="gap-state gap-{state}" aria-hidden="true">{SHAPES[state]}</span>'
