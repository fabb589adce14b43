"""Real published files come in with the commands of docs/importing.md and give the published counts."""

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.commands import main
from data.store import Store
from tests.data.conftest import MANAGER

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTED = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")
NEW_CITY = "--new-city Berlin --crs EPSG:25833 --level planning_area"
AREAS = f"areas berlin/berlin-lor-planning-areas-until-2020.geojson {NEW_CITY}"
POPULATION = "berlin/berlin-lor-population-2020-02"

Import = Callable[[str], tuple[int, dict[str, Any]]]


@pytest.fixture
def run(sample_data: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]) -> Import:
    """Run ``import CITY …`` on a file of the sample data: exit code and report."""
    assert not data_dir.exists()

    def command(line: str) -> tuple[int, dict[str, Any]]:
        city, table, file, *options = shlex.split(line)
        capsys.readouterr()
        code = main(["import", city, table, str(sample_data / file), *options, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return command


def errors(report: dict[str, Any]) -> list[tuple[str, int, str, str]]:
    found = [problem for problem in report["problems"] if problem["severity"] == "error"]
    return [(problem["code"], problem["row"], problem["column"], problem["value"]) for problem in found]


def test_official_neighbourhoods_of_dresden_replace_the_schematic_ones(run: Import, data_dir: Path) -> None:
    assert main(["seed"]) == 0
    store = Store(data_dir)
    before = {name: len(store.read("dresden", name, viewer=MANAGER)) for name in ("sites", "statistics", "areas")}
    line = "dresden areas dresden/derived_stadtteile_aus_wahlbezirken_2024.geojson --level neighbourhood"
    code, report = run(line)
    assert (code, report["rows_read"], report["rows_accepted"], report["edition"]) == (0, 61, 61, 2)
    assert (report["added"], report["changed"], report["removed"]) == (0, 61, 0)
    assert report["columns"] == {"area_id": "code", "name": "name_statistik", "parent_id": "stadtbezirk"}
    after = {name: len(store.read("dresden", name, viewer=MANAGER)) for name in before}
    assert after == before
    areas = store.read("dresden", "areas", viewer=MANAGER)
    assert areas[areas["level"] == "neighbourhood"].geometry.area.sum() / 1e6 == pytest.approx(328.28, abs=0.01)
    store.close()


def test_berlin_is_refused_for_its_double_key_and_comes_in_corrected(run: Import, data_dir: Path) -> None:
    code, report = run(f"berlin {AREAS}")
    assert (code, report["rows_read"], report["edition"]) == (1, 448, None)
    assert errors(report) == [("duplicate_key", row, "area_id", "06010102") for row in (123, 204)]
    store = Store(data_dir)
    assert store.cities(viewer=MANAGER) == []
    code, report = run(f"berlin {AREAS} --correct 123:area_id=04030417")
    assert (code, report["rows_accepted"], report["added"], report["edition"]) == (0, 448, 448, 1)
    areas = store.read("berlin", "areas", viewer=MANAGER).set_index("area_id")
    assert areas.loc["04030417", "geometry"].area == pytest.approx(562_454, rel=0.01)
    source = store.read("berlin", "sources", viewer=MANAGER)
    assert source["changed"].to_list() == ["Zeile 123: area_id 06010102 → 04030417"]
    store.close()


def test_berlins_kitas_and_population_have_the_published_totals(run: Import, data_dir: Path) -> None:
    assert run(f"berlin {AREAS} --correct 123:area_id=04030417")[0] == 0
    code, report = run(
        "berlin sites berlin/kindertagesstaetten.geojson --constant category=kita "
        "--map site_id=e_nr name=e_name operator=t_name address=e_strasse capacity=e_platz"
    )
    assert (code, report["added"], report["crs"]) == (0, 2880, "EPSG:25833")
    store = Store(data_dir)
    assert store.read("berlin", "offers", viewer=MANAGER)["capacity"].sum() == 194_979
    code, report = run(
        f"berlin statistics {POPULATION}-t1-planning-areas.csv --constant as_of=2020-12-31 "
        "--map population.total=inhabitants foreigners.total=inhabitants_foreigners"
    )
    assert (code, report["rows_read"], report["added"]) == (0, 448, 896)
    code, report = run(
        f"berlin statistics {POPULATION}-t2-planning-areas.csv --constant as_of=2020-12-31 "
        "--map population.age_0_5=inhabitants_age_below_6 population.age_6_14=inhabitants_age_6_15"
    )
    assert (code, report["added"], report["removed"]) == (0, 896, 0)
    sums = store.read("berlin", "statistics", viewer=MANAGER).groupby(["indicator", "group"])["value"].sum()
    assert sums["population", "total"] == 3_769_962
    assert sums["foreigners", "total"] == 789_076
    assert sums["population", "age_0_5"] == 222_396
    store.close()


def test_figures_of_other_boundaries_are_refused(run: Import) -> None:
    assert run(f"berlin {AREAS} --correct 123:area_id=04030417")[0] == 0
    code, report = run("berlin statistics berlin/einwohnerbestand_06-2022_plr.csv --constant as_of=30.06.2022")
    assert code == 1
    assert (report["encoding"], report["delimiter"], report["rows_read"]) == ("utf-8-bom", ";", 542)
    assert {code for code, *_ in errors(report)} == {"other_vintage"}
    marks = [problem for problem in report["problems"] if problem["code"] == "marks_read"]
    assert [(mark["value"], mark["values"]["count"]) for mark in marks] == [("–", 30)]


def test_a_table_with_degrees_gives_points(run: Import, data_dir: Path) -> None:
    assert run(f"berlin {AREAS} --correct 123:area_id=04030417")[0] == 0
    code, report = run("berlin sites berlin/berlin-daycare-centers-2026-07-details.csv --constant category=kita")
    assert (code, report["rows_read"], report["added"], report["delimiter"]) == (0, 2893, 2893, ",")
    store = Store(data_dir)
    assert store.read("berlin", "offers", viewer=MANAGER)["capacity"].sum() == 199_851
    assert store.read("berlin", "sites", viewer=MANAGER).geometry.notna().all()
    store.close()


def test_repeated_keys_of_real_schools_are_named(run: Import) -> None:
    assert main(["seed"]) == 0
    code, report = run("dresden sites dresden/derived_schulen_sachsen_dresden.csv --constant category=school")
    assert (code, report["rows_read"], report["edition"]) == (1, 313, None)
    assert ("duplicate_key", 61, "site_id", "SN-4350120") in errors(report)


def test_the_guide_shows_these_commands_and_counts() -> None:
    parts = (NEW_CITY, "--correct 123:area_id=04030417")
    parts += ("--level neighbourhood", "population.age_0_5=inhabitants_age_below_6", "2,880", "194,979", "3,769,962")
    assert [part for part in parts if part not in DOCUMENTED] == []
