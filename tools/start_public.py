"""`make run-public FILE=…`: what the public sees, from a published file alone, on this machine.

Runs on a bare Python. The server gets the file's address and no other: no data folder, no role, no secrets.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from tools import environment
from tools.start import ADDRESS, busy, is_free, port_wanted, server

OURS = "ATLAS_"
"""Beginning of the variables that lead to data and roles."""


def variables(given: Mapping[str, str], file: Path) -> dict[str, str]:
    """The environment of the public side: the file, and nothing that leads inside."""
    kept = {name: value for name, value in given.items() if not name.startswith(OURS)}
    return {**kept, "ATLAS_PUBLIC": str(file.resolve())}


def main(arguments: list[str]) -> None:
    """Check, install, serve."""
    environment.check()
    file = Path(arguments[0]) if arguments and arguments[0] else None
    if file is None or not file.is_file():
        environment.stop(
            "Welche Datei? Zum Beispiel: python -m data publish --out var/public.sqlite, "
            "dann make run-public FILE=var/public.sqlite",
            "Which file? For example: python -m data publish --out var/public.sqlite, "
            "then make run-public FILE=var/public.sqlite",
        )
    port = port_wanted(os.environ.get("PORT", ""))
    if port is None:
        environment.stop(
            "PORT ist eine Zahl von 1024 bis 65535, zum Beispiel: make run-public PORT=8502",
            "PORT is a number from 1024 to 65535, for example: make run-public PORT=8502",
        )
    if not is_free(port):
        environment.stop(*busy(port))
    environment.ensure("requirements.txt")
    known = variables(os.environ, file)
    os.chdir(environment.ROOT)
    environment.say(
        f"Öffentliche Ansicht: http://{ADDRESS}:{port} (Ende mit Strg+C)",
        f"Public view: http://{ADDRESS}:{port} (Ctrl+C ends it)",
    )
    command = server(port)
    os.execve(command[0], command, known)  # noqa: S606  (no shell is what we want)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
