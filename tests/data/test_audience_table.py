"""Expectation tables: viewer × table → exactly these rows and columns, by every way out (S5, issue "Who sees what").

One site of every category that matters and every audience, two of them protected shelters whose rows say less than
they should; marks stand in every text of a site, so that a row that leaks is found in any file.
"""

import io
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point

from components.web.geometry import sites_geojson
from data.audiences import Audience, Viewer
from data.city import city_toml
from data.contracts import TABLES, validate
from data.exporting import content, export_bytes, table_endings
from data.figures import available, figures
from data.gaps import gaps
from data.listing import open_offers
from data.measures import measures_of
from data.snapshot import Snapshot
from data.standards import standards
from data.store import Store
from data.views import figures_view, standards_view
from tests.data.little_city import CITY, CRS, MANAGER, STATISTICS, areas

ON = date(2024, 12, 31)
SITES = pd.DataFrame(
    [
        ("kita-p", "kita", "public", "3_to_6"),
        ("kita-c", "kita", "council", "3_to_6"),
        ("kita-m", "kita", "manager", "3_to_6"),
        ("home-p", "accommodation", "public", "hostel"),
        ("home-c", "accommodation", "council", "hostel"),
        ("home-m", "accommodation", "manager", "flat"),
        ("shelter-p", "accommodation", "public", "protected"),
        ("shelter-c", "accommodation", "council", "protected"),
    ],
    columns=["site_id", "category", "audience", "kind"],
)
SHELTERS = {"shelter-p", "shelter-c"}
PUBLIC_SITES = ["kita-p"]
COUNCIL_SITES = ["home-c", "home-p", "kita-c", "kita-p"]
ALL_SITES = ["home-c", "home-m", "home-p", "kita-c", "kita-m", "kita-p", "shelter-c", "shelter-p"]
AREAS = ["01", "02", "03", "04", "A", "B", "K"]
FIGURES = ["01"] * 5 + ["02"] * 3 + ["03"] * 2 + ["04", "A", "K"]
ROWS = {
    ("areas", "public"): AREAS,
    ("areas", "council"): AREAS,
    ("areas", "manager"): AREAS,
    ("sites", "public"): PUBLIC_SITES,
    ("sites", "council"): COUNCIL_SITES,
    ("sites", "manager"): ALL_SITES,
    ("offers", "public"): PUBLIC_SITES,
    ("offers", "council"): COUNCIL_SITES,
    ("offers", "manager"): ALL_SITES,
    ("statistics", "public"): FIGURES,
    ("statistics", "council"): FIGURES,
    ("statistics", "manager"): FIGURES,
    ("caseload", "public"): ["", "kita-p"],
    ("caseload", "council"): ["", *COUNCIL_SITES],
    ("caseload", "manager"): ["", *ALL_SITES],
    ("measures", "public"): ["m-public"],
    ("measures", "council"): ["m-council", "m-public"],
    ("measures", "manager"): ["m-council", "m-manager", "m-public"],
    ("agendas", "public"): ["a-public"],
    ("agendas", "council"): ["a-council", "a-public"],
    ("agendas", "manager"): ["a-council", "a-manager", "a-public"],
    ("sources", "public"): ["office", "outline", "sites"],
    ("sources", "council"): ["office", "outline", "sites"],
    ("sources", "manager"): ["office", "outline", "sites"],
}
COLUMNS = {
    "areas": "area_id name level parent_id source_id geometry",
    "sites": "site_id category name operator address languages self_catering common_room opened_on closes_on audience"
    " area_id source_id geometry",
    "offers": "site_id kind capacity reserve staff role funded_until funding usable",
    "statistics": "area_id indicator group as_of value marker source_id",
    "caseload": "site_id area_id group as_of occupied consultations rejected waiting source_id",
    "measures": "measure_id title area_id domain target_group age_group origin_group responsible partners due"
    " indicator baseline target status note audience source_id",
    "agendas": "agenda_id position title reference view audience",
    "sources": "source_id title publisher licence attribution url as_of retrieved_at changed demo",
}
VIEWERS = {name: Viewer(Audience.named(name), "test") for name in ("public", "council", "manager")}
MEASURES = ("public", "council", "manager")
HIDDEN = {  # marks that must not be in anything that this viewer gets
    "public": [
        *(f"Mark-{site}-" for site in ALL_SITES if site not in PUBLIC_SITES),
        *("Mark-m-council", "Mark-m-manager", "Mark-note-", "Mark-a-council", "Mark-a-manager", "4711.25", "4711,25"),
    ],
    "council": [
        *(f"Mark-{site}-" for site in ALL_SITES if site not in COUNCIL_SITES),
        "Mark-m-manager",
        "Mark-a-manager",
    ],
    "manager": [],
}


