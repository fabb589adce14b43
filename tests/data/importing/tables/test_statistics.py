"""Figures in long and wide files, over years, and added up."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from data.importing import Report
from data.importing.tables.statistics import added_up

Bring = Callable[..., Report]
Table = Callable[..., Any]
KEY = ["area_id", "indicator", "group", "as_of"]


def mine(table: Table, source: str = "a") -> dict[tuple[str, ...], Any]:
    rows = table("statistics")
    rows = rows[rows["source_id"] == source]
    days = rows["as_of"].dt.strftime("%Y-%m-%d")
    return dict(
        zip(zip(rows["area_id"], rows["indicator"], rows["group"], days, strict=True), rows["value"], strict=True)
    )


def test_columns_named_as_years_are_figures_of_their_last_day(bring: Bring, table: Table) -> None:
    content = "area_id;Name;2019;2020;31.03.2021\n01;West;1.005;1.010;•\n02;Ost;5;6;7\n"
    report = bring("statistics", "a.csv", content, constant=["indicator=population"])
    assert report.edition == 2
    found = mine(table)
    assert found["01", "population", "total", "2019-12-31"] == 1005
    assert found["02", "population", "total", "2021-03-31"] == 7
    assert np.isnan(found["01", "population", "total", "2021-03-31"])
    assert [p.values["count"] for p in report.problems if p.code == "year_as_day"] == [4]


def test_years_ask_for_their_indicator(bring: Bring) -> None:
    report = bring("statistics", "a.csv", "area_id;2019\n01;5\n")
    assert [(p.code, p.column, p.remedies) for p in report.problems if p.severity == "error"] == [
        ("column_missing", "indicator", ("--constant indicator=population",))
    ]


def test_unknown_areas_are_named_together_with_what_else_is_missing(bring: Bring) -> None:
    report = bring("statistics", "a.csv", "area_id;indicator;value\n01;p;5\n 99 ;p;6\n")
    found = [(p.code, p.row, p.column) for p in report.problems if p.severity == "error"]
    assert found == [("as_of_missing", None, "as_of"), ("area_unknown", 1, "area_id")]


def test_wide_and_long_say_the_same(bring: Bring, table: Table) -> None:
    long = "area_id;indicator;group;as_of;value\n01;p;a;2024;1\n01;p;b;2024;2,5\n02;p;a;2024;•\n02;p;b;2024;4\n"
    bring("statistics", "a.csv", long)
    before = table("statistics")
    wide = "area_id;Eins;Zwei\n01;1;2,5\n02;•;4\n"
    report = bring("statistics", "a.csv", wide, map=["p.a=Eins", "p.b=Zwei"], constant=["as_of=2024-12-31"])
    assert (report.added, report.changed, report.removed) == (0, 0, 0)
    pd.testing.assert_frame_equal(before, table("statistics"))


def test_each_column_is_read_with_its_own_decimal_sign(bring: Bring, table: Table) -> None:
    content = "area_id;km2;share\n01;14.82;12,5\n02;39.86;7\n"
    report = bring("statistics", "a.csv", content, constant=["as_of=31.12.2024"])
    assert (report.edition, report.decimal) == (2, ". ,")
    assert sorted(mine(table).values()) == [7, 12.5, 14.82, 39.86]


def test_keys_and_coordinates_are_no_figures(bring: Bring) -> None:
    content = "area_id;plz;center_lon;lat;RS;Einwohner\n01;01067;13,7;51,1;145;5\n02;01069;13,8;51,2;146;7\n"
    report = bring("statistics", "a.csv", content, constant=["as_of=31.12.2024"])
    assert report.columns == {"area_id": "area_id", "Einwohner": "Einwohner"}


TWICE = "area_id;indicator;group;as_of;value\n01;p;total;2024;5\n01;p;total;2024;7\n02;p;total;2024;1\n"


def test_an_area_twice_names_both_rows_and_may_be_added_up(bring: Bring, table: Table) -> None:
    report = bring("statistics", "a.csv", TWICE)
    found = [(p.code, p.row, p.values["rows"], p.remedies) for p in report.problems if p.severity == "error"]
    assert found == [("duplicate_key", 0, "1", ("--add-up",)), ("duplicate_key", 1, "0", ("--add-up",))]
    report = bring("statistics", "a.csv", TWICE, add_up=True)
    assert [p.values for p in report.problems if p.code == "added_up"] == [{"count": 2, "total": 1}]
    assert sorted(mine(table).values()) == [1, 12]


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from([None, "secret", 0, 1, 2, 50])), min_size=1, max_size=30
    )
)
def test_sums_keep_the_total_and_are_never_partial(rows: list[tuple[str, Any]]) -> None:
    frame = pd.DataFrame(
        {
            "area_id": [area for area, _ in rows],
            "indicator": "p",
            "group": "total",
            "as_of": pd.Timestamp(2024, 12, 31),
            "value": [float(value) if isinstance(value, int) else np.nan for _, value in rows],
            "marker": ["" if isinstance(v, int) else "secret" if v else "missing" for _, v in rows],
        }
    )
    found, _ = added_up(frame)
    assert not found.duplicated(KEY).any()
    for area, group in frame.groupby("area_id"):
        row = found[found["area_id"] == area].iloc[0]
        if group["value"].isna().any():
            assert np.isnan(row["value"])
            assert row["marker"] == ("secret" if "secret" in set(group["marker"]) else "missing")
        else:
            assert (row["value"], row["marker"]) == (group["value"].sum(), "")


def test_without_a_mapping_keys_post_codes_and_days_are_no_figures(bring: Bring) -> None:
    content = "area_id,as_of,share,post,stamp,zip\n01,2024-12-31,12.345678901234567,017,01.02.2020,55\n"
    report = bring("statistics", "a.csv", content)
    assert (report.edition, report.added) == (2, 1)
    assert set(report.columns) == {"area_id", "as_of", "share"}


def test_left_out_rows_are_rows_of_the_file(bring: Bring) -> None:
    content = "area_id,as_of,p,q\n01,2024-12-31,1,2\n99,2024-12-31,3,4\n"
    report = bring("statistics", "a.csv", content, drop_unknown=True)
    assert [p.values["count"] for p in report.problems if p.code == "unknown_dropped"] == [1]
