"""The verbs ``publish`` and ``attack`` of the command line."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from data.audiences import Viewer
from data.commands.figures import Found
from data.messages import message
from data.publishing.profiles import PROFILES
from data.publishing.run import publish
from data.publishing.trying import try_files
from data.store import Store

SHOWN = 20
Judged = tuple[dict[str, Any], list[str], int]
"""A JSON object, lines for people, and the exit code."""


def add_publish_options(verb: argparse.ArgumentParser) -> None:
    """Options of ``publish``."""
    verb.add_argument("--out", metavar="FILE", type=Path, required=True, help=message("cli.help.out"))
    verb.add_argument("--city", metavar="CITY", action="append", help=message("cli.help.publish_city"))
    verb.add_argument("--profile", choices=PROFILES, default=PROFILES[0], help=message("cli.help.profile"))


def add_attack_options(verb: argparse.ArgumentParser) -> None:
    """Options of ``attack``."""
    verb.add_argument("files", metavar="FILE", type=Path, nargs="+", help=message("cli.help.attack_file"))
    verb.add_argument("--truth", action="store_true", help=message("cli.help.truth"))


def published(asked: argparse.Namespace, store: Store, _viewer: Viewer) -> Found:
    """Publish, and say what left the house."""
    told = publish(store, asked.out, cities=asked.city, profile=asked.profile)
    lines = [message(f"cli.publish.{'before' if one.before else 'first'}", **asdict(one)) for one in told]
    lines += [message("cli.publish.withheld", city=one.city, count=one.withheld) for one in told if one.withheld]
    lines.append(message("cli.publish.done", file=asked.out))
    data = {"file": str(asked.out), "profile": asked.profile, "published": [asdict(one) for one in told]}
    return data, lines


def attacked(asked: argparse.Namespace, store: Store, _viewer: Viewer) -> Judged:
    """Attack, and say what gives way; exit code 1 where something does."""
    tried = try_files(asked.files, store if asked.truth else None)
    lines = []
    for one in tried:
        lines.append(message(f"cli.attack.{'truth' if asked.truth else 'blind'}", **asdict(one)))
        for (indicator, group, area, day), low, high in one.found[:SHOWN]:
            known: dict[str, Any] = {"indicator": indicator, "group": group, "area_id": area, "as_of": day}
            lines.append(message("cli.attack.found", **known, low=f"{low:.0f}", high=f"{high:.0f}"))
        if one.narrow > SHOWN:
            lines.append(message("cli.more", count=one.narrow - SHOWN))
    given_away = any(one.narrow for one in tried)
    return {"attacked": [asdict(one) for one in tried]}, lines, int(given_away)
