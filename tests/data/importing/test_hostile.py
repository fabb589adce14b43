"""Files that attack (S6): each ends soon, with one clear sentence, nothing stored, nobody asked, and all goes on."""

import os
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from data.commands.run import main
from data.errors import AtlasError, DataRefusedError, Problem
from data.importing import Options, Report, import_file
from data.importing.process.apart import Limits, read_apart
from data.messages import LANGUAGES, describe, message
from data.store import Store
from tests.conftest import ROOT
from tests.data.conftest import MANAGER, TODAY
from tests.data.importing.hostile_files import FILES, STORED, VRTS, Hostile
from tests.data.importing.hostile_making import HONEST, SECRET, Lair, vrt

PROCESSOR_S = 20
"""What a file may take of the processor, in the child and in the process that asked."""

LONGEST = 1500
PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
Reach = Callable[[], list[str]]


class Listener:
    """Counts who comes to a port of this machine."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        heard = self.heard

        class Handler(BaseHTTPRequestHandler):
            def handle_one_request(self) -> None:
                heard.append(str(self.client_address))
                super().handle_one_request()

            def do_GET(self) -> None:
                content = f"id,name\n1,{SECRET}\n".encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                if self.command == "GET":
                    self.wfile.write(content)

            do_HEAD = do_GET  # noqa: N815 - named by the standard library

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Listen no more."""
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    """Who would be called, if anybody were."""
    made = Listener()
    yield made
    made.close()


@pytest.fixture
def lair(tmp_path: Path, listener: Listener) -> Lair:
    """A folder for the file, with something to reach."""
    listener.heard.clear()
    (tmp_path / "files").mkdir()
    (tmp_path / "local").mkdir()
    local = tmp_path / "local" / "secret.csv"
    local.write_text(f"id,name\n1,{SECRET}\n")
    return Lair(tmp_path / "files", listener.url, local)


@contextmanager
def bounded() -> Iterator[None]:
    """End what takes too much of this process; however busy the machine is, its processor time is the same."""

    def end(*_: object) -> None:
        raise AssertionError(f"more than {PROCESSOR_S} s of the processor")

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, PROCESSOR_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@pytest.fixture(autouse=True)
def _limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_apart, "__defaults__", (Limits(processor=PROCESSOR_S, clock=180.0),))


def laid(hostile: Hostile, lair: Lair) -> Path:
    """The file, made."""
    file = lair.folder / hostile.name
    content = hostile.make(lair)
    if content is not None:
        file.write_bytes(content)
    return file


def brought(town: Store, hostile: Hostile, file: Path) -> tuple[Report | None, list[Any]]:
    """The report, and the errors of the file."""
    known: dict[str, Any] = {"viewer": MANAGER, "today": TODAY, "called": hostile.called}
    try:
        with bounded():
            report = import_file(town, "muster", hostile.table, file, options=Options(**hostile.asked), **known)
    except DataRefusedError as refused:
        return None, list(refused.problems)
    except AtlasError as error:
        return None, [error]
    except OSError as error:
        return None, [Problem("file_error", value=error.strerror)]
    return report, [problem for problem in report.problems if problem.severity == "error"]


def clear(fault: Any, file: Path) -> None:
    """One sentence in either language that a person can read and that tells nothing of the machine."""
    seen = set()
    for language in LANGUAGES:
        text = describe(fault, language)
        own = message(f"problems.{fault.code}", language)
        assert own[:1].isupper() or own[:1] in "“„{"
        assert text.isprintable()
        assert 20 < len(text) < LONGEST
        values = str(getattr(fault, "values", "")) + str(getattr(fault, "value", ""))
        assert [name for name in PLACEHOLDER.findall(text) if name not in values] == []
        for told in ("Traceback", "object has no attribute", str(ROOT), sys.prefix, str(file.parent)):
            assert told not in text
        seen.add(text)
    assert len(seen) == len(LANGUAGES)


def honest(town: Store, folder: Path) -> None:
    """The next one's file is read as ever."""
    file = folder / "honest.csv"
    file.write_text(HONEST.replace("007", "honest"))
    known: dict[str, Any] = {"viewer": MANAGER, "today": TODAY}
    report = import_file(town, "muster", "sites", file, options=Options(dry_run=True), **known)
    assert not report.refused
    assert report.rows_accepted == 1


def test_there_are_many() -> None:
    assert len(FILES) >= 60


@pytest.mark.parametrize("title", FILES)
def test_a_file_is_refused_in_words_or_is_only_odd(
    title: str, town: Store, lair: Lair, listener: Listener, tmp_path: Path
) -> None:
    hostile = FILES[title]
    file = laid(hostile, lair)
    left = sorted(path.name for path in tmp_path.rglob("*"))
    editions = town.editions("muster")
    report, errors = brought(town, hostile, file)
    assert tuple(dict.fromkeys(error.code for error in errors)) == hostile.codes
    if hostile.codes == STORED:
        assert report is not None
        assert report.edition is not None
        assert SECRET not in str(report.as_json())
    else:
        assert town.editions("muster") == editions
        clear(errors[0], file)
        assert all(SECRET not in describe(error) for error in errors[:20])
    assert sorted(path.name for path in tmp_path.rglob("*")) == left
    assert listener.heard == []
    honest(town, tmp_path)


@pytest.mark.parametrize("title", ["layer elsewhere as GeoJSON", "zip bomb", "JSON very deep", "no ending", "folder"])
def test_the_command_line_says_it_in_one_line(
    title: str, lair: Lair, town: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ATLAS_DATA", str(Path(town.address.removeprefix("sqlite:///")).parent))
    file = laid(FILES[title], lair)
    editions = town.editions("muster")
    assert main(["import", "muster", FILES[title].table, str(file)]) in (1, 2)
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert said.strip()
    assert town.editions("muster") == editions


PLAIN = """
import sys, pyogrio
for layer in sys.argv[2:]:
    try:
        print(pyogrio.read_dataframe(sys.argv[1], layer=layer, read_geometry=False).to_string())
    except Exception as error:
        print(type(error).__name__)
"""


def test_without_our_care_a_layer_elsewhere_is_fetched(lair: Lair, listener: Listener) -> None:
    """The control: the same file, read by GDAL with all its drivers, shows a foreign file and calls the listener."""
    assert VRTS
    file = lair.folder / "a.geojson"
    file.write_bytes(vrt(lair))
    free = {name: value for name, value in os.environ.items() if name != "GDAL_SKIP"}
    command = [sys.executable, "-c", PLAIN, str(file), "near", "far"]
    done = subprocess.run(command, env=free, capture_output=True, text=True, check=True)
    assert SECRET in done.stdout
    assert listener.heard


def test_whoever_calls_the_listener_is_counted(listener: Listener) -> None:
    listener.heard.clear()
    with urllib.request.urlopen(f"{listener.url}/x", timeout=10) as answer:
        assert SECRET in answer.read().decode()
    assert listener.heard
