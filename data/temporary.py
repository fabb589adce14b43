"""Folders for a while, named after the process that made them, so that none is left behind for ever."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

PREFIX = "atlas-"


def new_folder(purpose: str) -> Path:
    """A new folder that only this user can read; whoever asks for it removes it.

    Args:
        purpose: one word, as ``upload``.
    """
    sweep()
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{purpose}-{os.getpid()}-"))


@cache
def sweep() -> None:
    """Remove, once a process, what processes left that were killed before they could do so themselves."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*-*"):
        owner = folder.name.removeprefix(PREFIX).split("-")[1]
        if owner.isdigit() and (int(owner) == os.getpid() or not _is_running(int(owner))):
            shutil.rmtree(folder, ignore_errors=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
