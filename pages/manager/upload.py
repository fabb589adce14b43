"""Einlesen: a file of the town, from the upload to the edition; for managers."""

import streamlit as st

from components.text import t
from components.upload import findings, progress, store, target, understood

st.title(t("upload.title"), anchor=False)
st.markdown(t("upload.premise"))
st.header(t("upload.part.file"), anchor=False)
draft = target.show()
if draft is not None and draft.stored is not None:
    store.done(draft.stored)
elif draft is not None and progress.settled(draft):
    report = draft.report
    if draft.stored is not None:
        store.done(draft.stored)
    elif report is None:
        progress.without_report(draft)
    else:
        st.header(t("upload.part.understood"), anchor=False)
        understood.show(draft, report)
        st.header(t("upload.part.findings"), anchor=False)
        findings.show(draft, report)
        if not report.refused:
            st.header(t("upload.part.store"), anchor=False)
            store.show(draft, report)
