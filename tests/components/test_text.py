"""Texts, numbers and dates as a language writes them; data in Markdown stays as it is."""

from datetime import date

import pandas as pd
import pytest
from markdown_it import MarkdownIt

from components import labels, text
from data.indicators import find, own


@pytest.mark.parametrize(
    ("value", "decimals", "german", "english"),
    [
        (1234.5, 1, "1.234,5", "1,234.5"),
        (0.0, 0, "0", "0"),
        (-0.04, 1, "0,0", "0.0"),
        (2.5, 0, "2", "2"),
        (571510, 0, "571.510", "571,510"),
        (float("nan"), 1, "keine Angabe", "no figure"),
        (None, 0, "keine Angabe", "no figure"),
    ],
)
def test_numbers(value: float | None, decimals: int, german: str, english: str) -> None:
    assert text.number(value, decimals=decimals, language="de") == german
    assert text.number(value, decimals=decimals, language="en") == english


@pytest.mark.parametrize(("value", "shown"), [(1.0, "1"), (1.5, "1,5"), (0.75, "0,75"), (1234.0, "1.234")])
def test_posts_have_as_many_decimals_as_they_need(value: float, shown: str) -> None:
    assert text.exact(value, language="de") == shown


@pytest.mark.parametrize(
    ("marker", "shown"), [("secret", "geheim"), ("missing", "keine Angabe"), ("", "keine Angabe")]
)
def test_a_figure_that_is_not_known_is_never_zero(marker: str, shown: str) -> None:
    assert text.value(float("nan"), marker, language="de") == shown


@pytest.mark.parametrize(
    ("moment", "german", "english"),
    [
        (date(2026, 12, 31), "31.12.2026", "31 Dec 2026"),
        (pd.Timestamp("2026-01-02"), "02.01.2026", "2 Jan 2026"),
        (pd.NaT, "keine Angabe", "no figure"),
    ],
)
def test_dates(moment: date, german: str, english: str) -> None:
    assert text.day(moment, language="de") == german
    assert text.day(moment, language="en") == english


@pytest.mark.parametrize(("count", "shown"), [(0, "0 Treffer"), (1, "1 Treffer"), (1234, "1.234 Treffer")])
def test_plurals(count: int, shown: str) -> None:
    assert text.t("choosers.found", language="de", count=count) == shown


@pytest.mark.parametrize(("count", "shown"), [(1, "1 match"), (2, "2 matches"), (0, "0 matches")])
def test_english_plurals(count: int, shown: str) -> None:
    assert text.t("choosers.found", language="en", count=count) == shown


@pytest.mark.parametrize(
    "hostile",
    [
        "**fett** _kursiv_ ~~weg~~ `code`",
        "[x](javascript:alert(1))",
        "![x](http://192.0.2.1/x.png)",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "$\\frac{1}{2}$ und $$x$$",
        ":material/home: :red[rot] :smile:",
        "# Überschrift",
        "- Liste",
        "| a | b |",
        "http://192.0.2.1/ www.example.org me@example.org",
        "{{ 7*7 }}",
        "a\\b",
        "&lt;b&gt;",
    ],
)
def test_data_in_markdown_stays_as_it_is(hostile: str) -> None:
    tokens = MarkdownIt("commonmark").parseInline(text.plain(hostile))[0].children or []
    assert {token.type for token in tokens} <= {"text", "text_special"}
    assert "".join(token.content for token in tokens).replace(text.WORD_JOINER, "") == hostile


@pytest.mark.parametrize("sign", ["$", ":", "[", "<", ".", "~"])
def test_signs_that_start_something_in_streamlit_are_escaped(sign: str) -> None:
    assert text.plain(f"a{sign}b") == f"a\\{sign}b"


@pytest.mark.parametrize(
    "transformed",
    [":smile:", ":material/home:", "a -> b", "a <- b", "--", ">=", "!=", "https://a.de", "www.a.de", "a@b.de"],
)
def test_what_streamlit_would_draw_as_a_sign_is_kept_apart(transformed: str) -> None:
    assert text.WORD_JOINER in text.plain(transformed)


def test_a_citys_own_figures_keep_their_names() -> None:
    assert labels.indicator(own("inhabitants_from_poland", "total")) == "inhabitants_from_poland"
    assert labels.indicator(own("population", "age_0_2")) == "Einwohnerinnen und Einwohner: 0 bis 2 Jahre"
    assert labels.indicator(own("{{ 7*7 }}", "<b>")) == "{{ 7*7 }}: <b>"


@pytest.mark.parametrize(
    ("code", "unit"), [("kita", ""), ("foreigners_share", "%"), ("density", "je km²"), ("population", "")]
)
def test_a_unit_is_said_once(code: str, unit: str) -> None:
    assert labels.extra_unit(find(code)) == unit
