"""Real published files come in with the commands of docs/importing.md and give the published counts."""

import contextlib
import csv
import io
import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.commands.run import main
from data.store import Store
from tests.data.conftest import MANAGER, features, square

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTED = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")
NEW_CITY = "--new-city Berlin --crs EPSG:25833 --level planning_area"
AREAS = f"areas berlin/berlin-lor-planning-areas-until-2020.geojson {NEW_CITY}"
POPULATION = "berlin/berlin-lor-population-2020-02"
OLD_PLR = "berlin/berlin-lor-planning-areas-until-2020.geojson"
KREISE = "deutschland/landkreise_sim200.geojson"
CORRECTED = f"berlin areas {OLD_PLR} {NEW_CITY} --correct 123:area_id=04030417"
FORECAST = "berlin areas berlin/lor_prognoseraeume_2021.geojson --level forecast_area --new-level Prognoseraum"
OFFICIAL = "dresden areas dresden/derived_stadtteile_aus_wahlbezirken_2024.geojson --level neighbourhood"
OSM = "dresden areas dresden/Stadtteile-Dresden.geojson --level neighbourhood"
NRW = "nrw areas deutschland/gemeinden_nrw_simplify200.geojson"
ULM = f"ulm areas {KREISE} --new-city Ulm --crs EPSG:25832 --level city --where AGS=08421"
MUNICH = f"muenchen areas {KREISE} --new-city München --crs EPSG:25832 --level city --where AGS=09162"

TOWNS = {
    "nothing": (),
    "bundled": ("seed",),
    "dresden, official areas": ("seed", OFFICIAL),
    "dresden, areas of OpenStreetMap": ("seed", OSM),
    "berlin": (CORRECTED,),
    "berlin with forecast areas": (CORRECTED, f"{FORECAST} --above planning_area"),
    "nrw": (f"{NRW} --new-city Nordrhein-Westfalen --crs EPSG:25832 --level municipality",),
    "ulm": (ULM,),
    "munich": (MUNICH,),
    "berlin 2021, drawn as squares": ("squares",),
}
"""Towns by the commands that make them."""

HOUSEHOLDS = "dresden/statistik/einwohner_-_haushalte"
SINGLE = f"{HOUSEHOLDS}_md233_2025_od_bevoelkerung_ab_stadtteil_haushalttyp_alleinerziehende_.csv"
BY_SIZE = f"{HOUSEHOLDS}_md23e_2025_od_bevoelkerung_ab_stadtteil_haushalt-groesse_in_5_klassen.csv"
BY_AGE = (
    "dresden/statistik/einwohner___md105e_2025_migrationshintergrund_od_bevoelkerung_hauptwohner_stadtraum_"
    "3_altersklassen.csv"
)
PER_SINGLE = (
    "--map 'area_id=Stadtteil zus.' 'household_population.single_parent=Anzahl Einwohner' "
    "'households.single_parent=Anzahl Haushalte'"
)
PER_SIZE = (
    "--map 'area_id=Stadtteil zus.' group=Haushalt-Größe-5 'household_population=Anzahl Einwohner' "
    "'households=Anzahl Haushalte'"
)
PER_AGE = (
    "--map 'area_id=Stadtbezirk mit zugeordneten Ortschaften' 'value=Anzahl Einwohner' "
    "'group=AltK_03A__-17-64- + Migrationshintergrund M2 (aggregiert)' --constant indicator=population"
)
VOTES = (
    "--where Jahr=2024 Wahlart=Europawahl --map 'area_id=Stadtteil zus.' electorate.total=Wahlberechtigte "
    "voters.total=Wähler"
)
TO_FORECAST = "--map 'area_id=Prognoseraum (Nummer)' 'area_m2.total=Fläche in qm' --constant as_of=2021-12-01"
GAUSS = "--constant category=kita --map lon=gk-easting lat=gk-northing --file-crs EPSG:31467"
FROM_NESTED = (
    "--map population.total=destatis.population population.male=destatis.population_m "
    "population.female=destatis.population_w --constant as_of=2018-12-31"
)
FROM_LIST = "--map population.total=population population.male=population_m population.female=population_w"

