"""Fixtures of all tests: the sample data beside the project, a data folder, and no network."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
SAMPLE_DATA = Path(os.environ.get("ATLAS_SAMPLE_DATA") or ROOT.parent / "shared" / "data").resolve()
LOOPBACK = ("127.", "::1", "localhost")
NEEDED = pytest.StashKey[int]()


def refuse_the_network(event: str, details: tuple[Any, ...]) -> None:
    """Audit hook of the test process: only this machine may be connected to or looked up."""
    if event == "socket.connect":
        host = details[1][0] if isinstance(details[1], tuple) else "localhost"  # a path is a local socket
    elif event == "socket.getaddrinfo":
        host = details[0] or "localhost"
    else:
        return
    name = host.decode() if isinstance(host, bytes) else str(host)
    if not name.startswith(LOOPBACK):
        raise PermissionError(f"tests use no network: {event} {name}")


sys.addaudithook(refuse_the_network)
settings.register_profile("atlas", deadline=None, derandomize=True)  # the same cases on every machine, fast or slow
settings.load_profile("atlas")
for inherited in ("ATLAS_DATABASE", "ATLAS_DATA", "ATLAS_LOCAL_ROLE", "ATLAS_ROLES"):  # none in use
    os.environ.pop(inherited, None)


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder of its own, named by `ATLAS_DATA`."""
    folder = tmp_path / "var"
    monkeypatch.setenv("ATLAS_DATA", str(folder))
    return folder


@pytest.fixture
def sample_data(request: pytest.FixtureRequest) -> Path:
    """The folder of real published data beside the project; its absence is reported at the end of the run."""
    if not SAMPLE_DATA.is_dir():
        stash = request.config.stash
        stash[NEEDED] = stash.get(NEEDED, 0) + 1
        pytest.skip(f"sample data absent at {SAMPLE_DATA}")
    return SAMPLE_DATA


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say loudly what was not tried for want of the sample data."""
    if count := config.stash.get(NEEDED, 0):
        terminalreporter.write_line(
            f"SKIPPED: sample data absent at {SAMPLE_DATA}: {count} tests of real input did not run "
            "(ATLAS_SAMPLE_DATA names another folder)",
            red=True,
            bold=True,
        )
