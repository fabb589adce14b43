"""Agendas of sessions: ordered views with a title and a Vorlage, made by managers, opened by link or QR code.

A view is the address of a page below the atlas with its choices as codes. What it says is checked twice: here it
must have the form of such an address and be about the agenda's own city; which pages and choices there are, the
interface knows, which reads a view anew each time it opens one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

import pandas as pd
import sqlalchemy as sa

from data import schema
from data.audiences import Viewer
from data.contracts import AUDIENCES, VIEW, validate
from data.errors import ChangedMeanwhileError, DataRefusedError, Problem
from data.rows import to_rows
from data.store import Edition, Store

TABLE = "agendas"
LONGEST = {"title": 200, "reference": 500, "view": 2000}
"""Signs that a text may have."""

MOST = 99
"""Items of one agenda."""


@dataclass(frozen=True)
class Item:
    """One view of an agenda.

    Attributes:
        title: what it is about.
        reference: number of the Vorlage, or a link to it; may be empty.
        view: page and choices, as :func:`address` writes them.
    """

    title: str
    reference: str
    view: str


@dataclass(frozen=True)
class Agenda:
    """Views in the order in which a session looks at them.

    Attributes:
        agenda_id: as it stands in links.
        title: of the session.
        reference: of the session as a whole; may be empty.
        audience: who may open it: ``public``, ``council`` or ``manager``.
        items: the views.
    """

    agenda_id: str
    title: str
    reference: str
    audience: str
    items: tuple[Item, ...] = ()


def agendas(rows: pd.DataFrame) -> list[Agenda]:
    """The agendas of a table, by id; one without a row of its own is called by its id."""
    found = []
    for key, some in rows.sort_values(["agenda_id", "position"]).groupby("agenda_id", sort=True):
        whole = some[some["position"] == 0]
        title, reference = (str(whole[name].iloc[0]) if len(whole) else "" for name in ("title", "reference"))
        audience = max((str(name) for name in some["audience"]), key=AUDIENCES.index)
        items = tuple(
            Item(str(row["title"]), str(row["reference"]), str(row["view"]))
            for row in some[some["position"] > 0].to_dict("records")
        )
        found.append(Agenda(str(key), title or str(key), reference, audience, items))
    return found


def rows_of(agenda: Agenda) -> pd.DataFrame:
    """The rows of one agenda, as the contract asks.

    Raises:
        DataRefusedError: with a problem for each text that cannot be kept.
    """
    every = [Item(agenda.title, agenda.reference, ""), *agenda.items]
    frame = pd.DataFrame([vars(item) for item in every], columns=["title", "reference", "view"])
    frame = frame.assign(title=frame["title"].map(_tidy), reference=frame["reference"].map(_tidy))
    frame = frame.assign(agenda_id=agenda.agenda_id, position=range(len(every)), audience=agenda.audience)
    problems = [
        Problem("entry_too_long", row=row, column=column, values={"limit": limit})
        for column, limit in LONGEST.items()
        for row in frame.index[frame[column].str.len() > limit]
    ]
    if len(agenda.items) > MOST:
        problems.append(Problem("agenda_too_long", values={"limit": MOST}))
    if problems:
        raise DataRefusedError(problems)
    return validate(TABLE, frame)


def save(store: Store, city: str, agenda: Agenda, *, read: int, viewer: Viewer) -> Edition | None:
    """Put an agenda in the place of the one of its id, or beside the others.

    Args:
        store: where to.
        city: slug.
        agenda: as it shall be.
        read: edition of the table that it was made from.
        viewer: a manager.

    Returns:
        The new edition, None where it stood like that already.

    Raises:
        DataRefusedError: a text cannot be kept, or a view leaves the city.
        ChangedMeanwhileError: somebody else has changed this agenda since.
        NotAllowedError: the viewer is no manager.
    """
    _about(city, agenda)
    return _write(store, city, agenda.agenda_id, rows_of(agenda), read, viewer)


def remove(store: Store, city: str, agenda_id: str, *, read: int, viewer: Viewer) -> Edition | None:
    """Take an agenda away; errors as :func:`save`."""
    return _write(store, city, agenda_id, None, read, viewer)


def _write(
    store: Store, city: str, agenda_id: str, rows: pd.DataFrame | None, read: int, viewer: Viewer
) -> Edition | None:
    store.city(city, viewer=viewer)
    with store.change(city, viewer=viewer, action="agenda") as change:
        stand = change.read(TABLE)
        latest = store.edition(city, TABLE)
        own = stand["agenda_id"] == agenda_id
        if read != latest:
            before = store.read(city, TABLE, viewer=viewer, edition=read)
            if _as_rows(before[before["agenda_id"] == agenda_id]) != _as_rows(stand[own]):
                raise ChangedMeanwhileError(edition=latest)
        parts = [part for part in (stand[~own], rows) if part is not None and len(part)]
        new = pd.concat(parts, ignore_index=True) if parts else stand.iloc[:0]
        if _as_rows(new) == _as_rows(stand):
            return None
        change.detail["agenda"] = agenda_id
        return change.write(TABLE, new)


def _as_rows(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(to_rows(TABLE, frame))


def _about(city: str, agenda: Agenda) -> None:
    problems = []
    for row, item in enumerate(agenda.items, 1):
        if not re.match(VIEW, item.view):
            problems.append(Problem("view_foreign", row=row, column="view", value=item.view))
        elif parsed(item.view)[1].get("city") != city:
            problems.append(Problem("view_of_other_city", row=row, column="view", value=item.view))
    if problems:
        raise DataRefusedError(problems)


def proposed_id(store: Store, city: str, title: str) -> str:
    """An id for a new agenda, made of its title. None has it or ever had it, so that no old link opens another."""
    plain = unicodedata.normalize("NFKD", title.casefold().replace("ß", "ss")).encode("ascii", "ignore").decode()
    start = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "sitzung"
    known = schema.rows[TABLE]
    query = sa.select(known.c.agenda_id).where(known.c.city == city).distinct()
    with store.connect() as connection:
        taken = {str(agenda_id) for (agenda_id,) in connection.execute(query)}
    return next(
        one for number in range(len(taken) + 1) if (one := f"{start}-{number + 1}" if number else start) not in taken
    )


def address(page: str, choices: Mapping[str, str]) -> str:
    """A view: ``versorgungsluecken?area=72&city=dresden``, choices by name, none that is empty.

    >>> address("stadtteil", {"city": "dresden", "area": "72", "site": ""})
    'stadtteil?area=72&city=dresden'
    """
    query = urlencode(sorted((name, value) for name, value in choices.items() if value))
    return f"{page}?{query}" if query else page


def parsed(view: str) -> tuple[str, dict[str, str]]:
    """Page and choices of a view.

    >>> parsed("stadtteil?area=72&city=dresden")
    ('stadtteil', {'area': '72', 'city': 'dresden'})
    """
    page, _, query = view.partition("?")
    return page, dict(parse_qsl(query))


def linked(reference: str) -> bool:
    """Whether a reference is an address that a browser may follow.

    >>> linked("https://ratsinfo.example/vo/17"), linked("V0123/26"), linked("javascript:alert(1)")
    (True, False, False)
    """
    try:
        found = urlsplit(reference)
    except ValueError:
        return False
    return found.scheme in ("http", "https") and bool(found.hostname) and not re.search(r"[\s<>\"'\\]", reference)


def _tidy(text: str) -> str:
    return " ".join(text.split())
