"""Files of others are read in a child process with limits, so that no file can harm the one that serves people.

What holds: memory, processor time, size of what is written, time on the clock; no network, no program and no
writing outside its own folder from Python. The last is an audit hook: it binds Python and what calls back into
it, not machine code. GDAL is bound by its list of drivers (:mod:`data.importing.reading.gdal`).
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import tempfile
import warnings
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd

from data.errors import AtlasError, DataRefusedError, Problem
from data.importing.options import Options, from_json
from data.importing.process import nursery
from data.importing.process.crossing import error_json, read_answer, read_raw, write_answer, write_raw
from data.importing.reading import gdal
from data.importing.reading.crs import WGS84
from data.importing.reading.files import read_file
from data.importing.reading.raw import Raw

GIB = 1024**3


@dataclass(frozen=True)
class Limits:
    """What reading one file may take.

    Attributes:
        memory: address space on top of what a child begins with, in bytes.
        processor: seconds of it.
        clock: seconds on the clock.
        written: size of one file written, in bytes.
    """

    memory: int = 4 * GIB
    processor: int = 600
    clock: float = 900.0
    written: int = 2 * GIB


LIMITS = Limits()
TASK = f"{__name__}:read_as_child"


def read_apart(file: Path, options: Options, limits: Limits = LIMITS) -> Raw:
    """As :func:`data.importing.reading.files.read_file`, in a child process with limits.

    Raises:
        UnknownEndingError: by its ending it is none of the known formats.
        DataRefusedError: it is not what its ending says, or damaged; ``reading_too_long`` and ``reading_died``
            where reading met its limits.
        OSError: it cannot be opened.
    """
    request = {"file": str(file.absolute()), "options": options.as_json(), "limits": asdict(limits)}
    try:
        with nursery.Child(TASK, request) as child:
            for _ in child.messages(limits.clock):
                pass
            return _taken(child.folder)
    except nursery.LateError:
        raise _too_long(limits.clock) from None
    except nursery.ChildGoneError as error:
        if error.signal == signal.SIGXCPU:
            raise _too_long(limits.processor) from None
        raise _died() from None


def _taken(folder: Path) -> Raw:
    try:
        answer = read_answer(folder)
    except (ValueError, KeyError, TypeError, AttributeError):  # what the child left is not an answer
        raise _died() from None
    try:
        return read_raw(folder, answer["raw"])
    except Exception:  # three libraries may trip over it, each in its own way
        raise _died() from None


def _too_long(seconds: float) -> DataRefusedError:
    return DataRefusedError([Problem("reading_too_long", values={"seconds": round(seconds)})])


def _died() -> DataRefusedError:
    return DataRefusedError([Problem("reading_died")])


def read_as_child(request: dict[str, Any], folder: Path, line: nursery.Line) -> None:
    """What the child does: bind itself, read, and leave what it read in its folder."""
    nursery.alone(line)
    bound(Limits(**request["limits"]), folder)
    warnings.simplefilter("ignore")  # what GDAL mended by itself is nothing for whoever imports
    try:
        write_raw(folder, read_file(Path(request["file"]), from_json(request["options"])))
    except (AtlasError, OSError) as error:
        write_answer(folder, {"error": error_json(error)})
    except MemoryError:
        os._exit(1)


def rehearse() -> None:
    """Read and leave a layer of one point and a table of two cells, all of our own making, in the nursery.

    Drivers, coordinate systems and patterns are then known to every child. Nothing here may leave a thread
    behind: the nursery forks. (Arrow reads a text file with threads that stay, so the table takes another way.)
    """
    point = gpd.GeoDataFrame({"name": ["a"]}, geometry=gpd.points_from_xy([10.0], [51.0]), crs=WGS84)
    with tempfile.TemporaryDirectory(prefix="atlas-rehearsal-") as name, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        folder = Path(name)
        layer = folder / "layer.gpkg"
        gdal.pyogrio.write_dataframe(point, layer)
        write_raw(folder, read_file(layer, Options()))
        read_answer(folder)
        (folder / "table.csv").write_text("a,b\n1,2\n3\n", encoding="utf-8")  # of lines that are not all as wide
        read_file(folder / "table.csv", Options())


def bound(limits: Limits, folder: Path) -> None:
    """Bind this process for the rest of its life; it may write into its folder only."""
    for what, most in (
        (resource.RLIMIT_AS, _address_space() + limits.memory),
        (resource.RLIMIT_CPU, limits.processor),
        (resource.RLIMIT_FSIZE, limits.written),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))
    sys.addaudithook(_Guard(folder))


def _address_space() -> int:
    """Bytes that the process has mapped already: libraries and the reserve of their allocators."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:  # no Linux
        return GIB
    return pages * resource.getpagesize()


class _Guard:
    """Audit hook of a child: no network, no programs, no writing but in its own folder."""

    REFUSED = (
        "socket.",
        "subprocess.",
        "os.exec",
        "os.fork",
        "os.posix_spawn",
        "os.system",
        "os.kill",
        "ctypes.dlopen",
    )

    def __init__(self, folder: Path) -> None:
        self._folder = f"{folder.resolve()}{os.sep}"

    def __call__(self, event: str, details: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = details
            if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                self._inside(path)
        elif event.startswith(self.REFUSED):
            raise PermissionError(f"not while reading a file: {event}")

    def _inside(self, path: Any) -> None:
        if isinstance(path, int):
            return
        where = os.path.realpath(os.fsdecode(path))
        if where != os.devnull and not where.startswith(self._folder):
            raise PermissionError(f"not while reading a file: to write {where}")
