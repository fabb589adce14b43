"""Rows as a file: what holds for the whole stands beside what a row says of itself, never over it."""

import csv
import io
from datetime import UTC, datetime

import pandas as pd

from data.exporting import content
from data.writing import Document

ROWS = pd.DataFrame({"city": ["klein", "zwickau"], "audience": ["public", "council"], "value": [1, 2]})
FOUND = Document(
    "comparison",
    ROWS,
    pd.DataFrame({"source_title": ["a", "b"]}),
    pd.DataFrame({"source_id": ["a"]}),
    made=datetime(2026, 11, 22, tzinfo=UTC),
    about={"city": "klein", "audience": "manager", "on": "2025-12-31"},
)


def test_a_column_of_the_rows_is_not_overwritten_by_what_holds_for_the_whole() -> None:
    rows = list(csv.DictReader(io.StringIO(content(FOUND, ".csv").decode("utf-8-sig")), delimiter=";"))
    assert [(row["city"], row["audience"]) for row in rows] == [("klein", "public"), ("zwickau", "council")]
    assert {(row["view_city"], row["view_audience"], row["on"]) for row in rows} == {
        ("klein", "manager", "2025-12-31")
    }
