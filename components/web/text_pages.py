"""The text version: profiles as plain HTML that needs no script and does not wait for Streamlit.

``text/<city>`` is the whole city, ``text/<city>/<area>`` one area; ``lang``, ``date``, ``level`` and ``indicator``
mean what they mean in every link of the atlas. Whoever asks is the public here, signed in or not.
"""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from components import cached, session
from components.report import text_html
from components.report.facts import Subject
from components.report.profile import facts
from components.report.subject import wanted
from components.text import t
from components.web.kept import Kept, Shelf, is_known
from data.audiences import PUBLIC
from data.errors import UsageError
from data.publishing.public_store import PublicFileError
from data.snapshot import Snapshot

MEGABYTES = 32
FIVE_MINUTES = "public, max-age=300"
NOSNIFF = {"X-Content-Type-Options": "nosniff"}
CARRIED = ("level", "date", "indicator")
"""Choices that a link to another text page takes along; the day and the figure exist there, too."""

_shelf = Shelf(MEGABYTES * 2**20)


class _NotThereError(Exception):
    """Nothing that the public may see has this address."""


def path(city: str, area: str = "", **choices: str) -> str:
    """Address of a text page below the atlas."""
    parts = "/".join(quote(part, safe="") for part in ("text", city, area) if part)
    asked = {name: value for name, value in choices.items() if value}
    return f"{parts}?{urlencode(asked)}" if asked else parts


def _answer(request: Request) -> Response:
    with session.speaking(request.query_params.get("lang", "")):
        try:
            subject = _subject(request)
            days = (subject.on, subject.judged_on)
            chosen = (subject.level, *days, subject.indicator, subject.areas, session.language())
            asked = tuple(request.query_params.get(name, "") for name in CARRIED)
            key = (cached.store().address, _editions(subject.of), chosen, asked)
            kept = _shelf.get(key, lambda: _made(request, subject))
        except (_NotThereError, UsageError, PublicFileError):
            return _nothing(request)
    headers = {"ETag": kept.etag, "Cache-Control": FIVE_MINUTES} | NOSNIFF
    if is_known(request.headers.get("if-none-match", ""), kept.etag):
        return Response(status_code=304, headers=headers)
    headers |= {"Content-Type": kept.media}
    if request.method == "HEAD":
        return Response(headers=headers | {"Content-Length": str(len(kept.content))})
    return Response(kept.content, headers=headers)


def _subject(request: Request) -> Subject:
    of = cached.snapshot(request.path_params["city"], PUBLIC)
    area = request.path_params.get("area", "")
    level, asked, indicator = (request.query_params.get(name, "") for name in CARRIED)
    if area and level and area in of.areas.index:
        level = str(of.areas.at[area, "level"])  # an area has one level, whatever a link says
    subject = wanted(of, (area,) if area else (), level=level, indicator=indicator)
    if indicator and not cached.figures_of(of, subject.indicator, subject.level, subject.on).known:
        raise _NotThereError
    if not asked:
        return subject
    days = {day.isoformat(): day for day in of.dates(subject.level)}
    if asked not in days:
        raise _NotThereError
    return wanted(of, subject.areas, level=subject.level, on=days[asked], indicator=indicator)


def _editions(of: Snapshot) -> tuple[Any, ...]:
    return of.city.slug, *sorted(of.editions.items())


def _made(request: Request, subject: Subject) -> Kept:
    found = facts(subject)
    body = text_html.page(found, _around(request, subject, found.view))
    return Kept(body.encode(), "", "text/html; charset=utf-8")


def _around(request: Request, subject: Subject, view: str) -> text_html.Around:
    """Links from this page to others, relative, so that they hold below any base path."""
    slug, area = subject.of.city.slug, "".join(subject.areas)
    up = "../../" if area else "../"
    kept = {name: request.query_params.get(name, "") for name in CARRIED} | {"lang": _spoken()}

    def to(city: str, place: str = "", **changes: str) -> str:
        return up + path(city, place, **(kept | changes))

    here = [(up + view, t("report.same_view"))]
    if area:
        here.append((to(slug), t("report.whole_city", city=subject.of.city.name)))
        above = str(subject.of.areas.at[area, "parent_id"])
        if above in subject.of.areas.index and subject.of.areas.at[above, "level"] != subject.of.city.levels[0].code:
            here.append((to(slug, above), str(subject.of.areas.at[above, "name"])))
    else:
        language = session.language()
        here += [
            (to(slug, level=level.code), level.name(language, plural=True))
            for level in subject.of.city.levels
            if level.code != subject.level and len(subject.of.level(level.code)) > 1
        ]
    fresh = dict.fromkeys(CARRIED, "")
    here += [(to(city.slug, **fresh), city.name) for city in cached.cities(PUBLIC) if city.slug != slug]
    return text_html.Around(
        here, _other(to(slug, area, lang=_unspoken())), lambda one: to(slug, one, level=""), up + view
    )


def _spoken() -> str:
    """The language as a link says it: nothing for the first."""
    return "" if session.language() == session.LANGUAGES[0] else session.language()


def _unspoken() -> str:
    return session.LANGUAGES[1] if session.language() == session.LANGUAGES[0] else ""


def _other(address: str) -> tuple[str, str, str]:
    code = next(one for one in session.LANGUAGES if one != session.language())
    return code, address, t("report.other_language")


def _nothing(request: Request) -> Response:
    """A kind answer in the reader's language, with what there is."""
    up = "../../" if "area" in request.path_params else "../"
    with session.speaking(request.query_params.get("lang", "")):
        try:
            cities = cached.cities(PUBLIC)
        except PublicFileError:
            cities = []
        known = [(up + path(city.slug, lang=_spoken()), city.name) for city in cities]
        words, title = t("report.not_found"), t("report.not_found_title")
        links = text_html.choices(t("report.cities"), known)
        body = f"<h1>{escape(title)}</h1><p>{escape(words)}</p>{links}"
        home = up + (f"?lang={_spoken()}" if _spoken() else "")
        first = cities[0].slug if cities else ""
        other = _other(up + path(first, lang=_unspoken()) if first else home)
        around = text_html.Around([(home, t("report.atlas"))], other, lambda _: "", home)
        page = text_html.document(session.language(), title, body, around)
    return HTMLResponse(page, 404, NOSNIFF | {"Cache-Control": "no-store"})


ROUTES: list[Any] = [Route("/text/{city}", _answer), Route("/text/{city}/{area}", _answer)]
