"""The town's standards held against what the viewer may see, with what would heal them (D1, D3, D4, Z1, Z3)."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from components import cached, labels, small_table
from components.scene import Scene
from components.text import exact, number, t
from data.rules import Rule
from data.standards import healing
from geo.standards import Healing

YES_NO = "yes"
SHARE = "share"


def show(scene: Scene) -> None:
    """One line a rule; below it, site by site, what does not meet it."""
    found = cached.standards_of(scene.of, scene.on)
    rules = {rule.id: rule for rule in scene.of.city.rules if about_accommodation(rule)}
    found = found[found["rule"].isin(rules)]
    if found.empty:
        st.caption(t("accommodation.no_standards"))
        return
    cells = [(labels.entry(rules[rule]), *_told(rules[rule], one)) for rule, one in healing(found).items()]
    heads = [t(f"accommodation.standard.{name}") for name in ("rule", "result", "heals", "source")]
    small_table.show(pd.DataFrame(cells, columns=heads), caption=t("accommodation.standards_alt"), stacks=True)
    missed = found[found["status"].isin(["missed", "near", "unknown"]) & found["scope"].isin(["site", "operator"])]
    if not missed.empty:
        with st.expander(t("accommodation.site_by_site", count=len(missed))):
            rows = [_row(rules[row["rule"]], row) for row in missed.to_dict("records")]
            columns = [t(f"accommodation.standard.{name}") for name in ("rule", "subject", "figure", "status")]
            small_table.show(
                pd.DataFrame(rows, columns=columns), caption=t("accommodation.site_by_site_alt"), stacks=True
            )


def about_accommodation(rule: Rule) -> bool:
    """Rules about accommodation, its care and the advice centres; those of other services stand with their gaps."""
    return any(one.split(".")[0].startswith("accommodation") or one == "counselling.IBS" for one in rule.applies_to)


def _told(rule: Rule, one: Healing) -> tuple[str, str, str]:
    found = {name: getattr(one, name) for name in STATES}
    counted = [t(f"accommodation.counted.{name}", many=number(figure)) for name, figure in found.items() if figure]
    heals = t("accommodation.not_checked" if one.unknown and not one.met else "accommodation.nothing_to_heal")
    if one.near + one.missed:
        beyond = "yes" if rule.unit == YES_NO else "over" if rule.comparison == "<=" else "under"
        known = {"many": number(one.near + one.missed), "excess": excess(rule, one.excess)}
        heals = t(f"accommodation.heals.{beyond}", **known)
    source = rule.document if rule.applied else f"{rule.document} ({t('accommodation.other_town')})"
    return " · ".join(counted), heals, source


STATES = ("met", "near", "missed", "unknown")


def written(rule: Rule, figure: float) -> str:
    """A figure of a rule with its unit."""
    if figure != figure:
        return t("common.missing")
    if rule.unit == YES_NO:
        return t("common.yes" if figure >= 1 else "common.no")
    if rule.unit == SHARE:
        return t("accommodation.percent", value=number(figure * 100, decimals=2))
    return t(f"accommodation.measured.{rule.unit}", count=figure)


def _row(rule: Rule, row: dict[Any, Any]) -> tuple[str, ...]:
    status = t(f"accommodation.status.{row['status']}")
    return labels.entry(rule), str(row["name"]), written(rule, row["figure"]), status


def excess(rule: Rule, figure: float) -> str:
    """How far figures lie beyond a rule, which is a sum and neither yes nor no."""
    if rule.unit == SHARE:
        return t("accommodation.points", value=number(figure * 100, decimals=2))
    return exact(figure) if rule.unit == YES_NO else written(rule, figure)
