"""The house keeps its rules: who may do what, where things lie, what the texts of both languages share."""

import ast
import re
import socket
import string
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from data import messages

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("pages", "components", "data", "geo")
LOCALES = (ROOT / "components" / "locales", messages.LOCALES)
MAY_SHOW_HTML: frozenset[str] = frozenset()  # modules that need unsafe_allow_html, each with its reason here
CONTENT_HOSTS = re.compile(
    r"https?://[^\s\"']*(cdn|unpkg|jsdelivr|googleapis|gstatic|jquery\.com|bootstrap|fontawesome|tile\.)"
)


def modules(*rooms: str) -> list[Path]:
    """The Python files of some rooms, app.py included when no room is named."""
    found = [path for room in rooms or ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return found if rooms else [*found, *ROOT.glob("app.py")]


def name(path: Path) -> str:
    """A path as people write it, from the root of the project."""
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    """The syntax of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(path: Path) -> set[str]:
    """Every module a file imports, `from a import b` as `a` and `a.b`."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def of_streamlit(path: Path) -> set[str]:
    """The attributes of streamlit that a file names: `st.query_params` as `query_params`."""
    used = {
        node.attr
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("st", "streamlit")
    }
    return used | {each.removeprefix("streamlit.") for each in imported(path) if each.startswith("streamlit.")}


def test_no_script_lies_directly_in_pages() -> None:
    assert not [name(path) for path in (ROOT / "pages").glob("*.py")]


def test_app_and_pages_have_at_most_sixty_lines() -> None:
    long = {name(path): len(path.read_text().splitlines()) for path in [ROOT / "app.py", *modules("pages")]}
    assert not {path: lines for path, lines in long.items() if lines > 60}


def test_city_packages_hold_files_only() -> None:
    assert not [name(path) for path in (ROOT / "data" / "cities").rglob("*.py*")]
    assert "cities" in (ROOT / "data" / "README.md").read_text(encoding="utf-8")


def test_pages_import_neither_each_other_nor_the_store() -> None:
    forbidden = re.compile(r"(pages|data\.store|sqlalchemy|sqlite3|pyogrio)(\.|$)")
    found = {name(path): {each for each in imported(path) if forbidden.match(each)} for path in modules("pages")}
    assert not {path: names for path, names in found.items() if names}


def test_pages_open_no_files() -> None:
    readers = {"open", "read_text", "read_bytes", "write_text", "read_csv", "read_file", "read_excel", "connect"}
    called = {
        f"{name(path)}:{node.lineno}"
        for path in modules("pages")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", None) in readers or getattr(node.func, "attr", None) in readers)
    }
    assert not called


@pytest.mark.parametrize(
    ("attributes", "owner"),
    [
        ({"session_state", "query_params", "user"}, "components/session.py"),
        ({"cache_data", "cache_resource"}, "components/cached.py"),
    ],
)
def test_sessions_and_caches_have_one_owner(attributes: set[str], owner: str) -> None:
    users = {name(path) for path in modules() if of_streamlit(path) & attributes}
    assert users <= {owner}


def test_html_is_shown_only_where_allowed() -> None:
    users = {name(path) for path in modules() if "unsafe_allow_html" in path.read_text(encoding="utf-8")}
    assert users <= MAY_SHOW_HTML


def test_no_button_is_primary_because_white_on_it_is_unreadable_in_the_dark() -> None:
    assert not [name(path) for path in modules() if 'type="primary"' in path.read_text(encoding="utf-8")]


def test_nothing_is_fetched_from_content_hosts() -> None:
    served = [
        path
        for room in ("components", "pages", ".streamlit")
        for path in (ROOT / room).rglob("*")
        if path.suffix in {".py", ".js", ".css", ".html", ".svg", ".toml"}
    ]
    found = {name(path) for path in served if CONTENT_HOSTS.search(path.read_text(encoding="utf-8"))}
    assert not found


def placeholders(text: str) -> set[str]:
    """The names in braces of a text."""
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


@pytest.mark.parametrize("locales", LOCALES, ids=name)
def test_both_languages_have_the_same_codes_and_placeholders(locales: Path) -> None:
    german, english = (messages.texts(locales, language) for language in messages.LANGUAGES)
    assert german
    assert german.keys() == english.keys()
    unlike = [code for code in german if placeholders(german[code]) != placeholders(english[code])]
    assert not unlike


@pytest.mark.parametrize("locales", LOCALES, ids=name)
@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_only_units_may_be_empty(locales: Path, language: str) -> None:
    empty = {code for code, text in messages.texts(locales, language).items() if not text.strip()}
    assert not {code for code in empty if not code.endswith(".unit")}


def test_every_code_in_the_source_has_a_text() -> None:
    known = {code for locales in LOCALES for code in messages.texts(locales, "de")}
    known |= {code.rpartition(".")[0] for code in known if code.endswith((".one", ".other"))}
    asked = {
        (f"{name(path)}:{node.lineno}", node.args[0].value)
        for path in modules("components", "pages")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", None) == "t" or getattr(node.func, "attr", None) == "t")
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }
    assert not [(place, code) for place, code in sorted(asked) if code not in known]


def test_every_environment_variable_is_documented() -> None:
    documented = "".join((ROOT / each).read_text(encoding="utf-8") for each in ("README.md", "docs/deployment.md"))
    sources = [*modules(), *modules("tools"), *modules("tests")]
    named = {each for path in sources for each in re.findall(r"\bATLAS_[A-Z_]+\b", path.read_text("utf-8"))}
    assert named
    assert not {each for each in named if each not in documented}


@pytest.mark.parametrize("reach", [socket.create_connection, lambda address: socket.getaddrinfo(*address)])
def test_tests_reach_no_other_machine(reach: Callable[[tuple[str, int]], object]) -> None:
    with pytest.raises(PermissionError, match="tests use no network"):
        reach(("192.0.2.1", 80))


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2), 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(front: str, ground: str, share: float) -> str:
    """The colour seen when `front` covers `ground` with the opacity `share`."""
    pairs = [(int(front[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)


def test_contrast_is_the_one_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_theme_is_readable(mode: str) -> None:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"][mode]
    text, ground, panel = theme["textColor"], theme["backgroundColor"], theme["secondaryBackgroundColor"]
    pairs = {
        "text": (text, ground),
        "text on a panel": (text, panel),
        "caption": (mixed(text, ground, 0.6), ground),
        "caption on a panel": (mixed(text, panel, 0.6), panel),
        "link": (theme["linkColor"], ground),
        "value of a slider": (theme["primaryColor"], ground),
        "chosen segment": (theme["primaryColor"], mixed(theme["primaryColor"], ground, 0.1)),
    }
    assert not {what: pair for what, pair in pairs.items() if contrast(*pair) < 4.5}
    assert contrast(theme["borderColor"], ground) >= 3
