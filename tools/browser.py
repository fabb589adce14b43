"""Chromium for the tests: found, else installed, else one message that says what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from tools import environment

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DOWNLOADED = environment.VENV / "chromium"
IN_A_DOWNLOAD = ("chrome-*/chrome", "chrome-*/*.app/Contents/MacOS/*", "chrome-*/chrome.exe")


def find(which: Callable[[str], str | None] = shutil.which) -> str | None:
    """The path of a Chromium: named by `ATLAS_CHROMIUM`, else found on the path, else downloaded earlier."""
    if named := os.environ.get("ATLAS_CHROMIUM"):
        return which(named)
    on_path = (which(name) for name in NAMES)
    downloaded = (str(path) for place in IN_A_DOWNLOAD for path in DOWNLOADED.glob(f"chromium-*/{place}"))
    return next(filter(None, on_path), None) or next(downloaded, None)


def how_to_install(is_root: bool, has_apt: bool) -> list[list[str | Path]]:
    """The commands that bring Chromium: the system's package for root, else a download."""
    if is_root and has_apt:
        return [["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]]
    return [[environment.PYTHON, "-m", "playwright", "install", "chromium"]]


def _install() -> None:
    environment.say("Für die Tests wird Chromium installiert.", "Installing Chromium for the tests.")
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    quiet = {"PLAYWRIGHT_BROWSERS_PATH": str(DOWNLOADED), "DEBIAN_FRONTEND": "noninteractive"}
    for command in how_to_install(is_root, shutil.which("apt-get") is not None):
        if subprocess.run(command, env={**os.environ, **quiet}).returncode:
            return


def ensure() -> str:
    """The path of a Chromium, installed if there was none; stops with one message if that fails."""
    if path := find():
        return path
    if not os.environ.get("ATLAS_CHROMIUM"):
        _install()
    if path := find():
        return path
    environment.stop(
        "Die Tests brauchen Chromium: sudo apt install chromium (oder ATLAS_CHROMIUM=/pfad/zu/chrome)",
        "The tests need Chromium: sudo apt install chromium (or ATLAS_CHROMIUM=/path/to/chrome)",
    )


if __name__ == "__main__":
    ensure()
