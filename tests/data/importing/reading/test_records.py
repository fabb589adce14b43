"""JSON without geometry: where its records stand, and what their columns are called."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importing.options import Options
from data.importing.reading.files import read_file
from data.importing.reading.records import read_records

ROWS = [{"id": "01", "n": 5}, {"id": "02", "n": 6.5}]
TABLE = (["id", "n"], [["01", "5"], ["02", "6.5"]])
DOCUMENTS: dict[str, tuple[Any, tuple[list[str], list[list[str]]]]] = {
    "a list": (ROWS, TABLE),
    "below one key": ({"data": ROWS}, TABLE),
    "below two keys": ({"result": {"records": ROWS}}, TABLE),
    "beside other facts": ({"title": "x", "count": 2, "index": ROWS, "links": []}, TABLE),
    "longer than what describes it": ({"fields": [{"id": "n"}], "records": ROWS}, TABLE),
    "by key": (
        {"01": {"n": 5}, "02": {"n": 6.5}},
        (["key", "n"], TABLE[1]),
    ),
    "by a key that is repeated": ({each["id"]: each for each in ROWS}, TABLE),
    "by key beside other facts": (
        {"meta": {"title": "x"}, "data": {"01": {"n": 5}, "02": {"n": 6.5}}},
        (["key", "n"], TABLE[1]),
    ),
    "one record by key": ({"01": {"n": 5}}, (["key", "n"], [["01", "5"]])),
    "objects within": (
        [{"id": 1, "a": {"b": {"c": True}, "d": [1, 2]}}, {"id": 2, "e": None, "a": {}}],
        (["id", "a.b.c", "a.d", "e", "a"], [["1", "yes", "[1, 2]", "", ""], ["2", "", "", "", "{}"]]),
    ),
}


@pytest.mark.parametrize("case", DOCUMENTS)
def test_records_become_rows(case: str) -> None:
    document, (names, rows) = DOCUMENTS[case]
    raw = read_records(document)
    assert raw is not None
    assert (raw.names, raw.texts.to_numpy().tolist()) == (names, rows)
    assert (raw.geometry, raw.crs, raw.first_line) == (None, None, 0)


@pytest.mark.parametrize("document", [None, 5, "x", [], {}, [1, 2], [[1], [2]], [{}], {"a": 1}, {"a": [1], "b": {}}])
def test_what_holds_no_records_is_none(document: Any) -> None:
    assert read_records(document) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_no_document_makes_it_fail(document: Any) -> None:
    raw = read_records(document)
    assert raw is None or len(raw.texts) > 0


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.text(max_size=5), min_size=1), min_size=1, max_size=9))
def test_texts_stay_what_they_are(rows: list[dict[str, str]]) -> None:
    raw = read_records(rows)
    assert raw is not None
    names = list(dict.fromkeys(name for row in rows for name in row))
    assert raw.texts.to_dict("records") == [{name: row.get(name, "") for name in names} for row in rows]


def test_a_file_of_records_is_read_as_a_table(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"data": ROWS}), encoding="utf-8")
    raw = read_file(tmp_path / "a.json", Options())
    assert (raw.names, raw.texts.to_numpy().tolist()) == TABLE


def test_real_records_have_their_counts(sample_data: Path) -> None:
    municipalities = read_file(sample_data / "deutschland" / "destatis_gemeinden.json", Options())
    document = json.loads((sample_data / "deutschland" / "destatis_gemeinden.json").read_text(encoding="utf-8"))
    assert (len(municipalities.texts), municipalities.names[0]) == (len(document), "RS")
    assert len(read_file(sample_data / "formate" / "ulm" / "coords.json", Options()).texts) == 84
