"""Zip archives: looked at before anything in them is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path, PurePosixPath

from data.errors import DataRefusedError, Problem

ENTRIES = 1000
TOTAL = 1024**3
RATIO = 200
SMALL = 10 * 1024**2
SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
DAMAGED = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError)
"""What the standard library raises for archives that are damaged, locked or packed in foreign ways."""


def opened(file: Path) -> zipfile.ZipFile:
    """An archive whose entries are not too many, too large or packed beyond belief.

    Raises:
        DataRefusedError: it is no archive, or not such a one.
    """
    try:
        archive = zipfile.ZipFile(file)
    except DAMAGED as error:
        raise _refused(str(error)) from None
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    dense = any(entry.file_size > max(SMALL, RATIO * entry.compress_size) for entry in entries)
    if len(entries) > ENTRIES or total > TOTAL or dense:
        archive.close()
        raise _refused(f"{len(entries)} / {total // 2**20} MB")
    return archive


def unpack_shapefile(file: Path, folder: Path, sheet: str | None = None) -> tuple[Path, str, tuple[str, ...]]:
    """Unpack one Shapefile of an archive under names of our own.

    Args:
        file: the archive.
        folder: where to.
        sheet: name of the Shapefile, which may be left out where there is only one.

    Returns:
        Its ``.shp``, its name in the archive, and the names of all.

    Raises:
        DataRefusedError: there is none, or several without saying which.
    """
    with opened(file) as archive:
        names = [name for name in archive.namelist() if not name.startswith("__MACOSX")]
        paths = [PurePosixPath(name) for name in names if name.lower().endswith(".shp")]
        paths = [path for path in paths if not path.name.startswith("._")]
        stems = [path.stem for path in paths]
        known = {
            path.stem if stems.count(path.stem) == 1 else str(path.with_suffix("")): path.with_suffix("")
            for path in paths
        }
        if not known:
            raise _refused(", ".join(names[:5]) or "0")
        if sheet not in known if sheet is not None else len(known) > 1:
            raise several(sheet, tuple(known))
        name = sheet if sheet is not None else next(iter(known))
        for entry in names:
            path = PurePosixPath(entry)
            ending = path.suffix.lower()
            if path.with_suffix("") == known[name] and ending in SHAPEFILE:
                try:
                    (folder / f"layer{ending}").write_bytes(archive.read(entry))
                except DAMAGED as error:
                    raise _refused(str(error)) from None
    return folder / "layer.shp", name, tuple(known)


def several(sheet: str | None, known: tuple[str, ...]) -> DataRefusedError:
    """The question which of several layers is meant."""
    values = {"known": ", ".join(known[:20]), "count": len(known)}
    remedies = tuple(f'--sheet "{name}"' if " " in name else f"--sheet {name}" for name in known[:20])
    code = "several_layers" if sheet is None else "layer_unknown"
    return DataRefusedError([Problem(code, value=sheet, values=values, remedies=remedies)])


def _refused(value: str) -> DataRefusedError:
    return DataRefusedError([Problem("no_archive", value=value)])
