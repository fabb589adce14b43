"""`make torture`: hundreds of kills in the midst of imports and jobs, and after each a look at the whole store (S7).

`python -m tools.torture [KILLS] [--control CONTROLS]`. Every 25 kills begin a new store, so that each look stays
short. The control does the same kills without the transaction around an import, and must leave something half there.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from itertools import cycle, islice
from pathlib import Path

from data.seeding import seed
from data.store import Store
from tests.data.conftest import package
from tests.data.killing import WAYS, Watch, nursery

KILLS = 500
CONTROLS = 25
A_STORE = 25
"""Kills until the next store."""


def rounds(kills: int) -> list[int]:
    """Kills of each store.

    >>> rounds(60)
    [25, 25, 10]
    """
    return [min(A_STORE, kills - done) for done in range(0, kills, A_STORE)]


def tortured(kills: int, seed_of_moments: int, *, is_protected: bool = True) -> Counter[str]:
    """Kill that often in one store; what came of it.

    Without protection it ends with the first fault: the store is broken then.
    """
    found: Counter[str] = Counter()
    ways = cycle(WAYS) if is_protected else cycle(["writing"])
    with tempfile.TemporaryDirectory(prefix="atlas-torture-") as name:
        folder = Path(name)
        store = Store(folder / "var")
        seed(store, package(folder / "packages"))
        with nursery(folder / "var", is_protected=is_protected) as children:
            watch = Watch(store, children, seed_of_moments)
            for way in islice(ways, kills):
                faults = watch.kill(way)
                found["kills"] += 1
                found["faults"] += bool(faults)
                if faults and not is_protected:
                    break
        found["acknowledged"] = len(watch.acknowledged)
        found["stored"] = store.edition("muster", "sites") - 1
        store.close()
    return found


def main(arguments: list[str]) -> int:
    """Torture, count, and compare with the control."""
    parser = argparse.ArgumentParser(prog="python -m tools.torture", description=__doc__)
    parser.add_argument("kills", nargs="?", type=int, default=KILLS)
    parser.add_argument("--control", type=int, default=CONTROLS, help="stores that are killed without protection")
    asked = parser.parse_args(arguments)
    began = time.monotonic()
    found: Counter[str] = Counter()
    for number, kills in enumerate(rounds(asked.kills)):
        found += tortured(kills, number)
        print(f"{found['kills']} of {asked.kills} kills, {found['faults']} faults", flush=True)
    broken: Counter[str] = Counter()
    for number in range(asked.control):
        broken += tortured(A_STORE, number, is_protected=False)
    minutes = (time.monotonic() - began) / 60
    print(
        f"{found['kills']} kills in {minutes:.0f} min: {found['acknowledged']} imports acknowledged, "
        f"{found['stored']} stored whole, {found['faults']} kills after which something was lost, half or changed.\n"
        f"Control without the transaction: {broken['faults']} of {asked.control} stores broken "
        f"within {broken['kills']} kills."
    )
    return 1 if found["faults"] or broken["faults"] < asked.control else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
