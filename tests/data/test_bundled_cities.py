"""What ships: complete, inside its areas, honest about what is invented, and made by the scripts beside it."""

from collections.abc import Callable
from datetime import date
from functools import cache

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from data.contracts import CATEGORIES, CENTRAL, DECENTRAL, ROLES
from data.measures import measures_of
from data.seeding import packages, read_package
from data.snapshot import Snapshot
from tools.demo_place import CITIES, SEED, TOOLS, YEARS, Place, apportion
from tools.make_demo import SLUGS, make

LAST = YEARS[-1]
TODAY = pd.Timestamp("2026-07-01")
LEVELS = {
    "dresden": {"city": 1, "district": 10, "neighbourhood": 61},
    "duisburg": {"city": 1, "district": 7, "neighbourhood": 46},
    "zwickau": {"county": 1, "municipality": 33},
}
CITY = {"dresden": "14612000", "duisburg": "05112000", "zwickau": "14524"}
AGES = ["age_0_2", "age_3_5", "age_6_9", "age_10_15", "age_16_24", "age_25_64", "age_65_plus"]

every_city = pytest.mark.parametrize("slug", SLUGS)


@cache
def package(slug: str) -> dict[str, pd.DataFrame]:
    return read_package(CITIES / slug)


def offers(slug: str) -> pd.DataFrame:
    """Offers with their sites."""
    return package(slug)["offers"].merge(package(slug)["sites"], on="site_id")


def housing(slug: str) -> pd.DataFrame:
    """Accommodation that is open, with the people in it at the latest date."""
    rows = offers(slug)
    is_open = (rows["opened_on"] <= TODAY) & ~(rows["closes_on"] <= TODAY)
    cases = package(slug)["caseload"]
    lived = cases[(cases["as_of"] == LAST) & cases["occupied"].notna()].set_index("site_id")["occupied"]
    rows = rows[is_open & (rows["category"] == "accommodation")]
    return rows.assign(occupied=rows["site_id"].map(lived))


def decentral_share(rows: pd.DataFrame, column: str) -> float:
    sums = [int(rows.loc[rows["kind"].isin(kinds), column].sum()) for kinds in (DECENTRAL, CENTRAL)]
    return sums[0] / sum(sums)


def value(slug: str, area: str, indicator: str, group: str, as_of: str) -> float:
    rows = package(slug)["statistics"].set_index(["area_id", "indicator", "group", "as_of"])["value"]
    return float(rows[area, indicator, group, pd.Timestamp(as_of)])


def test_three_places_ship() -> None:
    assert tuple(folder.name for folder in packages(CITIES)) == SLUGS


def test_folders_of_cities_hold_files_only() -> None:
    wanted = {"city.toml", "areas.geojson"} | {
        f"{name}.csv" for name in ("sites", "offers", "statistics", "caseload", "measures", "sources")
    }
    for slug in SLUGS:
        assert {path.name for path in (CITIES / slug).iterdir()} == wanted


@every_city
def test_the_generator_gives_the_shipped_bytes(slug: str) -> None:
    assert SEED == 20171004
    for name, text in make(slug).items():
        assert (CITIES / slug / name).read_bytes() == text.encode(), name


@every_city
def test_files_are_small(slug: str) -> None:
    limits = {"areas.geojson": 250_000 if slug == "zwickau" else 150_000, "statistics.csv": 1_500_000}
    for name, limit in limits.items():
        assert (CITIES / slug / name).stat().st_size < limit


@every_city
def test_levels_are_counted_and_nest_exactly(slug: str) -> None:
    areas = package(slug)["areas"]
    assert areas.groupby("level").size().to_dict() == LEVELS[slug]
    assert areas["area_id"].is_unique
    shapes = gpd.GeoSeries(areas["geometry"].to_numpy(), index=areas["area_id"])
    for level, rows in areas.groupby("level"):
        assert shapely.coverage_is_valid(rows["geometry"].to_numpy()), level
    for parent, rows in areas[areas["parent_id"] != ""].groupby("parent_id"):
        children = shapely.union_all(rows["geometry"].to_numpy())
        assert children.symmetric_difference(shapes[str(parent)]).area < 1.0, parent