def point(number: int) -> Point:
    """A place that no other site has, in the middle of the first squares."""
    return Point(200 + 137 * number, 501.5)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = Store(tmp_path_factory.mktemp("every") / "var")
    marks = SITES["site_id"].map(lambda site: f"Mark-{site}-")
    texts = {name: marks + name for name in ("name", "operator", "address")}
    sites = SITES.drop(columns="kind").assign(**texts, source_id="sites", area_id="")
    tables: dict[str, Any] = {
        "areas": areas(),
        "sites": gpd.GeoDataFrame(sites, geometry=[point(n) for n in range(len(sites))], crs=CRS),
        "offers": SITES[["site_id", "kind"]].assign(capacity=20, funding=marks + "funding"),
        "statistics": STATISTICS,
        "caseload": pd.DataFrame({"site_id": ["", *SITES["site_id"]], "area_id": ["A"] + [""] * len(SITES)}).assign(
            group="total", as_of="2024-12-31", occupied=9, source_id="office"
        ),
        "measures": pd.DataFrame(
            {
                "measure_id": [f"m-{audience}" for audience in MEASURES],
                "title": [f"Mark-m-{audience}" for audience in MEASURES],
                "note": [f"Mark-note-{audience}" for audience in MEASURES],
                "audience": MEASURES,
                "area_id": ["A", "", "01"],
                "indicator": "population",
                "baseline": 4711.25,
                "source_id": "office",
            }
        ),
        "agendas": pd.DataFrame(
            {
                "agenda_id": [f"a-{audience}" for audience in MEASURES],
                "position": 1,
                "title": [f"Mark-a-{audience}" for audience in MEASURES],
                "audience": MEASURES,
            }
        ),
        "sources": pd.DataFrame({"source_id": ["outline", "sites", "office"], "title": ["a", "b", "c"]}).assign(
            demo=False, licence="dl-de/by-2-0"
        ),
    }
    with made.change("klein", viewer=MANAGER, action="seed") as change:
        change.write("city", pd.DataFrame({"slug": ["klein"], "toml": [city_toml(CITY)]}))
        for name, rows in tables.items():
            change.write(name, validate(name, rows))
    yield made
    made.close()


@pytest.fixture(scope="module")
def snapshots(store: Store) -> dict[str, Snapshot]:
    """The city for each viewer, all in one process."""
    return {name: Snapshot(store, "klein", viewer) for name, viewer in VIEWERS.items()}


def ids(name: str, rows: pd.DataFrame) -> list[str]:
    """The first key of every row, sorted."""
    return sorted(rows[TABLES[name].key[0]].fillna("").astype(str))


@pytest.mark.parametrize(("name", "who"), ROWS)
def test_the_store_gives_exactly_these_rows_and_columns(store: Store, name: str, who: str) -> None:
    rows = store.read("klein", name, viewer=VIEWERS[who])
    assert ids(name, rows) == sorted(ROWS[name, who])
    assert sorted(rows.columns) == sorted(COLUMNS[name].split())


@pytest.mark.parametrize(("name", "who"), ROWS)
def test_a_snapshot_gives_the_same(snapshots: dict[str, Snapshot], name: str, who: str) -> None:
    rows = snapshots[who].table(name)
    assert ids(name, rows) == sorted(ROWS[name, who])
    assert sorted(rows.columns) == sorted(COLUMNS[name].split())


@pytest.mark.parametrize(("name", "who"), ROWS)
def test_every_export_holds_the_same_and_nothing_hidden(store: Store, name: str, who: str) -> None:
    for ending in table_endings(name):
        found = export_bytes(store, "klein", name, ending, viewer=VIEWERS[who])
        assert exported(found, ending, name) == sorted(ROWS[name, who]), ending
        for text in unpacked(found, ending):
            assert [mark for mark in HIDDEN[who] if mark.encode() in text] == []


def exported(found: bytes, ending: str, name: str) -> list[str]:
    """Ids in an exported file."""
    if ending == ".csv":
        rows = pd.read_csv(io.BytesIO(found), sep=";", dtype=str, encoding="utf-8-sig")
    elif ending == ".xlsx":
        rows = pd.read_excel(io.BytesIO(found), dtype=str, engine="openpyxl")
    else:
        rows = read_layer(found, ending, name)
    return ids(name, rows)


