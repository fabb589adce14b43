"""The briefing: a profile on paper as a tagged PDF (PDF/UA-1). Data goes in as JSON and is never read as markup."""

from __future__ import annotations

import io
import json
import re
import threading
from dataclasses import asdict
from pathlib import Path
from textwrap import shorten
from typing import Any

import segno
import typst

from components import session
from components.report.facts import Facts
from components.text import t

FOLDER = Path(__file__).parent
TEMPLATE = (FOLDER / "briefing.typ").read_bytes()
STANDARD = "ua-1"
MAIN, DATA = "main.typ", "facts.json"
MAP_HEIGHT, MAP_WIDTH, FIELD = 68.0, 118.0, 3.2
"""Millimetres: room of the map, height of a field of the legend."""

MOST_PAGES = 2
TIGHT = (1.0, 0.94, 0.88, 0.82)
"""Sizes of everything to try until it fits on two pages; below that nobody can read it, and a third page begins."""

FOOTER = 110
"""Signs of the line at the foot."""

PAGES = re.compile(rb"/Type\s*/Pages\s*/Count (\d+)")
SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')
_lock = threading.Lock()  # one page after the other: rendering takes all cores it gets


def briefing(facts: Facts, address: str = "") -> bytes:
    """The PDF of a profile, in the language of its facts; the same facts make the same bytes.

    Args:
        facts: what it says.
        address: of the atlas, as it stands in the QR code; "" where the installation has none.
    """
    with session.speaking(facts.language):
        return _printed(facts, f"{address.rstrip('/')}/{facts.view}" if address else "")


def _printed(facts: Facts, link: str) -> bytes:
    pictures = {f"legend{place}.svg": svg.encode() for place, (svg, _) in enumerate(facts.map.legend)}
    files = {
        MAIN: TEMPLATE,
        "map.svg": facts.map.svg.encode(),
        "qr.svg": _qr(link or facts.view),
        **pictures,
    }
    data, made = _data(facts, link), b""
    for tight in TIGHT:
        files[DATA] = json.dumps(data | {"tight": tight}, ensure_ascii=False).encode()
        with _lock:
            made = _compiled(files)
        if pages(made) <= MOST_PAGES:
            break
    return made


def _compiled(files: dict[str, bytes]) -> bytes:
    known: dict[str, Any] = {"root": str(FOLDER), "font_paths": [], "ignore_system_fonts": True}
    made: Any = typst.compile(files, pdf_standards=STANDARD, **known)
    return bytes(made)


def pages(pdf: bytes) -> int:
    """Number of pages of a PDF as typst writes it."""
    found = PAGES.search(pdf)
    return int(found[1]) if found else 0


def _data(facts: Facts, link: str) -> dict[str, Any]:
    data = asdict(facts)
    data["map"] = {
        "alt": facts.map.alt,
        "legend": [text for _, text in facts.map.legend],
        "tall": [_tall(svg, facts.map.svg) for svg, _ in facts.map.legend],
        "notes": list(facts.map.notes),
    }
    data["gaps"]["rows"] = [
        [row.service, [asdict(sign)], row.lapses, row.rule] for row in facts.gaps.rows for sign in row.signs[:1]
    ]
    if facts.kind == "comparison":
        data["gaps"]["rows"] = [
            [row.service, *([asdict(sign)] for sign in row.signs), row.lapses, row.rule] for row in facts.gaps.rows
        ]
    data["gaps"]["references"] = [f"[{place}] {one}" for place, one in enumerate(facts.gaps.references, start=1)]
    del data["areas"]
    return data | {"words": _words(facts, link)}


def _tall(picture: str, drawing: str) -> float:
    """Millimetres of a picture of the legend: a circle as large as on the map, a field as high as a line."""
    if "<circle" not in picture:
        return FIELD
    width, height = _size(drawing)
    return round(_size(picture)[1] * min(MAP_WIDTH / width, MAP_HEIGHT / height), 2)


def _size(svg: str) -> tuple[float, float]:
    found = SIZE.search(svg)
    assert found is not None  # noqa: S101 -- every drawing of ours says its size
    return float(found[1]), float(found[2])


def _words(facts: Facts, link: str) -> dict[str, Any]:
    numbered = facts.figures.columns[1:-1] if facts.kind == "comparison" else ()
    return {
        "document": f"{t('report.kind')}: {facts.title}" + ("" if facts.kind == "city" else f", {facts.city}"),
        "atlas": t("report.atlas"),
        "above": f"{facts.city} · {t('report.atlas')} · {t('report.kind')}",
        "footer": shorten(f"{facts.title} · {facts.about}", FOOTER, placeholder=" …"),
        "page": t("report.page", page="#1", pages="#2"),
        "map": t("report.map_title", title=facts.map.title),
        "numbered": [f"{place} {name}" for place, name in enumerate(numbered, start=1)],
        "link": link,
        "qr": f"{t('report.same_view')}: {link}" if link else "",
        "same": t("report.same_view") if link else t("report.no_address", view=facts.view),
    }


def _qr(text: str) -> bytes:
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="svg", xmldecl=False, border=2)
    return picture.getvalue()
