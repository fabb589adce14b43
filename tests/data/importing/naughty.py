"""Children that misbehave; their tasks are named ``tests.data.importing.naughty:<function>``."""

import os
import signal
import socket
import subprocess
from pathlib import Path
from typing import Any

from data.importing.process import apart, nursery
from data.importing.process.crossing import ANSWER, ROWS

HERE = "tests.data.importing.naughty"
Request = dict[str, Any]


def hang(_request: Request, _folder: Path, _line: nursery.Line) -> None:
    while True:
        signal.pause()


def abort(_request: Request, _folder: Path, _line: nursery.Line) -> None:
    os.abort()


def killed(_request: Request, _folder: Path, _line: nursery.Line) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def out_of_time(_request: Request, _folder: Path, _line: nursery.Line) -> None:
    os.kill(os.getpid(), signal.SIGXCPU)


def silent(_request: Request, _folder: Path, _line: nursery.Line) -> None:
    pass


def no_json(_request: Request, folder: Path, _line: nursery.Line) -> None:
    (folder / ANSWER).write_bytes(b"\xff{")


def other_json(_request: Request, folder: Path, _line: nursery.Line) -> None:
    (folder / ANSWER).write_text('{"raw": {"names": 7}}')
    for name in ROWS:
        (folder / name).write_bytes(b"")


def no_rows(_request: Request, folder: Path, _line: nursery.Line) -> None:
    (folder / ANSWER).write_text('{"raw": {"names": ["a"], "shapes_crs": null, "notes": [], "has_gaps": false}}')
    for name in ROWS:
        (folder / name).write_bytes(b"\xff\xff\xff\xff" * 20)


def tries(request: Request, folder: Path, line: nursery.Line) -> None:
    """What a reader could try; the refusals are left as the answer."""
    nursery.alone(line)
    apart.bound(apart.LIMITS, folder)
    refused = []
    for name, attempt in {
        "connect": lambda: socket.create_connection(("127.0.0.1", 9), timeout=1),
        "look up": lambda: socket.getaddrinfo("localhost", 80),
        "run": lambda: subprocess.run(["true"], check=False),
        "fork": os.fork,
        "write elsewhere": lambda: Path(request["elsewhere"]).write_text("x"),
        "climb": lambda: (folder / ".." / "x").write_text("x"),
        "write here": lambda: (folder / "x").write_text("x"),
    }.items():
        try:
            attempt()
        except PermissionError:
            refused.append(name)
    (folder / ANSWER).write_text(" ".join(refused))


def family(_request: Request, _folder: Path, line: nursery.Line) -> None:
    """Has a child that hangs, and hangs, too."""
    child = nursery.Child(f"{HERE}:hang", {})
    line.tell({"pid": child.pid, "folder": str(child.folder)})
    hang({}, child.folder, line)
