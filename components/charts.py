"""Charts: the Lorenz curve and lines over time. Drawn in the browser from what it is sent; nothing foreign."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from components import session

HEIGHT = 300
DASHES = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [1, 3]]
"""Lines differ in pattern and colour."""

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


def lines(rows: pd.DataFrame, *, up: str, alt: str, key: str) -> None:
    """One line a series over time.

    Args:
        rows: ``day`` (date), ``series`` (name as shown), ``value``.
        up: title of the vertical axis.
        alt: the chart in words.
        key: names the chart in the session.
    """
    values = rows.assign(day=rows["day"].map(lambda day: day.isoformat()), value=rows["value"].round(4))
    decimal: dict[str, Any] = {"format": ".1f"}
    if session.language() == "de":
        decimal = {"labelExpr": "replace(format(datum.value, '.1f'), '.', ',')"}
    series = {"field": "series", "type": "nominal", "title": None}
    spec = {
        "height": HEIGHT,
        "data": {"values": values.dropna().to_dict("records")},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "day", "type": "temporal", "title": None, "axis": {"format": "%Y", "tickCount": "year"}},
            "y": {"field": "value", "type": "quantitative", "title": up, "axis": decimal},
            "color": {**series, "legend": {"orient": "bottom", "columns": 1}},
            "strokeDash": {**series, "scale": {"range": DASHES}},
        },
        "config": QUIET,
    }
    st.vega_lite_chart(spec, key=key, alt=alt)
