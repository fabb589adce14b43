"""What is missing, a sentence a service, worst first."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import streamlit as st

from components import labels, session
from components.gaps.choosers import choose
from components.gaps.scene import GapScene
from components.text import day, exact, number, plain, t
from data.city import Level
from data.gaps import Gap, Summary, summary
from data.services import Service

PLAY = 1e-9
STYLE = """<style>
  .st-key-gap_sentences button {text-align: start; justify-content: flex-start; padding: .1rem 0; min-height: 24px}
  .st-key-gap_sentences button p {text-align: start}
</style>"""


def show(chosen: GapScene) -> None:
    """One sentence a service; each opens its map and its derivation. Those without a verdict stand apart."""
    judged = [gap for gap in chosen.shown if (gap.table["judged"] != "unknown").any()]
    others = [gap for gap in chosen.shown if (gap.table["judged"] == "unknown").all()]
    st.html(STYLE)
    with st.container(key="gap_sentences", gap="small"):
        for gap in judged:
            _button(chosen, gap)
        if others:
            with st.expander(t("gaps.no_verdict", count=len(others)), expanded=not judged):
                for gap in others:
                    _button(chosen, gap)


def _button(chosen: GapScene, gap: Gap) -> None:
    level = chosen.scene.of.city.level(chosen.scene.level)
    st.button(
        f"**{plain(labels.entry(gap.service))}:** {plain(sentence(gap, level))}",
        key=f"gap_{gap.service.id}",
        on_click=choose,
        args=(gap.service.id,),
        type="tertiary",
        wrap=True,
    )


def sentence(gap: Gap, level: Level) -> str:
    """What is missing of one service, what lapses, and what is not known, as plain text."""
    found, measured = summary(gap), gap.service.measured
    parts = []
    if found.areas_short and found.missing_units == found.missing_units:
        parts.append(_short(gap, found, level))
    elif found.areas_short:
        parts.append(t("gaps.short_unknown", areas=areas(found.areas_short, level, dative=True)))
    elif not found.unknown_areas:
        whole = _from_everywhere(gap.service) or found.areas == 1
        parts.append(t("gaps.met_whole") if whole else t("gaps.met", areas=areas(found.areas, level, dative=True)))
    if found.unknown_areas:
        parts.append(_unknown(gap, found, level))
    if found.lapsing_units > 0:
        more = "_more" if found.areas_short else "_of_them" if found.unknown_areas == found.areas else ""
        parts.append(t(f"gaps.lapsing{more}.{measured}", count=found.lapsing_units, until=end(found.until)))
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def _short(gap: Gap, found: Summary, level: Level) -> str:
    """What is missing in the areas short; in the whole place where its sites work across all borders (Z4)."""
    several = found.areas_short > 1 and not _from_everywhere(gap.service)
    missing = t(f"gaps.missing{'_together' if several else ''}.{gap.service.measured}", count=found.missing_units)
    if _from_everywhere(gap.service):
        return t("gaps.short_whole", missing=missing)
    return t("gaps.short", areas=areas(found.areas_short, level, dative=True), missing=missing)


def _from_everywhere(service: Service) -> bool:
    return service.judged == "reachable" and not service.bands


def _unknown(gap: Gap, found: Summary, level: Level) -> str:
    """For how many areas nothing can be said, and why; what there is, is told all the same."""
    reasons = gap.table.loc[gap.table["judged"] == "unknown", "judged_reason"]
    why = t(f"gaps.reason.{reasons.mode().iloc[0] or 'bounds'}")
    if found.unknown_areas < found.areas:
        return t("gaps.unknown", areas=areas(found.unknown_areas, level), reason=why)
    if found.capacity_units == found.capacity_units:
        return t("gaps.unknown_but", reason=why, units=units(found.capacity_units, gap.service.measured))
    return t("gaps.unknown_all", reason=why)


def areas(count: int, level: Level, *, dative: bool = False) -> str:
    """A number of areas of a level: "7 Stadtteile", in the dative "7 Stadtteilen"."""
    language = session.language()
    name = level.name(language, plural=count != 1)
    if dative and language == "de" and count != 1 and not name.endswith(("n", "s")):
        name += "n"
    return f"{number(count)} {name}"


def end(until: date) -> str:
    """A day to which something holds: "Ende 2027"."""
    return t("gaps.end_of_year", year=str(until.year)) if (until.month, until.day) == (12, 31) else day(until)


def units(figure: float, measured: str) -> str:
    """Places or full-time posts: "12 Plätze", "1,5 Vollzeitstellen"."""
    return t(f"gaps.units.{measured}", count=figure) if figure == figure else t("common.missing")


def rate(figure: float) -> str:
    """A rate as people write it: 1,1, 0,035 or 2/3."""
    fraction = Fraction(figure).limit_denominator(12)
    if fraction.denominator in (3, 6, 7, 9, 11, 12) and abs(fraction - Fraction(figure)) < PLAY:
        return f"{fraction.numerator}/{fraction.denominator}"
    is_short = abs(figure - round(figure, 2)) < PLAY
    return exact(figure) if is_short else number(figure, decimals=4)
