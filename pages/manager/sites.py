"""Einrichtungen: single sites looked after by hand: what is known, what they offer, where they are. For managers."""

import streamlit as st

from components import care, session
from components.site_editor import choosing, draft, form
from components.text import plain, t

here = care.resolve()
st.title(t("sites_page.title", city=plain(here.of.city.name)), anchor=False)
st.markdown(t("sites_page.premise"))
left, right = st.columns([2, 3], gap="large")
with left:
    care.city(here)
    chosen = choosing.choose(here)
with right:
    if chosen or session.get("new"):
        form.show(here, draft.current(here, chosen))
    else:
        for line in session.said("sites_page"):
            st.success(line)
        st.info(t("sites_page.begin"))
