"""Which day it is, and which day counts: late is judged by today beside the latest figures only."""

from datetime import date
from types import SimpleNamespace

import pytest

from components import clock

LATEST, EARLIER = date(2025, 12, 31), date(2024, 12, 31)
TOWN = SimpleNamespace(city=None, dates=lambda _level: [LATEST, EARLIER])


@pytest.mark.parametrize(
    ("on", "today", "judged"),
    [
        (LATEST, date(2026, 11, 28), date(2026, 11, 28)),
        (EARLIER, date(2026, 11, 28), EARLIER),
        (LATEST, date(2025, 6, 30), LATEST),  # figures planned ahead are not judged before their day
    ],
)
def test_today_counts_beside_the_latest_figures_and_their_own_day_beside_earlier_ones(on, today, judged, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda _city: today)
    assert clock.judged_on(TOWN, "neighbourhood", on) == judged


def test_a_day_begins_when_it_begins_in_the_city(monkeypatch):
    moments = []

    class Clock(clock.datetime):
        @classmethod
        def now(cls, zone):
            moments.append(zone)
            return cls(2026, 6, 30, 22, 30, tzinfo=zone)

    monkeypatch.setattr(clock, "datetime", Clock)
    assert clock.today(SimpleNamespace(time_zone="Europe/Berlin")) == date(2026, 7, 1)
    assert clock.today(SimpleNamespace(time_zone="UTC")) == date(2026, 6, 30)
    assert moments == [clock.UTC, clock.UTC]
