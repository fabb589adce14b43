"""What the command line understands, in German (argparse itself speaks English only)."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from data.commands.brief import add_brief_options
from data.commands.importing import add_import_options
from data.commands.publishing import add_attack_options, add_publish_options
from data.contracts import TABLES
from data.messages import message

WRONG_USE = 2

ARGPARSE = {
    "usage: ": "usage",
    "options": "options",
    "positional arguments": "arguments",
    "show this help message and exit": "help",
    "%(prog)s: error: %(message)s\n": "error",
    "the following arguments are required: %s": "required",
    "unrecognized arguments: %s": "unrecognised",
    "argument %(argument_name)s: %(message)s": "argument",
    "invalid choice: %(value)r (choose from %(choices)s)": "choice",
    "invalid %(type)s value: %(value)r": "value",
    "expected one argument": "one",
    "expected at least one argument": "some",
    "expected at most one argument": "at_most_one",
    "expected %s argument": "number",
    "expected %s arguments": "number",
    "ignored explicit argument %r": "explicit",
    "ambiguous option: %(option)s could match %(matches)s": "ambiguous",
    "unknown parser %(parser_name)r (choices: %(choices)s)": "choice_of_parser",
}
"""Sentences of argparse to codes below ``cli.argparse``."""


def _translated(sentence: str) -> str:
    code = ARGPARSE.get(sentence)
    return _text(f"cli.argparse.{code}") if code else sentence


def _text(code: str) -> str:
    return message(code).replace("\\n", "\n")


def speak_german() -> None:
    """Let argparse look its sentences up here; it offers gettext's function names and nothing else."""
    names: Any = argparse
    names._ = _translated
    names.ngettext = lambda one, other, count: _translated(one if count == 1 else other)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage()
        self.exit(WRONG_USE, _text("cli.argparse.error") % {"prog": self.prog, "message": message} + "\n")

    def print_usage(self, file: Any = None) -> None:
        import sys

        super().print_usage(file or sys.stderr)


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    speak_german()
    root = _Parser(prog="python -m data", description=message("cli.about"), allow_abbrev=False)
    common = _Parser(add_help=False)
    common.add_argument("--json", action="store_true", help=message("cli.help.json"))
    verbs = root.add_subparsers(dest="verb", required=True, metavar=message("cli.help.verb"))

    def verb(name: str, *arguments: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(
            name,
            parents=[common],
            help=message(f"cli.verb.{name}"),
            description=message(f"cli.verb.{name}"),
            allow_abbrev=False,
        )
        for argument in arguments:
            _positional(made, argument)
        return made

    verb("check", "city?")
    verb("seed")
    verb("cities")
    add_import_options(verb("import", "city", "table", "file"))
    exported = verb("export", "city", "table", "file")
    exported.add_argument("--exact", action="store_true", help=message("cli.help.exact"))
    verb("history", "city", "table?")
    verb("undo", "city", "table", "edition")
    verb("backup", "file")
    verb("verify")
    add_publish_options(verb("publish"))
    add_attack_options(verb("attack"))
    add_brief_options(verb("brief", "city", "area", "file"))
    computed = {name: verb(name, "city") for name in ("gaps", "standards", "concentration")}
    computed["gaps"].add_argument("--service", metavar="SERVICE", help=message("cli.help.service"))
    for made in computed.values():
        made.add_argument("--level", metavar="LEVEL", help=message("cli.help.level"))
        made.add_argument("--as-of", metavar="DATE", type=date.fromisoformat, help=message("cli.help.as_of"))
    return root


def _positional(verb: argparse.ArgumentParser, name: str) -> None:
    plain = name.rstrip("?")
    known: dict[str, Any] = {"help": message(f"cli.help.{plain}"), "metavar": plain.upper()}
    if name.endswith("?"):
        known["nargs"] = "?"
    if plain == "table":
        known["choices"] = tuple(TABLES)
    elif plain == "file":
        known["type"] = Path
    elif plain == "edition":
        known["type"] = int
    verb.add_argument(plain, **known)
