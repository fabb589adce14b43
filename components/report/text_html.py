"""A profile as plain HTML: no script, no request, readable in any browser and on paper. Every text is escaped."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from components.gaps.matrix import SHAPES
from components.report.facts import Facts, Gaps, Grid, Said, Sign
from components.text import t

Link = tuple[str, str]
"""Address and words."""

NUMBERS_START = 1
STYLE = """
:root {color-scheme: light dark; --ink: #07111b; --quiet: #3d4852; --ground: #fff; --line: #8795a1; --link: #045a8d}
@media (prefers-color-scheme: dark) {
  :root {--ink: #eef2f5; --quiet: #c3ccd4; --ground: #10171e; --line: #8795a1; --link: #9ecae1}
}
body {margin: 0; background: var(--ground); color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif}
header, main, footer {max-width: 60rem; margin: 0 auto; padding: .5rem 1rem}
a {color: var(--link)}
nav ul {display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: 0; padding: 0}
nav a {display: inline-block; min-height: 24px}
.skip {position: absolute; left: -999px}
.skip:focus {left: 1rem; top: .5rem; background: var(--ground); padding: .25rem .5rem}
h1 {font-size: 1.9rem; line-height: 1.2; margin: .75rem 0 .25rem; overflow-wrap: anywhere}
h2 {font-size: 1.3rem; margin: 1.75rem 0 .5rem}
.about, figcaption, .note {color: var(--quiet)}
.lead {font-size: 1.2rem}
figure {margin: 1rem 0}
figure img.map {display: block; max-width: min(100%, 40rem); max-height: 32rem; height: auto;
  background: #fff; border-radius: 4px}
.legend {display: flex; flex-wrap: wrap; gap: .35rem 1.1rem; list-style: none; margin: .5rem 0; padding: 0}
.legend li {display: flex; align-items: center; gap: .45rem}
table {width: 100%; border-collapse: collapse; font-size: 1rem}
caption {position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)}
.scroll {overflow-x: auto; position: relative}
th, td {text-align: start; vertical-align: top; font-weight: 400; padding: .3rem .5rem;
  border-bottom: 1px solid var(--line); overflow-wrap: break-word; hyphens: auto}
thead th {font-weight: 600; border-bottom: 2px solid var(--ink)}
.state {display: inline-block; width: 22px; height: 22px; line-height: 20px; border-radius: 4px; text-align: center;
  font-size: .875rem; border: 1px solid; margin-inline-end: .35rem}
.severe {background: #7f3b08; color: #fff; border-color: #e08214}
.short {background: #fdb863; color: #1f1200; border-color: #b35806}
.met {background: #d8daeb; color: #2d004b; border-color: #8073ac}
.unknown {border-style: dashed}
.gaps {min-width: 30rem}
@media (max-width: 40rem) {
  body {font-size: 1rem}
  table {font-size: .875rem}
  th, td {padding: .25rem}
  td {overflow-wrap: anywhere}
}
@page {size: A4; margin: 15mm}
@media print {
  :root {color-scheme: light; --ink: #000; --quiet: #222; --ground: #fff; --line: #777; --link: #000}
  body {font-size: 10pt}
  header, .skip {display: none}
  header, main, footer {max-width: none; padding: 0}
  h1 {font-size: 18pt}
  h2 {font-size: 12pt; break-after: avoid}
  table {font-size: 9pt}
  tr, figure {break-inside: avoid}
  tbody tr:first-child {break-before: avoid}
  figure img.map {max-width: 120mm}
  thead {display: table-header-group}
  * {print-color-adjust: exact}
}
"""


@dataclass(frozen=True)
class Around:
    """What stands around a text page.

    Attributes:
        here: links of the navigation.
        other: the same page in the other language: its code, address, words.
        area: address of an area's page by its id.
        view: address of the same view in the atlas.
    """

    here: Sequence[Link]
    other: tuple[str, str, str]
    area: Callable[[str], str]
    view: str


def page(facts: Facts, around: Around) -> str:
    """The whole document."""
    parts = [
        f"<h1>{escape(facts.title)}</h1>",
        f'<p class="about">{escape(facts.about)}</p>',
        f'<p class="lead">{escape(" ".join(facts.lead))}</p>',
        _map(facts),
        _grid(facts.figures) + _note(facts.similar),
        _gaps(facts.gaps),
        _said(facts.accommodation),
        _grid(facts.lapses),
        _grid(facts.measures),
        _grid(facts.trend),
        _grid(facts.areas, around.area) if facts.kind == "city" else "",
        _grid(facts.sources),
        _references(facts.gaps),
        _said(facts.notes),
        _note(facts.edition),
    ]
    title = facts.title if facts.kind == "city" else f"{facts.title}, {facts.city}"
    return document(facts.language, title, "".join(parts), around)


def document(language: str, title: str, body: str, around: Around) -> str:
    """A page around a body that is HTML already."""
    code, address, words = around.other
    links = "".join(f'<li><a href="{escape(href)}">{escape(text)}</a></li>' for href, text in around.here)
    links += f'<li><a href="{escape(address)}" hreflang="{code}" lang="{code}">{escape(words)}</a></li>'
    foot = f'<p><a href="{escape(around.view)}">{escape(t("report.same_view"))}</a></p>'
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} – {escape(t('report.text'))} – {escape(t('report.atlas'))}</title>"
        f"<style>{STYLE}</style></head><body>"
        f'<a class="skip" href="#inhalt">{escape(t("report.skip"))}</a>'
        f'<header><nav aria-label="{escape(t("report.navigation"))}"><ul>{links}</ul></nav></header>'
        f'<main id="inhalt">{body}</main><footer>{foot}</footer></body></html>'
    )


def choices(title: str, links: Sequence[Link]) -> str:
    """A heading with a list of links."""
    items = "".join(f'<li><a href="{escape(href)}">{escape(text)}</a></li>' for href, text in links)
    return f"<h2>{escape(title)}</h2><ul>{items}</ul>" if items else ""


def _map(facts: Facts) -> str:
    legend = "".join(
        f'<li><img src="{_image(svg)}" alt=""><span>{escape(text)}</span></li>' for svg, text in facts.map.legend
    )
    caption = escape(t("report.map_title", title=facts.map.title))
    numbered = ""
    if facts.kind == "comparison":
        names = facts.figures.columns[1:-1]
        numbered = "".join(f"<li>{place} {escape(name)}</li>" for place, name in enumerate(names, NUMBERS_START))
    notes = escape(" · ".join(facts.map.notes))
    return (
        f'<figure><figcaption>{caption}</figcaption><img class="map" src="{_image(facts.map.svg)}" '
        f'alt="{escape(facts.map.alt)}"></figure><ul class="legend">{legend}{numbered}</ul>{_note(notes, ready=True)}'
    )


def _image(svg: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _grid(grid: Grid, link: Callable[[str], str] | None = None) -> str:
    if not grid.rows:
        return f"<h2>{escape(grid.title)}</h2>{_note(grid.note)}" if grid.note else ""
    ids = grid.ids or ("",) * len(grid.rows)
    body = "".join(_row(row, link(one) if link and one else "") for row, one in zip(grid.rows, ids, strict=True))
    return f"<h2>{escape(grid.title)}</h2>{_table(grid.title, grid.columns, body)}{_note(grid.note)}"


def _table(caption: str, columns: Sequence[str], body: str, kind: str = "") -> str:
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in columns)
    return (
        f'<div class="scroll" role="region" aria-label="{escape(caption)}" tabindex="0"><table{kind}>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(cells: Sequence[str], address: str = "") -> str:
    first, *rest = map(escape, cells)
    first = f'<a href="{escape(address)}">{first}</a>' if address else first
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'


def _gaps(gaps: Gaps) -> str:
    if not gaps.rows and not gaps.unjudged:
        return ""
    body = "".join(
        f'<tr><th scope="row">{escape(row.service)}</th>'
        + "".join(f"<td>{_sign(sign)}</td>" for sign in row.signs)
        + f"<td>{escape(row.lapses)}</td><td>{escape(row.rule)}</td></tr>"
        for row in gaps.rows
    )
    table = _table(gaps.title, gaps.columns, body, ' class="gaps"') if gaps.rows else ""
    return f"<h2>{escape(gaps.title)}</h2>{table}{_note(gaps.unjudged)}"


def _sign(sign: Sign) -> str:
    shape = f'<span class="state {sign.state}" aria-hidden="true">{SHAPES[sign.state]}</span>'
    return f"{shape}{escape(sign.words)}"


def _references(gaps: Gaps) -> str:
    items = "".join(f"<li>{escape(one)}</li>" for one in gaps.references)
    return f"<h2>{escape(gaps.references_title)}</h2><ol>{items}</ol>" if items else ""


def _said(said: Said) -> str:
    items = "".join(f"<li>{escape(one)}</li>" for one in said.sentences)
    return f"<h2>{escape(said.title)}</h2><ul>{items}</ul>" if items else ""


def _note(text: str, *, ready: bool = False) -> str:
    return f'<p class="note">{text if ready else escape(text)}</p>' if text else ""
