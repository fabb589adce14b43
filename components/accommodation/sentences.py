"""Decentral against two thirds, by places and by people: two measures that are never merged (D2, Z2)."""

from __future__ import annotations

import streamlit as st

from components import labels
from components.text import number, plain, t
from data.concentration import Concentration
from data.standards import StandardResult


def show(found: Concentration) -> None:
    """A sentence a measure, with the exact share, and with what would heal it."""
    lines = [sentence(measure, result) for measure, result in found.decentral.items()]
    if found.unplaced:
        lines.append(t("accommodation.unplaced", count=found.unplaced))
    if found.withheld:
        lines.append(t("accommodation.withheld", count=found.withheld))
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def sentence(measure: str, result: StandardResult) -> str:
    """Exact share, threshold and tolerance, status, and what would heal it."""
    if result.figure != result.figure:
        return t(f"accommodation.share_unknown.{measure}")
    known = {"part": number(result.part), "whole": number(result.whole)}
    if result.rounded:
        share = t("accommodation.percent", value=number(result.figure * 100))
        said = t(f"accommodation.share_rounded.{measure}", **known, share=share)
        return " ".join([said, *_rounded_verdict(result)])
    parts = [t(f"accommodation.share.{measure}", **known, share=percent(result.figure))]
    if result.rule is not None:
        parts.append(_verdict(measure, result))
    if result.protected > 0:
        parts.append(t(f"accommodation.protected.{measure}", count=result.protected))
    return " ".join(parts)


def _verdict(measure: str, result: StandardResult) -> str:
    rule = result.rule
    assert rule is not None  # noqa: S101 -- asked for by the only caller
    known = {"rule": labels.entry(rule), "threshold": percent(rule.threshold)}
    for name, figure in {"tolerance": rule.tolerance, "points": abs(result.margin)}.items():
        known[name] = t("accommodation.points", value=number(figure * 100, decimals=2))
    text = t(f"accommodation.against.{result.status}", **known)
    if not rule.applied:
        text += f" {t('accommodation.not_applied')}"
    if result.to_move > 0:
        text += f" {t(f'accommodation.heal.{measure}', move=number(result.to_move), add=number(result.to_add))}"
    return text


def _rounded_verdict(result: StandardResult) -> list[str]:
    if result.rule is None:
        return []
    known = {"rule": labels.entry(result.rule), "threshold": percent(result.rule.threshold)}
    return [t(f"accommodation.against_rounded.{result.status}", **known)]


def percent(share: float) -> str:
    """A share exactly enough to see on which side of two thirds it lies."""
    return t("accommodation.percent", value=number(share * 100, decimals=2))
