"""What a rule can measure: the closed list of metrics, each with its scope and what it applies to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scope = Literal["site", "operator", "area", "city"]


@dataclass(frozen=True)
class Metric:
    """A figure that a rule holds against its threshold; :mod:`data.standards` computes it.

    Attributes:
        scope: whether there is one figure a site, operator, area of the level asked for, or city.
        applies_to: what a rule names in ``applies_to``: ``supply`` (``category`` or ``category.kind``) or
            ``service`` (the id of a service).
    """

    scope: Scope
    applies_to: Literal["supply", "service"] = "supply"


METRICS: dict[str, Metric] = {
    "places": Metric("site"),
    "places_with_reserve": Metric("site"),
    "self_catering": Metric("site"),
    "common_room": Metric("site"),
    "staff": Metric("site"),
    "places_per_post": Metric("site"),
    "residents_per_post": Metric("operator"),
    "per_1000": Metric("area"),
    "coverage": Metric("area", "service"),
    "persons_per_post": Metric("city", "service"),
    "sites": Metric("city"),
    "operators": Metric("city"),
    "decentral_share_places": Metric("city"),
    "decentral_share_people": Metric("city"),
}
"""Metrics by code. ``places`` are the regular approved ones, without reserve; shares leave ``protected`` out."""
