"""Status and trend in twelve classes: sentence, map, the classes as a matrix, table."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from components import cached, downloads, labels, session, small_table
from components.atlas_map import stand
from components.comparison.scene import Comparison
from components.comparison.words import signed
from components.map import MapView, show_map
from components.map.symbols import PATTERNS, STATUS_GROUNDS, SVG, TREND_MARKS, image
from components.scene import select
from components.text import day, number, plain, t
from components.web import links
from data import views
from data.status_trend import StatusTrend
from data.writing import Document
from geo.status_trend import STATUS, TREND

HEIGHT = 420
LISTED = 150
"""Areas in the table, most need first; the download has all."""

CLASSES = tuple((status, trend) for status in STATUS for trend in TREND)
LOW = ("low", "very_low")


def show(chosen: Comparison) -> None:
    """Areas in classes of status and trend, or why there are none."""
    scene = chosen.scene
    if not chosen.basis or chosen.since == chosen.until:
        st.info(t("status.none"))
        return
    found = cached.status_trend_of(scene.of, scene.level, chosen.since, chosen.until, chosen.basis)
    st.markdown("\n".join(f"- {plain(line)}" for line in sentences(chosen, found)))
    st.markdown(t("status.caution"))
    left, right = st.columns([3, 2])
    with left:
        st.header(t("status.map"), anchor=False)
        _map(chosen, found)
    with right:
        st.header(t("status.classes"), anchor=False)
        st.html(matrix(found))
        st.caption(plain(t("status.made_of", indicators=made_of(found))))
        st.caption(t("status.how"))
    st.header(t("status.table"), anchor=False)
    rows = table(chosen, found)
    small_table.show(rows.head(LISTED), caption=t("status.table_alt"))
    if len(rows) > LISTED:
        st.caption(t("status.first", shown=LISTED, count=len(rows)))

    def view() -> Document:
        about = {"indicator_names": made_of(found), "limits": t("status.caution")}
        return views.status_view(scene.of, found, about)

    downloads.view("status", scene.of, view)


def made_of(found: StatusTrend) -> str:
    """Names of the indicators that went in."""
    return ", ".join(labels.indicator(one) for one in found.indicators)


def sentences(chosen: Comparison, found: StatusTrend) -> list[str]:
    """How many areas have a low status, where it still worsens, and what is said of the chosen area."""
    scene, known = chosen.scene, found.known
    level = scene.of.city.level(scene.level).name(session.language(), plural=True)
    names = scene.of.level(scene.level)["name"]
    low = known[known["status"].isin(LOW)]
    said = [
        t(
            "status.sentence",
            level=level,
            known=number(len(known)),
            very_low=number((known["status"] == "very_low").sum()),
            low=number((known["status"] == "low").sum()),
            since=day(found.since),
            until=day(found.until),
        )
    ]
    worse = low[low["trend"] == "negative"].sort_values("status_index", ascending=False)
    said.append(t("status.worse", names=", ".join(names[worse.index])) if len(worse) else t("status.none_worse"))
    if unknown := len(found.table) - len(known):
        said.append(t("status.unknown", count=unknown))
    if scene.area:
        row = found.table.loc[scene.area]
        is_known = scene.area in known.index
        code = (row["status"], row["trend"]) if is_known else None
        said.append(t("status.area", name=names[scene.area], says=_class(code) if code else t("common.missing")))
    return said


def _class(code: tuple[str, str]) -> str:
    return t("status.class", status=t(f"status.status.{code[0]}"), trend=t(f"status.trend.{code[1]}"))


def _fill(status: str, trend: str) -> str:
    """Strength tells the status, plus and minus signs the trend."""
    return f"url(#atlas-{status}_{trend})" if trend in TREND_MARKS else STATUS_GROUNDS[status]


def _map(chosen: Comparison, found: StatusTrend) -> None:
    scene = chosen.scene
    areas = scene.of.level(scene.level).index
    numbers = {code: float(place) for place, code in enumerate(CLASSES)}
    pairs = zip(found.table["status"], found.table["trend"], strict=True)
    show_map(
        MapView(
            geometry_url=links.areas(scene.of, scene.level),
            bounds=cached.bounds_of(scene.of, scene.level),
            form="rate",
            values=tuple(numbers.get(pair) for pair in pairs),
            secret=frozenset(),
            decimals=0,
            unit="",
            breaks=tuple(float(place) for place in range(len(CLASSES) - 1)),
            colours=tuple(_fill(*code) for code in CLASSES),
            selected=scene.area or None,
            selected_site=None,
            sites=(),
            site_urls=(),
            language=session.language(),
            label=t("status.map_alt", city=scene.of.city.name, since=day(found.since), until=day(found.until)),
            words=tuple(_class(code) for code in CLASSES),
        ),
        key="status_map",
        height=HEIGHT,
        on_select=lambda picked: select(picked.area) if picked.area in areas else None,
    )
    source = labels.sources(scene.of, found.sources)
    notes = [t("map.legend.stand", stand=stand((found.since, found.until)))]
    notes += [t("map.legend.source", source=source)] if source else []
    notes += [t("map.legend.missing")] if len(found.known) < len(found.table) else []
    st.caption(plain(" · ".join(notes)))


def matrix(found: StatusTrend) -> str:
    """The twelve classes as the map draws them, with the number of areas in each: legend and table in one."""
    counts = found.known.groupby(["status", "trend"]).size()
    heads = "".join(f'<th scope="col">{escape(t(f"status.trend.{trend}"))}</th>' for trend in TREND)
    rows = "".join(
        f'<tr><th scope="row">{escape(t(f"status.status.{status}"))}</th>'
        + "".join(_field(status, trend, int(counts.get((status, trend), 0))) for trend in TREND)
        + "</tr>"
        for status in STATUS
    )
    return (
        f'<table class="atlas-table"><caption>{escape(t("status.matrix_alt"))}</caption>'
        f'<thead><tr><th scope="col">{escape(t("status.status_head"))}</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _field(status: str, trend: str, count: int) -> str:
    tile = PATTERNS.get(f"{status}_{trend}", f'<rect width="8" height="8" fill="{STATUS_GROUNDS[status]}"/>')
    drawing = image(
        f'<svg xmlns="{SVG}" width="36" height="24"><defs><pattern id="p" width="8" height="8" '
        f'patternUnits="userSpaceOnUse">{tile}</pattern></defs>'
        '<rect x=".5" y=".5" width="35" height="23" fill="url(#p)" stroke="#4a5560"/></svg>'
    )
    return (
        '<td><span style="display:inline-flex;align-items:center;gap:.5rem">'
        f'<img src="{drawing}" alt="" width="36" height="24">{number(count)}</span></td>'
    )


def table(chosen: Comparison, found: StatusTrend) -> pd.DataFrame:
    """Every area with status and trend, most need first; what is not known last."""
    names = chosen.scene.of.level(found.level)["name"]
    rows = []
    for area, row in found.table.sort_values("status_index", ascending=False, na_position="last").iterrows():
        words = [
            t(f"status.{part}.{row[part]}") if isinstance(row[part], str) and row[part] else t("common.missing")
            for part in ("status", "trend")
        ]
        figures = [signed(row[f"{part}_index"], 2) for part in ("status", "trend")]
        rows.append((names[area], words[0], figures[0], words[1], figures[1]))
    heads = [chosen.scene.of.city.level(found.level).name(session.language())]
    heads += [t(f"status.{part}") for part in ("status_head", "status_index", "trend_head", "trend_index")]
    return pd.DataFrame(rows, columns=heads)
