"""How unevenly places are spread: indices beside chance, the Lorenz curve, and how it went over time."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import cached, charts, small_table
from components.scene import Scene
from components.text import day, number, plain, t
from data.concentration import Concentration
from geo.chance import Chance

SPOKEN = "dissimilarity"
"""The index that is said in a sentence."""

OVER_TIME = ("dissimilarity", "gini", "largest_share")
HIGH, LOW = 95.0, 5.0
"""Percentiles of chance beyond which an index is called higher or lower than chance."""


def show(scene: Scene, found: Concentration) -> None:
    """Sentence and caveat, table of indices, curve and lines; only why not, where areas are not published."""
    if found.withheld:
        st.markdown(t("accommodation.index_withheld"))
        return
    st.markdown(plain(sentence(found.indices[SPOKEN])))
    st.markdown(t("accommodation.caveat"))
    with st.container(key="indices"):
        small_table.show(table(found.indices), caption=t("accommodation.indices_alt"))
    left, right = st.columns(2)
    with left:
        _lorenz(found)
    with right:
        _history(scene)


def sentence(index: Chance) -> str:
    """What the index says against what chance gives, in plain language."""
    if index.percentile != index.percentile:
        return t("accommodation.index_unknown")
    verdict = "high" if index.percentile >= HIGH else "low" if index.percentile <= LOW else "chance"
    return t(
        f"accommodation.verdict.{verdict}",
        observed=number(index.observed * 100),
        expected=number(index.expected * 100),
        percentile=number(min(index.percentile, 99.9), decimals=0 if index.percentile < 99.5 else 1),
        placements=number(index.placements),
    )


def table(indices: dict[str, Chance]) -> pd.DataFrame:
    """One row an index: as it is, what chance gives, and where it lies among the placements."""
    rows = [
        (
            t(f"accommodation.index.{name}"),
            number(index.observed, decimals=2),
            number(index.expected, decimals=2),
            t("accommodation.span", lower=number(index.lower, decimals=2), upper=number(index.upper, decimals=2)),
            number(index.percentile, decimals=1),
        )
        for name, index in indices.items()
    ]
    heads = [t(f"accommodation.column.{name}") for name in ("index", "observed", "expected", "span", "percentile")]
    return pd.DataFrame(rows, columns=heads)


def half(curve: pd.DataFrame) -> float:
    """Share of the places in those areas with the most per head that hold half of the inhabitants."""
    below = curve[curve["base"] <= 0.5].iloc[-1]
    above = curve[curve["base"] >= 0.5].iloc[0]
    width = above["base"] - below["base"]
    step = (0.5 - below["base"]) / width if width > 0 else 0.0
    return float(1 - (below["amount"] + step * (above["amount"] - below["amount"])))


def _lorenz(found: Concentration) -> None:
    st.subheader(t("accommodation.lorenz"), anchor=False)
    if found.lorenz.empty:
        st.caption(t("accommodation.index_unknown"))
        return
    alt = t("accommodation.lorenz_says", share=number(half(found.lorenz) * 100))
    charts.lorenz(
        found.lorenz,
        across=t("accommodation.axis.inhabitants"),
        up=t("accommodation.axis.places"),
        alt=alt,
        key="lorenz",
    )
    st.caption(plain(alt))


def _history(scene: Scene) -> None:
    st.subheader(t("accommodation.history"), anchor=False)
    frame = cached.history_of(scene.of, scene.level)
    known = frame.xs("observed", axis=1, level=1)[list(OVER_TIME)].dropna(how="all") if len(frame) else frame
    if known.empty or known[SPOKEN].isna().all():
        st.caption(t("accommodation.no_history"))
        return
    names = {name: t(f"accommodation.index.{name}") for name in known}
    rows = known.rename(columns=names).rename_axis("day").reset_index().melt("day", var_name="series")
    rows["day"] = [pd.Timestamp(moment).date() for moment in rows["day"]]
    first, last = (known[SPOKEN].dropna().iloc[[0, -1]] * 100).round().tolist()
    alt = t(
        "accommodation.history_says",
        since=day(rows["day"].min()),
        until=day(rows["day"].max()),
        first=number(first),
        last=number(last),
    )
    charts.lines(rows, up=t("accommodation.axis.index"), alt=alt, key="history")
    st.caption(plain(alt))