@pytest.mark.parametrize("slug", ["dresden", "duisburg"])
def test_schematic_cells_hold_the_centre_they_are_named_after(slug: str) -> None:
    areas = package(slug)["areas"].set_index("area_id")
    centres = pd.read_csv(TOOLS / f"centres_{slug}.csv", comment="#", dtype={"code": str}).set_index("code")
    points = gpd.GeoSeries.from_xy(centres["lon"], centres["lat"], index=centres.index, crs=4326)
    cells = gpd.GeoSeries(areas["geometry"]).reindex(centres.index)
    assert cells.contains(points.to_crs(cells.crs)).all()
    assert areas.loc[centres.index, "name"].tolist() == centres["name"].tolist()
    assert set(areas.loc[centres.index, "source_id"]) == {f"{slug}_schematic"}


@every_city
def test_every_kind_of_every_category_is_there(slug: str) -> None:
    found = offers(slug).groupby("category")["kind"].agg(set).to_dict()
    assert found == {category: set(kinds) for category, kinds in CATEGORIES.items()}


def test_every_role_is_there() -> None:
    assert set(package("dresden")["offers"]["role"]) | set(package("zwickau")["offers"]["role"]) == {"", *ROLES}


@every_city
def test_sites_lie_in_the_area_they_name(slug: str) -> None:
    sites, areas = package(slug)["sites"], package(slug)["areas"].set_index("area_id")
    located = sites[sites["geometry"].notna()]
    shapes = gpd.GeoSeries(areas["geometry"]).reindex(located["area_id"])
    assert shapely.contains(shapes.to_numpy(), located["geometry"].to_numpy()).all()
    unlocated = sites[sites["geometry"].isna()]
    assert 3 <= len(unlocated) <= 8
    assert unlocated["area_id"].isin(areas.index).all()


@every_city
def test_sites_are_plainly_invented(slug: str) -> None:
    sites, sources = package(slug)["sites"], package(slug)["sources"].set_index("source_id")
    assert sites["address"].str.endswith("(erfunden)").all()
    assert sites["operator"].str.fullmatch(r"Träger [A-H] \(Demo\)").all()
    assert sources.loc[sites["source_id"].unique(), "demo"].all()
    assert 150 <= len(sites) <= 370


@every_city
def test_shelters_are_not_for_the_public(slug: str) -> None:
    rows = offers(slug)
    shelters = rows["category"] == "accommodation"
    protected = rows["kind"] == "protected"
    assert set(rows.loc[protected, "audience"]) == {"manager"}
    assert set(rows.loc[shelters & ~protected, "audience"]) == {"council"}
    assert set(rows.loc[~shelters, "audience"]) == {"public"}


@every_city
def test_every_source_is_complete_and_used(slug: str) -> None:
    tables = package(slug)
    sources = tables["sources"]
    for column in ("title", "publisher", "licence", "attribution", "changed"):
        assert (sources[column] != "").all(), column
    assert sources[["as_of", "retrieved_at"]].notna().all(axis=None)
    assert ((sources["url"] != "") | sources["demo"]).all()
    assert sources.loc[sources["demo"], "title"].str.startswith(("Demodaten", "Schematische")).all()
    named = ("areas", "sites", "statistics", "caseload", "measures")
    used = {source for name in named for source in tables[name]["source_id"]}
    assert used == set(sources["source_id"])


@every_city
def test_unknown_figures_carry_a_marker_and_no_value(slug: str) -> None:
    rows = package(slug)["statistics"]
    assert set(rows["marker"]) == {"", "missing", "secret"}
    assert (rows["value"].isna() == (rows["marker"] != "")).all()


@every_city
def test_secret_figures_are_not_given_away_by_their_total(slug: str) -> None:
    rows = package(slug)["statistics"].merge(package(slug)["areas"][["area_id", "parent_id"]], on="area_id")
    secret = rows[rows["marker"] == "secret"]
    assert (secret.groupby(["parent_id", "indicator", "group", "as_of"]).size() >= 2).all()


@every_city
def test_totals_are_the_sums_of_their_parts(slug: str) -> None:
    rows = package(slug)["statistics"].merge(package(slug)["areas"][["area_id", "parent_id"]], on="area_id")
    key = ["indicator", "group", "as_of"]
    sums = rows[rows["parent_id"] != ""].groupby(["parent_id", *key])["value"].agg(["sum", "count", "size"])
    complete = sums.loc[sums["count"] == sums["size"], "sum"]
    parents = rows.set_index(["area_id", *key])["value"].rename_axis(["parent_id", *key])
    both = pd.concat([complete, parents], axis=1, join="inner").dropna()
    assert len(both) > 40
    assert (both["sum"] == both["value"]).all()


