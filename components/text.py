"""Every text a reader sees: by code from the locales, with numbers and dates as the language writes them."""

from __future__ import annotations

import math
import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from components import session
from data import messages
from data.errors import AtlasError, Problem

LOCALES = Path(__file__).parent / "locales"
WORD_JOINER = "\u2060"
TRANSFORMED = re.compile(r":(?=[\w+/-]+:)|[-<>=!~](?=[-=>])|\bhttps?(?=:)|\bwww(?=\.)|(?<=\S)(?=@)")
"""What Streamlit turns into icons, arrows, dashes and links after Markdown; an unseen word joiner keeps it apart."""
MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$:~&@])")


def t(code: str, /, *, language: str | None = None, count: float | None = None, **values: Any) -> str:
    """The text of a code, with placeholders filled.

    Args:
        code: topic and key, as ``map.legend.missing``; with ``count`` it names a table with ``one`` and ``other``.
        language: ``de`` or ``en``; by default that of the session.
        count: number that decides between singular and plural, available as ``{count}`` in the language's form.
        values: the placeholders; data in them is to be escaped where the text becomes Markdown or HTML.
    """
    language = language or session.language()
    if count is not None:
        code = f"{code}.{Locale(language).plural_form(count)}"
        values["count"] = exact(count, language=language)
    return known(language)[code].format(**values)


def has(code: str) -> bool:
    """Whether there is a text of this code."""
    return code in known(session.language())


def known(language: str) -> dict[str, str]:
    """All texts of a language: those of ``data`` and those of the interface."""
    return messages.texts(messages.LOCALES, language) | messages.texts(LOCALES, language)


def number(value: float | None, *, decimals: int = 0, language: str | None = None) -> str:
    """A number with the language's separators: 1.234,5 or 1,234.5; "keine Angabe" where there is none."""
    language = language or session.language()
    if value is None or math.isnan(value):
        return known(language)["common.missing"]
    return _written(round(float(value), decimals) + 0.0, "0" * decimals, language)


@lru_cache(maxsize=50_000)
def _written(value: float, decimals: str, language: str) -> str:
    pattern = f"#,##0.{decimals}" if decimals else "#,##0"
    return format_decimal(value, format=pattern, locale=language, decimal_quantization=False)


def exact(figure: float, *, language: str | None = None) -> str:
    """A number with as many decimals as it has, two at most: 1,5 posts."""
    return format_decimal(round(figure, 2), format="#,##0.##", locale=language or session.language())


def value(figure: float | None, marker: str = "", *, decimals: int = 0, language: str | None = None) -> str:
    """A figure as shown: the number, "keine Angabe" or "geheim" (L4)."""
    language = language or session.language()
    if marker == "secret":
        return known(language)["common.secret"]
    return number(figure, decimals=decimals, language=language)


def day(moment: date | None, *, language: str | None = None) -> str:
    """A date as 31.12.2026 or 31 Dec 2026; "unbegrenzt" is not ours to say: "keine Angabe" where there is none."""
    language = language or session.language()
    if moment is None or moment != moment:  # NaT differs from itself
        return known(language)["common.missing"]
    pattern = "dd.MM.yyyy" if language == "de" else "d MMM yyyy"
    return format_date(moment, format=pattern, locale=language)


def plain(text: str) -> str:
    """Data as it may stand inside Markdown: every sign stays a sign (S1)."""
    apart = TRANSFORMED.sub(f"\\g<0>{WORD_JOINER}", " ".join(text.split()))
    return MARKDOWN.sub(r"\\\1", apart)


def problem(found: Problem) -> str:
    """A sentence about one finding, as plain text."""
    return messages.describe(found, session.language())


def fault(error: AtlasError) -> str:
    """A sentence about an error, as Markdown."""
    return plain(messages.describe(error, session.language()))
