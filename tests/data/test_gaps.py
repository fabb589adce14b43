"""Gaps of a city reckoned on paper, over time, for every audience, and of Berlin 2020 against plain pandas."""

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point

from data.audiences import PUBLIC, Audience, Viewer
from data.commands.run import main
from data.contracts import validate
from data.gaps import Gap, gap, gaps, horizon, summary
from data.services import Need, Service
from data.snapshot import Snapshot
from data.store import Store
from tests.data.little_city import CITY, COUNCIL, MANAGER, OFFERS, little_store, sites
from tests.data.test_rules import PLACES

ON = date(2024, 12, 31)
KITA = Service(
    "kita_3_to_6",
    "kita",
    "kita",
    ("3_to_6",),
    (),
    "places",
    None,
    1.0,
    Need("population", "age_3_5", 1.0, "Gesetz"),
    ((1000.0, 1.0),),
    1.0,
    0.5,
    "",
    "Konzept",
)
UNDER_3 = replace(KITA, id="kita_under_3", kinds=("under_3",), need=Need("population", "age_0_2", 0.5, "Gesetz"))
ADVICE = replace(
    KITA,
    id="advice",
    domain="society",
    category="counselling",
    kinds=("MBE",),
    measured="staff",
    clients=150.0,
    posts=2.0,
    need=Need("population", "total", 0.1, "Annahme"),
    bands=(),
    judged="reachable",
)
MEALS = replace(ADVICE, id="meals", clients=None, need=None)
CARE = replace(KITA, id="care", category="accommodation", kinds=("hostel", "flat"), bands=(), judged="reachable")
CARE = replace(CARE, need=Need("caseload", "accommodation.occupied", 1.0, "Schlüssel"))
SERVICES = (KITA, UNDER_3, ADVICE, MEALS, CARE)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = little_store(tmp_path / "var", replace(CITY, rules=(), services=SERVICES))
    town = sites()
    advice = [("mbe", Point(1500, 500), None), ("mbe2", Point(2500, 500), "2025-03-31"), ("mbe3", None, None)]
    rows = pd.DataFrame(advice, columns=["site_id", "geometry", "closes_on"])
    rows = rows.assign(category="counselling", name="Beratung", audience="public", source_id="sites")
    posts = pd.DataFrame(
        {
            "site_id": ["mbe", "mbe", "mbe2", "mbe3"],
            "kind": "MBE",
            "staff": [1.0, 0.5, 2.0, 0.5],
            "funded_until": ["2026-12-31", "2024-06-30", None, None],
        }
    )
    with made.change("klein", viewer=MANAGER, action="import") as change:
        both = pd.concat([town, gpd.GeoDataFrame(rows, geometry="geometry", crs=town.crs)], ignore_index=True)
        change.write("sites", validate("sites", both))
        change.write("offers", validate("offers", pd.concat([OFFERS, posts], ignore_index=True)))
    yield made
    made.close()


@pytest.fixture
def of(store: Store) -> Snapshot:
    return Snapshot(store, "klein", MANAGER)


def cells(found: Gap, *columns: str) -> list[tuple[object, ...]]:
    """Rows as tuples, NaN as None."""
    rows = found.table[list(columns)].itertuples(index=False, name=None)
    return [tuple(None if value != value else value for value in row) for row in rows]


def test_places_inside_each_neighbourhood(of: Snapshot) -> None:
    # kita1 has 24 usable places in 01; kita2 in 03 closed in June
    found = gap(of, KITA, "neighbourhood", ON)
    assert cells(found, "need", "capacity", "coverage", "units", "status", "reason") == [
        (30, 24, 0.8, 6, "short", ""),
        (None, 0, None, None, "unknown", "need_secret"),
        (40, 0, 0, 40, "severe", ""),
        (None, 0, None, None, "unknown", "need_unknown"),
    ]
    assert (found.stand, found.sources) == ((date(2024, 12, 1), ON), ("office", "sites"))
    told = summary(found)
    assert (told.areas_short, told.severe_areas, told.missing_units, told.unknown_areas) == (2, 1, 46, 2)
    assert told.at_least


def test_a_rate_below_one_and_what_nobody_needs(of: Snapshot) -> None:
    found = gap(of, UNDER_3, "neighbourhood", ON)
    assert cells(found, "need", "capacity", "missing", "status")[:2] == [(10, 10, 0, "met"), (30, 0, 30, "severe")]


def test_reach_crosses_borders(of: Snapshot) -> None:
    # kita1 lies in the middle of 01, 1,000 m from the middle of 02: 10 places for 10 + 30 children
    found = gap(of, UNDER_3, "neighbourhood", ON)
    assert cells(found, "reachable", "reachable_capacity", "reachable_status")[:2] == [
        (0.25, 2.5, "severe"),
        (0.25, 7.5, "severe"),
    ]
    assert found.table["judged"].tolist() == found.table["status"].tolist()


