"""Rules and services of a city as a manager changes them: one text, checked line by line before it counts."""

from __future__ import annotations

import streamlit as st

from components import cached, session
from components.scene import Scene
from components.text import fault, plain, problem, t
from data.errors import AtlasError, DataRefusedError
from data.settings import change_settings, settings_text

KEY = "settings_text"
HEIGHT = 560


def show(scene: Scene) -> None:
    """The text, what is wrong with it, and the button that stores it."""
    edition = scene.of.editions["city"]
    st.caption(t("rules_page.edition", edition=edition))
    key = f"{KEY}_{scene.of.city.slug}_{edition}"
    st.text_area(t("rules_page.text"), settings_text(scene.of.city), height=HEIGHT, key=key)
    st.button(t("rules_page.save"), on_click=_save, args=(scene, key, edition), icon=":material/save:")
    for line in session.said(KEY):
        st.markdown(line)


def _save(scene: Scene, key: str, edition: int) -> None:
    slug, text = scene.of.city.slug, session.widget_state(key)
    try:
        made = change_settings(cached.store(), slug, text, read=edition, viewer=session.viewer())
    except DataRefusedError as error:
        session.say(KEY, [t("rules_page.refused"), *(f"- {plain(problem(one))}" for one in error.problems)])
    except AtlasError as error:
        session.say(KEY, [fault(error)])
    else:
        session.say(KEY, [t("rules_page.saved", edition=made.edition)])
