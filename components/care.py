"""The place that a manager looks after: what the pages of care begin with, also where there are no figures yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import streamlit as st

from components import cached, labels, session
from components.scene import NothingToShowError
from components.text import day, exact, t
from data.audiences import Viewer
from data.indicators import own
from data.snapshot import Snapshot

CODES = ("category", "kind", "role", "audience", "marker", "status", "domain")


@dataclass(frozen=True)
class Care:
    """Who looks after which city."""

    viewer: Viewer
    of: Snapshot

    @property
    def slug(self) -> str:
        """The city in links and in the store."""
        return self.of.city.slug


def resolve() -> Care:
    """The city of the link, the first one where it names none.

    Raises:
        NothingToShowError: there is no city yet.
    """
    viewer = session.viewer()
    slugs = [city.slug for city in cached.cities(viewer)]
    if not slugs:
        raise NothingToShowError
    return Care(viewer, cached.snapshot(session.one_of("city", slugs, slugs[0]), viewer))


def city(care: Care) -> None:
    """The place; another one starts without what was chosen in the last."""
    names = {city.slug: city.name for city in cached.cities(care.viewer)}

    def another(slug: str) -> str:
        for name in ("level", "date", "area", "site", "edition", "since", "new", "agenda", "item"):
            session.put(name, None)
        return slug

    bound = session.bound("city", care.slug, take=another)
    st.selectbox(t("choosers.city"), list(names), format_func=names.get, **bound)


def moment(care: Care, at: str) -> str:
    """A time of the store as the clocks of the city showed it."""
    local = datetime.fromisoformat(at).astimezone(ZoneInfo(care.of.city.time_zone))
    return t("history.moment", day=day(local.date()), time=f"{local:%H:%M}")


def cell(care: Care, column: str, value: Any) -> str:
    """A cell of a table as people read it: codes by name, dates and numbers in the language, "" where missing."""
    if value is None or (not isinstance(value, str) and pd.isna(value)) or value == "":
        return ""
    if hasattr(value, "geom_type"):
        return _place(care, value)
    if isinstance(value, bool | np.bool_):
        return t("common.yes" if value else "common.no")
    if isinstance(value, pd.Timestamp):
        return day(value)
    if not isinstance(value, str):
        return exact(float(value))
    if column == "level":
        known = {level.code: level.name(session.language()) for level in care.of.city.levels}
        return known.get(value, value)
    if column == "source_id" and value in care.of.sources.index:
        return str(care.of.sources.at[value, "title"])
    if column == "indicator":
        return labels.indicator(own(value, "total"))
    if column == "group":
        return labels.group(value)
    return labels.term(column, value) if column in CODES else value


def _place(care: Care, shape: Any) -> str:
    if shape.geom_type != "Point":
        return t("history.area_of", size=exact(shape.area / 1e6))
    lon, lat = degrees(care, shape)
    return f"{lon} / {lat}"


def degrees(care: Care, shape: Any) -> tuple[str, str]:
    """Longitude and latitude of a point, six decimals, as the language writes them; both "" for none."""
    if shape is None:
        return "", ""
    at = cached.degrees(shape.x, shape.y, care.of.city.crs)
    mark = "," if session.language() == "de" else "."
    return tuple(f"{part:.6f}".replace(".", mark) for part in at)  # type: ignore[return-value]
