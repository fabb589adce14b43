"""Everything that a file will be asked about, in one answer, so that the second command can be the last."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import replace

from data.errors import Problem
from data.importing.options import Options
from data.importing.process.progress import Progress
from data.importing.remedies import applied, chosen, parts, question
from data.importing.report import Report

WHOLE = ("--sheet", "--header-rows", "--level", "--new-level", "--above", "--file-crs", "--swap-axes")
"""Flags that answer a question about the whole file."""

COLUMNS = ("--map", "--constant")
LAYERS = 3
"""Layers for which the way is looked for to its end."""

LINES = 8
ROUNDS = 4


class _Understood(Exception):  # noqa: N818 (no error: nothing more is asked)
    """Leaves a trial before anything would be stored."""


def together(report: Report, options: Options, trial: Callable[[Options, Progress], Report]) -> list[Problem]:
    """A note with one text that holds all flags, where a refusal alone does not ask for everything.

    The first layer that could be meant, then the next, is read on with the first answer to each question until
    nothing is asked any more. Where a level has to be chosen there is a text for each.

    Args:
        report: of the refusal.
        options: that it was asked with.
        trial: imports the same file with other options and the progress told.

    Returns:
        Nothing where fewer than two flags are missing, or where a row has to be looked at first.
    """
    if not report.refused or not _asked(report, options):
        return []
    layers = next((one.remedies for one in report.problems if one.code == "several_layers"), ())[:LAYERS]
    texts: dict[str, None] = {}
    for start in [applied(options, layer) for layer in layers] or [options]:
        found, levels = _way(start, None if layers else report, trial)
        for one in [applied(replace(found, level=None), level) for level in levels] or [found]:
            answers = [_written(text) for text in chosen(one) if text not in chosen(options)]
            if len(answers) > 1:
                texts[" ".join(answers)] = None
    listed = tuple(texts)[:LINES]
    return [Problem("together", "note", value=" · ".join(listed), remedies=listed)] if listed else []


def _way(
    options: Options, report: Report | None, trial: Callable[[Options, Progress], Report]
) -> tuple[Options, tuple[str, ...]]:
    """Options with the first answer to each question, and every answer to that for the level."""
    levels: tuple[str, ...] = ()
    for _ in range(ROUNDS):
        if report is None:
            try:
                report = trial(options, _until_understood)
            except _Understood:
                break
        coming = _asked(report, options)
        if not coming:
            break
        for remedies in coming:
            if parts(remedies[0])[0] == "--level":
                levels = remedies
            options = applied(options, remedies[0])
        report = None
    return options, levels


def _until_understood(stage: str) -> None:
    if stage == "storing":
        raise _Understood


def _asked(report: Report, options: Options) -> list[tuple[str, ...]]:
    """Answers to each question about the whole file that keeps it out and is not answered yet."""
    found: dict[str, tuple[str, ...]] = {}
    for problem in report.problems:
        if problem.severity != "error" or problem.row is not None or not problem.remedies:
            continue
        fitting = tuple(one for one in problem.remedies if parts(one)[0] in (*WHOLE, *COLUMNS))
        if fitting and not set(fitting) & set(chosen(options)):
            found.setdefault(question(fitting[0]), fitting)
    return list(found.values())


def _written(text: str) -> str:
    """An answer as a shell takes it."""
    flag, _, value = text.partition(" ")
    return f"{flag} {shlex.quote(value)}" if value else flag