STORED = {
    # town, command: rows read, rows added, what then stands there
    "Berlin's planning areas": ("nothing", CORRECTED, 448, 448, {"km2": 890.66}),
    "Berlin's districts": (
        "berlin",
        "berlin areas berlin/berlin-lor-districts.geojson --level district --new-level Bezirk --above planning_area",
        12,
        12,
        {"km2": 890.66},
    ),
    "Berlin's forecast areas": (
        "berlin",
        "berlin areas berlin/berlin-lor-forecast-areas-from-2021.geojson --level forecast_area "
        "--new-level Prognoseraum --above planning_area",
        58,
        58,
        {"km2": 890.67},
    ),
    "Berlin's forecast areas in metres": ("berlin", f"{FORECAST} --above planning_area", 58, 58, {"km2": 890.67}),
    "Berlin's population, t1": (
        "berlin",
        f"berlin statistics {POPULATION}-t1-planning-areas.csv --constant as_of=2020-12-31 "
        "--map population.total=inhabitants foreigners.total=inhabitants_foreigners",
        448,
        896,
        {"population.total": 3_769_962, "foreigners.total": 789_076},
    ),
    "Berlin's population, t2": (
        "berlin",
        f"berlin statistics {POPULATION}-t2-planning-areas.csv --constant as_of=2020-12-31 "
        "--map population.age_0_5=inhabitants_age_below_6 population.age_6_14=inhabitants_age_6_15 "
        "population.age_15_17=inhabitants_age_15_18 population.age_65_plus=inhabitants_age_above_65",
        448,
        1792,
        {"population.age_0_5": 222_396, "population.age_65_plus": 724_745},
    ),
    "Berlin's population, t3": (
        "berlin",
        f"berlin statistics {POPULATION}-t3-planning-areas.csv --constant as_of=2020-12-31",
        448,
        9856,
        {"inhabitants.total": 1_344_612, "inhabitants_with_migration_background_age_below_6.total": 118_843},
    ),
    "Berlin's population, t4": (
        "berlin",
        f"berlin statistics {POPULATION}-t4-planning-areas.csv --constant as_of=2020-12-31",
        448,
        25_088,
        {"inhabitants.total": 1_344_612, "inhabitants_from_poland.total": 113_439},
    ),
    "Berlin's Kitas": (
        "berlin",
        "berlin sites berlin/kindertagesstaetten.geojson --constant category=kita --map 'address=e_strasse + e_hnr'",
        2880,
        2880,
        {"capacity": 194_979, "unlocated": 0},
    ),
    "Berlin's Kitas of 2026": (
        "berlin",
        "berlin sites berlin/berlin-daycare-centers-2026-07-details.csv --constant category=kita",
        2893,
        2893,
        {"capacity": 199_851, "unlocated": 0},
    ),
    "Berlin's schools": (
        "berlin",
        "berlin sites berlin/schulen.geojson --constant category=school",
        902,
        902,
        {"unlocated": 0},
    ),
    "Berlin's youth centres": (
        "berlin",
        "berlin sites berlin/jugendfreizeiteinrichtungen.geojson --constant category=meeting_place kind=youth_centre",
        407,
        407,
        {"capacity": 46_449, "unlocated": 0},
    ),
    "Berlin's care homes": (
        "berlin",
        "berlin sites berlin/pflegeeinrichtungen.geojson --constant category=health",
        274,
        274,
        {"capacity": 31_154, "unlocated": 0},
    ),
    "Berlin's social monitoring on old areas": (
        "berlin",
        "berlin statistics berlin/mss_2021_k_08_14_15_old_plr.csv --constant as_of=2020-12-31",
        437,
        1748,
        {"EW.total": 3_767_326},
    ),
    "Berlin's list of areas, surface by forecast area": (
        "berlin with forecast areas",
        f"berlin statistics berlin/LOR_2021.csv {TO_FORECAST} --add-up",
        542,
        58,
        {"area_m2.total": 891_132_456.35},
    ),
    "Berlin's population of 2022, on areas of its own vintage": (
        "berlin 2021, drawn as squares",
        "berlin statistics berlin/einwohnerbestand_06-2022_plr.csv --constant as_of=2022-06-30 --marker –=secret "
        "--map population.total=Gesamt population.female=weiblich foreigners.total=ausländer",
        542,
        1626,
        {"population.total": 3_821_881, "secret": 6},
    ),
    "Berlin's social monitoring, on areas of its own vintage": (
        "berlin 2021, drawn as squares",
        "berlin statistics berlin/mss_2021_easy.csv --constant as_of=2020-12-31 "
        "--map population.total='Resident Count' 'unemployment.share=Unemployment Percent'",
        542,
        1084,
        {"population.total": 3_769_962, "missing": 7},
    ),
    "Berlin's indices, on areas of its own vintage": (
        "berlin 2021, drawn as squares",
        "berlin statistics berlin/mss_2021_index-indikatoren_z-werte_plr.csv --constant as_of=2020-12-31 "
        "--map 'population.total=EW 31.12.2020' social_status.index=Status-summe",
        542,
        1084,
        {"population.total": 3_769_962, "missing": 6},
    ),
    "Berlin's Kitas by area, on areas of its own vintage": (
        "berlin 2021, drawn as squares",
        "berlin statistics berlin/kitas_per_plr_simple.csv --constant as_of=2021-12-31",
        542,
        542,
        {"kita_count.total": 2880, "missing": 16},
    ),
    "Berlin's schools by area, on areas of its own vintage": (
        "berlin 2021, drawn as squares",
        "berlin statistics berlin/schools_per_plr_simple.csv --constant as_of=2021-12-31",
        542,
        5420,
        {"school_count.total": 902, "missing": 1160},
    ),
    "Dresden's official areas": ("bundled", OFFICIAL, 61, 0, {"km2": 328.28}),
    "Dresden's areas of OpenStreetMap": ("bundled", OSM, 61, 3, {"km2": 284.41}),
    "Dresden's wards of 2021": (
        "dresden, official areas",
        "dresden areas dresden/wahlbezirke_bundestagswahl_2021.geojson --level ward --new-level Wahlbezirk "
        "--map area_id=wb",
        365,
        365,
        {"km2": 328.28},
    ),
    "Dresden's wards of 2024": (
        "dresden, official areas",
        "dresden areas dresden/wahlbezirke_europawahl_2024.geojson --level ward --new-level Wahlbezirk "
        "--map area_id=wb",
        408,
        408,
        {"km2": 328.28},
    ),
    "Dresden's single parents": (
        "dresden, official areas",
        f"dresden statistics {SINGLE} {PER_SINGLE} --add-up",
        62,
        61,
        {"households.single_parent": 13_873},
    ),
    "Dresden's single parents on the areas of OpenStreetMap": (
        "dresden, areas of OpenStreetMap",
        f"dresden statistics {SINGLE} {PER_SINGLE} --add-up --drop-unknown",
        62,
        58,
        {"households.single_parent": 13_590},
    ),
    "Dresden's households by size": (
        "dresden, official areas",
        f"dresden statistics {BY_SIZE} {PER_SIZE} --add-up",
        310,
        610,
        {"household_population": 555_208},
    ),
    "Dresden's residents by age and migration background": (
        "dresden, official areas",
        f"dresden statistics {BY_AGE} {PER_AGE} --add-up",
        162,
        90,
        {"population": 571_510},
    ),
    "Dresden's overview": (
        "dresden, official areas",
        "dresden statistics dresden/derived_stadtteile_uebersicht.csv --constant as_of=2025-12-31",
        61,
        305,
        {"bev_in_haushalten_2025.total": 555_208},
    ),
    "Dresden's votes": (
        "dresden, official areas",
        f"dresden statistics dresden/wahlen_1999_2024_wahlbezirk_stadtteil.csv {VOTES} --add-up --drop-unknown",
        623,
        122,
        {"electorate.total": 429_624, "voters.total": 310_188},
    ),
    "Dresden's schools": (
        "dresden, official areas",
        "dresden sites dresden/derived_schulen_sachsen_dresden.csv --constant category=school --once "
        "--map area_id=ortsteil --level neighbourhood --match names --drop-unknown",
        287,
        287,
        {"unlocated": 272, "with area": 249},
    ),
    "Zwickau's outline": (
        "bundled",
        "zwickau areas zwickau/derived_landkreis_zwickau.geojson --level county",
        1,
        0,
        {"km2": 949.03},
    ),
    "Zwickau's municipalities": (
        "bundled",
        "zwickau statistics zwickau/derived_gemeinden_landkreis_zwickau.csv --constant as_of=2018-12-31 "
        "--map population.total=einwohner_2018 population.male=maennlich population.female=weiblich",
        33,
        0,
        {"population.total": 317_531},
    ),
    "Zwickau's schools": (
        "bundled",
        "zwickau sites zwickau/derived_schulen_landkreis_zwickau.csv --constant category=school --once "
        "--map area_id=ort --level municipality --match names --drop-unknown",
        139,
        139,
        {"unlocated": 71, "with area": 138},
    ),
    "Duisburg's three levels in one file": (
        "bundled",
        "duisburg areas duisburg/derived_duisburg_alle_ebenen.geojson "
        "--value level:stadt=city level:stadtbezirk=district level:ortsteil=neighbourhood",
        35,
        1,
        {"km2": 605.1},
    ),
    "Duisburg's Ortsteile from the file of three levels": (
        "bundled",
        "duisburg areas duisburg/derived_duisburg_alle_ebenen.geojson --where ebene=ortsteil --level neighbourhood",
        27,
        0,
        {"km2": 139.61},
    ),
    "Duisburg's schools with pupils": (
        "bundled",
        "duisburg sites duisburg/derived_schulen_duisburg.csv --constant category=school --map capacity=schuelerzahl "
        "--once --drop-outside",
        148,
        144,
        {"capacity": 66_525, "unlocated": 0},
    ),
    "Municipalities of North Rhine-Westphalia": ("nothing", TOWNS["nrw"][0], 396, 396, {"km2": 34_094.19}),
    "their figures, nested in the same file": (
        "nrw",
        f"nrw statistics deutschland/gemeinden_nrw_simplify200.geojson {FROM_NESTED}",
        396,
        1188,
        {"population.total": 17_932_651},
    ),
    "their figures, from the list of all Germany": (
        "nrw",
        f"nrw statistics deutschland/destatis_gemeinden.json {FROM_LIST} --constant as_of=2018-12-31 "
        "--match keys --drop-unknown",
        11_014,
        1188,
        {"population.total": 17_932_651},
    ),
    "Counties of Germany, land only": (
        "nothing",
        f"kreise areas {KREISE} --new-city Deutschland --crs EPSG:25832 --level county --where GF=4",
        401,
        401,
        {"km2": 357_169.29},
    ),
    "Counties of Germany with their waters": (
        "nothing",
        f"kreise areas {KREISE} --new-city Deutschland --crs EPSG:25832 --level county --add-up",
        431,
        401,
        {"km2": 357_699.17},
    ),
    "Ulm's outline": ("nothing", ULM, 1, 1, {"km2": 119.2}),
    "Ulm's Kitas in Gauß-Krüger": (
        "ulm",
        f"ulm sites formate/ulm/coords.csv {GAUSS} --drop-outside",
        84,
        83,
        {"unlocated": 0},
    ),
    "Ulm's Kitas as records": (
        "ulm",
        f"ulm sites formate/ulm/coords.json {GAUSS} --drop-outside",
        84,
        83,
        {"unlocated": 0},
    ),
    "Ulm's Kitas as points": (
        "ulm",
        "ulm sites formate/ulm/kitas.geojson --constant category=kita --drop-outside",
        83,
        82,
        {"unlocated": 0},
    ),
    "Munich's outline": ("nothing", MUNICH, 1, 1, {"km2": 311.16}),
    "Munich's circles of helpers": (
        "munich",
        "muenchen sites formate/muenchen/map_refugee_initiatives_munich.csv --constant category=volunteering "
        "--map site_id=name --drop-outside",
        50,
        16,
        {"unlocated": 1},
    ),
}