@every_city
def test_age_groups_sum_to_the_inhabitants(slug: str) -> None:
    rows = package(slug)["statistics"]
    people = rows[(rows["indicator"] == "population") & (rows["as_of"] >= YEARS[0])]
    wide = people.pivot_table(index=["area_id", "as_of"], columns="group", values="value")
    assert (wide[AGES].sum(axis=1) == wide["total"]).all()


@pytest.mark.parametrize(
    ("slug", "indicator", "group", "as_of", "expected"),
    [
        ("dresden", "population", "total", LAST, 571_510),
        ("dresden", "foreigners", "total", LAST, 73_199),
        ("dresden", "household_population", "total", LAST, 555_208),
        ("dresden", "foreigners", "total", "2017-08-31", 39_013),
        ("dresden", "protection_seekers", "total", "2017-08-31", 8_500),
        ("duisburg", "population", "total", "2018-12-31", 498_590),
        ("zwickau", "population", "total", "2018-12-31", 317_531),
    ],
)
def test_published_figures_stand_as_published(
    slug: str, indicator: str, group: str, as_of: str, expected: int
) -> None:
    assert value(slug, CITY[slug], indicator, group, as_of) == expected
    rows = package(slug)["statistics"].merge(package(slug)["sources"], on="source_id", suffixes=("", "_source"))
    same = (rows["area_id"] == CITY[slug]) & (rows["indicator"] == indicator) & (rows["group"] == group)
    assert not rows.loc[same & (rows["as_of"] == as_of), "demo"].any()


def test_foreigners_are_unknown_where_nobody_published_them() -> None:
    rows = package("dresden")["statistics"]
    areas = package("dresden")["areas"].set_index("area_id")["level"]
    assert "neighbourhood" not in set(areas[rows.loc[rows["indicator"] == "foreigners", "area_id"]])


@pytest.mark.parametrize("slug", ["dresden", "duisburg", "zwickau"])
def test_about_two_thirds_of_the_places_are_decentral(slug: str) -> None:
    assert 0.64 <= decentral_share(housing(slug), "capacity") <= 0.68


def test_two_thirds_of_the_people_in_zwickau_live_in_projects() -> None:
    assert 0.65 <= decentral_share(housing("zwickau"), "occupied") <= 0.68


@every_city
def test_standards_are_missed_somewhere(slug: str) -> None:
    rows = housing(slug)
    hostels = rows[rows["kind"] == "hostel"]
    assert (hostels["capacity"] > 65).any()
    assert (hostels["capacity"] == 65).any()
    assert ((hostels["capacity"] == 65) & (hostels["reserve"] == 17)).any()
    assert (~hostels["self_catering"].astype("boolean")).any()
    assert (~hostels["common_room"].astype("boolean")).any()
    assert hostels[["self_catering", "common_room"]].isna().any(axis=None)
    assert (rows["usable"] < rows["capacity"]).any()
    assert (rows["closes_on"] == "2026-12-31").any()
    assert "gymnasium" not in set(rows["kind"])


@pytest.mark.parametrize(("slug", "most"), [("dresden", "7"), ("duisburg", "200"), ("zwickau", "14524330")])
def test_one_area_clearly_carries_most(slug: str, most: str) -> None:
    rows, areas = housing(slug), package(slug)["areas"].set_index("area_id")
    area = rows["area_id"] if slug == "zwickau" else rows["area_id"].map(areas["parent_id"])
    places = rows["capacity"].groupby(area).sum().sort_values(ascending=False)
    assert places.index[0] == most
    assert places.iloc[0] > 1.4 * places.iloc[1]


def test_five_advice_centres_of_two_run_by_four_of_whom_two_run_accommodation() -> None:
    rows = offers("zwickau")
    centres = rows[rows["kind"] == "IBS"]
    assert centres["name"].nunique() == 5
    for _, team in centres.groupby("site_id"):
        assert dict(zip(team["role"], team["staff"], strict=True)) == {"refugee_social_worker": 1.0, "KIK": 1.0}
    operators = set(centres["operator"])
    assert len(operators) == 4
    assert len(operators & set(rows.loc[rows["category"] == "accommodation", "operator"])) == 2


