"""Numbers, dates and truths as German and international files write them."""

import math

import pandas as pd
import pytest

from data.importing.meaning.values import dates, decimal_of, numbers, truths


def column(*texts: str) -> pd.Series:
    return pd.Series(list(texts), dtype="str")


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("5", ".", 5),
        ("-5", ".", -5),
        ("+5", ",", 5),
        ("5.5", ".", 5.5),
        ("5,5", ",", 5.5),
        (",5", ",", 0.5),
        ("5.", ".", 5),
        ("1.234", ",", 1234),
        ("1.234", ".", 1.234),
        ("1,234", ".", 1234),
        ("1.234.567,8", ",", 1234567.8),
        ("1 234", ",", 1234),
        ("1\u202f234,5", ",", 1234.5),
        ("1'234.5", ".", 1234.5),
        (" 7 ", ".", 7),
        ("1e-05", ".", 1e-05),
        ("1e-05", ",", 1e-05),
        ("0", ".", 0),
        ("007", ".", 7),
    ],
)
def test_numbers(text: str, decimal: str, value: float) -> None:
    values, wrong = numbers(column(text), decimal)
    assert (values[0], wrong[0]) == (value, False)


@pytest.mark.parametrize("text", ["x", "5,5,5", "1.23.456", "nan", "inf", "1e999", "0x10", "5 €", "٥x", "--5", "1 2"])
@pytest.mark.parametrize("decimal", [",", "."])
def test_no_numbers(text: str, decimal: str) -> None:
    values, wrong = numbers(column(text), decimal)
    assert wrong[0]
    assert math.isnan(values[0]) or math.isinf(values[0])


def test_an_empty_cell_is_missing_and_not_wrong() -> None:
    for read in (lambda texts: numbers(texts, "."), dates, truths):
        values, wrong = read(column("", "  "))
        assert values.isna().all()
        assert not wrong.any()


@pytest.mark.parametrize(
    ("texts", "delimiter", "sign", "code"),
    [
        (["1,5", "2"], ";", ",", None),
        (["1.5", "2"], ";", ".", None),
        (["1.234,5"], ",", ",", None),
        (["1,234.5"], ";", ".", None),
        (["1.234", "0,5"], None, ",", None),
        (["1.234", "0.5"], ";", ".", None),
        (["0.125"], ";", ".", None),
        (["1.234.567"], None, ",", None),
        (["5"], ";", ",", None),
        (["5"], ",", ".", None),
        ([""], None, ".", None),
        (["1.234"], ";", ",", "decimal_assumed"),
        (["1.234"], ",", ".", "decimal_assumed"),
        (["1,5", "1.5"], ";", ",", "mixed_decimals"),
    ],
)
def test_the_decimal_sign_is_one_for_the_whole_file(
    texts: list[str], delimiter: str | None, sign: str, code: str | None
) -> None:
    found, problems = decimal_of([column(*texts)], delimiter)
    assert found == sign
    assert [problem.code for problem in problems] == ([code] if code else [])


@pytest.mark.parametrize(
    "text", ["2026-12-31", "31.12.2026", "2026-12-31T00:00:00", "2026-12-31 00:00:00Z", " 31.12.2026 "]
)
def test_dates(text: str) -> None:
    values, wrong = dates(column(text))
    assert (values[0], wrong[0]) == (pd.Timestamp(2026, 12, 31), False)


@pytest.mark.parametrize(
    "text", ["31.02.2026", "31/12/2026", "13.2026", "46000", "2026-13-01", "9999-12-31", "gestern"]
)
def test_no_dates(text: str) -> None:
    values, wrong = dates(column(text))
    assert wrong[0]
    assert values.isna()[0]


def test_truths() -> None:
    values, wrong = truths(column("ja", "Nein", "yes", "FALSE", "1", "vielleicht"))
    assert values.to_list()[:5] == [True, False, True, False, True]
    assert wrong.to_list() == [False] * 5 + [True]
