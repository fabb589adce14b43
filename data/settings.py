"""The settings of a city as a manager changes them: the text of its ``city.toml``, checked and kept as an edition."""

from __future__ import annotations

from dataclasses import fields

import pandas as pd

from data.audiences import Viewer
from data.city import City, city_toml, parse_city
from data.errors import ChangedMeanwhileError, DataRefusedError, Problem
from data.store import Edition, Store

OWN = ("rules", "services", "shares")
"""What a city has of its own in place of the defaults."""

FIXED = ("slug", "crs")
"""What everything stored depends on."""


def settings_text(city: City) -> str:
    """The text of a ``city.toml`` with every rule, service and key in it, also those that hold by default."""
    default = City(**{one.name: getattr(city, one.name) for one in fields(City) if one.name not in OWN})
    lines: list[str] = []
    if (city.rules, city.services) == (default.rules, default.services):
        lines += [line for rule in city.rules for line in rule.toml()]
        lines += [line for service in city.services for line in service.toml()]
    if city.shares == default.shares:
        lines += [line for share in city.shares for line in share.toml()]
    return city_toml(city) + "\n".join([*lines, ""])


def change_settings(store: Store, slug: str, text: str, *, read: int, viewer: Viewer) -> Edition:
    """Put a text in the place of a city's settings.

    Args:
        store: where to.
        slug: the city.
        text: of a ``city.toml``.
        read: edition of the settings that the text was made from.
        viewer: a manager.

    Raises:
        DataRefusedError: with the line of each fault; nothing was stored.
        ChangedMeanwhileError: there is a later edition than the one read.
        NotAllowedError: the viewer is no manager.
    """
    new = parse_city(text)
    with store.change(slug, viewer=viewer, action="settings") as change:
        old = change.settings()
        latest = store.edition(slug, "city")
        if latest != read:
            raise ChangedMeanwhileError(edition=latest)
        fixed = [name for name in FIXED if old is not None and getattr(old, name) != getattr(new, name)]
        if fixed:
            raise DataRefusedError(Problem("setting_fixed", column=name, value=getattr(new, name)) for name in fixed)
        return change.write("city", pd.DataFrame({"slug": [slug], "toml": [text]}))
