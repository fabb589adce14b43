"""The verbs of ``python -m data``: each asks ``data`` for one thing and says what came of it."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data.audiences import Audience, Viewer
from data.checks import check_tables
from data.city import City
from data.commands.brief import brief_written
from data.commands.figures import Found, concentration_found, gaps_found, standards_found
from data.commands.importing import import_options
from data.commands.parser import WRONG_USE, parser
from data.commands.publishing import Judged, attacked, published
from data.contracts import TABLES
from data.errors import AtlasError, DataRefusedError, Problem, UnknownCityError, UsageError
from data.exporting import export_file
from data.importing import Options, Report, import_file
from data.importing.ahead import together
from data.importing.process.progress import Progress
from data.messages import describe, message
from data.seeding import packages, read_package, seed
from data.store import Edition, Store
from data.verification import verify

REFUSED = 1
SHOWN = 20
"""Findings of one answer that people are shown; ``--json`` has all."""


@dataclass(frozen=True)
class Answer:
    """What a verb found.

    Attributes:
        data: the JSON object for machines.
        lines: the same for people.
        code: exit code.
    """

    data: dict[str, Any]
    lines: list[str] = field(default_factory=list)
    code: int = 0


def main(arguments: list[str]) -> int:
    """Run one command line; the exit code is 0 (done), 1 (refused because of the data) or 2 (wrong use)."""
    asked = parser().parse_args(arguments)
    try:
        answer = _run(asked)
    except DataRefusedError as error:
        answer = _refused(error)
    except (AtlasError, OSError) as error:
        answer = _failed(error)
    if asked.json:
        sys.stdout.write(json.dumps(answer.data, ensure_ascii=False, default=str) + "\n")
    else:
        stream = sys.stdout if answer.code == 0 else sys.stderr
        stream.write("".join(f"{line}\n" for line in answer.lines))
    return answer.code


def _run(asked: argparse.Namespace) -> Answer:
    store = Store(os.environ.get("ATLAS_DATABASE") or os.environ.get("ATLAS_DATA") or "var")
    try:
        return VERBS[asked.verb](asked, store, Viewer(Audience.MANAGER, _person()))
    finally:
        store.close()


def _person() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number that has no name
        return f"uid {os.getuid()}"


def _failed(error: AtlasError | OSError) -> Answer:
    if isinstance(error, OSError):
        found = f"{error.filename or ''} {error.strerror or error}".strip()
        code, text = "file_error", message("problems.file_error", value=found)
    else:
        code, text = error.code, describe(error)
    wrong_use = isinstance(error, (UsageError, OSError))
    return Answer({"error": code, "message": text}, [text], WRONG_USE if wrong_use else REFUSED)


def _refused(error: DataRefusedError) -> Answer:
    found = [problem.as_json() for problem in error.problems]
    return Answer({"error": error.code, "problems": found}, _listed(error.problems), REFUSED)


def _listed(problems: tuple[Problem, ...] | list[Problem]) -> list[str]:
    lines = [f"{message(f'cli.severity.{problem.severity}')}: {describe(problem)}" for problem in problems[:SHOWN]]
    rest = len(problems) - SHOWN
    return [*lines, message("cli.more", count=rest)] if rest > 0 else lines


def _check(asked: argparse.Namespace, store: Store, viewer: Viewer) -> Answer:
    stored = {city.slug: city for city in store.cities(viewer=viewer)}
    bundled = {folder.name: folder for folder in packages()}
    if asked.city and asked.city not in stored.keys() | bundled.keys():
        raise UnknownCityError(city=asked.city, known=", ".join(sorted(stored.keys() | bundled.keys())))
    found: dict[str, list[Problem]] = {}
    for slug in [asked.city] if asked.city else sorted(stored.keys() | bundled.keys()):
        if slug in bundled:
            found[message("cli.check.package", city=slug)] = _package_problems(bundled[slug])
        if slug in stored:
            found[message("cli.check.stored", city=slug)] = _stored_problems(store, stored[slug], viewer)
    lines = []
    for place, problems in found.items():
        lines += [message("cli.check.found" if problems else "cli.check.fine", place=place, count=len(problems))]
        lines += _listed(problems)
    bad = any(problem.severity == "error" for problems in found.values() for problem in problems)
    checked = {place: [problem.as_json() for problem in problems] for place, problems in found.items()}
    return Answer({"checked": checked}, lines, REFUSED if bad else 0)


def _package_problems(folder: Path) -> list[Problem]:
    try:
        read_package(folder)
    except DataRefusedError as error:
        return list(error.problems)
    return []


def _stored_problems(store: Store, city: City, viewer: Viewer) -> list[Problem]:
    tables = {name: store.read(city.slug, name, viewer=viewer, exact=True) for name in TABLES}
    return check_tables(city, tables, "warning")


def _seed(asked: argparse.Namespace, store: Store, _viewer: Viewer) -> Answer:
    def progress(city: str, number: int, count: int) -> None:
        if not asked.json:
            sys.stderr.write(message("cli.seed.progress", city=city, number=number, count=count) + "\n")

    added = seed(store, progress=progress)
    code = "cli.seed.done" if added else "cli.seed.nothing"
    return Answer({"seeded": added}, [message(code, cities=", ".join(added))])


def _cities(_asked: argparse.Namespace, store: Store, viewer: Viewer) -> Answer:
    cities = store.cities(viewer=viewer)
    lines = [
        message("cli.cities.line", slug=city.slug, name=city.name, crs=city.crs)
        + (message("cli.cities.demo") if city.demo else "")
        for city in cities
    ]
    data = [asdict(city) | {"editions": store.editions(city.slug)} for city in cities]
    return Answer({"cities": data}, lines or [message("cli.cities.none")])


def _export(asked: argparse.Namespace, store: Store, viewer: Viewer) -> Answer:
    count = export_file(store, asked.city, asked.table, asked.file, viewer=viewer, exact=asked.exact)
    edition = store.edition(asked.city, asked.table)
    data = {"city": asked.city, "table": asked.table, "file": str(asked.file), "rows": count, "edition": edition}
    return Answer(data, [message("cli.export.done", **data)])


def _history(asked: argparse.Namespace, store: Store, viewer: Viewer) -> Answer:
    editions = store.history(asked.city, asked.table, viewer=viewer)
    return Answer({"history": [asdict(edition) for edition in editions]}, [_line(edition) for edition in editions])


def _line(edition: Edition) -> str:
    at = datetime.fromisoformat(edition.at)
    action = message(f"cli.action.{edition.action}")
    known = asdict(edition) | {"at": f"{at:%d.%m.%Y %H:%M} UTC", "action": action}
    return message("cli.history.line", **known)


def _undo(asked: argparse.Namespace, store: Store, viewer: Viewer) -> Answer:
    store.city(asked.city, viewer=viewer)
    made = store.undo(asked.city, asked.table, asked.edition, viewer=viewer)
    lines = [_line(edition) for edition in made.values()]
    return Answer({"editions": {name: asdict(edition) for name, edition in made.items()}}, lines)


def _backup(asked: argparse.Namespace, store: Store, _viewer: Viewer) -> Answer:
    store.backup(asked.file)
    size = asked.file.stat().st_size
    return Answer({"file": str(asked.file), "bytes": size}, [message("cli.backup.done", file=asked.file, size=size)])


def _verify(_asked: argparse.Namespace, store: Store, _viewer: Viewer) -> Answer:
    problems = verify(store)
    lines = _listed(problems) or [message("cli.verify.fine")]
    return Answer({"problems": [problem.as_json() for problem in problems]}, lines, REFUSED if problems else 0)


def _import(asked: argparse.Namespace, store: Store, viewer: Viewer) -> Answer:
    def progress(stage: str) -> None:
        if not asked.json:
            sys.stderr.write(message(f"cli.stage.{stage}") + "\n")

    today = datetime.now(UTC).date()
    options = import_options(asked)

    def brought(how: Options, told: Progress) -> Report:
        known: dict[str, Any] = {"options": how, "viewer": viewer, "today": today, "progress": told}
        return import_file(store, asked.city, asked.table, asked.file, **known)

    report = brought(options, progress)
    report.find(together(report, options, lambda how, told: brought(replace(how, dry_run=True), told)))
    return Answer(report.as_json(), _report_lines(report), REFUSED if report.refused else 0)


def _report_lines(report: Report) -> list[str]:
    outcome = "refused" if report.refused else "dry" if report.dry_run else "done"
    known = report.as_json()
    lines = [message("cli.import.read", **known), message(f"cli.import.{outcome}", **known)]
    lines += [message("cli.import.column", column=column, name=name) for column, name in report.columns.items()]
    said = {key: known[key] for key in ("crs", "encoding", "delimiter", "decimal", "level") if known[key]}
    lines += [message(f"cli.import.{key}", value=value) for key, value in said.items()]
    order = ("error", "warning", "note")
    return [*lines, *_listed(sorted(report.problems, key=lambda problem: order.index(problem.severity)))]


def _computed(
    verb: Callable[[argparse.Namespace, Store, Viewer], Found | Judged],
) -> Callable[[argparse.Namespace, Store, Viewer], Answer]:
    return lambda asked, store, viewer: Answer(*verb(asked, store, viewer))


VERBS: dict[str, Callable[[argparse.Namespace, Store, Viewer], Answer]] = {
    "check": _check,
    "seed": _seed,
    "cities": _cities,
    "import": _import,
    "export": _export,
    "history": _history,
    "undo": _undo,
    "backup": _backup,
    "verify": _verify,
    "gaps": _computed(gaps_found),
    "standards": _computed(standards_found),
    "concentration": _computed(concentration_found),
    "brief": _computed(brief_written),
    "publish": _computed(published),
    "attack": _computed(attacked),
}