def test_a_site_without_position_counts_inside_and_is_left_out_of_reach(of: Snapshot) -> None:
    found = gap(of, KITA, "neighbourhood", date(2024, 6, 30))
    assert found.table["capacity"].tolist() == [24, 0, 20, 0]
    assert (found.unlocated, found.unplaced) == (1, 0)
    assert gap(of, ADVICE, "neighbourhood", ON).unplaced == 1  # mbe3 is nowhere


def test_posts_serve_by_their_key_and_everybody_comes(of: Snapshot) -> None:
    # 10,000 people, a tenth in need; 3.5 posts at 2:150 serve 262.5; the half post of 2024 has ended
    found = gap(of, ADVICE, "neighbourhood", ON)
    assert cells(found, "need", "capacity", "capacity_units") == [
        (100, 0, 0),
        (300, 75, 1),
        (200, 150, 2),
        (400, 0, 0),
    ]
    assert found.table["reachable"].tolist() == [0.2625] * 4
    assert set(found.table["judged"]) == {"severe"}
    told = summary(found)
    assert (told.missing_units, told.need) == (math.ceil((1000 - 262.5) / 75 * 2) / 2, 1000)


def test_without_a_key_the_posts_are_given_and_the_rest_is_unknown(of: Snapshot) -> None:
    found = gap(of, MEALS, "neighbourhood", ON)
    assert cells(found, "capacity", "need", "judged", "judged_reason")[1:3] == [
        (1, None, "unknown", "no_rate"),
        (2, None, "unknown", "no_rate"),
    ]
    assert math.isnan(summary(found).missing_units)


def test_need_of_people_in_sites(of: Snapshot) -> None:
    found = gap(of, CARE, "neighbourhood", ON)
    assert found.table["need"].tolist() == [0, 0, 60, 9]  # the shelter stands apart
    assert found.table["capacity"].tolist() == [0, 0, 65, 12]


@pytest.mark.parametrize(
    ("on", "kita2", "lapsing"),
    [("2024-06-29", 20, 20), ("2024-06-30", 20, 20), ("2024-07-01", 0, 0)],
)
def test_a_site_counts_to_its_last_day(of: Snapshot, on: str, kita2: float, lapsing: float) -> None:
    found = gap(of, KITA, "neighbourhood", date.fromisoformat(on), until=date(2024, 12, 31))
    assert found.table.loc["03", ["capacity", "lapsing_units"]].tolist() == [kita2, lapsing]


@pytest.mark.parametrize(("on", "places"), [("2022-12-31", 0), ("2023-01-01", 65)])
def test_a_site_counts_from_its_first_day(of: Snapshot, on: str, places: float) -> None:
    assert gap(of, CARE, "neighbourhood", date.fromisoformat(on)).table.at["03", "capacity"] == places


@pytest.mark.parametrize(
    ("on", "until", "posts", "lapsing"),
    [
        ("2024-06-30", "2024-06-30", 3.5, 0.5),
        ("2024-07-01", "2025-03-30", 3.0, 0.0),
        ("2024-07-01", "2025-03-31", 3.0, 2.0),
        ("2024-07-01", "2026-12-31", 3.0, 3.0),
        ("2025-04-01", "2026-12-30", 1.0, 0.0),
        ("2027-01-01", "2029-12-31", 0.0, 0.0),
    ],
)
def test_posts_lapse_with_funding_and_closing(
    of: Snapshot, on: str, until: str, posts: float, lapsing: float
) -> None:
    found = gap(of, ADVICE, "neighbourhood", date.fromisoformat(on), until=date.fromisoformat(until)).table
    assert found[["capacity_units", "lapsing_units"]].sum().tolist() == [posts, lapsing]


def test_the_horizon_is_the_end_of_the_year_two_years_on() -> None:
    assert horizon(date(2026, 11, 22)) == date(2028, 12, 31)


def test_assumed_values_are_named_and_change_the_result(of: Snapshot) -> None:
    found = gap(of, KITA, "neighbourhood", ON, met=0.8, rate=0.5)
    assert found.assumed == {"met": 0.8, "rate": 0.5}
    assert found.table.loc["01", ["need", "status"]].tolist() == [15, "met"]
    assert gap(of, KITA, "neighbourhood", ON, met=1.0, rate=1.0).assumed == {}


def test_figures_roll_up_only_where_all_are_known(of: Snapshot) -> None:
    found = gap(of, UNDER_3, "district", ON)
    assert cells(found, "need", "capacity", "reachable_capacity")[0] == (40, 10, 10)
    assert cells(found, "need", "judged")[1] == (None, "unknown")


