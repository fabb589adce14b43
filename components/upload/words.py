"""Findings of a file and answers to them, in words: with the lines of this file, without the command line."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from components import cached, labels, session
from components.text import fault, has, plain, t
from data import messages
from data.contracts import TABLES
from data.errors import AtlasError, Problem
from data.importing.cities import LEVELS
from data.importing.remedies import parts
from data.importing.report import Report
from data.indicators import own

ROW_LISTS = ("rows", "other_row")
"""Values of a finding that name further rows."""


def line(report: Report, row: int | None) -> str:
    """Where a row stands: its line as a spreadsheet shows it, else its number among the entries."""
    if row is None:
        return ""
    if report.first_line:
        return t("upload.findings.line", line=report.first_line + row)
    return t("upload.findings.entry", number=row + 1)


def column(name: str | None) -> str:
    """Name of a column, as the contract or the file calls it."""
    return labels.term("column", name) if name else ""


def finding(report: Report, problem: Problem) -> str:
    """What is wrong, as plain text without the place; every row in it as this file counts."""
    shift = report.first_line or 1
    values = {name: _said(report, name, value, shift) for name, value in problem.values.items()}
    if "fault" in values:
        values["fault"] = messages.polygon_fault(str(values["fault"]), session.language(), problem.value)
    key = f"upload.problems.{problem.code}"
    if has(key):
        return t(key, column=column(problem.column), value=problem.value, **values)
    return messages.sentence(replace(problem, values=values), session.language())


def refusal(error: AtlasError) -> str:
    """Why nothing could be read at all, as Markdown."""
    key = f"upload.problems.{error.code}"
    return plain(t(key, **error.values)) if has(key) else fault(error)


def _said(report: Report, name: str, value: Any, shift: int) -> Any:
    """A value of a finding in words: rows as this file counts, tables, levels and marks by their names."""
    if name in ROW_LISTS:
        return re.sub(r"\d+", lambda found: str(int(found[0]) + shift), str(value))
    if isinstance(value, float) and session.language() == "de":
        return str(value).replace(".", ",")
    if name == "level":
        return level(report.city, str(value))
    topic = {"table": "upload.table", "marker": "upload.marker"}.get(name, "")
    return t(f"{topic}.{value}") if has(f"{topic}.{value}") else value


def level(slug: str, code: str) -> str:
    """Name of a level of a city, its code where nobody knows it."""
    city = next((one for one in cached.cities(session.viewer()) if one.slug == slug), None)
    known = {one.code: one for one in city.levels} if city else LEVELS
    return known[code].name(session.language(), plural=True) if code in known else code


def figure(code: str) -> str:
    """Name of a column that holds one figure: ``population.age_0_2``, ``under_3.capacity``."""
    name, _, group = code.partition(".")
    if group in TABLES["offers"].columns:
        return f"{labels.term('kind', name)}: {labels.term('column', group)}"
    return labels.indicator(own(name, group or "total"))


def code_name(column_name: str, code: str) -> str:
    """Name of a code in a column, the code itself where it has none."""
    if column_name == "indicator":
        return figure(code)
    return labels.group(code) if column_name == "group" else labels.term(column_name, code)


def answer(remedy: str, report: Report | None = None) -> str:
    """An answer as Markdown: what will be done."""
    flag, about, given = parts(remedy)
    code = flag[2:].replace("-", "_")
    if flag == "--map" and not given.strip():
        code = "map_nothing"
    if flag in ("--match", "--marker", "--decimal"):
        code = f"{code}_{given}"
    where, _, found = about.partition(":")
    place = line(report, int(where)) if flag == "--correct" and report else ""
    if flag in ("--map", "--constant", "--about"):
        about = figure(about) if flag == "--map" and "." in about else column(about)
    elif flag in ("--value", "--correct"):
        about = found if flag == "--value" else column(found)
    shown = code_name(where, given) if flag in ("--value", "--constant") else given
    key = f"upload.take.{code}"
    return t(key, answer=plain(shown), about=plain(about), place=place) if has(key) else plain(remedy)
