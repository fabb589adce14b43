"""Any of the known formats, by the ending of the file."""

from __future__ import annotations

from pathlib import Path

from data.errors import DataRefusedError, Problem, UsageError
from data.importing.delimited import read_csv
from data.importing.geojson import read_geojson
from data.importing.options import Options
from data.importing.raw import Raw

ENDINGS = (".geojson", ".json", ".gpkg", ".shp", ".zip", ".csv", ".tsv", ".txt", ".xlsx")
LIMIT = 1024 * 1024 * 1024


class UnknownEndingError(UsageError):
    """A file of another kind than the known ones."""

    code = "unknown_ending"


def read_file(file: Path, options: Options) -> Raw:
    """Read a whole file, in this process: :func:`data.importing.apart.read_apart` is for files of others.

    Args:
        file: by its ending one of the known formats.
        options: sheet and header lines.

    Raises:
        UnknownEndingError: by its ending it is none of the known formats.
        DataRefusedError: it is not what its ending says, or damaged.
        OSError: it cannot be opened.
    """
    ending = file.suffix.lower()
    if ending not in ENDINGS:
        raise UnknownEndingError(ending=ending or file.name, known=", ".join(ENDINGS))
    size = file.stat().st_size
    if size > LIMIT:
        megabytes = {"limit": LIMIT // 2**20}
        raise DataRefusedError([Problem("file_too_large", value=str(size // 2**20), values=megabytes)])
    if size == 0:
        raise DataRefusedError([Problem("empty_file")])
    if ending in (".geojson", ".json"):
        return read_geojson(file.read_bytes())
    if ending == ".xlsx":
        from data.importing.workbook import read_xlsx

        return read_xlsx(file)
    if ending in (".gpkg", ".shp", ".zip"):
        from data.importing.layers import read_layer

        return read_layer(file)
    return read_csv(file.read_bytes())
