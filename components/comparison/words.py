"""Differences in words and in cells: absolute and relative, and unknown where a figure is missing."""

from __future__ import annotations

import pandas as pd

from components import labels
from components.text import number, t, value
from data.indicators import Indicator, find


def shown(which: Indicator, figure: float, marker: str = "") -> str:
    """A figure with its unit."""
    written = value(figure, marker, decimals=which.decimals)
    is_figure = any(sign.isdigit() for sign in written)
    return f"{written} {labels.unit(which)}".strip() if is_figure else written


def difference(which: Indicator, absolute: float, relative: float) -> str:
    """How much more or less, and in per cent: "12,1 mehr, +30,9 %"."""
    if absolute != absolute:
        return t("comparison.unknown")
    rounded = round(absolute, which.decimals)
    if rounded == 0:
        return t("comparison.same")
    by = f"{number(abs(rounded), decimals=which.decimals)} {_step(which, rounded)}".strip()
    said = t("comparison.more" if rounded > 0 else "comparison.less", by=by)
    if relative != relative or _step(which, rounded):  # the per cent of a per cent helps nobody
        return said
    return t("comparison.with_share", difference=said, share=signed(relative * 100, 1))


def cell(row: pd.Series) -> str:
    """A figure of the table, with its difference to the first in brackets."""
    which = find(row["indicator"])
    written = value(row["value"], row["marker"], decimals=which.decimals)
    if row["part"] == 0 or row["absolute"] != row["absolute"]:
        return written
    return f"{written} ({steps(which, row['absolute'], row['relative'])})"


def steps(which: Indicator, absolute: float, relative: float) -> str:
    """A difference in signs: "+12,1; +30,9 %"; "gleich" where the figures are."""
    if round(absolute, which.decimals) == 0:
        return t("comparison.same")
    step = _step(which, round(absolute, which.decimals))
    parts = [f"{signed(absolute, which.decimals)} {step}".strip()]
    if relative == relative and not step:
        parts.append(f"{signed(relative * 100, 1)} %")
    return "; ".join(parts)


def signed(figure: float, decimals: int) -> str:
    """A number with its sign; 0 has none, and "keine Angabe" where there is none."""
    if figure != figure:
        return number(figure)
    rounded = round(figure, decimals) + 0.0
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{number(abs(rounded), decimals=decimals)}"


def _step(which: Indicator, by: float) -> str:
    """Shares of a hundred differ by percentage points."""
    return t("comparison.points", count=abs(by)) if labels.unit(which).startswith("%") else ""
