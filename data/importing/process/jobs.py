"""Imports that run in a process of their own, so that whoever started them can show how far they are.

A job may be cancelled until it is about to be acknowledged: it waits there, its transaction still open, for leave
to finish. So "cancelled" always means that nothing was stored, and a job whose server dies stores nothing either.
"""

from __future__ import annotations

import contextlib
import os
import resource
import threading
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from data import roles
from data.audiences import Audience, Viewer
from data.errors import AtlasError
from data.importing.options import Options, from_json
from data.importing.process import nursery
from data.importing.process.crossing import error_json, problem_from, read_answer, write_answer
from data.importing.process.progress import FINISHING, WAITING
from data.importing.report import Report
from data.importing.run import import_file
from data.store import Store

TASK = f"{__name__}:import_as_child"
AT_ONCE = 2
"""Jobs that run at the same time; others wait."""

PROCESSOR_S = 600
"""Seconds of the processor that checking and storing may take: shapes can be drawn so that it never ends."""

_room = threading.BoundedSemaphore(AT_ONCE)


class ImportDiedError(AtlasError):
    """The process of an import ended before it had finished; nothing was stored."""

    code = "import_died"


class Job:
    """One import at work; made by :func:`start`.

    Attributes:
        stage: of :data:`data.importing.process.progress.STAGES`, or ``waiting`` for other jobs to end.
    """

    def __init__(self, request: dict[str, Any]) -> None:
        self.stage = WAITING
        self._request = request
        self._began = time.monotonic()
        self._took: float | None = None
        self._report: Report | None = None
        self._error: AtlasError | OSError | None = None
        self._child: nursery.Child | None = None
        self._lock = threading.Lock()
        self._cancelled = False
        self._ended = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    @property
    def done(self) -> bool:
        """Whether it has ended, in whichever way."""
        return self._ended.is_set()

    @property
    def cancelled(self) -> bool:
        """Whether it was cancelled; then nothing was stored."""
        return self._cancelled

    @property
    def elapsed(self) -> float:
        """Seconds since it was asked for, until it ended."""
        return time.monotonic() - self._began if self._took is None else self._took

    def join(self, seconds: float | None = None) -> bool:
        """Wait for its end, at most some seconds; whether it has ended."""
        return self._ended.wait(seconds)

    def report(self) -> Report | None:
        """What came of it; None before its end, and of a cancelled job.

        Raises:
            AtlasError: as :func:`data.importing.import_file` raises it, or ``ImportDiedError``.
            OSError: the file or the store could not be opened.
        """
        if self._error is not None:
            raise self._error
        return self._report

    def cancel(self) -> bool:
        """End it; nothing is stored.

        Returns:
            False where it is too late: it has ended, or is about to, and what it did stands.
        """
        with self._lock:
            if self.done or self.stage == FINISHING:
                return self._cancelled
            self._cancelled = True
            if self._child is None:  # it never began
                self._end()
            else:
                self._child.let_go()
        return self.join(nursery.FAREWELL)

    def _run(self) -> None:
        with _room:
            try:
                if self._born():
                    self._listen()
            except (nursery.ChildGoneError, ValueError, KeyError, TypeError):
                self._error = ImportDiedError()
            except (AtlasError, OSError) as error:
                self._error = error
            finally:
                if self._child is not None:
                    self._child.close()
                with self._lock:
                    if self._cancelled:
                        self._error = self._report = None
                    self._end()

    def _born(self) -> bool:
        with self._lock:
            if not self._cancelled:
                self._child = nursery.Child(TASK, self._request)
            return self._child is not None

    def _listen(self) -> None:
        assert self._child is not None  # noqa: S101 (for the type checker)
        for said in self._child.messages():
            with self._lock:
                if self._cancelled:
                    return
                self.stage = str(said.get("stage", self.stage))
            if self.stage == FINISHING:
                self._child.tell({"go": True})
        self._report = _report_from(read_answer(self._child.folder)["report"])

    def _end(self) -> None:
        if self._took is None:
            self._took = time.monotonic() - self._began
        self._ended.set()


def start(
    store_address: str,
    city: str,
    table: str,
    file: Path,
    options: Options,
    viewer: Viewer,
    today: date,
    preview: bool = False,
    expected: Mapping[str, int] | None = None,
    called: str | None = None,
) -> Job:
    """Begin an import in a process of its own; returns at once.

    Args:
        store_address: :attr:`data.store.Store.address`.
        city: slug.
        table: its name.
        file: must stay where it is until the job has ended.
        options: how to read it.
        viewer: who imports; a manager.
        today: day of the import.
        preview: also tell what the rows would look like.
        expected: tables with the edition that somebody has seen; a later one keeps the file out.
        called: name of the file for people and the history; by default its own.
    """
    person: dict[str, Any] = {"audience": viewer.audience.name.lower(), "name": viewer.name}
    person |= {"claims": None if viewer.claims is None else dict(viewer.claims), "roles": roles.surroundings()}
    request: dict[str, Any] = {"store": store_address, "city": city, "table": table, "file": str(file.resolve())}
    request |= {"options": options.as_json(), "viewer": person, "today": today.isoformat(), "preview": preview}
    request |= {"expected": dict(expected) if expected is not None else None, "called": called}
    return Job(request)


def import_as_child(request: dict[str, Any], folder: Path, line: nursery.Line) -> None:
    """What the process of a job does."""

    def progress(stage: str) -> None:
        line.tell({"stage": stage})
        if stage == FINISHING and line.hear() is None:
            raise SystemExit  # whoever asked for it is gone: nothing is stored

    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    most = PROCESSOR_S if hard == resource.RLIM_INFINITY else min(PROCESSOR_S, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (most, hard))
    person = request["viewer"]
    os.environ.update(person["roles"])  # the store asks for the role again before it keeps anything
    viewer = Viewer(Audience.named(person["audience"]), person["name"], person["claims"])
    known: dict[str, Any] = {"options": from_json(request["options"]), "today": date.fromisoformat(request["today"])}
    known |= {name: request[name] for name in ("preview", "expected", "called")}
    known |= {"viewer": viewer, "progress": progress}
    try:
        with contextlib.closing(Store(request["store"])) as store:
            report = import_file(store, request["city"], request["table"], Path(request["file"]), **known)
    except (AtlasError, OSError) as error:
        write_answer(folder, {"error": error_json(error)})
    else:
        write_answer(folder, {"report": _report_json(report)})


def _report_json(report: Report) -> dict[str, Any]:
    wrong = [number if number is None else int(number) for number in report._wrong]
    return report.as_json() | {"_wrong": wrong}


def _report_from(known: dict[str, Any]) -> Report:
    found = known | {"problems": list(map(problem_from, known["problems"])), "_wrong": set(known["_wrong"])}
    for name in ("sheets", "header_rows"):
        found[name] = None if found[name] is None else tuple(found[name])
    return Report(**found)
