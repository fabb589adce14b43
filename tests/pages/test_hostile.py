"""S1 on the way out: whatever a page sends, a hostile text in it is escaped or stands where nothing is read in it.

Every page that the frame knows is opened, and every text of every element looked at: a new page, element or field
joins by itself, as a place where Streamlit reads Markdown, until it is listed here as one where it does not.
"""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from markdown_it import MarkdownIt
from streamlit.testing.v1 import AppTest

from components import cached
from components.comparison.scene import KINDS
from tests.pages.frame_pages import folders
from tests.pages.hostile_city import ALL, ATTEMPTS, SLUG, add_hostile_city
from tests.pages.looking import FRAME, ROOT
from tests.pages.test_upload import bring

LITERAL = {
    "arrow_vega_lite_chart.spec",
    "vega_lite_chart.alt",
    "vega_lite_chart.spec",
    "component_instance.json_args",
    "dataframe.alt",
    "component_instance.special_args.bytes",
    "dataframe.columns",
    "multiselect.options",
    "selectbox.options",
    "selectbox.raw_value",
    "text_area.default",
    "text_area.value",
    "text_input.default",
    "text_input.value",
}
"""Fields that Streamlit shows as they are, or hands on as JSON."""

UNSEEN = {"id", "key", "page_script_hash", "form_id", "script_hash", "element_id", "page_name"}
MARKUP = [text for text in ATTEMPTS if "<" in text]
PLACES: dict[str, dict[str, str]] = {
    "plain": {},
    "busy": {"level": "part", "area": "ground", "indicator": "population", "layers": "kita,school,counselling"},
    "site": {"level": "part", "site": "s02", "indicator": f"figure.{ATTEMPTS[2]}.total"},
    "english": {"level": "part", "area": "p02", "lang": "en"},
    "measure": {"measure": ALL, "board": "yes"},
    "screen": {"ansicht": "sitzung", "level": "part", "indicator": "population"},
    "sitting": {"ansicht": "sitzung", "agenda": "a", "item": "3"},
    "ended": {"agenda": "a", "item": "12", "seen": "1", "past": "1"},
    "wrong": {"area": ALL, "indicator": ALL, "site": ALL, "layers": ALL, "date": ALL, "level": ALL, "service": ALL},
}


