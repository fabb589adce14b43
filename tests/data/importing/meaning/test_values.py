"""Figures, marks and days as offices write them."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importing.meaning.days import day
from data.importing.meaning.values import dates, decimals_of, numbers, typed
from data.importing.tables.batch import unmarked


def column(*texts: str) -> pd.Series:
    return pd.Series(list(texts), dtype="str")


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("-  23", ",", -23),
        ("- 1.234,5", ",", -1234.5),
        ("23-", ".", -23),
        ("–23", ".", -23),
        ("−5,5", ",", -5.5),
        ("+5", ",", 5),
        ("+ 5", ",", 5),
        ("12,5 %", ",", 12.5),
        ("12.5%", ".", 12.5),
        ("1.234,5", ",", 1234.5),
        ("1 234 567", ",", 1234567),
        ("1\u00a0234\u00a0567,5", ",", 1234567.5),
        ("1\u2009234", ".", 1234),
        ("1’234’567.5", ".", 1234567.5),
        ("   12   ", ",", 12),
    ],
)
def test_figures_of_offices(text: str, decimal: str, value: float) -> None:
    values, wrong = numbers(column(text), decimal)
    assert (values[0], wrong[0]) == (value, False)


@pytest.mark.parametrize("text", ["1 2", "12 34", "5 €", "- -5", "%", "--5", "1 2345"])
def test_what_is_no_figure_stays_none(text: str) -> None:
    assert numbers(column(text), ",")[1][0]


@given(st.integers(-(10**11), 10**11), st.sampled_from(["", ".", " ", "\u00a0", "\u202f"]), st.integers(0, 99))
def test_any_german_figure_is_read_back(whole: int, group: str, part: int) -> None:
    text = f"{whole:,}".replace(",", group) + f",{part:02}"
    values, wrong = numbers(column(text), ",")
    expected = abs(whole) + part / 100
    assert not wrong[0]
    assert abs(values[0]) == pytest.approx(expected)


def test_each_column_has_its_own_decimal_sign() -> None:
    columns = {"area": column("14.82", "39.86"), "lon": column("12,663915", "12,5"), "people": column("1234", "5")}
    signs, problems = decimals_of(columns, ";")
    assert (signs["area"], signs["lon"], problems) == (".", ",", [])


def test_columns_that_say_nothing_follow_the_others() -> None:
    signs, problems = decimals_of({"share": column("1,5"), "people": column("1.234")}, ",")
    assert (signs, problems) == ({"share": ",", "people": ","}, [])


def test_both_signs_in_one_column_are_refused() -> None:
    _, problems = decimals_of({"share": column("1,5", "1.5")}, ";")
    assert [(p.code, p.severity, p.column, p.row) for p in problems] == [("mixed_decimals", "error", "share", 0)]


def test_a_figure_that_reads_both_ways_warns_where_the_others_disagree() -> None:
    signs, problems = decimals_of({"a": column("1,5"), "b": column("1.5"), "c": column("1.234")}, ";")
    assert signs["c"] == ","
    assert [(p.code, p.severity, p.column) for p in problems] == [("decimal_assumed", "warning", "c")]


MARKED = [
    ("•", {}, "", "secret"),
    (" • ", {}, "", "secret"),
    ("• 1)", {}, "", "secret"),
    ("-", {}, "", "missing"),
    ("-", {"-": "zero"}, "0", ""),
    ("-", {"-": "secret"}, "", "secret"),
    ("0", {"-": "missing"}, "0", ""),
    ("X", {}, "", "missing"),
    ("Keine Angabe", {}, "", "missing"),
    ("geheim", {"geheim": "secret"}, "", "secret"),
    ("", {}, "", ""),
    ("12", {}, "12", ""),
]


@pytest.mark.parametrize(("text", "chosen", "plain", "marker"), MARKED)
def test_marks(text: str, chosen: dict[str, str], plain: str, marker: str) -> None:
    texts, markers, _ = unmarked(pd.DataFrame({"value": column(text)}), ["value"], chosen)
    assert (texts["value"][0], markers["value"][0]) == (plain, marker)


def test_a_mark_says_how_it_was_read_and_how_to_change_that() -> None:
    texts = pd.DataFrame({"a": column("-", "-", "5"), "b": column("-", "•", "")})
    _, _, notes = unmarked(texts, ["a", "b"])
    assert [(p.code, p.value, p.values, p.remedies) for p in notes] == [
        ("marks_read", "-", {"count": 3, "marker": "missing"}, ("--marker -=secret", "--marker -=zero")),
        ("marks_read", "•", {"count": 1, "marker": "secret"}, ("--marker •=missing", "--marker •=zero")),
    ]


@pytest.mark.parametrize(
    ("text", "plain", "code"),
    [
        ("(12)", "12", "uncertain_read"),
        ("( 1.234 )", "1.234", "uncertain_read"),
        ("[5]", "5", "uncertain_read"),
        ("12 1)", "12", "footnotes_left"),
        ("1.234²", "1.234", "footnotes_left"),
        ("12 p", "12", "footnotes_left"),
        ("12 Plätze", "12", "unit_left"),
        ("1.234 Personen", "1.234", "unit_left"),
    ],
)
def test_brackets_and_footnotes_leave_with_a_warning(text: str, plain: str, code: str) -> None:
    texts, _, found = unmarked(pd.DataFrame({"value": column(text, "7")}), ["value"])
    assert texts["value"].to_list() == [plain, "7"]
    assert [(p.code, p.severity, p.values) for p in found] == [(code, "warning", {"count": 1})]


@pytest.mark.parametrize(
    ("text", "expected", "rough"),
    [
        ("31.12.2024", "2024-12-31", False),
        ("1.2.24", "2024-02-01", False),
        ("31.12.98", "1998-12-31", False),
        ("2024-12-31T08:15:00+01:00", "2024-12-31", False),
        ("31.12.2024 00:00", "2024-12-31", False),
        ("31. Dezember 2024", "2024-12-31", False),
        ("1 März 2024", "2024-03-01", False),
        ("20241231", "2024-12-31", False),
        ("Stand: 31.12.2024", "2024-12-31", False),
        ("2025", "2025-12-31", True),
        ("12/2024", "2024-12-31", True),
        ("02.2024", "2024-02-29", True),
        ("2024-06", "2024-06-30", True),
        ("Dez 2024", "2024-12-31", True),
        ("Dezember 2024", "2024-12-31", True),
    ],
)
def test_days(text: str, expected: str, rough: bool) -> None:
    found, coarse = day(text)
    assert found is not None
    assert (f"{found:%Y-%m-%d}", coarse) == (expected, rough)


@pytest.mark.parametrize(("word", "sign", "value"), [("comma", ",", 1234.0), ("point", ".", 1.234)])
def test_whoever_knows_the_decimal_sign_says_it(word: str, sign: str, value: float) -> None:
    cells = column("1.234")
    signs, problems = decimals_of({"a": cells}, ",", word)
    assert (signs, problems) == ({"a": sign}, [])
    assert numbers(cells, sign)[0].to_list() == [value]


def test_a_figure_that_reads_both_ways_offers_the_other_way() -> None:
    offered = {";": "--decimal point", ",": "--decimal comma"}
    for delimiter, remedy in offered.items():
        _, problems = decimals_of({"a": column("1.234")}, delimiter)
        assert [problem.remedies for problem in problems] == [(remedy,)]


@pytest.mark.parametrize(
    "text", ["31.02.2026", "31/12/2026", "13/2026", "46000", "9999-12-31", "0101", "gestern", "Montag 2024", "3"]
)
def test_no_days(text: str) -> None:
    assert day(text) == (None, False)
    assert dates(column(text))[1][0]


def test_a_year_is_its_last_day_with_a_warning() -> None:
    frame, problems = typed("statistics", pd.DataFrame({"as_of": column("2025", "2025", "31.12.2024")}), ".")
    assert frame["as_of"].to_list() == [pd.Timestamp(2025, 12, 31)] * 2 + [pd.Timestamp(2024, 12, 31)]
    assert [(p.code, p.severity, p.column, p.value, p.values) for p in problems] == [
        ("year_as_day", "warning", "as_of", "2025", {"count": 2, "day": "31.12.2025"})
    ]


@given(st.lists(st.text(max_size=12), min_size=1, max_size=20))
def test_no_text_makes_reading_fail(texts: list[str]) -> None:
    cells = column(*texts)
    signs, _ = decimals_of({"a": cells}, None)
    values, wrong = numbers(cells, signs["a"])
    assert len(values) == len(wrong) == len(texts)
    plain, markers, _ = unmarked(pd.DataFrame({"a": cells}), ["a"])
    assert len(plain) == len(markers) == len(texts)
    dates(cells)
