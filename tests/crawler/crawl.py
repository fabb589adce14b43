"""Goes everywhere: links, widgets, downloads, routes; all that comes back is looked through."""

from __future__ import annotations

import http.client
import re
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus, urlsplit

from tests.crawler.addresses import METHODS, Vocabulary, links, paths
from tests.crawler.searching import Search
from tests.crawler.wire import Run, Session

TABS = 2
"""Sessions at a time."""

OWN = re.compile(rb"""(?<![\w.])/?((?:geo|media|daten|assets|component|app)/[\w./%+~-]+\.\w+(?:\?[\w=&.-]+)?)""")
OPTIONS, SOME = 8, 3
"""Of a longer list only some values are driven, from all over; links go to the others."""

MOST = 20
"""Steps on one page."""

Action = tuple[str, str, Any]
"""Id of a widget, field of its state, value."""


@dataclass
class Crawl:
    """A way through a server.

    Attributes:
        url: of the server.
        search: what looks through everything.
        words: what to ask for.
        presses: whether buttons may be pressed; not where that could change data.
    """

    url: str
    search: Search
    words: Vocabulary
    presses: bool = False
    count: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    undriven: set[str] = field(default_factory=set)
    asking: set[str] = field(default_factory=set)
    _to_fetch: set[str] = field(default_factory=set)
    _fetched: set[str] = field(default_factory=set)
    _driven: set[tuple[str, ...]] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def pages(self) -> dict[str, str]:
        """Path of every page that the server names to its hash."""
        with Session(self.url) as tab:
            return self._run(tab, "", {}, "").pages

    def open(self, states: Iterable[tuple[str, dict[str, str]]], hashes: dict[str, str]) -> None:
        """Every link, each in a tab of its own."""

        def one(state: tuple[str, dict[str, str]]) -> None:
            page, link = state
            with Session(self.url) as tab:
                self._run(tab, page, link, hashes.get(page, ""))

        self._each(one, states)

    def drive(self, starts: Iterable[tuple[str, dict[str, str]]], hashes: dict[str, str]) -> None:
        """Every widget of some pages through its values, and every download that appears."""
        self._each(lambda start: self._drive(*start, hashes[start[0]]), starts)

    def fetch(self, asked: Iterable[str]) -> None:
        """Paths, and all that the pages themselves have named."""
        self._each(self._get, sorted({*asked, *self._to_fetch} - self._fetched))

    def _each(self, do: Callable[[Any], None], these: Iterable[Any]) -> None:
        with ThreadPoolExecutor(TABS) as tabs:
            for _ in tabs.map(do, list(these)):
                pass

    def _run(self, tab: Session, page: str, link: dict[str, str], page_hash: str, **widgets: Any) -> Run:
        run = tab.open(link, page_hash, **widgets)
        where = f"page {page or '/'} {link} {[*widgets.values()]}"
        self.count["states"] += 1
        if any(kind == "selectbox" for kind, _ in run.elements()):
            self.asking.add(page)
        self._look(run, where, link)
        return run

    def _look(self, run: Run, where: str, link: dict[str, str]) -> None:
        sent = self._sent(" ".join(link.values()))
        self.count["frames"] += len(run.frames)
        self.count["bytes"] += sum(map(len, run.frames))
        for frame in run.frames:
            self.search.frame(frame, where, sent=sent)
            with self._lock:
                self._to_fetch |= {f"/{path.decode()}" for path in OWN.findall(frame)}
        self.failures += [f"{where}: {element.message}" for kind, element in run.elements() if kind == "exception"]

    def _sent(self, text: str) -> set[str]:
        return self.search.marks_in(unquote_plus(text).encode())

    def _drive(self, page: str, link: dict[str, str], page_hash: str) -> None:
        """All widgets of a page one after the other in one tab; what appears on the way joins the queue."""
        tried: Counter[str] = Counter()
        waiting: list[Action] = []
        with Session(self.url) as tab:
            run = self._run(tab, page, link, page_hash)
            while True:
                self._downloads(tab, run, page, link)
                actions = [action for kind, element in run.elements() for action in self._actions(kind, element)]
                new = [action for action in actions if not tried[action[0]]]
                tried.update(key for key, _, _ in new)
                waiting = sorted(waiting + new, key=lambda one: one[1] != "bool_value")  # what unfolds comes first
                action = next((one for one in waiting if one in actions), None)  # what the page offers now
                if action is None or self.count[f"driven on {page}"] >= MOST:
                    return
                waiting.remove(action)
                key, name, value = action
                self.count[f"driven on {page}"] += 1
                run = self._run(tab, page, link, page_hash, **{key: (name, value)})

    def _actions(self, kind: str, element: Any) -> list[Action]:
        key = str(getattr(element, "id", ""))
        return [(key, name, value) for name, value in self._values(kind, element)] if key else []

    def _values(self, kind: str, element: Any) -> list[tuple[str, Any]]:
        if kind == "selectbox":
            return [("string_value", value) for value in _some(list(element.options))]
        if kind == "multiselect":
            return [("string_array_value", [value]) for value in _some(list(element.options))]
        if kind == "button_group":
            return [("string_array_value", [option.content]) for option in _some(list(element.options))]
        if kind in ("popover", "expandable", "checkbox"):
            return [("bool_value", True)]
        if kind == "text_input":
            return [("string_value", text) for text in ("a", *self.words.guesses[:2])]
        if kind == "dataframe":
            return [("string_value", '{"selection": {"rows": [0], "columns": [], "cells": []}}')]
        if kind == "button":
            return [("trigger_value", True)] if self.presses else []
        if kind not in ("download_button", "component_instance"):
            self.undriven.add(kind)
        return []

    def _downloads(self, tab: Session, run: Run, page: str, link: dict[str, str]) -> None:
        for kind, element in run.elements():
            if kind != "download_button" or not element.deferred_file_id:
                continue
            mark = (page, element.id, element.label)
            with self._lock:
                if mark in self._driven:
                    continue
                self._driven.add(mark)
            made = tab.file(element.deferred_file_id)
            self._look(made, f"download {element.label} of page {page}", link)
            url = made.messages[-1].backend_operation_response.deferred_file.url
            if url:
                self.count["downloads"] += 1
                self._get(url)

    def _get(self, path: str) -> None:
        for method in METHODS if path.count("/") < 2 else METHODS[:1]:
            self._ask(method, path)

    def _ask(self, method: str, path: str) -> None:
        address = urlsplit(self.url)
        asked = http.client.HTTPConnection(str(address.hostname), address.port, timeout=60)
        try:
            asked.putrequest(method, path.encode("ascii", "replace").decode(), skip_accept_encoding=True)
            if path.count("/") == 1:
                asked.putheader("Accept", "text/html")
            asked.endheaders()
            answer = asked.getresponse()
            body = answer.read()
        except (http.client.HTTPException, socket.timeout) as error:  # noqa: UP041 -- an answer that is none
            self.failures.append(f"{method} {path}: {error!r}")
            return
        finally:
            asked.close()
        self.count["answers"] += 1
        self.count["bytes"] += len(body)
        self.count[f"status {answer.status}"] += 1
        if answer.status >= 500:
            self.failures.append(f"{method} {path}: {answer.status}")
        sent = self._sent(path)
        self.search.body(str(answer.getheaders()).encode(), f"headers of {path}", sent=sent)
        self.search.body(body, f"{method} {path}", sent=sent)


def _some(values: list[Any]) -> list[Any]:
    return values if len(values) <= OPTIONS else values[:: -(-len(values) // SOME)]


def crawl(of: Crawl, *, thoroughly: bool = True) -> Crawl:
    """Everything.

    Args:
        of: where.
        thoroughly: with every link; else pages as they are, what is driven, and what they name.
    """
    hashes = of.pages()
    names = [*hashes]
    link = {"city": of.words.town, "layers": of.words.of("layers")[0]}  # all of them
    of.drive([(page, link) for page in names], hashes)
    if thoroughly:
        of.open(links(of.words, names, [page for page in names if page in of.asking]), hashes)
    of.fetch(paths(of.words, names) if thoroughly else ())
    of.fetch(())
    return of
