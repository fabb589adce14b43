"""Folders for a while: what a killed process left is removed, what is in use stays."""

import os
import stat
import subprocess
import tempfile
from pathlib import Path

import pytest

from data import temporary


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_what_killed_processes_left_is_swept_away_and_nothing_else(tmp_path: Path) -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    left = [f"atlas-upload-{dead.pid}-a", f"atlas-reading-{dead.pid}-b", f"atlas-public-{os.getpid()}-of_before"]
    stays = [f"atlas-upload-{os.getppid()}-c", "atlas-other", "atlas-12345678", "atlas-bench-12345678", "other"]
    for name in [*left, *stays]:
        (tmp_path / name).mkdir()
    temporary.sweep.__wrapped__()
    assert {folder.name for folder in tmp_path.iterdir()} == {*stays}


def test_a_folder_names_its_process_and_is_for_this_user_alone() -> None:
    folder = temporary.new_folder("upload")
    assert folder.name.startswith(f"atlas-upload-{os.getpid()}-")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_in_use_is_not_swept_by_its_own_process() -> None:
    first = temporary.new_folder("upload")
    temporary.new_folder("public")
    temporary.sweep()
    assert first.is_dir()
