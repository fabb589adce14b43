"""The last step: where the rows come from, what would change, and the button that stores them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import streamlit as st

from components import cached, labels, session
from components.text import day, number, plain, t
from components.upload.draft import Draft, anew, first_options
from data.contracts import TABLES
from data.importing.report import Report
from data.store import Edition

LICENCES = (
    *("dl-de/by-2-0", "dl-de/zero-2-0", "CC BY 4.0", "CC BY-SA 4.0", "CC BY 3.0 DE", "CC0 1.0", "ODbL 1.0"),
    "GeoNutzV",
)
NEW, OWN = "+", ""
ICONS = {"map": ":material/map:", "history": ":material/history:"}
ABOUT = ("title", "publisher", "licence", "attribution", "url", "as_of")


def show(draft: Draft, report: Report) -> None:
    """The fourth part of the page."""
    if draft.changed:
        _meanwhile(draft)
    has_source = "source_id" in TABLES[draft.target.table].columns and draft.target.table != "sources"
    is_new = _source(draft, report) if has_source else False
    st.markdown(_would_change(report))
    with st.form("upload_store", border=False):
        if is_new:
            _about(draft)
        st.text_area(t("upload.store.note"), key=_key(draft, "note"), height=80, help=t("upload.store.note_help"))
        st.form_submit_button(
            t("upload.store.again" if draft.changed else "upload.store.store"),
            on_click=_store,
            args=(draft, is_new),
            icon=":material/save:",
        )


def _source(draft: Draft, report: Report) -> bool:
    """Which source the rows come from; whether it is a new one."""
    known: dict[str, str] = {}
    if not draft.target.is_new:
        sources = cached.snapshot(draft.target.city, session.viewer()).sources
        known = {str(source): str(title) for source, title in sources["title"].items()}
    options = [*([OWN] if "source_id" in report.columns else []), *known, NEW]
    source = draft.options.source
    present = OWN if source is None and OWN in options else source if source in known else NEW

    def shown(option: str) -> str:
        if option in (NEW, OWN):
            return t("upload.store.new_source" if option == NEW else "upload.store.own_source")
        return f"{known[option]} ({option})"

    session.fill("upload_source", present)
    st.selectbox(
        t("upload.store.source"),
        options,
        format_func=shown,
        key="upload_source",
        on_change=_choose_source,
        args=(draft,),
        help=t("upload.store.source_help"),
    )
    if present == NEW:
        session.fill("upload_source_id", source or "")
        st.text_input(
            t("upload.store.source_id"),
            key="upload_source_id",
            on_change=_name_source,
            args=(draft,),
            help=t("upload.store.source_id_help"),
        )
    return present == NEW


def _choose_source(draft: Draft) -> None:
    chosen = session.widget_state("upload_source")
    own = first_options(draft.name, draft.target.table).source
    draft.change(replace(draft.options, source={NEW: own, OWN: None}.get(chosen, chosen)))


def _name_source(draft: Draft) -> None:
    typed = str(session.widget_state("upload_source_id") or "").strip()
    if typed:
        draft.change(replace(draft.options, source=typed))


def _about(draft: Draft) -> None:
    """Facts of a new source."""
    about = draft.options.about
    rows = [st.columns(2) for _ in range(0, len(ABOUT), 2)]
    for column, name in zip((column for row in rows for column in row), ABOUT, strict=True):
        key = _key(draft, name)
        with column:
            if name == "licence":
                options = list(dict.fromkeys([*LICENCES, *filter(None, [about.get("licence", "")])]))
                st.selectbox(
                    labels.term("column", name),
                    options,
                    index=None,
                    key=key,
                    accept_new_options=True,
                    placeholder=t("upload.store.licence_choose"),
                    persist_state="page",
                )
            elif name == "as_of":
                st.date_input(
                    labels.term("column", name),
                    value=None,
                    min_value=date(1900, 1, 1),
                    format="DD.MM.YYYY",
                    key=key,
                    persist_state="page",
                )
            else:
                if name == "title" and session.widget_state(key) is None:
                    session.fill(key, Path(draft.name).stem)
                st.text_input(t(f"upload.store.{name}"), key=key, persist_state="page")


def _key(draft: Draft, name: str) -> str:
    """Of a field of this draft: the next file starts with empty ones."""
    return f"upload_{name}_{draft.file.parent.name}"


def _store(draft: Draft, is_new: bool) -> None:
    about = {}
    for name in ABOUT if is_new else ():
        value = session.widget_state(_key(draft, name))
        text = value.isoformat() if isinstance(value, date) else str(value or "").strip()
        if text:
            about[name] = text
    if is_new:
        about.setdefault("title", Path(draft.name).stem)
    draft.store(about, str(session.widget_state(_key(draft, "note")) or "").strip())


def _would_change(report: Report) -> str:
    """What storing would do, as sentences."""
    counts = {name: number(getattr(report, name)) for name in ("added", "changed", "removed")}
    said = [t("upload.store.would", table=t(f"upload.table.{report.table}"), **counts)]
    gone = sum(int(one.values.get("count", 0)) for one in report.problems if one.code == "demo_gave_way")
    if gone:
        said.append(t("upload.store.demo", count=gone))
    return " ".join(said)


def _meanwhile(draft: Draft) -> None:
    """Who changed what since the trial that the person has seen."""
    st.warning(f"{t('upload.store.meanwhile')}\n\n" + "\n".join(f"- {_line(one)}" for one in _since(draft)))


def _since(draft: Draft) -> list[Edition]:
    history = cached.store().history(draft.target.city, viewer=session.viewer())
    return [one for one in history if one.table in draft.changed and one.edition > draft.changed[one.table]]


def _line(one: Edition) -> str:
    zone = ZoneInfo("Europe/Berlin")
    at = datetime.fromisoformat(one.at).astimezone(zone)
    return t(
        "upload.store.edition",
        table=t(f"upload.table.{one.table}"),
        edition=one.edition,
        at=f"{day(at.date())}, {at:%H:%M}",
        actor=plain(one.actor) or t("upload.store.somebody"),
        added=number(one.added),
        changed=number(one.changed),
        removed=number(one.removed),
    )


def done(report: Report) -> None:
    """What was stored, and where to look at it."""
    counts = {name: number(getattr(report, name)) for name in ("added", "changed", "removed")}
    st.success(t("upload.done.stored", edition=report.edition, table=t(f"upload.table.{report.table}"), **counts))
    level = report.level or "" if report.table == "areas" else ""
    choices = session.link(city=report.city, level=level, area="", site="", date="")
    with st.container(horizontal=True, vertical_alignment="center"):
        for name, page in (("map", "../pages/public/map.py"), ("history", "../pages/manager/history.py")):
            st.page_link(page, label=t(f"upload.done.{name}"), query_params=choices, icon=ICONS[name])
        st.button(t("upload.done.next"), on_click=anew, icon=":material/upload_file:")
