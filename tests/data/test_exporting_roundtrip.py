"""Whatever stands in a table comes out of each kind of file as it went in, awkward texts and figures included."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from data.contracts import CATEGORIES, DOMAINS, MEASURE_STATES, ROLES, TABLES, validate
from data.exporting import export_bytes
from data.importing import Options, import_file
from data.store import Store
from tests.data.conftest import MANAGER, TODAY, clock

CRS = "EPSG:25833"
FORMS = [
    (table, ending)
    for table in TABLES
    for ending in (".csv", ".xlsx", ".geojson", ".gpkg")
    if (ending != ".geojson" or TABLES[table].is_spatial) and (table != "areas" or ending in (".geojson", ".gpkg"))
]
AWKWARD = "äöüßÄ€•*/…–-+=@'\"`;,.:|\\<>&{}[]()#%$ 0123456789xyzNA\u00a0\u2028é漢😀"

signs = st.one_of(st.sampled_from(AWKWARD), st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")))
texts = st.one_of(
    st.sampled_from(["", "=1+1", "'", "''=x", "-", "0012", "1,5", "1.234", "ja", "nan", "NULL", "01.02.2026", "•"]),
    st.text(signs, max_size=14).map(lambda text: " ".join(text.split())),
)
names = texts.filter(bool)
days = st.one_of(st.none(), st.dates(date(1700, 1, 1), date(2200, 12, 31)))
counts = st.one_of(st.none(), st.integers(0, 10**15 - 1))  # an import takes no longer number for a figure
figures = st.one_of(
    st.none(), st.floats(-1e14, 1e14), st.floats(0, 1e-6), st.sampled_from([1e-9, 0.1 + 0.2, 1.234, 1234567.25])
)
shares = st.one_of(st.none(), st.floats(0, 1e6, allow_nan=False))
truths = st.sampled_from([True, False, None])
east, north = st.integers(410_000_000, 411_999_999), st.integers(5_654_000_001, 5_654_999_999)
points = st.one_of(st.none(), st.builds(lambda x, y: shapely.Point(x / 1000, y / 1000), east, north))
sources = st.sampled_from(["demo", "real"])
area_ids = st.sampled_from(["", "01", "02"])


def records(**columns: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(columns)


ROWS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "sites": records(
        site_id=names,
        category=st.sampled_from(list(CATEGORIES)),
        name=texts,
        operator=texts,
        address=texts,
        languages=st.sampled_from(["", "de", "de en uk"]),
        self_catering=truths,
        common_room=truths,
        opened_on=days,
        closes_on=st.none(),
        audience=st.sampled_from(["public", "council", "manager"]),
        area_id=area_ids,
        source_id=sources,
        geometry=points,
    ),
    "offers": records(
        site_id=st.sampled_from(["k1", "h1"]),
        kind=st.just(""),
        capacity=counts,
        reserve=counts,
        staff=shares,
        role=st.sampled_from(["", *ROLES]),
        funded_until=days,
        funding=texts,
        usable=counts,
    ),
    "statistics": records(
        area_id=st.sampled_from(["01", "02", "muster"]),
        indicator=names,
        group=names,
        as_of=st.dates(date(1700, 1, 1), date(2200, 12, 31)),
        value=figures,
        marker=st.sampled_from(["missing", "secret"]),
        source_id=sources,
    ).map(lambda row: row if row["value"] is None else {**row, "marker": ""}),
    "caseload": records(
        site_id=st.sampled_from(["k1", "h1", ""]),
        area_id=st.sampled_from(["01", "02"]),
        group=names,
        as_of=st.dates(date(1900, 1, 1), date(2100, 1, 1)),
        occupied=counts,
        consultations=counts,
        rejected=counts,
        waiting=counts,
        source_id=sources,
    ).map(lambda row: {**row, "area_id": "" if row["site_id"] else row["area_id"]}),
    "measures": records(
        measure_id=names,
        title=names,
        area_id=area_ids,
        domain=st.sampled_from(["", *DOMAINS]),
        target_group=texts,
        age_group=texts,
        origin_group=texts,
        responsible=texts,
        partners=texts,
        due=days,
        indicator=texts,
        baseline=figures,
        target=figures,
        status=st.sampled_from(MEASURE_STATES),
        note=texts,
        audience=st.sampled_from(["public", "council", "manager"]),
        source_id=sources,
    ),
    "agendas": records(
        agenda_id=names,
        position=st.integers(0, 9),
        title=names,
        reference=texts,
        view=st.sampled_from(["", "?city=muster", "stadtteil?area=01&layers=counselling.%C3%9C25%2Ckita"]),
        audience=st.sampled_from(["public", "council", "manager"]),
    ),
    "sources": records(
        source_id=names,
        title=names,
        publisher=texts,
        licence=texts,
        attribution=texts,
        url=texts,
        as_of=days,
        retrieved_at=days,
        changed=texts,
        demo=st.booleans(),
    ),
    "areas": records(name=names),
}


@pytest.fixture(scope="module")
def store(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("roundtrip") / "var"
    shutil.copytree(seeded, folder)
    found = Store(folder, clock=clock)
    yield found
    found.close()


def frame(store: Store, table: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows as the contract has them; areas keep their shapes and get other names, sources those that are used."""
    if table == "areas":
        areas = store.read("muster", "areas", viewer=MANAGER)
        return areas.assign(name=[row["name"] for row in (rows * 3)[:3]])
    found = pd.DataFrame(rows, dtype="object")
    for column, kind in TABLES[table].dtypes.items():
        if kind == "date":
            found[column] = pd.to_datetime(found[column]).astype("datetime64[s]")
        elif kind == "integer":
            found[column] = found[column].astype("Int64")
        elif kind == "number":
            found[column] = found[column].astype("float64")
    if table == "sources":
        known = store.read("muster", "sources", viewer=MANAGER)
        known = known[known["source_id"].isin(["demo", "real"])]
        found = pd.concat([known, found[~found["source_id"].isin(["demo", "real"])]], ignore_index=True)
    found = found.drop_duplicates(list(TABLES[table].key), ignore_index=True)
    if "geometry" in found:
        found = gpd.GeoDataFrame(found, geometry="geometry", crs=CRS)
    return validate(table, found)


