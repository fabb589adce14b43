"""How far a draft is: polls only while something runs, so that the page stays usable."""

from __future__ import annotations

import streamlit as st

from components.text import exact, plain, t
from components.upload.draft import Draft, current
from components.upload.words import refusal
from data.errors import AtlasError
from data.importing.process.progress import FINISHING

SOON = 1.5
"""Seconds that the page waits itself: most files are read by then, and nothing flickers."""

EVERY = 0.7


def settled(draft: Draft) -> bool:
    """Whether nothing runs any more; if not, shows how far it is."""
    while draft.job is not None and draft.job.join(SOON):
        if draft.settle():
            break
    if draft.job is None:
        return True
    _watch()
    return False


@st.fragment(run_every=EVERY)
def _watch() -> None:
    draft = current()
    if draft is None or draft.settle():
        st.rerun()
    if draft is not None and draft.job is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            seconds = exact(round(draft.job.elapsed))
            st.markdown(f"{_stage(draft, draft.job.stage)} {t('upload.progress.elapsed', seconds=seconds)}")
            st.button(t("upload.progress.cancel"), on_click=draft.cancel, icon=":material/close:")


def _stage(draft: Draft, stage: str) -> str:
    """What is being done; a trial takes nothing over, it works out what would change."""
    working_out = not draft.storing and stage in ("storing", FINISHING)
    return t("upload.progress.working_out") if working_out else t(f"cli.stage.{stage}")


def without_report(draft: Draft) -> None:
    """What is shown where a run came to no report: it was cancelled, or could not begin."""
    if isinstance(draft.fault, AtlasError):
        st.error(refusal(draft.fault))
    elif draft.fault is not None:
        st.error(plain(t("problems.file_error", value=draft.fault.strerror or "")))
    else:
        st.info(t("upload.progress.cancelled"))
    st.button(t("upload.progress.again"), on_click=draft.try_out, icon=":material/refresh:")
