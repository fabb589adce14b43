"""Consultations between small and large municipalities: sentence, map, charts, tables (Z5)."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import cached, change_map, charts, downloads, labels, small_table
from components.atlas_map import stand
from components.comparison import words
from components.comparison.scene import Comparison
from components.text import day, number, plain, t
from data import views
from data.drift import LEVEL, Drift
from data.writing import Document

PERCENT = 100.0
SLIGHT = 0.1
"""A rank correlation nearer to 0 is called none."""


def show(chosen: Comparison) -> None:
    """Rise and fall of consultations against the size of the municipality."""
    of = chosen.scene.of
    if chosen.since == chosen.until:
        st.info(t("comparison.one_day", day=day(chosen.until)))
        return
    found = cached.drift_of(of, chosen.since, chosen.until)
    names = of.level(LEVEL)["name"]
    st.markdown("\n".join(f"- {plain(line)}" for line in sentences(found, names)))
    st.caption(t("drift.where"))
    left, right = st.columns([1, 1])
    with left:
        st.header(t("drift.map"), anchor=False)
        _map(chosen, found)
    with right:
        st.header(t("drift.against_size"), anchor=False)
        _scatter(found, names)
    st.header(t("drift.shares"), anchor=False)
    left, right = st.columns([1, 1])
    with left:
        _shares(found)
    with right:
        small_table.show(by_size(found), caption=t("drift.by_size_alt"), stacks=True)
    st.header(t("drift.table"), anchor=False)
    small_table.show(table(found, names), caption=t("drift.table_alt"))

    def view() -> Document:
        return views.drift_view(of, found, {"indicator_name": labels.indicator(found.indicator)})

    downloads.view("drift", of, view)


def sentences(found: Drift, names: pd.Series) -> list[str]:
    """What happened in small, middle and large municipalities, in the largest one, and how it goes with size."""
    dates = {"since": day(found.since), "until": day(found.until)}
    sizes = [
        t(f"drift.in_{size}", count=row["areas"], change=_change(row["relative"]))
        for size, row in found.classes.iterrows()
    ]
    largest = found.table["inhabitants"].idxmax()
    ends = [t("drift.in_one", name=names[largest], change=_change(found.table.at[largest, "relative"]))]
    said = [t("drift.sentence", **dates, parts="; ".join([*sizes, *ends]))]
    if "small" in found.shares.index and len(found.shares.columns) > 1:
        first, last = (number(share * PERCENT, decimals=1) for share in found.shares.loc["small"].iloc[[0, -1]])
        said.append(t("drift.share_says", first=first, last=last))
    if found.correlation == found.correlation:
        way = "none" if abs(found.correlation) < SLIGHT else "up" if found.correlation > 0 else "down"
        figure = words.signed(found.correlation, 2)
        said.append(t(f"drift.correlation.{way}", figure=figure, count=found.compared))
    if found.left_out:
        said.append(t("drift.left_out", count=len(found.left_out), names=", ".join(names[list(found.left_out)])))
    return said


def _change(relative: float) -> str:
    if relative != relative:
        return t("comparison.unknown")
    by = round(relative * PERCENT)
    return t("drift.same") if by == 0 else t("drift.more" if by > 0 else "drift.less", by=number(abs(by)))


def _map(chosen: Comparison, found: Drift) -> None:
    of = chosen.scene.of
    source = labels.sources(of, found.sources)
    change_map.show(
        chosen.scene,
        found.table["relative"] * PERCENT,
        key="drift_map",
        title=t("drift.map_alt", since=day(found.since), until=day(found.until), city=of.city.name),
        unit=t("drift.per_cent"),
        notes=[
            t("map.legend.stand", stand=stand((found.since, found.until))),
            t("map.legend.source", source=source) if source else "",
        ],
        decimals=0,
        level=LEVEL,
    )


def _scatter(found: Drift, names: pd.Series) -> None:
    known = found.table.dropna(subset=["relative", "inhabitants"]).sort_values("inhabitants")
    points = pd.DataFrame(
        {
            "size": known["inhabitants"].astype(int),
            "change": known["relative"] * PERCENT,
            "name": names[known.index].to_numpy(),
            "series": known["size_class"].map(lambda size: t(f"drift.size.{size}")),
        }
    )
    alt = " ".join(sentences(found, names)[:1] + sentences(found, names)[-1:])
    charts.scatter(points, across=t("drift.inhabitants"), up=t("drift.per_cent"), alt=alt, key="drift_points")
    st.caption(t("drift.scatter_note"))


def _shares(found: Drift) -> None:
    rows = found.shares.mul(PERCENT).rename(index=lambda size: t(f"drift.size.{size}"))
    long = rows.T.rename_axis("day").reset_index().melt("day", var_name="series")
    charts.lines(long, up=t("drift.share_axis"), alt=_shares_alt(found), key="drift_shares", height=380)


def _shares_alt(found: Drift) -> str:
    said = []
    for size, row in found.shares.iterrows():
        first, last = (number(share * PERCENT, decimals=1) for share in row.iloc[[0, -1]])
        said.append(t("drift.shares_alt", size=t(f"drift.size.{size}"), first=first, last=last))
    return " ".join(said)


def _per_cent(share: float) -> str:
    """A relative change with its sign; a dash where there was nothing before, or something is not known."""
    return f"{words.signed(share * PERCENT, 1)}\u00a0%" if share == share else "–"


def by_size(found: Drift) -> pd.DataFrame:
    """Sums by size class at both days, each with its share of all, and their change."""
    whole = found.classes[["before", "after"]].sum()
    rows = [
        (
            t(f"drift.size.{size}"),
            number(row["areas"]),
            *(f"{number(row[end])} ({_share(row[end], whole[end])})" for end in ("before", "after")),
            _per_cent(row["relative"]),
        )
        for size, row in found.classes.iterrows()
    ]
    heads = [t("drift.size_class"), t("drift.municipalities"), day(found.since), day(found.until)]
    return pd.DataFrame(rows, columns=[*heads, t("comparison.change")])


def _share(part: float, whole: float) -> str:
    return f"{number(part / whole * PERCENT if whole > 0 else float('nan'), decimals=1)}\u00a0%"


def table(found: Drift, names: pd.Series) -> pd.DataFrame:
    """Every municipality, the largest first."""
    rows = [
        (
            names[area],
            number(row["inhabitants"]),
            number(row["before"]),
            number(row["after"]),
            f"{words.signed(row['change'], 0)} ({_per_cent(row['relative'])})",
        )
        for area, row in found.table.sort_values("inhabitants", ascending=False).iterrows()
    ]
    heads = [t("drift.municipality"), t("drift.people"), day(found.since), day(found.until)]
    return pd.DataFrame(rows, columns=[*heads, t("comparison.change")])
