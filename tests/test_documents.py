"""What the documents point to is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(([^)\s#]*)(?:#([^)\s]*))?\)")
PATH = re.compile(r"`((?:tests|data|deploy|tools|benchmarks|docs)/[\w./-]+)`")

MADE = {"deploy/secrets.toml"}
"""Files that each town makes for itself."""


def headings(file: Path) -> set[str]:
    """Anchors of a document, as the usual readers of Markdown make them."""
    found = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in found}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_and_paths_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    lost = []
    for target, anchor in LINK.findall(text):
        file = (document.parent / target).resolve() if target else document
        if "://" not in target and not (file.exists() and (not anchor or anchor in headings(file))):
            lost.append(f"{target}#{anchor}")
    lost += [path for path in PATH.findall(text) if path not in MADE and not (ROOT / path).exists()]
    assert not lost
