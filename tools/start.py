"""`make run`: from a clone to the manager's desk, in one command.

Runs on a bare Python: environment, bundled cities, then the server on this machine only.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Mapping

from tools import environment

ADDRESS = "127.0.0.1"


def port_wanted(text: str) -> int | None:
    """The port named by `text` (empty: 8501), or None if that is no port a user may open."""
    if not text:
        return 8501
    return int(text) if text.isdecimal() and 1024 <= int(text) <= 65535 else None


def is_free(port: int) -> bool:
    """Whether nothing listens on `port` of this machine."""
    with socket.socket() as probe:
        if sys.platform != "win32":  # there the option would let two programs share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            return False
    return True


def busy(port: int) -> tuple[str, str]:
    """The message about a port in use, German and English, with the command that helps."""
    other = port + 1 if port < 65535 else 8501
    return (
        f"Port {port} ist belegt; vielleicht läuft der Atlas schon. Mit anderem Port: make run PORT={other}",
        f"Port {port} is in use; the atlas may be running already. With another port: make run PORT={other}",
    )


def desk(variables: Mapping[str, str]) -> dict[str, str]:
    """The environment of the desk: the local role, which the program accepts on the loopback address only."""
    return {**variables, "ATLAS_LOCAL_ROLE": "manager"}


def server(port: int) -> list[str]:
    """The command that serves the atlas on this machine alone."""
    options = ["--server.address", ADDRESS, "--server.port", str(port), "--server.headless", "true"]
    return [str(environment.PYTHON), "-m", "tools.serve", *options]


def main() -> None:
    """Check, install, seed, serve."""
    environment.check()
    port = port_wanted(os.environ.get("PORT", ""))
    if port is None:
        environment.stop(
            "PORT ist eine Zahl von 1024 bis 65535, zum Beispiel: make run PORT=8502",
            "PORT is a number from 1024 to 65535, for example: make run PORT=8502",
        )
    if not is_free(port):
        environment.stop(*busy(port))
    environment.ensure("requirements.txt")
    os.chdir(environment.ROOT)
    if subprocess.run([environment.PYTHON, "-m", "data", "seed"]).returncode:
        environment.stop(
            "Die mitgelieferten Städte ließen sich nicht einlesen; der Grund steht darüber.",
            "The bundled cities could not be read; the reason stands above.",
        )
    environment.say(
        f"Integrationsatlas: http://{ADDRESS}:{port} (Ende mit Strg+C)",
        f"Integrationsatlas: http://{ADDRESS}:{port} (Ctrl+C ends it)",
    )
    command, variables = server(port), desk(os.environ)
    if sys.platform == "win32":  # exec would return to the prompt while the server still runs
        sys.exit(subprocess.run(command, env=variables).returncode)
    os.execve(command[0], command, variables)  # noqa: S606  (no shell is what we want)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