DAY = "--constant as_of=2021-12-31"
VINTAGE = [("other_vintage", None, "area_id", "01100101")]
NO_SHAPES = [("no_shapes", None, None, None)]

REFUSED = {
    # town, command: errors, remedies of the first
    "a key that stands twice": (
        "nothing",
        f"berlin areas {OLD_PLR} {NEW_CITY}",
        [("duplicate_key", 123, "area_id", "06010102"), ("duplicate_key", 204, "area_id", "06010102")],
        ["--add-up"],
    ),
    "population of 2022 on areas until 2020": (
        "berlin",
        f"berlin statistics berlin/einwohnerbestand_06-2022_plr.csv {DAY}",
        VINTAGE,
        [],
    ),
    "social monitoring on areas until 2020": (
        "berlin",
        f"berlin statistics berlin/mss_2021_easy.csv {DAY}",
        VINTAGE,
        [],
    ),
    "indices on areas until 2020": (
        "berlin",
        f"berlin statistics berlin/mss_2021_index-indikatoren_z-werte_plr.csv {DAY}",
        VINTAGE,
        [],
    ),
    "Kitas by area on areas until 2020": (
        "berlin",
        f"berlin statistics berlin/kitas_per_plr_simple.csv {DAY}",
        VINTAGE,
        [],
    ),
    "schools by area on areas until 2020": (
        "berlin",
        f"berlin statistics berlin/schools_per_plr_simple.csv {DAY}",
        VINTAGE,
        [],
    ),
    "a list of areas on those until 2020": ("berlin", "berlin statistics berlin/LOR_2021.csv", VINTAGE, []),
    "names of areas without figures": (
        "berlin",
        f"berlin statistics berlin/plr_only_no_geo.csv {DAY}",
        [("no_figures", None, None, None)],
        [],
    ),
    "areas without polygons": (
        "bundled",
        "zwickau areas zwickau/derived_gemeinden_landkreis_zwickau.csv --level municipality",
        NO_SHAPES,
        [],
    ),
    "Ortsteile as points": (
        "bundled",
        "duisburg areas duisburg/ortsteile.csv --level neighbourhood",
        NO_SHAPES,
        [],
    ),
    "wards by a number that other areas have": (
        "bundled",
        "dresden areas dresden/wahlbezirke_bundestagswahl_2021.geojson",
        [("level_missing", None, "level", None)],
        ["--level ward --new-level Wahlbezirk", "--level city", "--level district", "--level neighbourhood"],
    ),
    "figures without the three areas that OpenStreetMap lacks": (
        "dresden, areas of OpenStreetMap",
        f"dresden statistics {SINGLE} {PER_SINGLE} --add-up",
        [
            ("area_unknown", 20, "area_id", "36 Langebrück/Schönborn"),
            ("area_unknown", 52, "area_id", "90 Cossebaude/Mobschatz/Oberw."),
            ("area_unknown", 61, "area_id", "99 Altfranken/Gompitz"),
        ],
        ["--drop-unknown"],
    ),
    "two rows for Strehlen": (
        "dresden, official areas",
        f"dresden statistics {SINGLE} {PER_SINGLE}",
        [("duplicate_key", 43, "area_id", "76 / household_population / single_parent / 31.12.2025")],
        ["--add-up"],
    ),
    "an area whose code and name are in the name of its file": (
        "bundled",
        "duisburg areas duisburg/geodata/json/304_laar.json --level neighbourhood",
        [("column_missing", None, "area_id", None), ("column_missing", None, "name", None)],
        ["--constant area_id=304"],
    ),
    "metres of an unknown system": (
        "ulm",
        "ulm sites formate/ulm/coords.csv --constant category=kita --map lon=gk-easting lat=gk-northing",
        [("crs_missing", None, "lon", None)],
        ["--file-crs EPSG:31467"],
    ),
    "a Kita in the neighbouring town": (
        "ulm",
        "ulm sites formate/ulm/kitas.geojson --constant category=kita",
        [("outside_city", 8, "geometry", "27")],
        ["--drop-outside"],
    ),
}

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


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Path], Path]:
    """The folder of a store with a town of :data:`TOWNS`, made once; to be copied."""
    made: dict[str, Path] = {}

    def town(name: str, sample_data: Path) -> Path:
        if name in made:
            return made[name]
        first, *more = TOWNS[name] or ("",)
        folder = tmp_path_factory.mktemp("town") / "var"
        if more:
            shutil.copytree(town("bundled" if first == "seed" else "berlin", sample_data), folder)
        with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(io.StringIO()):
            patch.setenv("ATLAS_DATA", str(folder))
            for line in more or TOWNS[name]:
                assert main(command(line, sample_data, folder)) == 0, line
        made[name] = folder
        return folder

    return town


