"""What an earlier import of the same source was told, so that nobody has to say it twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from data.audiences import Audience, Viewer
from data.importing.options import Options, from_json
from data.store import Edition, Store

ONCE = frozenset(
    ("corrections", "replace_all", "new_city", "crs", "dry_run", "new_level", "above", "as_before", "note", "add")
)
"""Options that are about one file only."""

DAY = "as_of"
"""A day is never remembered: the next file has another one."""


def remembered(
    store: Store, city: str, table: str, header: Iterable[str] = (), source: str | None = None, file: str = ""
) -> tuple[Options, Edition] | None:
    """Options of the newest import of the same source.

    Args:
        store: with the history.
        city: slug.
        table: that the file is for.
        header: columns of the file, in their order.
        source: id of the source; where it is given, nothing else counts.
        file: name of the file.

    Returns:
        The options without what is about one file only, and the edition; None where there is none.
    """
    own = Viewer(Audience.MANAGER, "")  # whoever imports is a manager; the history is read for nobody else
    columns = list(header)
    for edition in store.history(city, table, viewer=own):
        detail = edition.detail
        if "options" not in detail:
            continue
        if source is not None:
            same = source in detail.get("sources", ())
        else:
            same = (bool(columns) and columns == detail.get("header")) or (bool(file) and file == detail.get("file"))
        if same:
            return lasting(from_json(detail["options"])), edition
    return None


def lasting(options: Options) -> Options:
    """Options without what is about one file only."""
    plain = Options()
    kept = replace(options, **{name: getattr(plain, name) for name in ONCE})
    return replace(kept, constants=_without_day(kept.constants), about=_without_day(kept.about))


def _without_day(known: Any) -> dict[str, str]:
    return {key: value for key, value in known.items() if key != DAY}


def filled(asked: Options, known: Options) -> Options:
    """What somebody asked for, with what is known where nothing was said."""
    plain = Options()
    found: dict[str, Any] = {}
    for one in fields(Options):
        mine, theirs = getattr(asked, one.name), getattr(known, one.name)
        if isinstance(mine, dict):
            found[one.name] = {**theirs, **mine}
        elif mine == getattr(plain, one.name):
            found[one.name] = theirs
    if "mapping" in found:  # a constant that somebody gives takes the place of a column, and the other way round
        found["mapping"] = {key: name for key, name in found["mapping"].items() if key not in asked.constants}
        found["constants"] = {key: name for key, name in found["constants"].items() if key not in asked.mapping}
    return replace(asked, **found)
