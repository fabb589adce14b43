"""The options of ``python -m data import``: how they are written, and what they mean."""

from __future__ import annotations

import argparse
from typing import Any

from data.importing.options import (
    DECIMALS,
    MATCHES,
    Options,
    conditions,
    corrections,
    lines,
    markers,
    meanings,
    pairs,
)
from data.messages import message

SINGLE = {
    "--new-city": "NAME",
    "--crs": "EPSG",
    "--level": "LEVEL",
    "--new-level": "NAME",
    "--above": "LEVEL",
    "--sheet": "NAME",
    "--header-rows": "4-5",
    "--file-crs": "EPSG",
    "--source": "ID",
    "--note": "TEXT",
}

SEVERAL = {
    "--map": "contract_column=file_column",
    "--constant": "column=value",
    "--correct": "ROW:COLUMN=VALUE",
    "--where": "file_column=value",
    "--value": "COLUMN:FOUND=MEANT",
    "--marker": "SIGN=missing|secret|zero",
    "--about": "title=TEXT",
}

SWITCHES = (
    *("--replace-all", "--add", "--add-up", "--once", "--repair", "--swap-axes"),
    *("--drop-outside", "--drop-unknown", "--as-before", "--dry-run"),
)


def add_import_options(verb: argparse.ArgumentParser) -> None:
    """Every option of an import, with its help."""

    def option(name: str, **known: Any) -> None:
        verb.add_argument(name, help=message(f"cli.help.{name[2:].replace('-', '_')}"), **known)

    for name, metavar in SINGLE.items():
        option(name, metavar=metavar)
    for name, metavar in SEVERAL.items():
        option(name, metavar=metavar, nargs="+", action="extend", default=[])
    option("--decimal", choices=tuple(DECIMALS))
    option("--match", nargs="+", action="extend", default=[], choices=MATCHES)
    for name in SWITCHES:
        option(name, action="store_true")


def import_options(asked: argparse.Namespace) -> Options:
    """What a command line asks for.

    Raises:
        UnknownOptionError: an option is not of its form.
    """
    switches = {name[2:].replace("-", "_") for name in SWITCHES}
    plain = {"new_city", "crs", "level", "new_level", "above", "sheet", "file_crs", "decimal", "source"} | switches
    return Options(
        mapping=pairs(asked.map, SEVERAL["--map"]),
        constants=pairs(asked.constant, SEVERAL["--constant"]),
        corrections=corrections(asked.correct),
        where=conditions(asked.where),
        values=meanings(asked.value),
        markers=markers(asked.marker),
        about=pairs(asked.about, SEVERAL["--about"]),
        match=frozenset(asked.match),
        header_rows=lines(asked.header_rows) if asked.header_rows else None,
        note=asked.note or "",
        **{name: getattr(asked, name) for name in plain},
    )
