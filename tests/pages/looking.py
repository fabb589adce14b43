"""The pages without a browser: open a link, read everything that is sent, find what is on the page."""

import json
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pandas as pd
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
FRAME = ROOT / "components" / "frame.py"
PAGES = (
    *("map", "gaps", "accommodation", "measures", "area", "comparison", "tables"),
    *("methods", "imprint", "privacy", "accessibility", "easy_language"),
)
CELL = re.compile(r"<t[dh][^>]*>(.*?)</t[dh]>", re.DOTALL)
HIDDEN = {"id", "key", "icon", "page_script_hash", "form_id", "url", "script_hash", "component_name", "type"}


def opened(page: str = "map", *, user: dict[str, object] | None = None, **link: str) -> AppTest:
    """A new session on one page, opened with a link, of a user with these claims."""
    at = AppTest.from_file(FRAME, default_timeout=60)
    if user is not None:
        at.user = user
    if page != "map":
        at._page_hash = _hash(page)  # as when somebody opens this page first; switch_page needs a run before
    for name, value in link.items():
        at.query_params[name] = value
    at.run()
    return at


@cache
def _hash(page: str) -> str:
    at = AppTest.from_file(FRAME, default_timeout=60).run()
    return at.switch_page(f"../pages/public/{page}.py")._page_hash


def link(at: AppTest) -> dict[str, str]:
    """The link as it stands after the run."""
    return dict(at.query_params)


def texts(at: AppTest) -> list[str]:
    """Every text that the page sends, cells of tables and arguments of components included."""
    return [text for node in at._tree for text in _of_node(node) if text.strip()]


def said(at: AppTest) -> str:
    """All texts as one, without the backslashes that keep data literal in Markdown."""
    return plain("\n".join(texts(at)))


def plain(markdown: str) -> str:
    """Markdown as it reads: escapes and bold signs gone."""
    return re.sub(r"\\([^\w\s])", r"\1", markdown.replace("**", ""))


def headline(at: AppTest) -> str:
    """The sentence above the map."""
    return plain(at.markdown[0].value)


def title(at: AppTest) -> str:
    """Title of the page."""
    return plain(at.title[0].value)


def notices(at: AppTest) -> list[str]:
    """Lines about choices that do not exist."""
    return [plain(caption.value) for caption in at.caption if ":material/info:" in caption.value]


def cells(at: AppTest) -> list[str]:
    """Cells of all tables as the reader sees them."""
    small = [cell for node in at.get("html") for cell in CELL.findall(node.value)]
    return [*map(unescape, small), *(text for node in at.get("dataframe") for text in _cells(node))]


def shown_in_table(at: AppTest, key: str = "area_table") -> pd.DataFrame:
    """The table of areas as written for the reader, indexed by area name."""
    from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df

    node = at.dataframe(key=key)
    frame = convert_arrow_bytes_to_pandas_df(node.proto.arrow_data.styler.display_values)
    return frame.set_index("name")


def _of_node(node: Any) -> Iterator[str]:
    if node.type in ("table", "dataframe"):
        yield from _cells(node)
    if node.type == "html":
        yield from map(unescape, re.split(r"<[^>]*>", re.sub(r"(?s)<style>.*?</style>", "", node.value)))
        return
    proto = getattr(node, "proto", None)
    if proto is not None and hasattr(proto, "ListFields"):
        yield from _of_message(proto)


def _cells(node: Any) -> Iterator[str]:
    frame = node.value
    yield from (str(name) for name in frame.columns)
    yield from (str(name) for name in frame.index)
    for column in frame.columns:
        yield from (str(cell) for cell in frame[column])


def _of_message(message: Any) -> Iterator[str]:
    for field, value in message.ListFields():
        if field.name in HIDDEN:
            continue
        values = value if isinstance(value, (list, tuple)) or hasattr(value, "append") else [value]
        for one in values:
            if isinstance(one, str):
                yield from _of_json(one) if one[:1] in "{[" else [one]
            elif hasattr(one, "ListFields"):
                yield from _of_message(one)


def _of_json(text: str) -> Iterator[str]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError:
        yield text
        return
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            waiting += [*one, *one.values()]
        elif isinstance(one, list):
            waiting += one