def command(line: str, sample_data: Path, folder: Path) -> list[str]:
    """Arguments of a step that makes a town."""
    if line == "seed":
        return ["seed"]
    if line == "squares":
        options = [*NEW_CITY.split()]
        return ["import", "berlin", "areas", str(squares(sample_data, folder.parent)), *options]
    city, table, file, *options = shlex.split(line)
    return ["import", city, table, str(sample_data / file), *options]


def squares(sample_data: Path, folder: Path) -> Path:
    """Squares of 500 m with the keys of Berlin's 542 areas of 2021, whose shapes are not among the files."""
    with (sample_data / "berlin" / "plr_only_no_geo.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    places = [(370_000 + number % 30 * 500, 5_800_000 + number // 30 * 500) for number in range(len(rows))]
    known = [
        ({"id": row["PLR_ID"], "name": row["PLR_NAME"]}, square(*at, 500))
        for row, at in zip(rows, places, strict=True)
    ]
    file = folder / "squares.geojson"
    file.write_text(features(known), encoding="utf-8")
    return file


@pytest.fixture
def run_in(
    towns: Callable[[str, Path], Path], run: Import, sample_data: Path, data_dir: Path
) -> Callable[[str, str], tuple[int, dict[str, Any]]]:
    """Run ``import …`` in a copy of a town: exit code and report."""

    def bring(town: str, line: str) -> tuple[int, dict[str, Any]]:
        folder = towns(town, sample_data)
        if folder.is_dir():
            shutil.copytree(folder, data_dir)
        return run(line)

    return bring


def standing(store: Store, line: str) -> dict[str, float]:
    """What stands of a file after its import."""
    city, table, file, *_ = shlex.split(line)
    rows = store.read(city, table, viewer=MANAGER)
    rows = rows[rows["source_id"] == Path(file).stem]
    if table == "areas":
        whole = (rows["name"] == store.city(city, viewer=MANAGER).name) & (rows["area_id"] == city)
        return {"km2": round(float(rows[~whole].geometry.area.sum()) / 1e6, 2)}
    if table == "sites":
        offers = store.read(city, "offers", viewer=MANAGER)
        capacity = offers[offers["site_id"].isin(rows["site_id"])]["capacity"].sum()
        located = {"unlocated": int(rows.geometry.isna().sum()), "with area": int((rows["area_id"] != "").sum())}
        return {"capacity": int(capacity)} | located
    sums = rows.groupby(["indicator", "group"])["value"].sum()
    found = {f"{indicator}.{group}": round(value, 2) for (indicator, group), value in sums.items()}
    found |= rows.groupby("indicator")["value"].sum().to_dict()
    return found | {marker: int((rows["marker"] == marker).sum()) for marker in ("missing", "secret")}


@pytest.mark.parametrize("case", STORED.values(), ids=list(STORED))
def test_a_real_file_is_stored_by_one_command(
    case: tuple[str, str, int, int, dict[str, float]],
    run_in: Callable[[str, str], tuple[int, dict[str, Any]]],
    data_dir: Path,
) -> None:
    town, line, read, added, expected = case
    code, report = run_in(town, line)
    assert (code, report["rows_read"], report["rows_accepted"], report["added"]) == (0, read, read, added), report
    store = Store(data_dir)
    found = standing(store, line)
    assert {key: found[key] for key in expected} == expected
    store.close()


@pytest.mark.parametrize("case", REFUSED.values(), ids=list(REFUSED))
def test_a_real_file_is_refused_and_says_why(
    case: tuple[str, str, list[Any], list[str]], run_in: Callable[[str, str], tuple[int, dict[str, Any]]]
) -> None:
    town, line, expected, remedies = case
    code, report = run_in(town, line)
    assert (code, report["edition"], errors(report)[: len(expected)]) == (1, None, expected)
    first = next(problem for problem in report["problems"] if problem["severity"] == "error")
    assert first.get("remedies", []) == remedies


def test_each_of_duisburgs_originals_comes_in_by_the_name_of_its_file(
    towns: Callable[[str, Path], Path], run: Import, sample_data: Path, data_dir: Path
) -> None:
    shutil.copytree(towns("bundled", sample_data), data_dir)
    files = sorted((sample_data / "duisburg" / "geodata" / "json").iterdir())
    for file in files:
        key, _, name = file.stem.partition("_")
        level = "city" if key == "000" else "district" if key.endswith("00") else "neighbourhood"
        key = "05112000" if level == "city" else key
        line = f"duisburg areas duisburg/geodata/json/{file.name} --level {level} --add"
        code, report = run(f"{line} --constant area_id={key} name={name.title()}")
        assert (code, report["rows_read"], report["removed"]) == (0, 1, 0), file.name
    store = Store(data_dir)
    areas = store.read("duisburg", "areas", viewer=MANAGER)
    real = areas[areas["source_id"].isin([file.stem for file in files])]
    assert real["level"].value_counts().to_dict() == {"neighbourhood": 27, "district": 7, "city": 1}
    assert areas["level"].value_counts()["neighbourhood"] == 46
    store.close()


@pytest.mark.parametrize("file", ["poly/304_laar.poly", "wkt/304_laar.wkt"])
def test_other_formats_of_duisburgs_originals_are_named(
    file: str, run_in: Callable[[str, str], tuple[int, dict[str, Any]]]
) -> None:
    code, said = run_in("bundled", f"duisburg areas duisburg/geodata/{file}")
    assert (code, said["error"]) == (2, "format_not_read.layer")


@pytest.mark.parametrize("line", [line for _, line, *_ in STORED.values()], ids=list(STORED))
def test_the_guide_shows_the_command(line: str) -> None:
    assert f"`{line}`" in DOCUMENTED
