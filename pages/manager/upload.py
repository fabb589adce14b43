"""Einlesen: a file of the town, from the upload to the edition; for managers."""

import streamlit as st

from components import upload_findings, upload_progress, upload_store, upload_target, upload_understood
from components.text import t

st.title(t("upload.title"), anchor=False)
st.markdown(t("upload.premise"))
st.header(t("upload.part.file"), anchor=False)
draft = upload_target.show()
if draft is not None and draft.stored is not None:
    upload_store.done(draft.stored)
elif draft is not None and upload_progress.settled(draft):
    report = draft.report
    if draft.stored is not None:
        upload_store.done(draft.stored)
    elif report is None:
        upload_progress.without_report(draft)
    else:
        st.header(t("upload.part.understood"), anchor=False)
        upload_understood.show(draft, report)
        st.header(t("upload.part.findings"), anchor=False)
        upload_findings.show(draft, report)
        if not report.refused:
            st.header(t("upload.part.store"), anchor=False)
            upload_store.show(draft, report)
