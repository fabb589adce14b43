"""The virtual environment: checked, made, and filled only when the requirements have changed.

Runs on a bare Python, before anything is installed: standard library only, one sentence German, one English.
"""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import sys
import venv
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
OLDEST = (3, 11)
APT_LINE = "sudo apt install python3 python3-venv make"


def say(german: str, english: str) -> None:
    """Print one message in both languages, at once."""
    print(f"{german}\n{english}\n", file=sys.stderr, flush=True)


def stop(german: str, english: str) -> NoReturn:
    """Print why it does not go on, and leave with exit code 2."""
    say(german, english)
    sys.exit(2)


def missing(version: tuple[int, int], has_pip: bool) -> tuple[str, str] | None:
    """What this machine lacks, in German and English, or None.

    Args:
        version: Major and minor version of the Python that runs this.
        has_pip: Whether it can make a virtual environment with pip in it.
    """
    found, oldest = (".".join(map(str, each)) for each in (version, OLDEST))
    if version < OLDEST:
        return (
            f"Python {oldest} oder neuer ist nötig, gefunden: {found}. Auf Debian und Ubuntu: {APT_LINE}",
            f"Python {oldest} or newer is needed, found: {found}. On Debian and Ubuntu: {APT_LINE}",
        )
    if not has_pip:
        return (
            f"Diesem Python fehlt das Modul venv. Auf Debian und Ubuntu: {APT_LINE}",
            f"This Python lacks the module venv. On Debian and Ubuntu: {APT_LINE}",
        )
    return None


def check() -> None:
    """Stop with one message if this Python cannot carry the atlas."""
    has_pip = all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))
    if lack := missing(sys.version_info[:2], has_pip):
        stop(*lack)


def fingerprint(root: Path, version: tuple[int, int]) -> str:
    """What an environment depends on: the requirements, the constraints and the Python version, as a hash."""
    digest = hashlib.sha256(repr(version).encode())
    for path in sorted([*root.glob("requirements*.txt"), root / "constraints.txt"]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def stamp(requirements: str, folder: Path = VENV) -> Path:
    """The file in the environment that remembers what was installed from `requirements`."""
    return folder / f"installed-{Path(requirements).stem}"


def is_current(requirements: str, *, root: Path = ROOT, folder: Path = VENV) -> bool:
    """Whether the environment holds exactly what `requirements` asks for today."""
    mark = stamp(requirements, folder)
    return mark.exists() and mark.read_text() == fingerprint(root, sys.version_info[:2])


def _create() -> None:
    settings = VENV / "pyvenv.cfg"
    version = ".".join(map(str, sys.version_info[:2]))
    if PYTHON.exists() and settings.exists() and f"version = {version}." in settings.read_text():
        return
    say("Die Python-Umgebung .venv wird angelegt.", "Creating the Python environment .venv.")
    venv.create(VENV, with_pip=True, clear=True)


def ensure(requirements: str) -> None:
    """Make the environment and install `requirements` into it, unless that is done already."""
    check()
    if PYTHON.exists() and is_current(requirements):
        return
    _create()
    say(
        f"Installiert wird, was {requirements} nennt. Das dauert beim ersten Mal einige Minuten.",
        f"Installing what {requirements} names. The first time this takes a few minutes.",
    )
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "-r", str(ROOT / requirements)]
    if subprocess.run(pip, cwd=ROOT).returncode:
        stop(
            "Die Installation ist fehlgeschlagen; der Grund steht darüber. Besteht eine Verbindung?",
            "The installation failed; the reason stands above. Is there a connection?",
        )
    stamp(requirements).write_text(fingerprint(ROOT, sys.version_info[:2]))


if __name__ == "__main__":
    ensure(sys.argv[1] if len(sys.argv) > 1 else "requirements.txt")
