"""Who may see which rows: public ⊂ council ⊂ manager (L1, design.md "Audiences").

Decided here and nowhere else. What a viewer may not see never leaves ``data``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import pandas as pd

from data.errors import NotAllowedError
from data.indicators import UnknownIndicatorError, find


class Audience(IntEnum):
    """The three audiences; a higher one sees all that a lower one sees."""

    PUBLIC = 0
    COUNCIL = 1
    MANAGER = 2

    @classmethod
    def named(cls, name: str) -> Audience:
        """The audience of a lower-case name, as it stands in ``sites.audience``."""
        return cls[name.upper()]


@dataclass(frozen=True)
class Viewer:
    """A person (or the command line) with the audience that person belongs to.

    Attributes:
        audience: what the person may see.
        name: as it stands in the history.
        claims: what the provider said of a person who signed in; by it the store asks again, at the moment of
            writing, for the role (:func:`data.roles.present`). None for the desk and the command line.
    """

    audience: Audience
    name: str = ""
    claims: Mapping[str, Any] | None = field(default=None, compare=False, repr=False)


PUBLIC = Viewer(Audience.PUBLIC)


def visible_sites(sites: pd.DataFrame, viewer: Viewer) -> pd.DataFrame:
    """The sites a viewer may see one by one.

    A site's own ``audience`` decides; besides, no accommodation reaches the public and no protected
    shelter anyone but managers, whatever their rows say.

    Args:
        sites: rows of the contract ``sites`` with a column ``protected`` (True for a protected shelter).
        viewer: who asks.

    Returns:
        The same columns without ``protected``, fewer rows.
    """
    needed = sites["audience"].map(lambda name: Audience.named(name).value)
    needed = needed.where(sites["category"] != "accommodation", needed.clip(lower=Audience.COUNCIL.value))
    needed = needed.where(~sites["protected"], Audience.MANAGER.value)
    return sites[needed <= viewer.audience].drop(columns="protected")


def visible_measures(measures: pd.DataFrame, viewer: Viewer) -> pd.DataFrame:
    """The measures that a viewer may see, by their own ``audience``.

    The public sees no ``note``: it is for those who work on a measure. And it sees a ``baseline`` only of plain
    numbers of places, posts or sites: a baseline is a figure as somebody read it inside, not rounded, and a count of
    people that is protected elsewhere could be reckoned from it.
    """
    needed = measures["audience"].map(lambda name: Audience.named(name).value)
    seen = measures[needed <= viewer.audience]
    if viewer.audience > Audience.PUBLIC:
        return seen
    plain = seen["indicator"].map(_counts_supply).astype(bool)
    note = pd.Series("", index=seen.index, dtype=seen["note"].dtype)
    return seen.assign(baseline=seen["baseline"].where(plain), note=note)


def _counts_supply(code: str) -> bool:
    try:
        return find(code).counts_supply
    except UnknownIndicatorError:
        return False


def visible_agendas(agendas: pd.DataFrame, viewer: Viewer) -> pd.DataFrame:
    """The agendas that a viewer may open; one counts as its most careful row says."""
    needed = agendas["audience"].map(lambda name: Audience.named(name).value)
    needed = needed.groupby(agendas["agenda_id"]).transform("max")
    return agendas[needed <= viewer.audience]


def without_positions(sites: pd.DataFrame, protected: Iterable[str]) -> pd.DataFrame:
    """The same sites, protected shelters without their point; who may see them at all knows name, places and area."""
    hidden = sites["site_id"].isin(list(protected))
    return sites.assign(geometry=sites.geometry.mask(hidden)) if hidden.any() else sites


def require_manager(viewer: Viewer) -> None:
    """Refuse everyone who may not change data.

    Raises:
        NotAllowedError: the viewer is no manager.
    """
    if viewer.audience < Audience.MANAGER:
        raise NotAllowedError(audience=viewer.audience.name.lower())
