"""The editions of a city: what was changed when and by whom; one of them is chosen."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import cached, labels, session
from components.care import Care, moment
from components.text import has, number, plain, t
from data.contracts import TABLES
from data.store import Edition

KEY = "history_list"
NAMED = 150
"""Editions that can be chosen from the list by name; the table below has all of them."""


def code(edition: Edition) -> str:
    """An edition as it stands in a link: ``sites.3``."""
    return f"{edition.table}.{edition.edition}"


def table_name(name: str) -> str:
    """Name of a table, also of the settings."""
    return t("history.settings") if name == "city" else labels.term("table", name)


def action(edition: Edition) -> str:
    """What was done, in a word."""
    key = f"cli.action.{edition.action}"
    return t(key) if has(key) else edition.action


def choose(care: Care) -> Edition | None:
    """Filter and list; a row or the choice by name chooses. None where there is no edition."""
    tables = ["", *(name for name, count in cached.store().editions(care.slug).items() if count)]
    only = session.one_of("table", tables, "")
    left, right = st.columns(2)
    with left:
        st.selectbox(
            t("history.table"),
            tables,
            format_func=lambda name: table_name(name) if name else t("history.all_tables"),
            **session.bound("table", only, take=_another_table),
        )
    editions = {code(one): one for one in cached.store().history(care.slug, only or None, viewer=care.viewer)}
    if not editions:
        return None
    chosen = session.one_of("edition", list(editions), next(iter(editions)))
    near = list(dict.fromkeys([chosen, *list(editions)[:NAMED]]))
    with right:
        st.selectbox(
            t("history.edition"),
            sorted(near, key=list(editions).index),
            format_func=lambda which: _named(care, editions[which]),
            **session.bound("edition", chosen, take=_another),
        )
    _listed(care, editions)
    return editions[chosen]


def _another_table(name: str) -> str:
    for choice in ("edition", "since"):
        session.put(choice, None)
    return name


def _another(which: str) -> str:
    session.put("since", None)
    return which


def _named(care: Care, edition: Edition) -> str:
    return t(
        "history.named",
        table=table_name(edition.table),
        edition=number(edition.edition),
        at=moment(care, edition.at),
        action=action(edition),
    )


def _listed(care: Care, editions: dict[str, Edition]) -> None:
    rows = pd.DataFrame(
        {
            "at": [moment(care, one.at) for one in editions.values()],
            "actor": [one.actor for one in editions.values()],
            "table": [table_name(one.table) for one in editions.values()],
            "edition": [number(one.edition) for one in editions.values()],
            "action": [action(one) for one in editions.values()],
            "added": [number(one.added) for one in editions.values()],
            "changed": [number(one.changed) for one in editions.values()],
            "removed": [number(one.removed) for one in editions.values()],
            "note": [" · ".join(filter(None, map(_text, (one, one), ("note", "file")))) for one in editions.values()],
        },
        index=list(editions),
    )

    def picked() -> None:
        state = session.widget_state(KEY)
        if state and state["selection"]["rows"]:
            session.put("edition", _another(str(rows.index[state["selection"]["rows"][0]])))

    st.dataframe(
        rows,
        hide_index=True,
        height=min(38 + 35 * len(rows), 260),
        column_config={name: t(f"history.column.{name}") for name in rows},
        key=KEY,
        on_select=picked,
        selection_mode="single-row",
        alt=t("history.list_alt", city=care.of.city.name),
    )


def _text(edition: Edition, name: str) -> str:
    return str(edition.detail.get(name, ""))


def facts(care: Care, edition: Edition) -> None:
    """Everything that was kept about an edition: who, when, what, from which file, with which answers."""
    lines = [t("history.made", at=moment(care, edition.at), actor=plain(edition.actor), action=action(edition))]
    detail = edition.detail
    lines += [t(f"history.{name}", value=plain(str(detail[name]))) for name in ("note", "file") if detail.get(name)]
    if edition.action == "undo" and detail.get("table") in {*TABLES, "city"}:
        told = {"table": table_name(detail["table"]), "edition": number(detail.get("content_of"))}
        lines.append(t("history.undone", **told))
    answers = options(detail)
    if answers:
        lines.append(t("history.options", value=plain("; ".join(answers))))
    st.markdown("\n".join(f"- {line}" for line in lines))


def options(detail: dict[str, object]) -> list[str]:
    """The answers that an import was given, in words."""
    given = detail.get("options")
    asked = {name: detail[name] for name in ("level", "constants", "replace_all", "corrections") if name in detail}
    asked |= given if isinstance(given, dict) else {}
    found = []
    for name, value in asked.items():
        if name in ("note", "dry_run") or value in (None, False, "", [], {}):
            continue
        key = f"history.option.{name}"
        label = t(key) if has(key) else name
        found.append(label if value is True else f"{label}: {_said(value)}")
    return found


def _said(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} = {_said(one)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(" ".join(map(str, one)) if isinstance(one, list | tuple) else _said(one) for one in value)
    return str(value)
