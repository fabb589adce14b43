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
LONGEST_S = 0.25
ROWS = 40

# writes numbered imports for ever: all rows of import n say n, and each is acknowledged on a line of its own
CHILD = f"""
import sys
from datetime import date
from pathlib import Path
from data.audiences import Audience, Viewer
from data.importing import Options, import_file
from data.store import Store

folder = Path(sys.argv[1])
store = Store(folder)
viewer = Viewer(Audience.MANAGER, "child")
number = int(sys.argv[2])
print("ready", flush=True)
while True:
    number += 1
    file = folder / "sites.csv"
    rows = (f"s{{row}},kita,{{number}},{{number}}\\n" for row in range({ROWS}))
    file.write_text("site_id,category,name,capacity\\n" + "".join(rows))
    report = import_file(store, "muster", "sites", file, options=Options(), viewer=viewer, today=date(2026, 11, 22))
    print(report.edition, number, flush=True)
"""


def killed_after(folder: Path, start: int, seconds: float) -> list[tuple[int, int]]:
    """Editions and numbers that a child acknowledged before it was killed."""
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", CHILD, str(folder), str(start)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    time.sleep(seconds)  # the moment of the kill, not a wait for something
    os.kill(child.pid, signal.SIGKILL)
    said = child.stdout.read()
    child.wait(30)
    child.stdout.close()
    lines = [line.split() for line in said.splitlines() if said.endswith("\n") or line != said.splitlines()[-1]]
    return [(int(edition), int(number)) for edition, number in lines]


def test_no_acknowledged_import_is_lost_and_none_is_half_there(town: Store, tmp_path: Path) -> None:
    moments = random.Random(2)  # noqa: S311 (the same moments in every run)
    acknowledged: dict[int, int] = {}
    for kill in range(KILLS):
        found = killed_after(tmp_path / "var", 1000 * kill, moments.uniform(0, LONGEST_S))
        acknowledged |= dict(found)
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
