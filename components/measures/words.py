"""Measures in words: the traffic light as a sign, dates, values, what is missing, for whom."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from components import labels, session
from components.text import day, exact, number, t, value
from data.errors import UsageError
from data.indicators import Indicator, find
from data.snapshot import Snapshot

SIGNS = {"overdue": "▲", "at_risk": "◆", "unknown": "?", "on_track": "●", "done": "✓", "dropped": "–"}
"""Signs of the light; the words stand beside them for those who do not see signs."""

STYLE = """<style>
  .light {display: inline-block; width: 22px; height: 22px; line-height: 20px; border-radius: 4px; flex: none;
    text-align: center; font-size: .875rem; border: 1px solid; margin-inline-end: .4rem}
  .light-overdue {background: #7f3b08; color: #fff; border-color: #e08214}
  .light-at_risk {background: #fdb863; color: #1f1200; border-color: #b35806}
  .light-unknown {border-style: dashed}
  .light-on_track {background: #d8daeb; color: #2d004b; border-color: #8073ac}
  .light-done {background: #542788; color: #fff; border-color: #b2abd2}
  .light-dropped {border-style: dotted}
  ul.light-legend {display: flex; flex-wrap: wrap; gap: .35rem 1.1rem; list-style: none; margin: .3rem 0; padding: 0}
  .light-legend li {margin: 0; font-size: .875rem}
  .measures td p, .measures th p {margin: 0 0 .2rem; font-size: .875rem}
  .measures th a, .board a {display: inline-block; min-height: 24px; max-width: 100%; overflow-wrap: anywhere}
  .board {display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1rem; align-items: start}
  .board h3 {font-size: 1rem; margin: 0 0 .4rem; padding: 0}
  .board ul {list-style: none; margin: 0; padding: 0}
  .board li {border: 1px solid rgb(128 138 148 / .45); border-radius: 6px; padding: .5rem .6rem; margin: 0 0 .6rem;
    font-size: .875rem; overflow-wrap: break-word; hyphens: auto}
  .board p {margin: 0 0 .2rem; font-size: .875rem}
</style>"""

KEPT = ("city", "level", "date", "area", "domain", "responsible", "due", "board", "eyes", "past", "seen")


def sign(light: str) -> str:
    """A light as a sign in shape and colour; its word stands beside it."""
    return f'<span class="light light-{light}" aria-hidden="true">{SIGNS[light]}</span>'


def lit(light: str) -> str:
    """Sign and word of a light, as HTML."""
    return f"{sign(light)}{escape(t(f'measures.light.{light}'))}"


def legend() -> str:
    """What the lights mean, as HTML."""
    items = (f"<li>{lit(light)}: {escape(t(f'measures.meaning.{light}'))}</li>" for light in SIGNS)
    return f'<ul class="light-legend" aria-label="{escape(t("measures.legend"))}">{"".join(items)}</ul>'


def address(measure_id: str) -> str:
    """Link to a measure on this page, with the present place, filters and language."""
    kept = {name: session.get(name) for name in KEPT} | {"measure": measure_id}
    kept["lang"] = session.language() if session.language() != session.LANGUAGES[0] else ""
    return "?" + urlencode({name: code for name, code in kept.items() if code})


def known_indicator(code: str) -> Indicator | None:
    """The indicator of a code, None where there is none of it any more."""
    try:
        return find(code) if code else None
    except UsageError:
        return None


def indicator(code: str) -> str:
    """Name of the indicator of a measure; the code itself where there is none of it any more."""
    found = known_indicator(code)
    return labels.indicator(found) if found else code or t("measures.no_indicator")


def figure(row: Any, column: str, *, with_unit: bool = True) -> str:
    """Baseline, current or target value, as the indicator is written; what was typed with the decimals typed."""
    found = known_indicator(row["indicator"])
    figure, marker = row[column], row["marker"] if column == "current" else ""
    if pd.isna(figure):
        return value(None, marker)
    typed = column != "current" or found is None or found.form == "count"
    shown = exact(figure) if typed else number(figure, decimals=found.decimals)
    return f"{shown} {labels.unit(found)}".strip() if found and with_unit else shown


def place(of: Snapshot, area: str) -> str:
    """Name of the area of a measure."""
    if not area:
        return t("measures.nobody.area")
    return str(of.areas["name"].get(area, area))


def domain(code: str) -> str:
    """Name of a domain, and what is said where there is none."""
    return labels.term("domain", code) if code else t("measures.nobody.domain")


def responsible(name: str) -> str:
    """Who is responsible, and what is said where nobody is."""
    return name or t("measures.nobody.responsible")


def whom(row: Any) -> str:
    """For whom a measure is: target group, age and origin."""
    parts = [row["target_group"], *(labels.group(row[name]) for name in ("age_group", "origin_group") if row[name])]
    return ", ".join(filter(None, parts)) or t("measures.nobody.target_group")


def due(row: Any) -> str:
    """The due date, and how far away it is."""
    if pd.isna(row["due"]):
        return t("measures.no_date")
    if row["light"] in ("done", "dropped"):
        return day(row["due"])
    days = int(row["days"])
    if not days:
        away = t("measures.due_today")
    else:
        away = t(f"measures.{'due_in' if days > 0 else 'due_since'}", count=abs(days))
    return f"{day(row['due'])} ({away})"


def missing(row: Any) -> str:
    """What the check finds, in one line; "" where it finds nothing."""
    lacking = ", ".join(t(f"measures.lacking.{flag}") for flag in row["flags"])
    return t("measures.lacks", lacking=lacking) if lacking else ""
