"""A profile on a page of the atlas: the facts drawn with Streamlit's own means."""

from __future__ import annotations

from functools import partial
from html import escape
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from components import session, small_table
from components.clock import judged_on
from components.gaps import matrix as gap_matrix
from components.report import text_link
from components.report.briefing import briefing
from components.report.facts import Facts, Gaps, Grid, Said, Subject
from components.report.profile import facts
from components.scene import Scene
from components.text import plain, t
from components.web import downloads

PAGE = "stadtteil"
LONG = 20
"""Letters of a cell beyond which a phone gives it a line of its own."""


def of(scene: Scene) -> Facts:
    """The facts of the chosen area, or of the whole city."""
    return facts(subject(scene))


def subject(scene: Scene, areas: tuple[str, ...] = ()) -> Subject:
    """What the page is about: the chosen area, these areas, or the whole city."""
    chosen = areas or ((scene.area,) if scene.area else ())
    judged = judged_on(scene.of, scene.level, scene.on)
    return Subject(scene.of, scene.level, scene.on, scene.figures.indicator.code, chosen, judged)


def lead(found: Facts) -> None:
    """The sentences to read out."""
    first, *rest = found.lead
    st.markdown(" ".join([f"**{plain(first)}**", *map(plain, rest)]))


def takeaway(about: Subject, *, page: str = PAGE) -> None:
    """The same to take along: as a briefing on paper, and as plain text where the public may see it."""
    name = "-".join([about.of.city.slug, *about.areas, about.on.isoformat()])
    base = _address(page)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            t("report.pdf"),
            session.still(partial(_printed, about, session.language(), base)),
            file_name=f"{''.join(sign if sign.isalnum() and sign.isascii() else '-' for sign in name)}.pdf",
            mime="application/pdf",
            icon=":material/picture_as_pdf:",
            on_click="ignore",
            key="briefing",
        )
        if about.kind != "comparison" and (address := _text_address(about)):
            st.markdown(f"[{t('report.text')}]({address})")


def _printed(about: Subject, language: str, address: str) -> bytes:
    """The briefing, made when somebody clicks: then no page is running that could be asked for its language."""
    with session.speaking(language):
        return briefing(facts(about), address)


def grid(found: Grid) -> None:
    """A heading with its table; nothing where there is nothing to say."""
    if not found.rows and not found.note:
        return
    st.header(plain(found.title), anchor=False)
    table(found)


def table(found: Grid) -> None:
    """The table of a grid with its note."""
    if found.rows:
        stacks = any(len(cell) > LONG for row in found.rows for cell in row[1:])
        small_table.show(pd.DataFrame(found.rows, columns=list(found.columns)), caption=found.title, stacks=stacks)
    caption(found.note)


def caption(text: str) -> None:
    """A small line; nothing where there is none."""
    if text:
        st.caption(plain(text))


def said(found: Said) -> None:
    """A heading with its sentences."""
    if found.sentences:
        st.header(plain(found.title), anchor=False)
        st.markdown("\n".join(f"- {plain(one)}" for one in found.sentences))


def gaps(found: Gaps, *, folded: bool) -> None:
    """The row of the gap matrix with rule and source; folded where the row stands on the page already."""
    if not found.rows and not found.unjudged:
        return
    with st.expander(plain(found.title), expanded=not folded):
        if found.rows:
            st.html(gap_matrix.STYLE + _markup(found))
        caption(found.unjudged)
        if found.references:
            st.markdown("\n".join(f"{place}. {plain(one)}" for place, one in enumerate(found.references, 1)))


def _markup(found: Gaps) -> str:
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in found.columns)
    body = "".join(
        f'<tr><th scope="row">{escape(row.service)}</th>'
        + "".join(f"<td>{gap_matrix.sign(sign.state)} {escape(sign.words)}</td>" for sign in row.signs)
        + f"<td>{escape(row.lapses)}</td><td>{escape(row.rule)}</td></tr>"
        for row in found.rows
    )
    return (
        f'<table class="atlas-table"><caption>{escape(found.title)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _address(page: str) -> str:
    """Address of the atlas on paper: as this browser came to it; from a desk, that of the installation."""
    here = session.own_address(page)
    return downloads.publisher().address if urlsplit(here).hostname in (None, *session.LOOPBACK) else here


def _text_address(about: Subject) -> str:
    """Address of the text version; "" where the public may not see the city."""
    slug, day = about.of.city.slug, about.on.isoformat()
    return text_link.address(slug, "".join(about.areas), about.level, day, about.indicator)
