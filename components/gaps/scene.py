"""What the page of gaps shows beside the scene: service, horizon and assumed figures, each valid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from components import cached, session
from components.scene import Scene
from data.contracts import DOMAINS
from data.gaps import Gap, horizon
from data.services import Service

FARTHEST = 5
"""Years to look ahead, at most."""

LOWEST, HIGHEST = 0.0001, 100.0
"""What a threshold or a rate of need may be assumed to be."""


@dataclass(frozen=True)
class GapScene:
    """Choices of one run.

    Attributes:
        scene: place, level, day, area.
        until: by when capacity may lapse.
        gaps: a gap a service, worst first.
        domain: code of one of the eight domains, "" for all.
        service: the chosen service, None where none is chosen.
        met: assumed threshold of coverage, None where the service's own counts.
        rate: assumed rate of need, None where the service's own counts.
    """

    scene: Scene
    until: date
    gaps: list[Gap]
    domain: str
    service: Service | None
    met: float | None
    rate: float | None

    @property
    def shown(self) -> list[Gap]:
        """Gaps that the town is measured by: of the chosen domain, of all where none is chosen."""
        return [gap for gap in self.gaps if gap.service.applied and self.domain in ("", gap.service.domain)]

    @property
    def gap(self) -> Gap | None:
        """The gap of the chosen service, under the assumptions."""
        if self.service is None:
            return None
        scene = self.scene
        return cached.gap_of(scene.of, self.service.id, scene.level, scene.on, self.until, self.met, self.rate)


def horizons(on: date) -> list[date]:
    """Days to look ahead to: ends of the years to come."""
    return [date(on.year + ahead, 12, 31) for ahead in range(1, FARTHEST + 1)]


def resolve(scene: Scene) -> GapScene:
    """The gaps that the present choices ask for; what does not exist falls back with a notice."""
    days = horizons(scene.on)
    codes = [day.isoformat() for day in days]
    until = date.fromisoformat(session.one_of("until", ["", *codes], "") or horizon(scene.on).isoformat())
    domain = session.one_of("domain", ["", *DOMAINS], "")
    services = {service.id: service for service in scene.of.city.services}
    service = services.get(session.one_of("service", ["", *services], ""))
    met = rate = None
    if service is not None:
        met = _assumed("met")
        rate = _assumed("rate") if service.need is not None else None
    gaps = cached.gaps_of(scene.of, scene.level, scene.on, until)
    return GapScene(scene, until, gaps, domain, service, met, rate)


def _assumed(name: str) -> float | None:
    """A number from the link within its bounds, else None with a notice."""
    given = session.get(name)
    if not given:
        return None
    try:
        figure = float(given)
    except ValueError:
        figure = float("nan")
    if LOWEST <= figure <= HIGHEST:
        return figure
    session.fall_back(name, "")
    return None
