"""Answers to what an import asks, as buttons: each with its sentence, each to be taken back."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import groupby

import streamlit as st

from components import session
from components.text import t
from components.upload.draft import PLACE, Draft
from components.upload.words import answer
from data.errors import AtlasError, Problem
from data.importing.options import Options
from data.importing.remedies import applied, chosen, parts, question, without
from data.importing.report import Report

OWN_PLACE = tuple(f"--{name.replace('_', '-')}" for name in PLACE)
"""Answers that the first part of the page gives."""

ELSEWHERE = (*OWN_PLACE, "--source", "--about", "--note")
"""Answers that other parts of the page show."""

FEW = 4
"""More answers to one question become a list to choose from."""

SWITCHES = ("repair", "swap_axes", "drop_outside", "drop_unknown", "add_up", "add", "replace_all")


def offered(problems: list[Problem]) -> list[str]:
    """Remedies of some findings, each once, as they come."""
    found = dict.fromkeys(remedy for problem in problems for remedy in problem.remedies)
    return [remedy for remedy in found if _is_for_here(remedy)]


def _is_for_here(remedy: str) -> bool:
    """Whether it is an answer that the page can take, and that has no place of its own."""
    try:
        applied(Options(), remedy)
    except AtlasError:
        return False
    return parts(remedy)[0] not in OWN_PLACE


def show(draft: Draft, report: Report) -> None:
    """What would settle the findings: first of those that keep the file out, then what is possible besides."""
    taken, problems = set(chosen(draft.options)), report.problems
    needed = [one for one in offered([one for one in problems if one.severity == "error"]) if one not in taken]
    _group(draft, report, needed, "remedies")
    _group(draft, report, [one for one in offered(problems) if one not in taken and one not in needed], "possible")


def _group(draft: Draft, report: Report, remedies: list[str], name: str) -> None:
    open_ones = sorted(remedies, key=question)
    if not open_ones:
        return
    st.markdown(f"**{t(f'upload.findings.{name}')}**")
    with st.container(key=f"upload_{name}"):
        corrections = [one for one in open_ones if one.startswith("--correct")]
        if len(corrections) > 1:
            st.button(
                t("upload.findings.take_all", count=len(corrections)),
                key=f"take_all_{name}",
                on_click=_take,
                args=(draft, corrections),
            )
        for asked, group in groupby(open_ones, key=question):
            answers = list(group)
            if len(answers) > FEW:
                _list(draft, report, asked, answers)
            else:
                _buttons(draft, report, answers)


def _buttons(draft: Draft, report: Report, answers: list[str]) -> None:
    with st.container(horizontal=True):
        for remedy in answers:
            st.button(answer(remedy, report), key=_key("take", remedy), on_click=_take, args=(draft, [remedy]))


def _list(draft: Draft, report: Report, asked: str, answers: list[str]) -> None:
    st.selectbox(
        t("upload.findings.choose_one"),
        answers,
        index=None,
        format_func=lambda remedy: answer(remedy, report),
        **session.jump(_key("upload", asked), lambda remedy: _take(draft, [remedy])),
    )


def _take(draft: Draft, remedies: list[str]) -> None:
    options = draft.options
    for remedy in remedies:
        options = applied(options, remedy)
    draft.change(options)


def taken(draft: Draft, report: Report) -> None:
    """What was decided so far; a click takes it back."""
    decided = [one for one in chosen(draft.options) if parts(one)[0] not in ELSEWHERE]
    if not decided:
        return
    st.markdown(f"**{t('upload.findings.taken')}**")
    with st.container(horizontal=True, key="upload_taken"):
        for remedy in decided:
            st.button(
                answer(remedy, report),
                key=_key("back", remedy),
                on_click=_back,
                args=(draft, remedy),
                icon=":material/close:",
                help=t("upload.findings.take_back"),
            )


def _back(draft: Draft, remedy: str) -> None:
    draft.change(without(draft.options, remedy))


def every_switch(draft: Draft) -> None:
    """Every decision that is a yes or a no, whether a finding asks for it or not."""
    for name in SWITCHES:
        remedy = f"--{name.replace('_', '-')}"
        key = f"upload_switch_{name}"
        session.fill(key, bool(getattr(draft.options, name)))
        st.checkbox(answer(remedy), key=key, on_change=_switch, args=(draft, name, key))
    for name in ("names", "keys"):
        key = f"upload_match_{name}"
        session.fill(key, name in draft.options.match)
        st.checkbox(answer(f"--match {name}"), key=key, on_change=_match, args=(draft, name, key))


def _switch(draft: Draft, name: str, key: str) -> None:
    change = {name: bool(session.widget_state(key))}
    draft.change(replace(draft.options, **change))  # type: ignore[arg-type]


def _match(draft: Draft, name: str, key: str) -> None:
    others = draft.options.match - {name}
    draft.change(replace(draft.options, match=others | {name} if session.widget_state(key) else others))


def _key(kind: str, text: str) -> str:
    return f"{kind}_{hashlib.sha256(text.encode()).hexdigest()[:12]}"
