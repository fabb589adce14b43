"""The rows of a file before their columns mean anything: joined columns, chosen rows, meant values."""

from __future__ import annotations

from data.errors import Problem
from data.importing.options import Options
from data.importing.raw import Raw


def arranged(raw: Raw, table: str, options: Options) -> tuple[Raw, list[Problem]]:
    """The file with columns joined (``street + number``) and only the rows that ``where`` chooses."""
    return raw, []
