"""Einrichtungen: single sites looked after by hand: what is known, what they offer, where they are. For managers."""

import streamlit as st

from components import care, session, site_editor, site_editor_draft, site_editor_list
from components.text import plain, t

here = care.resolve()
st.title(t("sites_page.title", city=plain(here.of.city.name)), anchor=False)
st.markdown(t("sites_page.premise"))
left, right = st.columns([2, 3], gap="large")
with left:
    care.city(here)
    chosen = site_editor_list.choose(here)
with right:
    if chosen or session.get("new"):
        site_editor.show(here, site_editor_draft.current(here, chosen))
    else:
        for line in session.said("sites_page"):
            st.success(line)
        st.info(t("sites_page.begin"))
