"""Charts: the Lorenz curve and lines over time. Drawn in the browser from what it is sent; nothing foreign."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
import streamlit as st

from components import session

HEIGHT = 300
SMALL = 170
LEGEND_ROW = 22
"""Pixels; a legend below takes its rows from the height of the whole."""

DASHES = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [1, 3]]
"""Lines differ in pattern and colour."""

LINES = {"orient": "bottom", "columns": 1, "symbolType": "stroke", "symbolSize": 600, "symbolStrokeWidth": 2}
"""A legend that shows each line with its pattern, as it is drawn."""

QUIET = {"axis": {"labelFontSize": 13, "titleFontSize": 13}, "legend": {"labelFontSize": 13, "labelLimit": 320}}


def lorenz(curve: pd.DataFrame, *, across: str, up: str, alt: str, key: str) -> None:
    """The Lorenz curve under the line of equal shares.

    Args:
        curve: ``base`` and ``amount``, cumulated shares 0 to 1.
        across: title of the horizontal axis, in per cent.
        up: title of the vertical axis, in per cent.
        alt: the chart in words.
        key: names the chart in the session.
    """
    points = (curve[["base", "amount"]] * 100).round(2)
    axes = {"type": "quantitative", "scale": {"domain": [0, 100]}}
    equal = pd.DataFrame({"base": [0, 100], "amount": [0, 100]}).to_dict("records")
    encoding = {
        "x": {"field": "base", "title": across, "axis": {"format": "d", "tickCount": 5}, **axes},
        "y": {"field": "amount", "title": up, "axis": {"format": "d", "tickCount": 5}, **axes},
    }
    spec = {
        "height": HEIGHT,
        "layer": [
            {"data": {"values": equal}, "mark": {"type": "line", "strokeDash": [4, 4], "color": "#8795a1"}},
            {"data": {"values": points.to_dict("records")}, "mark": {"type": "line", "interpolate": "linear"}},
        ],
        "encoding": encoding,
        "config": QUIET,
    }
    st.vega_lite_chart(spec, key=key, alt=alt)


def lines(rows: pd.DataFrame, *, up: str, alt: str, key: str, height: int = HEIGHT) -> None:
    """One line a series over time.

    Args:
        rows: ``day`` (date), ``series`` (name as shown), ``value``.
        up: title of the vertical axis.
        alt: the chart in words.
        key: names the chart in the session.
        height: of the chart with its legend, in pixels.
    """
    values = rows.assign(day=rows["day"].map(lambda day: day.isoformat()), value=rows["value"].round(4))
    decimal: dict[str, Any] = {"format": ".1f"}
    if session.language() == "de":
        decimal = {"labelExpr": "replace(format(datum.value, '.1f'), '.', ',')"}
    names = list(dict.fromkeys(rows["series"]))
    series = {"field": "series", "type": "nominal", "title": None, "sort": names}
    spec = {
        "height": height,
        "data": {"values": values.dropna().to_dict("records")},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "day", "type": "temporal", "title": None, "axis": _years(values["day"])},
            "y": {"field": "value", "type": "quantitative", "title": up, "axis": decimal},
            "color": {**series, "legend": LINES},
            "strokeDash": {**series, "scale": {"range": DASHES}},
        },
        "config": QUIET,
    }
    st.vega_lite_chart(spec, key=key, alt=alt)


def _years(days: Iterable[str]) -> dict[str, Any]:
    """Axis of years: each stands below its day, so that the end of 2025 is not called 2026."""
    return {"format": "%Y", "values": sorted(set(days)), "labelOverlap": True}


def small_lines(rows: pd.DataFrame, *, years: tuple[int, int], alt: str, key: str) -> None:
    """One line a series in a small chart that begins at zero; a line breaks where a value is missing.

    Args:
        rows: ``day`` (date), ``series`` (name as shown), ``value`` (NaN breaks the line).
        years: first and last year of the horizontal axis, the same in charts side by side.
        alt: the chart in words.
        key: names the chart in the session.
    """
    values = [
        {"d": row.day.isoformat(), "s": row.series, "v": None if row.value != row.value else round(row.value, 2)}
        for row in rows.itertuples()
    ]
    names = list(dict.fromkeys(rows["series"]))
    series = {"field": "s", "type": "nominal", "title": None, "sort": names}
    domain = [f"{years[0]}-07-01", f"{years[1] + 1}-06-01"]
    legend = len(names) > 1
    spec = {
        "height": SMALL + (LEGEND_ROW * len(names) + 12 if legend else 0),
        "data": {"values": values},
        "mark": {"type": "line", "point": {"size": 40}, "invalid": "break-paths-filter-domains"},
        "encoding": {
            "x": {
                "field": "d",
                "type": "temporal",
                "title": None,
                "scale": {"domain": domain},
                "axis": _years(row["d"] for row in values),
            },
            "y": {
                "field": "v",
                "type": "quantitative",
                "title": None,
                "scale": {"zero": True},
                "axis": {"labelExpr": _grouped(), "tickCount": 4},
            },
            "color": {**series, "legend": LINES if legend else None},
            "strokeDash": {**series, "scale": {"range": DASHES}},
        },
        "config": QUIET,
    }
    st.vega_lite_chart(spec, key=key, alt=alt)


def scatter(points: pd.DataFrame, *, across: str, up: str, alt: str, key: str) -> None:
    """Change against size, the size on a logarithmic axis; a line at no change.

    Args:
        points: ``size`` (above 0), ``change`` (in per cent), ``name``, ``series`` (name as shown).
        across: title of the horizontal axis.
        up: title of the vertical axis.
        alt: the chart in words.
        key: names the chart in the session.
    """
    names = list(dict.fromkeys(points["series"]))
    series = {"field": "series", "type": "nominal", "title": None, "sort": names}
    sizes = [float(points["size"].min()) / 1.3, float(points["size"].max()) * 1.2] if len(points) else [1.0, 10.0]
    values = points.round({"change": 1}).to_dict("records")
    rule = {"data": {"values": [{"change": 0}]}, "mark": {"type": "rule", "strokeDash": [4, 4], "color": "#8795a1"}}
    spec = {
        "height": HEIGHT + LEGEND_ROW * len(names) + 40,
        "layer": [
            {**rule, "encoding": {"y": {"field": "change", "type": "quantitative"}}},
            {
                "data": {"values": values},
                "mark": {"type": "point", "filled": True, "size": 90, "opacity": 0.9},
                "encoding": {
                    "x": {
                        "field": "size",
                        "type": "quantitative",
                        "title": across,
                        "scale": {"type": "log", "domain": sizes, "nice": False},
                        "axis": {"labelExpr": _grouped(), "tickCount": 5},
                    },
                    "y": {
                        "field": "change",
                        "type": "quantitative",
                        "title": up,
                        "axis": {"labelExpr": _grouped(), "tickCount": 6},
                    },
                    "color": {**series, "legend": {"orient": "bottom", "columns": 1}},
                    "shape": series,
                    "tooltip": [{"field": "name", "title": " "}, {"field": "change", "title": up}],
                },
            },
        ],
        "config": QUIET,
    }
    st.vega_lite_chart(spec, key=key, alt=alt)


def _grouped() -> str:
    """Vega's expression for a number as the language writes it: 1.234,5 or 1,234.5, decimals only where needed."""
    written = "format(datum.value, ',.2~f')"
    if session.language() != "de":
        return written
    return f"replace(replace(replace({written}, /,/g, '_'), /[.]/g, ','), /_/g, '.')"
