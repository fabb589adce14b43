"""What is refused and why: one case a fault. Nothing is stored, and both languages have a sentence for it."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from data.errors import AtlasError
from data.importing import Report
from data.importing.cities import CityExistsError, CrsNotMetricError, NewCityNeedsAreasError, NewCityNeedsCrsError
from data.importing.options import UnknownColumnError, UnknownOptionError
from data.importing.reading.files import UnknownEndingError
from data.messages import describe
from data.store import Store
from tests.data.conftest import EAST, WEST, features, square

Bring = Callable[..., Report]

SITES = "site_id,category,name,lon,lat,kind,capacity\n"
FIGURES = "area_id;indicator;group;as_of;value\n"
POINT = {"type": "Point", "coordinates": [410_500, 5_654_500]}
BOWTIE = {
    "type": "Polygon",
    "coordinates": [
        [[410_000, 5_654_000], [411_000, 5_655_000], [411_000, 5_654_000], [410_000, 5_655_000], [410_000, 5_654_000]]
    ],
}


def areas(*rows: tuple[dict[str, Any], Any], **known: Any) -> str:
    return features([({"name": "X"} | row, shape) for row, shape in rows], **known)


# table, file, content, options -> code, row, column of the first error
FAULTS: dict[str, tuple[str, str, str | bytes, dict[str, Any], str, int | None, str | None]] = {
    "empty file": ("sites", "a.csv", "", {}, "empty_file", None, None),
    "header only": ("sites", "a.csv", SITES, {}, "no_rows", None, None),
    "half a letter of UTF-16": ("sites", "a.csv", b"\xff\xfea\x00;", {}, "encoding_unknown", None, None),
    "a quote left open": ("sites", "a.csv", 'a,b\n1,2\n"3,4\n5,6\n', {}, "quote_open", 1, None),
    "a web page": ("sites", "a.xls", "<!DOCTYPE html><table>", {}, "html_table", None, None),
    "a document": ("sites", "a.csv", b"%PDF-1.7", {}, "format_not_read.document", None, None),
    "header beyond the file": (
        "sites",
        "a.csv",
        "a,b\n1,2\n",
        {"header_rows": (7, 8)},
        "header_rows_absent",
        None,
        None,
    ),
    "binary": ("sites", "a.csv", b"a,b\n\x00\x81,2\n", {}, "encoding_unknown", None, None),
    "same header twice": ("sites", "a.csv", "a,a\n1,2\n", {}, "header_twice", None, "a"),
    "header without a name": ("sites", "a.csv", "a,,b\n1,2,3\n", {}, "header_empty", None, None),
    "row too wide": ("sites", "a.csv", "a,b\n1,2\n1,2,3\n", {}, "row_too_wide", 1, None),
    "no json": ("areas", "a.geojson", "{", {"level": "district"}, "no_geojson", None, None),
    "TopoJSON": ("areas", "a.geojson", '{"type": "Topology"}', {"level": "district"}, "format_other", None, None),
    "features are no objects": (
        "areas",
        "a.geojson",
        '{"features": [1]}',
        {"level": "district"},
        "no_geojson",
        None,
        None,
    ),
    "deep nesting": ("areas", "a.geojson", "[" * 100_000, {"level": "district"}, "json_too_deep", None, None),
    "no workbook": ("sites", "a.xlsx", b"PK no zip", {}, "no_archive", None, None),
    "no geopackage": ("areas", "a.gpkg", b"<OGRVRTDataSource/>", {"level": "district"}, "no_table", None, None),
    "no shapefile": ("areas", "a.shp", b"no shapefile", {"level": "district"}, "no_table", None, None),
    "no zip": ("areas", "a.zip", b"no zip", {"level": "district"}, "no_archive", None, None),
    "CRS unknown": (
        "areas",
        "a.geojson",
        areas(({"id": "01"}, WEST), crs={"type": "name", "properties": {"name": "EPSG:1"}}),
        {"level": "district"},
        "crs_unknown",
        None,
        "crs",
    ),
    "no geometry at all": (
        "areas",
        "a.csv",
        "id,name\n01,West\n",
        {"level": "district"},
        "no_shapes",
        None,
        None,
    ),
    "broken geometry": (
        "areas",
        "a.geojson",
        areas(({"id": "01"}, {"type": "Polygon", "coordinates": "x"})),
        {"level": "district"},
        "no_geometry",
        0,
        "geometry",
    ),
    "area without shape": (
        "areas",
        "a.geojson",
        areas(({"id": "01"}, WEST), ({"id": "02"}, None)),
        {"level": "district"},
        "geometry_missing",
        1,
        "geometry",
    ),
    "point for an area": (
        "areas",
        "a.geojson",
        areas(({"id": "01"}, POINT)),
        {"level": "district"},
        "no_polygon",
        0,
        "geometry",
    ),
    "bow tie": (
        "areas",
        "a.geojson",
        areas(({"id": "01"}, BOWTIE)),
        {"level": "district"},
        "polygon_invalid",
        0,
        "geometry",
    ),
    "key twice": (
        "areas",
        "a.geojson",
        areas(({"id": "01"}, WEST), ({"id": "01"}, EAST)),
        {"level": "district"},
        "duplicate_key",
        0,
        "area_id",
    ),
    "key of another level": (
        "areas",
        "a.geojson",
        areas(({"id": "muster"}, WEST)),
        {"level": "district"},
        "key_of_other_source",
        0,
        "area_id",
    ),
    "key empty": ("areas", "a.geojson", areas(({"id": ""}, WEST)), {"level": "district"}, "empty", 0, "area_id"),
    "level not said": ("areas", "a.geojson", areas(({"id": "01"}, WEST)), {}, "level_missing", None, "level"),
    "level unknown": ("areas", "a.geojson", areas(({"id": "01"}, WEST)), {"level": "x"}, "level_unknown", 0, "level"),
    "layer elsewhere": (
        "areas",
        "a.geojson",
        areas(({"id": "01"}, square(460_000, 5_654_000))),
        {"level": "district"},
        "layer_outside_city",
        None,
        "geometry",
    ),
    "one area elsewhere": (
        "areas",
        "a.geojson",
        areas(({"id": "01"}, WEST), ({"id": "02"}, square(460_000, 5_654_000))),
        {"level": "district"},
        "outside_city",
        1,
        "geometry",
    ),
    "two columns could be the key": (
        "areas",
        "a.geojson",
        areas(({"id": "01", "code": "1"}, WEST)),
        {"level": "district"},
        "column_ambiguous",
        None,
        "area_id",
    ),
    "mapped column not there": (
        "areas",
        "a.geojson",
        areas(({"id": "01"}, WEST)),
        {"level": "district", "map": ["area_id=nope"]},
        "column_not_in_file",
        None,
        "area_id",
    ),
    "correction of a row not there": (
        "areas",
        "a.geojson",
        areas(({"id": "01"}, WEST)),
        {"level": "district", "correct": ["7:area_id=02"]},
        "correction_row",
        7,
        "id",
    ),
    "correction of a column not there": (
        "areas",
        "a.geojson",
        areas(({"id": "01"}, WEST)),
        {"level": "district", "correct": ["0:nope=02"]},
        "correction_column",
        None,
        "nope",
    ),
    "no site id": ("sites", "a.csv", "name,category\nA,kita\n", {}, "id_missing", None, "site_id"),
    "site id empty": ("sites", "a.csv", "id,category\na,kita\n,kita\n", {}, "empty", 1, "site_id"),
    "no category": ("sites", "a.csv", "id,name\n1,A\n", {}, "column_missing", None, "category"),
    "category not listed": ("sites", "a.csv", "id,category\n1,zoo\n", {}, "not_listed", 0, "category"),
    "kind of another category": ("sites", "a.csv", f"{SITES}1,kita,A,,,hostel,5\n", {}, "kind_unknown", 0, "kind"),
    "capacity no number": ("sites", "a.csv", f"{SITES}1,kita,A,,,,viele\n", {}, "no_integer", 0, "capacity"),
    "capacity broken": ("sites", "a.csv", f"{SITES}1,kita,A,,,,7.5\n", {}, "no_integer", 0, "capacity"),
    "capacity negative": ("sites", "a.csv", f"{SITES}1,kita,A,,,,-7\n", {}, "negative", 0, "capacity"),
    "site elsewhere": ("sites", "a.csv", f"{SITES}1,kita,A,9.9,53.5,,\n", {}, "outside_city", 0, "geometry"),
    "position no degrees": ("sites", "a.csv", f"{SITES}1,kita,A,410500,5654500,,\n", {}, "crs_missing", None, "lon"),
    "half a position": ("sites", "a.csv", f"{SITES}1,kita,A,13.72,,,\n", {}, "no_position", 0, "lon"),
    "polygon for a site": (
        "sites",
        "a.geojson",
        areas(({"id": "1", "category": "kita"}, WEST)),
        {},
        "no_point",
        0,
        "geometry",
    ),
    "site differs between rows": (
        "sites",
        "a.csv",
        f"{SITES}1,kita,A,,,under_3,5\n1,kita,B,,,3_to_6,5\n",
        {},
        "site_differs",
        1,
        "name",
    ),
    "same offer twice": (
        "sites",
        "a.csv",
        f"{SITES}1,kita,A,,,under_3,5\n1,kita,A,,,under_3,6\n",
        {},
        "duplicate_key",
        0,
        "site_id",
    ),
    "same site twice": ("sites", "a.csv", "id,category\n1,kita\n1,kita\n", {}, "duplicate_key", 0, "site_id"),
    "site of another source": ("sites", "a.csv", f"{SITES}h1,kita,A,,,,5\n", {}, "key_of_other_source", 0, "site_id"),
    "area of a site unknown": (
        "sites",
        "a.csv",
        "id,category,area_id\n1,kita,99\n",
        {},
        "area_unknown",
        0,
        "area_id",
    ),
    "closed before opened": (
        "sites",
        "a.csv",
        "id,category,opened_on,closes_on\n1,kita,2025-01-01,31.12.2024\n",
        {},
        "closed_before_opened",
        0,
        "closes_on",
    ),
    "no date": ("sites", "a.csv", "id,category,opened_on\n1,kita,31.02.2025\n", {}, "no_date", 0, "opened_on"),
    "no truth": ("sites", "a.csv", "id,category,common_room\n1,kita,vielleicht\n", {}, "no_truth", 0, "common_room"),
    "no day": ("statistics", "a.csv", "area_id,population\n01,5\n", {}, "as_of_missing", None, "as_of"),
    "no indicator": (
        "statistics",
        "a.csv",
        "area_id,value\n01,5\n",
        {"constant": ["as_of=2025-12-31"]},
        "column_missing",
        None,
        "indicator",
    ),
    "no figures": (
        "statistics",
        "a.csv",
        "area_id,note\n01,x y\n",
        {"constant": ["as_of=2025-12-31"]},
        "no_figures",
        None,
        None,
    ),
    "area unknown": (
        "statistics",
        "a.csv",
        f"{FIGURES}99;population;total;31.12.2025;5\n",
        {},
        "area_unknown",
        0,
        "area_id",
    ),
    "figure no number": (
        "statistics",
        "a.csv",
        f"{FIGURES}01;population;total;31.12.2025;fünf\n",
        {},
        "no_number",
        0,
        "value",
    ),
    "wide figure no number": (
        "statistics",
        "a.csv",
        "area_id,inhabitants\n01,5\n02,ca. 7\n",
        {"constant": ["as_of=2025-12-31"], "map": ["population.total=inhabitants"]},
        "no_number",
        1,
        "inhabitants",
    ),
    "not a number": (
        "statistics",
        "a.csv",
        f"{FIGURES}01;population;total;31.12.2025;nan\n",
        {},
        "no_number",
        0,
        "value",
    ),
    "endless number": (
        "statistics",
        "a.csv",
        f"{FIGURES}01;population;total;31.12.2025;1e999\n",
        {},
        "no_number",
        0,
        "value",
    ),
    "comma and point": (
        "statistics",
        "a.csv",
        f"{FIGURES}01;population;total;31.12.2025;5,25\n02;population;total;31.12.2025;5.25\n",
        {},
        "mixed_decimals",
        0,
        "value",
    ),
    "figure twice": (
        "statistics",
        "a.csv",
        f"{FIGURES}01;p;total;31.12.2025;5\n01;p;total;31.12.2025;6\n",
        {},
        "duplicate_key",
        0,
        "area_id",
    ),
    "marker beside a figure": (
        "statistics",
        "a.csv",
        "area_id,indicator,as_of,value,marker\n01,p,2025-12-31,5,secret\n",
        {},
        "marker_mismatch",
        0,
        "marker",
    ),
    "caseload of nothing": (
        "caseload",
        "a.csv",
        "site_id,area_id,as_of,occupied\n,,2025-12-31,5\n",
        {},
        "one_subject",
        0,
        "site_id",
    ),
    "caseload of two": (
        "caseload",
        "a.csv",
        "site_id,area_id,as_of,occupied\nk1,01,2025-12-31,5\n",
        {},
        "one_subject",
        0,
        "site_id",
    ),
    "caseload of a site unknown": (
        "caseload",
        "a.csv",
        "site_id,as_of,occupied\nzz,2025-12-31,5\n",
        {},
        "site_unknown",
        0,
        "site_id",
    ),
    "offer of a site unknown": (
        "offers",
        "a.csv",
        "site_id,kind,capacity\nzz,,5\n",
        {},
        "site_unknown",
        0,
        "site_id",
    ),
    "offer of another kind": (
        "offers",
        "a.csv",
        "site_id,kind,capacity\nk1,hostel,5\n",
        {},
        "kind_unknown",
        0,
        "kind",
    ),
    "domain not listed": ("measures", "a.csv", "measure_id,title,domain\n1,A,sport\n", {}, "not_listed", 0, "domain"),
    "source without title": ("sources", "a.csv", "source_id\nx\n", {}, "column_missing", None, "title"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_named_and_nothing_is_stored(case: str, bring: Bring, town: Store) -> None:
    table, file, content, options, code, row, column = FAULTS[case]
    before = town.editions("muster")
    report = bring(table, file, content, **options)
    errors = [problem for problem in report.problems if problem.severity == "error"]
    assert (errors[0].code, errors[0].row, errors[0].column) == (code, row, column)
    assert (report.edition, report.added, report.changed, report.removed) == (None, 0, 0, 0)
    assert town.editions("muster") == before
    for language in ("de", "en"):
        assert not [one for one in errors if re.search(r"\{\w+\}", describe(one, language))]


def test_a_refused_file_counts_the_rows_without_fault(bring: Bring) -> None:
    report = bring("sites", "a.csv", f"{SITES}1,kita,A,,,,5\n2,zoo,B,,,,5\n3,kita,C,,,,viel\n")
    assert (report.rows_read, report.rows_accepted, report.edition) == (3, 1, None)


USE: dict[str, tuple[str, str, dict[str, Any], type[AtlasError]]] = {
    "ending": ("sites", "a.pdf", {}, UnknownEndingError),
    "column of a mapping": ("sites", "a.csv", {"map": ["nope=a"]}, UnknownColumnError),
    "column of a constant": ("caseload", "a.csv", {"constant": ["nope=a"]}, UnknownColumnError),
    "mapping without equals": ("sites", "a.csv", {"map": ["name"]}, UnknownOptionError),
    "correction without row": ("sites", "a.csv", {"correct": ["name=a"]}, UnknownOptionError),
    "new city that exists": ("areas", "a.geojson", {"new_city": "M", "crs": "EPSG:25833"}, CityExistsError),
    "new city without areas": (
        "sites",
        "a.csv",
        {"new_city": "M", "crs": "EPSG:25833", "city": "neu"},
        NewCityNeedsAreasError,
    ),
    "new city without CRS": ("areas", "a.geojson", {"new_city": "M", "city": "neu"}, NewCityNeedsCrsError),
    "CRS in degrees": ("areas", "a.geojson", {"new_city": "M", "city": "neu", "crs": "EPSG:4326"}, CrsNotMetricError),
}


@pytest.mark.parametrize("case", USE)
def test_wrong_use_is_no_fault_of_the_data(case: str, bring: Bring) -> None:
    table, file, options, error = USE[case]
    with pytest.raises(error) as caught:
        bring(table, file, "x", **options)
    for language in ("de", "en"):
        assert "{" not in describe(caught.value, language)


def test_many_faults_of_one_kind_are_counted_not_listed(bring: Bring) -> None:
    rows = "".join(f"01;p;total;31.12.2025;n{number}\n" for number in range(5000))
    report = bring("statistics", "a.csv", FIGURES + rows)
    assert (report.rows_read, report.rows_accepted) == (5000, 0)
    more = {
        (problem.column, problem.values["count"]) for problem in report.problems if problem.code == "more_problems"
    }
    assert more == {("value", 4000), ("area_id", 4000)}