def test_consultations_fall_in_the_country_and_rise_in_the_towns() -> None:
    cases = package("zwickau")["caseload"]
    rows = cases[cases["consultations"].notna() & (cases["group"] == "total")]
    country = rows[rows["area_id"] != ""].groupby("as_of")["consultations"].sum()
    towns = rows[rows["site_id"].str.startswith("z-counselling")].groupby("as_of")["consultations"].sum()
    assert country.is_monotonic_decreasing
    assert towns.is_monotonic_increasing
    assert len(country) == len(towns) == len(YEARS)


@every_city
def test_more_courses_end_at_b1_than_at_b2(slug: str) -> None:
    places = package(slug)["offers"].groupby("kind")["capacity"].sum()
    assert places["B1"] > 2 * places["B2"]


@every_city
def test_kitas_nearly_suffice_in_the_whole_and_not_everywhere(slug: str) -> None:
    rows, statistics = offers(slug), package(slug)["statistics"]
    places = rows[rows["kind"].isin(["under_3", "3_to_6"])].groupby("area_id")["capacity"].sum()
    young = statistics[statistics["group"].isin(["age_0_2", "age_3_5"]) & (statistics["as_of"] == LAST)]
    children = young.groupby("area_id")["value"].sum()
    assert 0.85 <= places.sum() / children[CITY[slug]] <= 1.1
    coverage = places.reindex(Place(slug).leaves).fillna(0) / children.reindex(Place(slug).leaves)
    assert coverage.min() == 0
    assert (coverage < 0.75).sum() >= 3
    assert coverage.max() > 1


@every_city
def test_nobody_uses_a_site_that_is_not_open(slug: str) -> None:
    tables = package(slug)
    rows = tables["caseload"].merge(tables["sites"], on="site_id", suffixes=("", "_site"))
    assert not (rows["opened_on"] > rows["as_of"]).any()
    assert not (rows["closes_on"] <= rows["as_of"]).any()


@every_city
def test_no_accommodation_holds_more_than_its_places_and_reserve(slug: str) -> None:
    rows = housing(slug)
    assert (
        rows["occupied"].dropna() <= (rows["capacity"] + rows["reserve"].fillna(0))[rows["occupied"].notna()]
    ).all()


@every_city
def test_groups_of_clients_sum_to_the_total(slug: str) -> None:
    rows = package(slug)["caseload"]
    rows = rows[rows["site_id"].str.contains("counselling")]
    wide = rows.pivot_table(index=["site_id", "as_of"], columns="group", values="consultations", aggfunc="sum")
    assert (wide.drop(columns="total").sum(axis=1) == wide["total"]).all()


@every_city
def test_people_without_insurance_grow_in_number(slug: str) -> None:
    rows = package(slug)["statistics"]
    assert rows.loc[rows["indicator"] == "uninsured"].sort_values("as_of")["value"].is_monotonic_increasing


@every_city
def test_measures_come_from_a_text_and_say_what_is_invented(slug: str) -> None:
    rows, sources = package(slug)["measures"], package(slug)["sources"].set_index("source_id")
    used = sources.loc[rows["source_id"].unique()]
    assert used["demo"].all()
    assert used["title"].str.startswith("Demodaten nach: ").all()
    assert used["changed"].str.contains("zur Demonstration erfunden").all()
    assert 6 <= len(rows) <= 12
    assert rows["measure_id"].str.startswith(f"{Place(slug).plan['prefix']}-m-").all()
    assert {"public", "council"} <= set(rows["audience"])


@every_city
def test_measures_show_what_lights_and_check_are_for(slug: str, bundled: Callable[..., Snapshot]) -> None:
    rows = measures_of(bundled(slug), date(2026, 11, 28))
    assert {"overdue", "at_risk", "done"} <= set(rows["light"])
    found = {flag for flags in rows["flags"] for flag in flags}
    assert {"responsible", "indicator", "target"} <= found
    known = rows[(rows["indicator"] != "") & ~rows["flags"].map(lambda flags: "no_data" in flags)]
    assert known["current"].notna().all()


@pytest.mark.parametrize(
    ("total", "weights", "expected"),
    [(10, [1, 1, 1], [4, 3, 3]), (0, [1, 2], [0, 0]), (7, [0, 1], [0, 7]), (3, [0.1, 0.1, 5.8], [0, 0, 3])],
)
def test_apportion_gives_whole_numbers_that_sum(total: int, weights: list[float], expected: list[int]) -> None:
    assert apportion(total, pd.Series(weights).to_numpy()).tolist() == expected
