"""Zip archives: looked at before anything in them is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath

from data.errors import DataRefusedError, Problem

ENTRIES = 1000
TOTAL = 1024**3
RATIO = 200
SMALL = 10 * 1024**2
SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")


def opened(file: Path) -> zipfile.ZipFile:
    """An archive whose entries are not too many, too large or packed beyond belief.

    Raises:
        DataRefusedError: it is no archive, or not such a one.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise _refused(str(error)) from None
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    dense = any(entry.file_size > max(SMALL, RATIO * entry.compress_size) for entry in entries)
    if len(entries) > ENTRIES or total > TOTAL or dense:
        archive.close()
        raise _refused(f"{len(entries)} / {total // 2**20} MB")
    return archive


def unpack_shapefile(file: Path, folder: Path) -> Path:
    """Unpack the one Shapefile of an archive under names of our own.

    Returns:
        Its ``.shp``.

    Raises:
        DataRefusedError: there is not exactly one.
    """
    with opened(file) as archive:
        names = [name for name in archive.namelist() if not name.startswith("__MACOSX")]
        found = [PurePosixPath(name) for name in names if name.lower().endswith(".shp")]
        if len(found) != 1:
            raise _refused(", ".join(str(path) for path in found) or "0 × .shp")
        stem = found[0].with_suffix("")
        for name in names:
            path = PurePosixPath(name)
            ending = path.suffix.lower()
            if path.with_suffix("") == stem and ending in SHAPEFILE:
                try:
                    (folder / f"layer{ending}").write_bytes(archive.read(name))
                except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
                    raise _refused(str(error)) from None
    return folder / "layer.shp"


def _refused(value: str) -> DataRefusedError:
    return DataRefusedError([Problem("no_archive", value=value)])
