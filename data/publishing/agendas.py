"""Agendas that leave the house: those for everyone, and of their views only what is published anyway."""

from __future__ import annotations

import pandas as pd

from data.agendas import address, parsed
from data.audiences import PUBLIC, visible_agendas, visible_measures
from data.indicators import RAW
from data.publishing.allowed import Allowed
from data.snapshot import Snapshot

MAPPED = ("per_1000", "location_quotient")
"""Columns of a concentration that its map can show; the choice may also hold the id of a measure."""


def public_agendas(of: Snapshot, shown: pd.DataFrame, allow: Allowed) -> pd.DataFrame:
    """The agendas for everyone, their views cut to what the allow-list names.

    Args:
        of: every row of the city.
        shown: the published statistics.
        allow: the list.
    """
    rows = visible_agendas(of.table("agendas"), PUBLIC)
    known = set(visible_measures(of.table("measures"), PUBLIC)["measure_id"])
    figures = {f"{indicator}.{group}" for indicator, group in zip(shown["indicator"], shown["group"], strict=True)}

    def leaves(name: str, value: str) -> bool:
        if name == "indicator" and value.startswith(RAW):
            return value.removeprefix(RAW) in figures
        if name in ("area", "areas"):
            return set(value.split(",")) <= set(of.areas.index)
        if name == "measure":
            return value in MAPPED or value in known
        return name != "city" or value == of.city.slug

    def cut(view: str) -> str:
        page, choices = parsed(view)
        return address(
            page, {name: choices[name] for name in choices if name in allow.choices and leaves(name, choices[name])}
        )

    return rows.assign(view=rows["view"].map(cut).astype(rows["view"].dtype))
