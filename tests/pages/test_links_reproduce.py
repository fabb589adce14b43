"""Every widget of every page that chooses something: its state stands in the link, and a fresh session has it again.

Pages are those of the frame, widgets those that a page sends with the key of a choice; a new one joins by itself.
"""

import re
from collections.abc import Callable
from functools import cache, partial
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest, element_tree

from components import session
from tests.pages.frame_pages import folders
from tests.pages.looking import FRAME, link, notices, texts

STARTS: dict[str, dict[str, str]] = {
    "map": {"layers": "kita,school", "area": "72"},
    "gaps": {"service": "kita_under_3", "domain": "kita"},
    "gaps, all": {},
    "area": {"area": "72"},
    "comparison": {"areas": "72,71"},
    "comparison, dates": {"compare": "dates", "area": "72"},
    "comparison, places": {"compare": "towns", "town": "zwickau"},
    "comparison, drift": {"compare": "drift", "city": "zwickau"},
    "comparison, status": {"compare": "status"},
    "history": {"table": "sites"},
    "sites": {"category": "kita"},
}
"""Links from which the widgets of a page that stand only in some states are there; a page may have several."""

FREE = "dres"
"""What is typed where text is asked for."""


@pytest.fixture(autouse=True)
def _at_the_desk(desk: Callable[[str], None]) -> None:
    desk("manager")


@cache
def _hash(page: str) -> str:
    at = AppTest.from_file(FRAME, default_timeout=60).run()
    return str(at.switch_page(f"../pages/{folders()[page]}/{page}.py")._page_hash)


def opened(page: str, asked: dict[str, str]) -> AppTest:
    """A fresh session on a page, opened with a link."""
    at = AppTest.from_file(FRAME, default_timeout=60)
    if page != "map":
        at._page_hash = _hash(page)
    for name, value in asked.items():
        at.query_params[name] = value
    return at.run()


def starts(page: str) -> list[dict[str, str]]:
    own = [asked for name, asked in STARTS.items() if name.partition(",")[0] == page]
    return [{"city": "dresden", **asked} for asked in own or [{}]]


ANEW = ("choose_eyes", "choose_lang", "choose_city")
"""After these the others are moved from the start again: much of the page is another one."""

DRAWN = re.compile(r"[0-9a-f]{32}")
"""Names that a drawing gets anew each time."""


def read(at: AppTest) -> list[str]:
    """Every text of a page, each once: a widget that was used also says its value."""
    return sorted({text for text in texts(at) if not DRAWN.fullmatch(text)})


class Label(str):
    """A choice by what it is called on the page, as a browser sends it."""

    __slots__ = ()


@pytest.fixture(autouse=True)
def _labels_count(monkeypatch: pytest.MonkeyPatch) -> None:
    written = element_tree._format_value_for_widget

    def label(format_func: Callable[[Any], str], value: Any) -> str:
        return str(value) if isinstance(value, Label) else written(format_func, value)

    monkeypatch.setattr(element_tree, "_format_value_for_widget", label)
    sliding = element_tree.SelectSlider
    own = sliding.format_func.fget
    monkeypatch.setattr(sliding, "format_func", property(lambda self: partial(label, own(self))))


def choosing(at: AppTest) -> dict[str, Any]:
    """The widgets of a page that are bound to a choice, by key."""
    found = (node for node in at._tree if str(getattr(node, "key", "") or "").startswith("choose_"))
    return {node.key: node for node in found}


def values(at: AppTest) -> dict[str, Any]:
    """What every widget of a choice shows."""
    return {key: node.value for key, node in choosing(at).items()}


def moved(node: Any) -> bool:
    """Give a widget another value; false where it has only one."""
    kind = node.type
    if kind in ("selectbox", "radio", "button_group", "multiselect", "select_slider"):
        many = kind == "multiselect" or (kind == "button_group" and not node._is_single_select)
        shown = set(node.formatted_values) if kind == "button_group" else {_shown(node)}
        others = [Label(option) for option in node.options if option not in shown]
        if others:
            node.set_value([others[0]] if many else others[0])
        return bool(others)
    if kind in ("slider", "number_input"):
        node.set_value(node.min if node.value != node.min else node.max)
    elif kind in ("checkbox", "toggle"):
        node.set_value(not node.value)
    elif kind in ("text_input", "text_area"):
        node.set_value(FREE)
    elif kind == "date_input":
        node.set_value(node.min if node.value != node.min else node.max)
    else:
        pytest.fail(f"no way known to move a {kind} ({node.key})")
    return True


def _shown(node: Any) -> str:
    index = getattr(node, "index", None)
    return "" if index is None else str(node.options[index])


STARTED = [(page, asked) for page in folders() for asked in starts(page)]


@pytest.mark.parametrize(("page", "asked"), STARTED, ids=lambda one: one if isinstance(one, str) else "-".join(one))
def test_a_link_brings_every_widget_and_every_text_back(page: str, asked: dict[str, str]) -> None:
    at = opened(page, asked)
    for key in list(choosing(at)):
        node = choosing(at).get(key)
        if node is None or not moved(node):
            continue
        at.run()
        assert not at.exception, key
        assert not at.error, key
        fresh = opened(page, link(at))
        assert values(fresh) == values(at), key
        assert read(fresh) == read(at), key
        assert link(fresh) == link(at), key
        assert notices(fresh) == [], key
        at = opened(page, asked) if key in ANEW else at


BESIDES = re.compile(r"search|format_\w+|area_table|history_list|menu_\w+|share_\w+|jump_\w+|sites_list|site_list")
"""Widgets that choose through another one, or of which nothing stays: the search, the format of a download."""


@pytest.mark.parametrize("page", [name for name, folder in folders().items() if folder == "public"])
def test_what_a_page_for_everyone_asks_is_a_choice(page: str) -> None:
    """No widget keeps something to itself that a link would lose."""
    for asked in starts(page):
        keys = {
            str(node.key or f"a {node.type} without key")
            for node in opened(page, asked)._tree
            if isinstance(node, element_tree.Widget) and node.type not in ("button", "download_button")
        }
        assert {key for key in keys if not key.startswith("choose_") and not BESIDES.fullmatch(key)} == set()


def test_every_choice_has_a_widget_somewhere() -> None:
    """The control: the widgets looked at are those of all choices but the ones that no widget shows."""
    found = {key for page, asked in STARTED for key in choosing(opened(page, asked))}
    named = {key.removeprefix("choose_").partition("_")[0] for key in found}
    assert {"city", "level", "date", "indicator", "area", "layers", "lang", "eyes", "domain", "service"} <= named
    assert {"until", "met", "rate", "measure", "table", "edition", "since", "category"} <= named
    assert named <= set(session.CHOICES)