def test_the_worst_comes_first_and_the_unknown_last(of: Snapshot) -> None:
    order = [found.service.id for found in gaps(of, "neighbourhood", ON)]
    assert order[0] in ("advice", "kita_under_3", "kita_3_to_6")
    assert order[-1] == "meals"
    assert set(order) == {service.id for service in SERVICES}


@pytest.mark.parametrize("viewer", [PUBLIC, COUNCIL, Viewer(Audience.MANAGER)])
def test_aggregates_are_the_same_for_everyone(store: Store, viewer: Viewer) -> None:
    for service in SERVICES:
        seen = gap(Snapshot(store, "klein", viewer), service, "neighbourhood", ON).table
        full = gap(Snapshot(store, "klein", MANAGER), service, "neighbourhood", ON).table
        pd.testing.assert_frame_equal(seen, full)


@pytest.mark.parametrize("slug", PLACES)
def test_every_service_of_the_bundled_cities_can_be_computed(bundled: Callable[[str], Snapshot], slug: str) -> None:
    of = bundled(slug)
    found = gaps(of, of.lowest_level, date(2026, 11, 22))
    assert len(found) == len(of.city.services)
    known = {one.service.id for one in found if (one.table["judged"] != "unknown").any()}
    assert {"kita_under_3", "kita_3_to_6", "primary_school", "secondary_school", "follow_on_b2"} <= known
    for one in found:
        assert summary(one).capacity_units > 0 or one.service.id == "accommodation_care"


BERLIN = "berlin-lor-planning-areas-until-2020.geojson"
POPULATION = "berlin-lor-population-2020-02-t2-planning-areas.csv"


@pytest.fixture
def berlin(sample_data: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Path, Path]:
    folder = sample_data / "berlin"
    new = "--new-city Berlin --crs EPSG:25833 --level planning_area --correct 123:area_id=04030417"
    kita = "--constant category=kita --map site_id=e_nr name=e_name operator=t_name capacity=e_platz"
    young = "--constant as_of=2020-12-31 --map population.age_0_5=inhabitants_age_below_6"
    for table, file, options in (
        ("areas", BERLIN, new),
        ("sites", "kindertagesstaetten.geojson", kita),
        ("statistics", POPULATION, young),
    ):
        assert main(["import", "berlin", table, str(folder / file), *options.split()]) == 0
    capsys.readouterr()
    return folder, data_dir


def independent(folder: Path) -> pd.DataFrame:
    """Need, capacity and coverage of all planning areas without anything of this product."""
    areas = gpd.read_file(folder / BERLIN).to_crs(25833)
    areas.loc[123, "id"] = "04030417"
    points = gpd.read_file(folder / "kindertagesstaetten.geojson").set_crs(25833, allow_override=True)
    points["places"] = pd.to_numeric(points["e_platz"])
    joined = points.sjoin(areas[["id", "geometry"]], predicate="within")
    people = pd.read_csv(folder / POPULATION, dtype={"id": str}).set_index("id")["inhabitants_age_below_6"]
    table = areas[["id", "name"]].set_index("id").assign(need=people * 5 / 6)
    table["capacity"] = joined.groupby("id")["places"].sum().reindex(table.index, fill_value=0.0)
    table["sites"] = joined.groupby("id").size().reindex(table.index, fill_value=0)
    return table.assign(coverage=table["capacity"] / table["need"].where(table["need"] > 0)).sort_index()


def test_berlin_2020_equals_plain_pandas(berlin: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    expected = independent(berlin[0])
    code = main(["gaps", "berlin", "--service", "kita", "--as-of", "2020-12-31", "--json"])
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    (service,) = told["services"]
    found = pd.DataFrame(service["areas"]).set_index("area_id").sort_index()
    assert (code, told["level"], len(found), service["unplaced"]) == (0, "planning_area", 448, 0)
    for column in ("need", "capacity", "coverage"):
        pd.testing.assert_series_equal(
            found[column].astype(float), expected[column].astype(float), check_names=False, rtol=1e-12
        )
    without = expected[expected["sites"] == 0]
    assert len(without) == 20
    none = found[(found["capacity"] == 0)]
    assert sorted(none["name"]) == sorted(without["name"])
    assert set(none["status"]) <= {"severe", "met"}
    assert found["capacity"].sum() == 194_979


@pytest.mark.usefixtures("berlin")
def test_berlin_says_what_it_cannot_know(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gaps", "berlin", "--as-of", "2020-12-31"]) == 0
    said = capsys.readouterr().out
    assert "Kita-Plätze (0 bis 5 Jahre): In " in said
    assert "Kita-Plätze für Kinder unter 3: nicht bekannt." in said


def test_the_command_names_an_unknown_level_and_service(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    little_store(data_dir).close()
    assert main(["gaps", "klein", "--level", "moon"]) == 2
    assert "neighbourhood" in capsys.readouterr().err
    assert main(["gaps", "klein", "--service", "trams"]) == 2
    assert "kita" in capsys.readouterr().err
