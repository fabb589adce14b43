"""Imports killed at any moment, and what is left of the store: for the tests and for `make torture`."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.audiences import Audience, Viewer
from data.store import Store
from data.verification import verify

MANAGER = Viewer(Audience.MANAGER, "test")
ROWS = 40
WAYS = {"import": "ready", "writing": "storing", "job": "ready"}
"""How a child imports, and what it must have said before the clock of its death starts."""

# For each line it reads, forks a child that imports for ever: all rows of import n say n, and each import is
# acknowledged on a line of its own. (A fork, because starting Python each time would take most of the time.)
NURSERY = f"""
import os, sys
from datetime import date
from pathlib import Path
import sqlalchemy as sa
from data import store as protected
from data.audiences import Audience, Viewer
from data.importing import Options, import_file
from data.importing.process import jobs, nursery
from data.store import Store

nursery.warm()
folder, is_protected = Path(sys.argv[1]), sys.argv[2] == "protected"

def say(*words):  # in one piece: a kill leaves the whole line or nothing
    os.write(1, (" ".join(map(str, words)) + "\\n").encode())

def work(number, way):
    store = Store(folder)
    if not is_protected:  # the control: every statement is kept on its own
        sa.event.remove(store._engine, "begin", protected._begin)
    viewer, options, today = Viewer(Audience.MANAGER, "child"), Options(), date(2026, 11, 22)
    file = folder / "sites.csv"
    say("ready")
    while True:
        number += 1
        rows = (f"s{{row}},kita,{{number}},{{number}}\\n" for row in range({ROWS}))
        file.write_text("site_id,category,name,capacity\\n" + "".join(rows))
        if way == "job":
            job = jobs.start(store.address, "muster", "sites", file, options, viewer, today)
            job.join()
            report = job.report()
        else:
            report = import_file(
                store, "muster", "sites", file, options=options, viewer=viewer, today=today,
                progress=lambda stage: say(stage) if stage == "storing" else None,
            )
        say(report.edition, number)

for line in sys.stdin:
    number, way = line.split()
    child = os.fork()
    if not child:
        work(int(number), way)
    say("child", child)
    os.waitpid(child, 0)
    say("dead")
"""


class Nursery:
    """Starts children and kills them."""

    def __init__(self, folder: Path, *, is_protected: bool) -> None:
        root = Path(__file__).resolve().parents[2]
        command = [sys.executable, "-c", NURSERY, str(folder), "protected" if is_protected else "unprotected"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True, bufsize=1, cwd=root
        )

    def killed(self, number: int, way: str, seconds: float | None) -> tuple[dict[int, int], float]:
        """What a child acknowledged before it was killed, and how long its first import took.

        Args:
            number: stands in the rows of its imports, counted up.
            way: of ``WAYS``.
            seconds: until it is killed; None: as soon as it has acknowledged one.

        Returns:
            Numbers by edition, and the seconds until the first was acknowledged.
        """
        print(number, way, file=self._process.stdin, flush=True)
        lines = [self._line(), self._line()]  # its process and "ready", in either order
        while WAYS[way] not in lines:
            lines.append(self._line())
        child = next(int(line.split()[1]) for line in lines if line.startswith("child"))
        began = time.monotonic()
        if seconds is None:
            while not lines[-1][0].isdigit():
                lines.append(self._line())
        else:
            time.sleep(seconds)  # the moment of the kill, not a wait for something
        took = time.monotonic() - began
        os.kill(child, signal.SIGKILL)
        lines += iter(self._line, "dead")
        told = (line.split() for line in lines if line[0].isdigit())
        return {int(edition): int(said) for edition, said in told}, took

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line.endswith("\n")
        return line.strip()

    def close(self) -> None:
        """End it."""
        self._process.communicate(timeout=30)


@contextmanager
def nursery(folder: Path, *, is_protected: bool = True) -> Iterator[Nursery]:
    """Children that import into the store of a folder."""
    made = Nursery(folder, is_protected=is_protected)
    try:
        yield made
    finally:
        made.close()


class Watch:
    """Kills, and what stands in the store after each.

    Attributes:
        acknowledged: number in the rows by edition, of every import that said that it was done.
        checked: editions that were read again.
    """

    def __init__(self, store: Store, children: Nursery, seed: int) -> None:
        self._store = store
        self._children = children
        self._moments = random.Random(seed)  # noqa: S311 (the same moments in every run)
        self._kills = 0
        self._took: dict[str, float] = {}
        self.acknowledged: dict[int, int] = {}
        self.checked = store.edition("muster", "sites")

    def kill(self, way: str) -> list[str]:
        """Let a child import, kill it at some moment, and look; what is wrong, empty where all is well.

        The first child of a way lives until it has acknowledged an import; the others at most half as long again.
        """
        self._kills += 1
        known = self._took.get(way)
        seconds = None if known is None else self._moments.uniform(0, 1.5 * known)
        told, took = self._children.killed(1000 * self._kills, way, seconds)
        self._took.setdefault(way, took)
        self.acknowledged |= told
        return self.faults()

    def faults(self) -> list[str]:
        """What is lost or half there."""
        found = [problem.code for problem in verify(self._store)]
        latest = self._store.edition("muster", "sites")
        if latest < max(self.acknowledged, default=0):
            found.append("lost")
        for edition in range(self.checked + 1, latest + 1):
            sites = self._store.read("muster", "sites", viewer=MANAGER, edition=edition)
            names = sites.loc[sites["source_id"] == "sites", "name"]
            if len(names) != ROWS or names.nunique() != 1:
                found.append("half")
            elif set(names) != {str(self.acknowledged.get(edition, names.iloc[0]))}:
                found.append("another")
        self.checked = latest
        offers = self._store.read("muster", "offers", viewer=MANAGER)
        sites = self._store.read("muster", "sites", viewer=MANAGER)
        if set(offers["site_id"]) != set(sites["site_id"]):
            found.append("half")
        return found
