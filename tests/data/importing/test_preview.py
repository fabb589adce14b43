"""What a report shows of a file before anything is stored."""

import json
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from data.importing import Options, import_file
from data.importing.preview import cell, samples
from data.importing.report import Report
from data.store import Store
from tests.data.conftest import MANAGER, TODAY, WEST, features


@pytest.fixture
def look(town: Store, tmp_path: Any) -> Callable[..., Report]:
    def run(table: str, name: str, content: str, **asked: Any) -> Report:
        file = tmp_path / name
        file.write_text(content, encoding="utf-8")
        options = Options(dry_run=True, **asked)
        known = {"options": options, "viewer": MANAGER, "today": TODAY, "preview": True}
        return import_file(town, "muster", table, file, **known)

    return run


def test_samples_are_the_first_three_different_texts_of_each_column() -> None:
    texts = pd.DataFrame({"a": ["", " x", "x", "y", "z", "w"], "leer": [""] * 6}, dtype="str")
    assert samples(texts) == {"a": ["x", "y", "z"], "leer": []}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=1", "=1"),
        (1.5, "1,5"),
        (65.0, "65"),
        (7, "7"),
        (True, "ja"),
        (False, "nein"),
        (None, ""),
        (float("nan"), ""),
        (pd.NA, ""),
        (pd.NaT, ""),
        (pd.Timestamp(2026, 11, 2), "02.11.2026"),
    ],
)
def test_a_cell_is_written_as_in_our_files(value: Any, text: str) -> None:
    assert cell(value) == text


def test_figures_are_shown_as_they_would_stand(look: Callable[..., Report]) -> None:
    content = "area_id;indicator;group;as_of;value\n01;dogs;total;31.12.2025;1,5\n02;dogs;total;31.12.2025;•\n"
    report = look("statistics", "hunde.csv", content)
    assert not report.refused
    shown = {"indicator": "dogs", "group": "total", "as_of": "31.12.2025", "source_id": "hunde"}
    assert report.preview == [
        {"area_id": "01", "value": "1,5", "marker": ""} | shown,
        {"area_id": "02", "value": "", "marker": "secret"} | shown,
    ]
    assert report.file_columns["value"] == ["1,5", "•"]
    assert (report.edition, report.drawn) == (None, None)


def test_no_more_than_twenty_rows_are_shown(look: Callable[..., Report]) -> None:
    lines = "".join(f"s{row};kita;A{row}\n" for row in range(30))
    report = look("sites", "a.csv", f"site_id;category;name\n{lines}")
    assert [line["name"] for line in report.preview] == [f"A{row}" for row in range(20)]


def test_a_refused_file_is_shown_as_far_as_it_was_understood(look: Callable[..., Report]) -> None:
    report = look("sites", "a.csv", "site_id;category;name\nn1;kita;A\nn2;schloss;B\n")
    assert report.refused
    assert [(line["site_id"], line["category"]) for line in report.preview] == [("n1", "kita"), ("n2", "schloss")]


def test_areas_are_drawn_with_their_state(look: Callable[..., Report]) -> None:
    content = features([({"area_id": "01", "name": "Westen"}, WEST)])
    report = look("areas", "a.geojson", content, level="district")
    assert report.drawn is not None
    (feature,) = json.loads(report.drawn)["features"]
    assert feature["properties"] | {"row": 0} == {"id": "01", "name": "Westen", "row": 0, "state": "kept"}
    assert [line["name"] for line in report.preview] == ["Westen"]
    assert "geometry" not in report.preview[0]
