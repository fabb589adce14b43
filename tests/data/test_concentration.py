"""Where accommodation concentrates in a small city, beside chance, over time, and for every audience."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.audiences import PUBLIC, Viewer
from data.commands.run import main
from data.concentration import INDICES, concentration, history
from data.snapshot import Snapshot
from data.store import Store
from tests.data.little_city import CITY, COUNCIL, MANAGER, little_store
from tests.data.test_rules import PLACES

ON = date(2024, 12, 31)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = little_store(tmp_path / "var")
    yield made
    made.close()


def test_places_of_each_neighbourhood_on_paper(store: Store) -> None:
    # 65 in 03 of 2,000 people, 12 in 04 of 4,000; the shelter's 8 stand apart
    found = concentration(Snapshot(store, "klein", MANAGER), "neighbourhood", ON)
    table = found.table
    assert table["places"].tolist() == [0, 0, 65, 12]
    assert table["people"].tolist() == [0, 0, 60, 9]
    assert table["per_1000"].tolist() == [0, 0, 32.5, 3]
    assert table["location_quotient"].tolist() == pytest.approx([0, 0, 65 / 77 * 5, 12 / 77 * 2.5])
    assert table["fair_share"].tolist() == pytest.approx([7.7, 23.1, 15.4, 30.8])
    assert table["cut_rank"].dropna().to_dict() == {"03": 1, "04": 2}
    assert (found.sites, found.unplaced, found.sources) == (2, 0, ("office", "sites"))


def test_indices_stand_beside_chance(store: Store) -> None:
    found = concentration(Snapshot(store, "klein", MANAGER), "neighbourhood", ON).indices
    assert set(found) == set(INDICES)
    assert found["hoover"].observed == pytest.approx(65 / 77 - 0.2)
    assert found["largest_share"].observed == pytest.approx(65 / 77)
    assert found["hhi"].observed == pytest.approx((65 / 77) ** 2 + (12 / 77) ** 2)
    assert found["gini"].percentile < 95  # two sites are in two places: nothing that chance could not do
    again = concentration(Snapshot(store, "klein", MANAGER), "neighbourhood", ON).indices
    assert found == again


def test_the_curve_runs_from_least_to_most(store: Store) -> None:
    curve = concentration(Snapshot(store, "klein", MANAGER), "neighbourhood", ON).lorenz
    assert curve["base"].tolist() == pytest.approx([0, 0.1, 0.4, 0.8, 1])
    assert curve["amount"].tolist() == pytest.approx([0, 0, 0, 12 / 77, 1])


def test_history_follows_openings(store: Store) -> None:
    past = history(Snapshot(store, "klein", MANAGER), "neighbourhood")
    assert past["places", "observed"].to_dict() == {date(2023, 12, 31): 77, ON: 77}
    assert past.loc[ON, ("hhi", "observed")] == pytest.approx((65 / 77) ** 2 + (12 / 77) ** 2)
    assert past["gini", "observed"].isna().tolist() == [True, False]  # inhabitants of 2023 are known of one area


@pytest.mark.parametrize(("on", "sites"), [("2022-12-31", 1), ("2023-01-01", 2)])
def test_a_site_counts_from_its_first_day(store: Store, on: str, sites: int) -> None:
    of = Snapshot(store, "klein", MANAGER)
    assert concentration(of, "neighbourhood", date.fromisoformat(on)).sites == sites


@pytest.mark.parametrize("viewer", [PUBLIC, COUNCIL])
def test_aggregates_are_the_same_for_everyone(store: Store, viewer: Viewer) -> None:
    seen = concentration(Snapshot(store, "klein", viewer), "district", ON)
    full = concentration(Snapshot(store, "klein", MANAGER), "district", ON)
    pd.testing.assert_frame_equal(seen.table, full.table)
    assert seen.indices == full.indices


def test_a_city_without_accommodation_has_no_index(tmp_path: Path) -> None:
    made = little_store(tmp_path / "bare", replace(CITY, services=(), rules=()))
    with made.change("klein", viewer=MANAGER, action="import") as change:
        for name in ("sites", "offers", "caseload"):
            change.write(name, change.read(name).iloc[:0])
    found = concentration(Snapshot(made, "klein", MANAGER), "neighbourhood", ON)
    assert found.table["places"].tolist() == [0, 0, 0, 0]
    assert found.indices["gini"].observed != found.indices["gini"].observed
    assert found.lorenz.empty
    assert history(Snapshot(made, "klein", MANAGER), "neighbourhood").empty
    made.close()


@pytest.mark.parametrize("slug", PLACES)
def test_sites_and_operators_are_shown_to_those_who_may_see_them(bundled: Callable[..., Snapshot], slug: str) -> None:
    of = bundled(slug)
    found, public = (
        concentration(one, one.lowest_level, date(2026, 11, 22), placements=9) for one in (of, bundled(slug, PUBLIC))
    )
    assert len(found.freed) > 3
    assert found.freed["closes_on"].is_monotonic_increasing
    assert len(public.freed) == 0
    assert found.operators["places"].sum() == found.table["places"].sum() + found.decentral_places.protected
    assert (public.operators["places"].notna()).sum() == 0
    assert found.unplaced == 0


def test_two_operators_of_advice_centres_run_accommodation_too(bundled: Callable[..., Snapshot]) -> None:
    found = concentration(bundled("zwickau"), "municipality", date(2025, 12, 31), placements=9).operators
    centres = found[found["advice_centres"] > 0]
    assert (len(centres), centres["advice_centres"].sum(), (centres["sites"] > 0).sum()) == (4, 5, 2)


def test_all_three_commands_speak_json_and_german(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    little_store(data_dir).close()
    for verb in ("gaps", "standards", "concentration"):
        assert main([verb, "klein", "--as-of", "2024-12-31", "--json"]) == 0
        told = json.loads(capsys.readouterr().out, parse_constant=lambda word: pytest.fail(word))
        assert (told["city"], told["as_of"]) == ("klein", "2024-12-31")
        assert main([verb, "klein", "--as-of", "2024-12-31"]) == 0
        said = capsys.readouterr().out
        assert said.splitlines()
        assert "{" not in said
        assert "nan" not in said
