"""What a page shows: the present choices, resolved against what the viewer may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from components import cached, session
from data.audiences import Viewer
from data.contracts import CATEGORIES
from data.figures import Figures
from data.indicators import Indicator
from data.snapshot import Snapshot
from data.store import UnknownStateError

FAVOURITES = ("kita", "population")
BACK = "1"
"""The choice ``past``: to see the city as it was when the link was copied."""

DIGITS = 14
"""Of the number of a state."""


class NothingToShowError(LookupError):
    """The viewer may see no city yet."""


@dataclass(frozen=True)
class Scene:
    """Choices of one run, each valid.

    Attributes:
        viewer: who looks.
        of: the city as that viewer may use it.
        level: code of the level.
        on: figures as of this day.
        dates: days to choose from, the latest first.
        indicators: indicators to choose from.
        figures: the chosen indicator for every area of the level.
        area: area id, "" where none is chosen.
        site: site id, "" where none is chosen.
        layers: layers of sites to draw: ``category`` or ``category.kind``.
    """

    viewer: Viewer
    of: Snapshot
    level: str
    on: date
    dates: list[date]
    indicators: list[Indicator]
    figures: Figures
    area: str
    site: str
    layers: tuple[str, ...]

    @property
    def area_name(self) -> str:
        """Name of the chosen area, of the city where none is chosen."""
        return str(self.of.areas.at[self.area, "name"]) if self.area else self.of.city.name

    @property
    def levels(self) -> list[str]:
        """Levels with more than one area; the only one where there is no other."""
        codes = [level.code for level in self.of.city.levels if len(self.of.level(level.code)) > 1]
        return codes or [self.of.lowest_level]


def resolve(*, today: bool = False) -> Scene:
    """The scene that the present choices ask for; what does not exist falls back with a notice.

    Args:
        today: whether the page shows the present state, also where the link asks for an earlier one.

    Raises:
        NothingToShowError: there is no city for this viewer.
    """
    viewer = session.viewer()
    slugs = [city.slug for city in cached.cities(viewer)]
    if not slugs:
        raise NothingToShowError
    slug = session.one_of("city", slugs, slugs[0])
    of = cached.snapshot(slug, viewer) if today else _as_asked(slug, viewer)
    with_areas = [level.code for level in of.city.levels if len(of.level(level.code))]
    level = session.one_of("level", with_areas, of.lowest_level)
    dates = of.dates(level)
    on = date.fromisoformat(session.one_of("date", [day.isoformat() for day in dates], dates[0].isoformat()))
    indicators = cached.indicators(of, level, on)
    codes = [indicator.code for indicator in indicators]
    favourite = next((code for code in FAVOURITES if code in codes), codes[0])
    figures = cached.figures_of(of, session.one_of("indicator", codes, favourite), level, on)
    site = session.one_of("site", ["", *of.sites.index], "")
    area = session.one_of("area", ["", *of.level(level).index], "")
    return Scene(viewer, of, level, on, dates, indicators, figures, area, site, _layers(of))


def _as_asked(slug: str, viewer: Viewer) -> Snapshot:
    """The city as it stands, or as it was when the link was copied, where the reader has asked for that."""
    state = seen(slug, viewer)
    if state is None or session.get("past") != BACK:
        return cached.snapshot(slug, viewer)
    try:
        return cached.snapshot(slug, viewer, at=state)
    except UnknownStateError:  # known, but not kept: the published file has the present state only
        session.put("past", None)
        return cached.snapshot(slug, viewer)


def seen(slug: str, viewer: Viewer) -> int | None:
    """Number of the state that the link was made from; None where it names none, or one that has never been."""
    given = session.get("seen")
    if not given:
        return None
    try:
        state = int(given) if given.isdecimal() and len(given) <= DIGITS else 0
        cached.since_of(slug, viewer, state)
    except UnknownStateError:
        session.fall_back("seen", "")
        return None
    return state


def _layers(of: Snapshot) -> tuple[str, ...]:
    possible = layers(of)
    chosen = [code for code in session.get("layers").split(",") if code]
    kept = tuple(code for code in chosen if code in possible)
    if len(kept) < len(chosen):
        session.fall_back("layers", ",".join(kept))
    return kept


def layers(of: Snapshot) -> list[str]:
    """Layers that the viewer may draw: categories present among the visible sites, each with its kinds."""
    found = []
    kinds = of.offers.groupby(of.sites["category"].reindex(of.offers["site_id"]).to_numpy())["kind"].agg(set)
    for category, known in CATEGORIES.items():
        if (of.sites["category"] == category).any():
            present = kinds.get(category, set())
            found += [category, *(f"{category}.{kind}" for kind in known if kind in present)]
    return found


def select(area: str, site: str = "") -> None:
    """Choose an area, a site, or both, from anywhere: map, list, table, search."""
    session.put("site", site)
    session.put("area", area)