def read_layer(found: bytes, ending: str, name: str) -> pd.DataFrame:
    """A layer of a file of geodata."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"layer{ending}"
        file.write_bytes(found)
        return gpd.read_file(file) if ending == ".geojson" else gpd.read_file(file, layer=name)


def unpacked(found: bytes, ending: str) -> list[bytes]:
    """Everything in a file, its parts where it is packed."""
    if ending != ".xlsx":
        return [found]
    with zipfile.ZipFile(io.BytesIO(found)) as packed:
        return [packed.read(part) for part in packed.namelist()]


@pytest.mark.parametrize("who", VIEWERS)
def test_no_view_names_what_is_hidden(snapshots: dict[str, Snapshot], who: str) -> None:
    of = snapshots[who]
    rules = standards(of, ON)
    texts = [open_offers(of, "neighbourhood", ON).to_csv(), rules.to_csv()]
    texts += [gap.table.to_csv() for gap in gaps(of, "neighbourhood", ON)]
    texts.append(measures_of(of, ON).to_csv())
    documents = [standards_view(of, rules, ON)]
    documents += [
        figures_view(of, figures(of, indicator, "neighbourhood", ON), ())
        for indicator in available(of, "neighbourhood", ON)
    ]
    assert len(documents) > 3
    for one in documents:
        texts += [content(one, ".csv").decode(), content(one, ".gpkg").decode("latin-1")]
    for text in texts:
        assert [mark for mark in HIDDEN[who] if mark in text] == []
    for seen in ("Mark-kita-p-", "Mark-m-public"):
        assert any(seen in text for text in texts)  # the control: what may be seen is there


@pytest.mark.parametrize("who", VIEWERS)
def test_addresses_of_geometry_lead_to_public_sites_whoever_made_them(
    snapshots: dict[str, Snapshot], who: str
) -> None:
    assert "kita-p" in sites_geojson(snapshots[who], "kita", ON)
    assert "kita-c" not in sites_geojson(snapshots[who], "kita", ON)
    assert '"features":[]' in sites_geojson(snapshots[who], "accommodation", ON)


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".geojson", ".gpkg"])
def test_nobody_gets_the_point_of_a_shelter_unless_it_was_asked_for(store: Store, ending: str) -> None:
    places = placed(export_bytes(store, "klein", "sites", ending, viewer=VIEWERS["manager"]), ending)
    assert {site for site, is_placed in places.items() if not is_placed} == SHELTERS
    exact = store.read("klein", "sites", viewer=VIEWERS["manager"], exact=True).set_index("site_id")
    assert exact.geometry.notna().all()
    kept = store.read("klein", "sites", viewer=VIEWERS["manager"]).set_index("site_id")
    assert set(kept.index[kept.geometry.isna()]) == SHELTERS


def placed(found: bytes, ending: str) -> dict[str, bool]:
    """Whether each site of a file has a position."""
    if ending in (".geojson", ".gpkg"):
        rows = read_layer(found, ending, "sites")
        return dict(zip(rows["site_id"], rows.geometry.notna(), strict=True))
    if ending == ".csv":
        rows = pd.read_csv(io.BytesIO(found), sep=";", dtype=str, encoding="utf-8-sig")
    else:
        rows = pd.read_excel(io.BytesIO(found), dtype=str, engine="openpyxl")
    assert (rows["lon"].notna() == rows["lat"].notna()).all()
    return dict(zip(rows["site_id"], rows["lon"].notna(), strict=True))


def test_a_shelter_counts_in_its_area_for_managers_although_its_point_is_kept_back(
    snapshots: dict[str, Snapshot],
) -> None:
    of = snapshots["manager"]
    assert of.area_of_sites("neighbourhood")["shelter-p"] == "02"
    assert list(of.unplaced) == []
    assert "shelter-p" not in snapshots["council"].area_of_sites("neighbourhood").index


def test_nobody_below_manager_gets_more_by_asking_exactly(store: Store) -> None:
    for who in ("public", "council"):
        rows = store.read("klein", "sites", viewer=VIEWERS[who], exact=True)
        assert ids("sites", rows) == sorted(ROWS["sites", who])


def test_an_earlier_edition_keeps_a_former_shelter_back(tmp_path: Path, store: Store) -> None:
    made = Store(tmp_path / "var")
    with made.change("klein", viewer=MANAGER, action="seed") as change:
        change.write("city", pd.DataFrame({"slug": ["klein"], "toml": [city_toml(CITY)]}))
        for name in ("areas", "sites", "offers"):
            change.write(name, store.read("klein", name, viewer=MANAGER, exact=True))
    with made.change("klein", viewer=MANAGER, action="edit") as change:
        offers = change.read("offers")
        change.write("offers", offers[~offers["site_id"].isin(SHELTERS)])
        change.write("sites", change.read("sites").iloc[1:])
    now, then = (made.read("klein", "sites", viewer=MANAGER, edition=number) for number in (2, 1))
    assert now.geometry.notna().all()  # no shelter any more
    assert set(then.loc[then.geometry.isna(), "site_id"]) == SHELTERS
    made.close()
