"""Lines over time: they break where nobody counted, and their table says so."""

from datetime import date

import pandas as pd

from components.session import speaking
from components.time_lines import _rows, table
from data.indicators import find

Y18, Y21, Y22 = date(2018, 12, 31), date(2021, 12, 31), date(2022, 12, 31)
LINES = {
    "Eins": pd.Series({Y18: 1000.0, Y21: 1100.0, Y22: 1200.0}),
    "<b>Zwei": pd.Series({Y18: None, Y21: 5.0, Y22: None}),
}


def test_a_year_without_a_count_breaks_the_line() -> None:
    rows = _rows(LINES)
    one = rows[rows["series"] == "Eins"]
    assert [day.year for day in one["day"]] == [2018, 2019, 2020, 2021, 2022]
    assert one["value"].isna().tolist() == [False, True, True, False, False]
    assert rows[rows["series"] == "<b>Zwei"]["value"].tolist() == [5.0]


def test_the_table_has_every_date_and_says_what_is_missing() -> None:
    with speaking("de"):
        found = table(find("population"), LINES)
    assert list(found.columns) == ["Stand", "Eins", "<b>Zwei"]
    assert found["Stand"].tolist() == [f"31.12.{year}" for year in range(2018, 2023)]
    assert found["Eins"].tolist() == ["1.000", "keine Angabe", "keine Angabe", "1.100", "1.200"]
    assert found["<b>Zwei"].tolist()[3] == "5"
