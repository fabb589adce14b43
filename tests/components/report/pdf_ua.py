"""What PDF/UA-1 asks of a file, as far as its structure shows it (ISO 14289-1, Matterhorn protocol)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader

HEADINGS = ("/H1", "/H2", "/H3")


def opened(pdf: bytes) -> PdfReader:
    """The file, read."""
    return PdfReader(io.BytesIO(pdf))


def text(pdf: bytes) -> str:
    """All text in one line, as a reader extracts it; hyphens at the ends of lines and spaces are gone."""
    return squeezed("".join(page.extract_text() for page in opened(pdf).pages))


def squeezed(said: str) -> str:
    """A text without spaces, line ends and soft hyphens: what lies between letters is the layout's affair."""
    return "".join(sign for sign in said if not sign.isspace() and sign not in "\u00ad\u2010-‐")


def elements(pdf: bytes) -> list[dict[str, Any]]:
    """Structure elements in reading order."""
    return list(_below(opened(pdf).trailer["/Root"]["/StructTreeRoot"]["/K"]))


def faults(pdf: bytes) -> list[str]:
    """What is wrong, in words; nothing where all is well."""
    file = opened(pdf)
    root = file.trailer["/Root"]
    found = []
    if root.get("/MarkInfo", {}).get("/Marked") != True:  # noqa: E712 -- a boolean of the file
        found.append("not tagged")
    if root.get("/Lang") not in ("de", "en"):
        found.append("no language")
    if not (file.metadata or {}).get("/Title"):
        found.append("no title")
    if root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") != True:  # noqa: E712
        found.append("title not displayed")
    if b"<pdfuaid:part>1</pdfuaid:part>" not in root["/Metadata"].get_data():
        found.append("does not say PDF/UA-1")
    return [*found, *_of_structure(elements(pdf)), *_of_pages(file)]


def _of_structure(tree: list[dict[str, Any]]) -> Iterator[str]:
    levels = [HEADINGS.index(one["/S"]) for one in tree if one["/S"] in HEADINGS]
    if not levels or levels[0] != 0 or any(after > before + 1 for before, after in zip(levels, levels[1:])):  # noqa: B905, RUF007
        yield f"headings {levels}"
    for one in tree:
        if one["/S"] == "/Figure" and not one.get("/Alt"):
            yield "figure without alternative"
        if one["/S"] == "/Table":
            heads = [cell for cell in _below(one["/K"]) if cell["/S"] == "/TH"]
            scopes = {part.get("/Scope") for cell in heads for part in _attributes(cell)}
            if not heads or scopes - {"/Column", "/Row", "/Both", None} or scopes == {None}:
                yield "table without headers"


def _of_pages(file: PdfReader) -> Iterator[str]:
    for number, page in enumerate(file.pages, start=1):
        if page.get("/Tabs") != "/S" and page.get("/Annots"):
            yield f"page {number}: order of tabs"
        for font in page["/Resources"].get("/Font", {}).values():
            if not _is_embedded(font.get_object()):
                yield f"page {number}: font not embedded"
        for note in page.get("/Annots", []):
            if not note.get_object().get("/Contents"):
                yield f"page {number}: link without words"


def _is_embedded(font: dict[str, Any]) -> bool:
    if font["/Subtype"] == "/Type3":
        return True
    inner = font.get("/DescendantFonts", [font])[0].get_object()
    return any(name.startswith("/FontFile") for name in inner.get("/FontDescriptor", {}).get_object())


def _attributes(cell: dict[str, Any]) -> list[dict[str, Any]]:
    known = cell.get("/A", [])
    known = known.get_object()
    return [one.get_object() for one in known] if isinstance(known, list) else [known]


def _below(node: Any) -> Iterator[dict[str, Any]]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            yield from _below(one)
    elif isinstance(node, dict) and "/S" in node:
        yield node
        yield from _below(node.get("/K", []))
