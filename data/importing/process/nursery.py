"""Processes of our own that cost little to start, and that never outlive whoever asked for them.

The nursery is one process with everything imported. It always has one child forked ahead, gives it the next wish
and watches over it: as soon as the one who asked lets go (or dies), the child is killed and its folder removed. A
child may ask for children of its own, which the nursery brings up alike. Nothing that a child says is ever unpickled.

Not :mod:`multiprocessing`: its children import the main module again, which under Streamlit is the whole app.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from data.temporary import new_folder

ROOT = Path(__file__).resolve().parents[3]
PRELOADED = (
    "data.importing.process.apart",
    "data.importing.process.jobs",
    "data.importing.run",
    "data.importing.reading.layers",
    "data.importing.reading.workbook",
)
REHEARSED = ("data.importing.process.apart:rehearse",)
"""What is done once before the first child, so that none of them does for the first time what all do."""

LINE = 1_048_576
"""Longest message, in bytes."""

FAREWELL = 10.0
"""Seconds to wait for a child to be killed and its folder to be removed."""

LEFT = getattr(select, "POLLRDHUP", 0)
"""The other end will say nothing more (Linux); elsewhere only that it is closed."""


class ChildGoneError(Exception):
    """A child ended without having finished.

    Attributes:
        signal: what killed it, 0 where it ended by itself.
    """

    def __init__(self, number: int = 0) -> None:
        super().__init__(number)
        self.signal = number


class LateError(Exception):
    """A child took longer than it had."""


class Line:
    """One end of a conversation in lines of JSON."""

    def __init__(self, end: socket.socket) -> None:
        self.end = end
        self._read = b""

    def tell(self, what: dict[str, Any]) -> None:
        """Send a message."""
        self.end.sendall(json.dumps(what).encode() + b"\n")

    def hear(self, seconds: float | None = None) -> dict[str, Any] | None:
        """The next message, None where the other end is closed.

        Raises:
            LateError: none came in time.
        """
        deadline = None if seconds is None else time.monotonic() + seconds
        while b"\n" not in self._read:
            self.end.settimeout(None if deadline is None else max(0.001, deadline - time.monotonic()))
            try:
                more = self.end.recv(65536)
            except TimeoutError:
                raise LateError from None
            except OSError:
                more = b""
            if not more or len(self._read) > LINE:
                return None
            self._read += more
        line, _, self._read = self._read.partition(b"\n")
        found = json.loads(line)
        return found if isinstance(found, dict) else {}


class Child:
    """A process at work, seen by whoever asked for it; close it when its folder is no longer needed.

    Attributes:
        folder: its own, made for it and removed with it.
        pid: its process.
    """

    def __init__(self, task: str, request: dict[str, Any]) -> None:
        ours, theirs = socket.socketpair()
        self._line = Line(ours)
        try:
            with theirs:
                _wish(theirs)
            self._line.tell({"task": task, "request": request})
            born = self._line.hear()
        except OSError:
            born = None
        if born is None:
            ours.close()
            raise ChildGoneError
        self.folder = Path(born["folder"])
        self.pid = int(born["pid"])

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def messages(self, seconds: float | None = None) -> Iterator[dict[str, Any]]:
        """What it says until it has finished.

        Args:
            seconds: how long it may take in all; by default as long as it likes.

        Raises:
            LateError: it takes longer.
            ChildGoneError: it died.
        """
        deadline = None if seconds is None else time.monotonic() + seconds
        while True:
            said = self._line.hear(None if deadline is None else deadline - time.monotonic())
            if said is None:
                raise ChildGoneError
            if "ended" in said:
                if said["ended"] != 0:
                    raise ChildGoneError(max(0, -said["ended"]))
                return
            yield said

    def tell(self, what: dict[str, Any]) -> None:
        """Say something to it."""
        with contextlib.suppress(OSError):
            self._line.tell(what)

    def let_go(self) -> None:
        """Have it killed where it still lives, and its folder removed; returns at once."""
        with contextlib.suppress(OSError):
            self._line.end.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Let go and wait until it and its folder are gone."""
        self.let_go()
        with contextlib.suppress(LateError):
            while self._line.hear(FAREWELL) is not None:
                pass
        self._line.end.close()


_lock = threading.Lock()
_door: socket.socket | None = None


def warm() -> None:
    """Start the nursery now rather than with the first wish; returns at once."""
    with _lock:
        _opened()


def alone(line: Line) -> None:
    """From here on a child can neither say nor wish for anything."""
    global _door
    line.end.close()
    if _door is not None:
        _door.close()
    _door = None


def _wish(end: socket.socket) -> None:
    global _door
    with _lock:
        try:
            socket.send_fds(_opened(), [b"."], [end.fileno()])
        except OSError:  # it died: a new one
            _door = None
            socket.send_fds(_opened(), [b"."], [end.fileno()])


