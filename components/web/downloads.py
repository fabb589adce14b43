"""Files under addresses that stay: every table that the public may see, and the catalogue of them.

``daten/<city>/<table>.<ending>`` is the latest edition, ``daten/<city>/<table>/<edition>.<ending>`` that edition,
``daten/katalog.<ending>`` the catalogue. Whoever asks is the public here, signed in or not; what the public may not
see is not there. On the public side the same edition is the same file, byte for byte
(:mod:`data.publishing.numbering`); inside, the sources beside an edition may still change while it is the latest. The
ETag is made of the bytes, so it tells either way.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from components import cached, session
from components.text import t
from components.web.kept import Kept, Shelf, is_known
from data.audiences import PUBLIC
from data.catalogue import FORMATS, SERIALISATIONS, Publisher, catalogue, read_publisher, serialised
from data.contracts import TABLES
from data.errors import UsageError
from data.exporting import content, document, file_name, table_endings
from data.publishing.texts import CATALOGUE

NUMBER = re.compile(r"[1-9][0-9]{0,8}")
HOST = re.compile(r"https?://[\w.:\[\]-]+(/|$)", re.ASCII)
MEGABYTES = 64
FIVE_MINUTES = "public, max-age=300"
"""Short, so that what is taken back is soon gone everywhere; asking again costs no transfer."""

_shelf = Shelf(MEGABYTES * 2**20)


class _NotThereError(Exception):
    """Nothing that the public may see has this address."""


def publisher() -> Publisher:
    """Who publishes, as this installation says."""
    return read_publisher(cached.town_text(CATALOGUE))


def path(city: str, name: str, ending: str, edition: int | None = None) -> str:
    """Address of a table below the atlas, for good."""
    return f"daten/{city}/{name}{ending}" if edition is None else f"daten/{city}/{name}/{edition}{ending}"


def _table(request: Request) -> Response:
    known = request.path_params
    city, name, ending = known["city"], known["table"], f".{known['ending']}"
    if name not in TABLES or ending not in table_endings(name):
        return _nothing(request)
    edition = known.get("edition")
    if edition is not None and not NUMBER.fullmatch(edition):
        return _nothing(request)
    number = None if edition is None else int(edition)

    def make() -> Kept:
        found = document(cached.store(), city, name, viewer=PUBLIC, edition=number)
        if not len(found.rows):
            raise _NotThereError
        saved = file_name(city, name, int(found.credits["edition"].iloc[0]), found.made, ending)
        return Kept(content(found, ending), saved, _media(FORMATS[ending][1]))

    def key() -> tuple[Any, ...]:
        cached.store().city(city, viewer=PUBLIC)
        return (*_editions(city), name, ending, number)

    return _answer(request, key, make)


def _catalogue(request: Request) -> Response:
    ending = f".{request.path_params['ending']}"
    if ending not in SERIALISATIONS:
        return _nothing(request)
    who = publisher()
    address = who.address.rstrip("/") or _address(request)
    if not HOST.match(address):
        return _nothing(request)

    def make() -> Kept:
        body = serialised(catalogue(cached.store(), who, address), ending)
        return Kept(body, f"katalog{ending}", _media(SERIALISATIONS[ending][1]))

    def key() -> tuple[Any, ...]:
        return tuple(part for city in cached.cities(PUBLIC) for part in _editions(city.slug)), who, address, ending

    return _answer(request, key, make)


def _address(request: Request) -> str:
    """Address of the atlas as this request came to it, with the base path it is served below."""
    return f"{request.url.scheme}://{request.url.netloc}{request.url.path.rpartition('/daten/')[0]}"


def _editions(city: str) -> tuple[Any, ...]:
    store = cached.store()
    return store.address, city, *sorted(store.editions(city).items())


def _answer(request: Request, key: Callable[[], tuple[Any, ...]], make: Callable[[], Kept]) -> Response:
    try:
        kept = _shelf.get(key(), make)
    except (_NotThereError, UsageError):
        return _nothing(request)
    headers = {"ETag": kept.etag, "Cache-Control": FIVE_MINUTES, "X-Content-Type-Options": "nosniff"}
    if is_known(request.headers.get("if-none-match", ""), kept.etag):
        return Response(status_code=304, headers=headers)
    headers |= {"Content-Disposition": f'attachment; filename="{kept.name}"', "Content-Type": kept.media}
    if request.method == "HEAD":
        return Response(headers=headers | {"Content-Length": str(len(kept.content))})
    return Response(kept.content, headers=headers)


def _media(media: str) -> str:
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def _nothing(request: Request) -> Response:
    language = request.query_params.get("lang", "")
    language = language if language in session.LANGUAGES else session.LANGUAGES[0]
    text = t("tables_page.not_found", language=language)
    return PlainTextResponse(text, 404, {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"})


ROUTES: list[Any] = [
    Route("/daten/katalog.{ending}", _catalogue),
    Route("/daten/{city}/{table}.{ending}", _table),
    Route("/daten/{city}/{table}/{edition}.{ending}", _table),
]
