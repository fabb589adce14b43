"""How measures are judged: progress, the traffic light and the check, for the page of methods."""

from __future__ import annotations

import streamlit as st

from components.measures.words import SIGNS
from components.text import number, t
from data.measures import FLAGS, SOON


def show() -> None:
    """Formula, meaning of each light, what the check looks at, limits and source."""
    st.header(t("measures_entries.title"), anchor="massnahmen")
    lights = [f"{t(f'measures.light.{light}')}: {t(f'measures.meaning.{light}')}" for light in SIGNS]
    parts = {
        "formula": t("measures_entries.formula"),
        "current": t("measures_entries.current"),
        "pace": t("measures_entries.pace", days=number(SOON)),
        "check": ", ".join(t(f"measures.lacking.{flag}") for flag in FLAGS),
        "limits": t("measures_entries.limits"),
        "source": t("measures_entries.source"),
    }
    st.markdown("\n".join(f"- {t(f'measures_entries.part.{name}')}: {text}" for name, text in parts.items()))
    st.markdown("\n".join(f"- {light}" for light in lights))