def _opened() -> socket.socket:
    """Where wishes go: the nursery of this process (or, in a child, the one it comes from)."""
    global _door
    if _door is None:
        _door, theirs = socket.socketpair()
        with theirs:
            start = f"from data.importing.process.nursery import serve; serve({theirs.fileno()})"
            # a child begins with nothing and soon holds much: large pages spare it most of the faults
            tuned = ":".join(filter(None, (os.environ.get("GLIBC_TUNABLES"), "glibc.malloc.hugetlb=1")))
            known: dict[str, Any] = {"env": os.environ | {"GLIBC_TUNABLES": tuned}}
            known |= {"cwd": ROOT, "stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
            known |= {"pass_fds": [theirs.fileno()]}
            process = subprocess.Popen([sys.executable, "-c", start], **known)  # noqa: S603 (our own code)
        atexit.register(_closed, process, _door)
    return _door


def _closed(process: subprocess.Popen[bytes], door: socket.socket) -> None:
    door.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=5)


class _Nursery:
    """The loop of the nursery process: single-threaded, so that forking is safe."""

    def __init__(self, door: socket.socket) -> None:
        self._door = door
        self._inside, self._for_children = socket.socketpair()
        self._bell, bell = os.pipe()
        os.set_blocking(bell, False)
        os.set_blocking(self._bell, False)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(bell, warn_on_full_buffer=False)
        self._poll = select.poll()
        for end in (door.fileno(), self._inside.fileno(), self._bell):
            self._poll.register(end, select.POLLIN)
        self._lines: dict[int, socket.socket] = {}
        self._folders: dict[int, Path] = {}
        self._alive: dict[int, int] = {}

    def run(self) -> None:
        """Serve until whoever started it is gone; then every child ends."""
        self._fork_ahead()
        while True:
            for end, _ in self._poll.poll():
                if end == self._bell:
                    self._buried()
                elif end == self._door.fileno() and not self._received(self._door):
                    for line in list(self._lines):
                        self._dropped(line)
                    self._cradle.close()
                    os.waitpid(self._next, 0)
                    return
                elif end == self._inside.fileno():
                    self._received(self._inside)
                elif end in self._lines:  # its other end is closed
                    self._dropped(end)

    def _received(self, door: socket.socket) -> bool:
        try:
            sign, ends, _, _ = socket.recv_fds(door, 1, 1)
        except OSError:
            return False
        for end in ends:
            self._born(socket.socket(fileno=end))
        return bool(sign)

    def _fork_ahead(self) -> None:
        """Have a child that waits for its wish, so that no wish waits for a child."""
        self._cradle, theirs = socket.socketpair()
        self._next = os.fork()
        if not self._next:
            self._grow_up(theirs)
        theirs.close()

    def _born(self, line: socket.socket) -> None:
        if os.waitpid(self._next, os.WNOHANG)[0]:  # killed while it waited
            self._cradle.close()
            self._fork_ahead()
        folder = new_folder("reading")
        with contextlib.suppress(OSError):  # killed just now: seen as any other death
            socket.send_fds(self._cradle, [os.fsencode(folder)], [line.fileno()])
        self._cradle.close()
        number = line.fileno()
        self._lines[number], self._folders[number], self._alive[number] = line, folder, self._next
        self._poll.register(number, LEFT)  # told of the end only; what is said is for the child
        self._fork_ahead()

    def _grow_up(self, cradle: socket.socket) -> None:
        global _door
        code = 1
        try:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
                signal.signal(number, signal.SIG_DFL if number != signal.SIGINT else signal.SIG_IGN)
            signal.set_wakeup_fd(-1)
            for end in [*self._lines.values(), self._door, self._inside, self._cradle]:
                end.close()
            _door = self._for_children
            folder, ends, _, _ = socket.recv_fds(cradle, LINE, 1)
            cradle.close()
            if ends:  # else there is no nursery any more
                code = _worked(Line(socket.socket(fileno=ends[0])), Path(os.fsdecode(folder)))
        except BaseException:  # a child must never return into the loop of the nursery
            traceback.print_exc()
        finally:
            with contextlib.suppress(BaseException):
                sys.stderr.flush()
            os._exit(code)

    def _buried(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self._bell, 4096)
        for number, child in list(self._alive.items()):
            found, status = os.waitpid(child, os.WNOHANG)
            if found:
                del self._alive[number]
                with contextlib.suppress(OSError):
                    Line(self._lines[number]).tell({"ended": os.waitstatus_to_exitcode(status)})

    def _dropped(self, number: int) -> None:
        child = self._alive.pop(number, None)
        if child is not None:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        self._poll.unregister(number)
        shutil.rmtree(self._folders.pop(number), ignore_errors=True)
        self._lines.pop(number).close()  # tells whoever let go that all is gone


def serve(door: int) -> None:
    """Be a nursery; the main program of its process."""
    for name in PRELOADED:
        importlib.import_module(name)
    for task in REHEARSED:
        _named(task)()
    gc.collect()
    gc.freeze()  # what is here stays: no child looks through it, and so copies its pages, to tidy up
    _Nursery(socket.socket(fileno=door)).run()


def _worked(line: Line, folder: Path) -> int:
    wish = line.hear()
    if wish is None:
        return 1
    line.tell({"folder": str(folder), "pid": os.getpid()})
    tempfile.tempdir = str(folder)
    os.environ["TMPDIR"] = os.environ["CPL_TMPDIR"] = str(folder)
    task: Callable[[dict[str, Any], Path, Line], None] = _named(wish["task"])
    task(wish["request"], folder, line)
    return 0


def _named(task: str) -> Any:
    module, _, name = task.partition(":")
    return getattr(importlib.import_module(module), name)
