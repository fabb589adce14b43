"""`make run` and `make test`: what they decide before anything is installed."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tools import browser, check, environment, start

ROOT = environment.ROOT


@pytest.mark.parametrize(
    ("version", "has_pip", "expected"),
    [
        ((3, 10), True, "Python 3.11 or newer is needed, found: 3.10."),
        ((3, 9), False, "Python 3.11 or newer is needed, found: 3.9."),
        ((3, 11), False, "This Python lacks the module venv."),
    ],
)
def test_a_machine_that_cannot_carry_the_atlas_gets_the_apt_line(
    version: tuple[int, int], has_pip: bool, expected: str
) -> None:
    lack = environment.missing(version, has_pip)
    assert lack is not None
    german, english = lack
    assert english == f"{expected} On Debian and Ubuntu: sudo apt install python3 python3-venv make"
    assert german.endswith("Auf Debian und Ubuntu: sudo apt install python3 python3-venv make")


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_a_machine_that_can_hears_nothing(version: tuple[int, int]) -> None:
    assert environment.missing(version, has_pip=True) is None


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Requirements as they lie in the project, and a folder for the environment."""
    (tmp_path / "requirements.txt").write_text("a==1\n")
    (tmp_path / "requirements-dev.txt").write_text("b==1\n")
    (tmp_path / "constraints.txt").write_text("c==1\n")
    (tmp_path / "venv").mkdir()
    return tmp_path


def is_current(project: Path) -> bool:
    return environment.is_current("requirements.txt", root=project, folder=project / "venv")


def test_an_environment_without_a_stamp_is_filled(project: Path) -> None:
    assert not is_current(project)


@pytest.mark.parametrize("changed", ["requirements.txt", "requirements-dev.txt", "constraints.txt"])
def test_an_environment_is_filled_again_only_when_a_requirement_changed(project: Path, changed: str) -> None:
    mark = environment.stamp("requirements.txt", project / "venv")
    mark.write_text(environment.fingerprint(project, sys.version_info[:2]))
    assert is_current(project)
    (project / changed).write_text("d==2\n")
    assert not is_current(project)


def test_another_python_makes_another_fingerprint(project: Path) -> None:
    assert environment.fingerprint(project, (3, 11)) != environment.fingerprint(project, (3, 12))


def test_each_requirements_file_has_its_own_stamp(project: Path) -> None:
    names = ("requirements.txt", "requirements-dev.txt", "requirements-reference.txt")
    assert len({environment.stamp(each, project) for each in names}) == 3


@pytest.mark.parametrize(
    ("text", "port"),
    [
        ("", 8501),
        ("8502", 8502),
        ("65535", 65535),
        ("1023", None),
        ("65536", None),
        ("-1", None),
        ("http", None),
        ("²", None),
    ],
)
def test_port_is_read_from_the_variable(text: str, port: int | None) -> None:
    assert start.port_wanted(text) == port


def test_a_port_in_use_is_seen_and_the_message_names_the_next() -> None:
    with socket.socket() as taken:
        taken.bind((start.ADDRESS, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not start.is_free(port)
    assert start.is_free(port)
    assert start.busy(8501)[1].startswith("Port 8501 is in use;")
    assert all(message.endswith("make run PORT=8502") for message in start.busy(8501))


def test_a_busy_port_ends_the_command_before_anything_is_installed() -> None:
    with socket.socket() as taken:
        taken.bind((start.ADDRESS, 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "tools.start"]
        done = subprocess.run(
            command, cwd=ROOT, env={"PORT": str(port)}, capture_output=True, text=True, encoding="utf-8"
        )
    assert done.returncode == 2
    assert done.stderr.splitlines()[0].startswith(f"Port {port} ist belegt")
    assert done.stderr.splitlines()[1].startswith(f"Port {port} is in use")


def test_the_desk_is_a_manager_on_this_machine_only() -> None:
    assert start.desk({"HOME": "x", "ATLAS_LOCAL_ROLE": "public"}) == {"HOME": "x", "ATLAS_LOCAL_ROLE": "manager"}
    command = " ".join(start.server(8502))
    assert command.endswith("-m tools.serve --server.address 127.0.0.1 --server.port 8502 --server.headless true")


@pytest.mark.parametrize(
    ("installed", "expected"),
    [
        ({"google-chrome"}, "/usr/bin/google-chrome"),
        ({"google-chrome", "chromium"}, "/usr/bin/chromium"),
    ],
)
def test_chromium_is_found_under_any_of_its_names(
    installed: set[str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ATLAS_CHROMIUM", raising=False)
    assert browser.find(lambda name: f"/usr/bin/{name}" if name in installed else None) == expected


def test_the_named_chromium_wins_and_no_other_replaces_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATLAS_CHROMIUM", "mine")
    assert browser.find({"mine": "/opt/mine", "chromium": "/usr/bin/chromium"}.get) == "/opt/mine"
    assert browser.find({"chromium": "/usr/bin/chromium"}.get) is None


@pytest.mark.parametrize(
    ("is_root", "has_apt", "last"),
    [(True, True, "chromium"), (False, True, "chromium"), (True, False, "chromium")],
)
def test_only_root_uses_the_package_manager(is_root: bool, has_apt: bool, last: str) -> None:
    commands = browser.how_to_install(is_root, has_apt)
    assert commands[-1][-1] == last
    assert (commands[0] == ["apt-get", "update"]) == (is_root and has_apt)


def test_a_check_is_a_program_of_the_environment() -> None:
    assert check.command(("ruff format", "--check", "."), Path("bin")) == ["bin/ruff", "format", "--check", "."]


def test_continuous_integration_calls_the_test_command_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert lines == ["#!/usr/bin/env bash", "set -eu", 'cd "$(dirname "$0")/.."', "make test"]
