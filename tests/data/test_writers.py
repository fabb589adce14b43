"""Eight that write at once all get through, and a backup taken meanwhile is a whole store (S7)."""

import subprocess
import sys
from pathlib import Path

from data.store import Store
from data.verification import verify
from tests.data.conftest import MANAGER

ROOT = Path(__file__).resolve().parents[2]
WRITERS = 8
IMPORTS = 2

# Forks the writers, each with figures of its own; each acknowledged import is a line: writer, number, edition.
CROWD = f"""
import os, sys
from datetime import date
from pathlib import Path
from data.audiences import Audience, Viewer
from data.importing import Options, import_file
from data.importing.process import nursery
from data.store import Store

nursery.warm()
folder = Path(sys.argv[1])

def write(writer):
    store, file = Store(folder), folder / f"writer{{writer}}.csv"
    viewer = Viewer(Audience.MANAGER, f"writer {{writer}}")
    for number in range({IMPORTS}):
        file.write_text(f"site_id,category,name,capacity\\nw{{writer}},kita,{{number}},{{number + 1}}\\n")
        report = import_file(
            store, "muster", "sites", file, options=Options(), viewer=viewer, today=date(2026, 11, 22)
        )
        print(writer, number, report.edition, flush=True)
    os._exit(0)

children = []
for writer in range({WRITERS}):
    children.append(os.fork())
    if not children[-1]:
        write(writer)
sys.exit(any(os.waitpid(child, 0)[1] for child in children))
"""


def test_eight_at_once_are_all_stored_and_backups_taken_meanwhile_are_whole(town: Store, tmp_path: Path) -> None:
    command = [sys.executable, "-c", CROWD, str(tmp_path / "var")]
    acknowledged: dict[int, tuple[int, int]] = {}
    copies: dict[Path, dict[int, tuple[int, int]]] = {}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as crowd:
        assert crowd.stdout is not None
        for line in crowd.stdout:
            writer, number, edition = map(int, line.split())
            acknowledged[edition] = writer, number
            if edition % 4 == 0:
                copy = tmp_path / f"restored{edition}"
                copy.mkdir()
                copies[copy] = dict(acknowledged)
                town.backup(copy / "atlas.sqlite")
    assert crowd.returncode == 0
    assert sorted(acknowledged) == list(range(2, 2 + WRITERS * IMPORTS))
    assert verify(town) == []
    assert len(copies) == WRITERS * IMPORTS // 4
    for folder, known in {**copies, tmp_path / "var": acknowledged}.items():
        restored = Store(folder)
        assert verify(restored) == []
        for edition, (writer, number) in known.items():
            sites = restored.read("muster", "sites", viewer=MANAGER, edition=edition).set_index("site_id")
            assert sites.at[f"w{writer}", "name"] == str(number)
        restored.close()


def test_a_restored_backup_goes_on_where_it_was_taken(town: Store, bring, tmp_path: Path) -> None:
    bring("sites", "a.csv", "site_id,category,name,capacity\nneu,kita,Neu,4\n")
    town.backup(tmp_path / "copy.backup")
    bring("sites", "b.csv", "site_id,category,name,capacity\nspäter,kita,Später,4\n")
    (tmp_path / "again").mkdir()
    (tmp_path / "copy.backup").replace(tmp_path / "again" / "atlas.sqlite")
    again = Store(tmp_path / "again")
    assert verify(again) == []
    assert again.edition("muster", "sites") == 2
    again.undo("muster", "sites", 2, viewer=MANAGER)
    assert verify(again) == []
    again.close()