@pytest.fixture(scope="module")
def attacked(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The store with the hostile city beside the others."""
    folder = tmp_path_factory.mktemp("hostile") / "var"
    shutil.copytree(filled, folder)
    add_hostile_city(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ATLAS_DATA", str(folder))
        st.cache_resource.clear()
        st.cache_data.clear()
        yield folder
        cached.store().close()
    st.cache_resource.clear()
    st.cache_data.clear()


@cache
def _hash(page: str) -> str:
    at = AppTest.from_file(FRAME, default_timeout=60).run()
    return at.switch_page(f"../pages/{folders()[page]}/{page}.py")._page_hash


def opened(page: str, **link: str) -> AppTest:
    """A page with the hostile city, as when somebody opens this page first."""
    at = AppTest.from_file(FRAME, default_timeout=60)
    if page != "map":
        at._page_hash = _hash(page)
    for name, value in {"city": SLUG, **link}.items():
        at.query_params[name] = value
    return at.run()


def sent(at: AppTest) -> Iterator[tuple[str, str]]:
    """Every text of every element, with its place as ``element.field``."""
    for node in at._tree:
        proto = getattr(node, "proto", None)
        if node.type in ("dataframe", "table"):
            yield from ((f"{node.type}.columns", str(name)) for name in node.value.columns)
        if proto is not None and hasattr(proto, "ListFields"):
            yield from _texts(proto, node.type)


def _texts(message: Any, place: str) -> Iterator[tuple[str, str]]:
    for field, value in message.ListFields():
        if field.name in UNSEEN:
            continue
        many = not isinstance(value, (str, bytes)) and hasattr(value, "__iter__") and not hasattr(value, "ListFields")
        for one in value if many else [value]:
            if isinstance(one, str):
                yield f"{place}.{field.name}", one
            elif hasattr(one, "ListFields"):
                yield from _texts(one, f"{place}.{field.name}")


def unsafe(place: str, text: str) -> list[str]:
    """Attempts that stand in a text as they are where something would read them."""
    if place in LITERAL:
        return []
    if place.startswith("html."):
        return [attempt for attempt in MARKUP if attempt in text]
    found = [attempt for attempt in ATTEMPTS if attempt in text]
    read = MarkdownIt("commonmark").parse(text)
    parts = [token for block in read for token in (block.children or [block])]
    made = [str(token.attrs) for token in parts if token.type in ("link_open", "image")]
    return found + [one for one in made if "javascript" in one or "192.0.2.1" in one]


def harmed(at: AppTest) -> list[tuple[str, str, str]]:
    return [(place, attempt, text[:200]) for place, text in sent(at) for attempt in unsafe(place, text)]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("page", folders())
@pytest.mark.parametrize("role", [None, "manager"])
def test_a_page_sends_no_text_that_would_be_read(
    role: str | None, page: str, place: str, attacked: Path, desk: Callable[[str], None]
) -> None:
    if role:
        desk(role)
    elif folders()[page] == "manager":
        return  # nobody else has it; test_audiences sees to that
    assert attacked
    at = opened(page, **PLACES[place])
    assert not at.exception
    assert harmed(at) == []


@pytest.mark.parametrize("city", [SLUG, "zwickau"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_comparison_sends_text_that_would_be_read(
    kind: str, city: str, attacked: Path, desk: Callable[[str], None]
) -> None:
    """Also with the hostile city as the other place, with a figure of its own, with four of its areas."""
    desk("manager")
    assert attacked
    link = {"compare": kind, "town": SLUG, "indicator": f"figure.{ATTEMPTS[2]}.total"}
    link |= {"level": "part", "areas": "p00,p01,p02,p07"} if city == SLUG else {"level": "municipality"}
    at = opened("comparison", **{**link, "city": city})
    assert not at.exception
    assert harmed(at) == []
    if city == SLUG or kind == "towns":
        assert any("hacked" in text or "7*7" in text for _, text in sent(at))


def test_the_names_are_there_to_be_seen(attacked: Path, desk: Callable[[str], None]) -> None:
    """The control of the place: the texts looked at hold the hostile names, escaped or literal."""
    desk("manager")
    assert attacked
    for page in ("map", "area", "tables", "gaps", "history", "measures"):
        texts = [text for _, text in sent(opened(page, **PLACES["busy"]))]
        assert any("hacked" in text for text in texts), page


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_what_stands_raw_would_be_found(attempt: str) -> None:
    """The control of the looking: each attempt as it is, is harm in Markdown and in HTML."""
    at = AppTest.from_string(f"import streamlit as st\nst.markdown({attempt!r})").run()
    assert [place for place, _, _ in harmed(at)]
    assert unsafe("a_new_element.label", attempt)
    if "<" in attempt:
        assert unsafe("html.body", f"<p>{attempt}</p>")
        assert not unsafe("html.body", f"<p>{escape(attempt)}</p>")


HEAD = "Nr;Name;Kategorie;Länge;Breite;Plätze"


@pytest.mark.parametrize("table", ["Einrichtungen"])
def test_a_file_of_attempts_is_shown_as_it_is_written(
    table: str, attacked: Path, desk: Callable[[str], None]
) -> None:
    desk("manager")
    assert attacked
    quoted = ['"' + attempt.replace('"', '""') + '"' for attempt in ATTEMPTS]
    lines = [f"{one};{one};{one};{one};{one};{one}" for one in quoted]
    wide = ";".join([HEAD, *quoted])
    at = opened("upload")
    bring(
        at,
        table,
        f"{ATTEMPTS[2]}.csv".replace("/", ""),
        "\n".join([wide, *(f"{line}{';' * len(quoted)}" for line in lines)]),
    )
    draft = at.session_state["kept_upload"]
    assert draft is not None
    try:
        while draft.job is not None:
            assert draft.job.join(60)
            at.run()
        assert not at.exception
        assert any("hacked" in text for _, text in sent(at))
        assert harmed(at) == []
    finally:
        draft.close()


def test_every_page_of_the_frame_is_looked_at() -> None:
    files = {path.stem for path in (ROOT / "pages").glob("*/*.py") if path.stem != "__init__"}
    assert set(folders()) == files
