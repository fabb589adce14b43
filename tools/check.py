"""`make test`: all that the tests need, then every check in turn; the first that fails ends it by name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tools import browser, environment

CHECKS = (
    ("ruff check", "."),
    ("ruff format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
    ("pytest",),
)


def command(check: tuple[str, ...], folder: Path = environment.PYTHON.parent) -> list[str]:
    """The command line of a check: the program in the environment, its subcommand, its arguments."""
    program, *subcommand = check[0].split()
    return [str(folder / program), *subcommand, *check[1:]]


def main() -> None:
    """Install, then check."""
    environment.ensure("requirements-dev.txt")
    browser.ensure()
    for check in CHECKS:
        name = " ".join(check)
        print(f"\n== {name}", flush=True)
        if subprocess.run(command(check), cwd=environment.ROOT).returncode:
            environment.say(f"Fehlgeschlagen: {name}", f"Failed: {name}")
            sys.exit(1)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
