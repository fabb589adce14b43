"""Killed at any moment, the store keeps every edition it acknowledged, whole, and no half one (S7)."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from data.store import Store
from data.verification import verify
from tests.data.conftest import MANAGER

KILLS = 25
LONGEST_S = 0.5
ROWS = 40

# For each number it reads, forks a child that imports for ever: all rows of import n say n, and each import is
# acknowledged on a line of its own. (A fork, because starting Python 25 times would take most of the time.)
NURSERY = f"""
import os, sys
from datetime import date
from pathlib import Path
from data.audiences import Audience, Viewer
from data.importing import Options, import_file, nursery
from data.store import Store

nursery.warm()

def work(folder, number):
    store = Store(folder)
    viewer = Viewer(Audience.MANAGER, "child")
    print("ready", flush=True)
    while True:
        number += 1
        file = folder / "sites.csv"
        rows = (f"s{{row}},kita,{{number}},{{number}}\\n" for row in range({ROWS}))
        file.write_text("site_id,category,name,capacity\\n" + "".join(rows))
        options, today = Options(), date(2026, 11, 22)
        report = import_file(store, "muster", "sites", file, options=options, viewer=viewer, today=today)
        print(report.edition, number, flush=True)

for line in sys.stdin:
    child = os.fork()
    if not child:
        work(Path(sys.argv[1]), int(line))
    print(child, flush=True)
    os.waitpid(child, 0)
    print("dead", flush=True)
"""


class Nursery:
    """Starts children and kills them."""

    def __init__(self, folder: Path) -> None:
        root = Path(__file__).resolve().parents[2]
        command = [sys.executable, "-c", NURSERY, str(folder)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, bufsize=1, cwd=root)

    def killed_after(self, number: int, seconds: float) -> dict[int, int]:
        """Editions with the numbers in them that a child acknowledged before it was killed."""
        print(number, file=self._process.stdin, flush=True)
        first = sorted([self._line(), self._line()])  # its process and "ready", in either order
        assert first[1] == "ready"
        time.sleep(seconds)  # the moment of the kill, not a wait for something
        os.kill(int(first[0]), signal.SIGKILL)
        lines = iter(self._line, "dead")
        return {int(edition): int(number) for edition, number in map(str.split, lines)}

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line.endswith("\n")
        return line.strip()

    def close(self) -> None:
        """End it."""
        self._process.communicate(timeout=30)


def test_no_acknowledged_import_is_lost_and_none_is_half_there(town: Store, tmp_path: Path) -> None:
    moments = random.Random(2)  # noqa: S311 (the same moments in every run)
    acknowledged: dict[int, int] = {}
    nursery = Nursery(tmp_path / "var")
    for kill in range(KILLS):
        acknowledged |= nursery.killed_after(1000 * kill, moments.uniform(0, LONGEST_S))
    nursery.close()
    latest = town.edition("muster", "sites")
    assert latest >= max(acknowledged, default=1)
    assert verify(town) == []
    for edition in range(2, latest + 1):
        sites = town.read("muster", "sites", viewer=MANAGER, edition=edition)
        mine = sites[sites["source_id"] == "sites"]
        assert len(mine) == ROWS
        assert mine["name"].nunique() == 1
        if edition in acknowledged:
            assert set(mine["name"]) == {str(acknowledged[edition])}
    offers = town.read("muster", "offers", viewer=MANAGER)
    sites = town.read("muster", "sites", viewer=MANAGER)
    assert set(offers["site_id"]) == set(sites["site_id"])