def write(store: Store, table: str, rows: pd.DataFrame) -> int:
    with store.change("muster", viewer=MANAGER, action="import") as change:
        change.write(table, rows)
    return store.edition("muster", table)


def bring(store: Store, table: str, file: Path, **asked: Any) -> Any:
    options = Options(**asked)
    return import_file(store, "muster", table, file, options=options, viewer=MANAGER, today=TODAY)


@pytest.mark.parametrize(("table", "ending"), FORMS)
@settings(
    max_examples=6,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_reading_an_export_again_changes_nothing(
    table: str, ending: str, store: Store, tmp_path: Path, data: st.DataObject
) -> None:
    key = TABLES[table].key
    rows = data.draw(st.lists(ROWS[table], min_size=1, max_size=20, unique_by=lambda row: str(row.get(key[0]))))
    before_all = {name: store.read("muster", name, viewer=MANAGER) for name in TABLES}
    try:
        write(store, table, frame(store, table, rows))
        if table == "sites":  # no offers without their site
            write(store, "offers", before_all["offers"].iloc[:0])
        before = store.read("muster", table, viewer=MANAGER)
        file = tmp_path / f"again{ending}"
        file.write_bytes(export_bytes(store, "muster", table, ending, viewer=MANAGER))
        report = bring(store, table, file)
        assert not report.refused, report.problems
        assert_frame_equal(store.read("muster", table, viewer=MANAGER), before)
        assert (report.added, report.changed, report.removed) == (0, 0, 0)
    finally:
        for name in ("offers", table):
            write(store, name, before_all[name])
