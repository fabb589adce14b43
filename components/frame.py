"""The frame of every page: who looks, in which language, navigation, footer. Run by ``app.py`` on every rerun."""

from pathlib import Path

import streamlit as st

from components import earlier, public_note, session, share, sign_in
from components.frame_parts import footer, notices, top
from components.scene import NothingToShowError
from components.sitting import mode as sitting
from components.text import fault, t
from data.audiences import Audience
from data.errors import AtlasError

PAGES = Path(__file__).parent.parent / "pages"
MAIN = {
    "map": "",
    "gaps": "versorgungsluecken",
    "accommodation": "unterbringung",
    "measures": "massnahmen",
    "area": "stadtteil",
    "comparison": "vergleich",
    "tables": "daten",
}
MANAGER = {
    "upload": "einlesen",
    "sites": "einrichtungen",
    "history": "verlauf",
    "rules": "regeln",
    "agendas": "sitzungen",
}
FOOTER = {
    "methods": "methoden",
    "imprint": "impressum",
    "privacy": "datenschutz",
    "accessibility": "barrierefreiheit",
    "easy_language": "leichte-sprache",
}

st.set_page_config(page_title="Integrationsatlas", page_icon="🧭", layout="wide", initial_sidebar_state="collapsed")
session.begin()


def _page(name: str, path: str, visibility: str = "visible", audience: str = "public") -> st.Page:
    file = PAGES / audience / f"{name}.py"
    return st.Page(
        file, title=t(f"frame.pages.{name}"), url_path=path or name, default=not path, visibility=visibility
    )


main = [_page(name, path) for name, path in MAIN.items()]
below = [_page(name, path, "hidden") for name, path in FOOTER.items()]
if session.viewer().audience == Audience.MANAGER:
    main += [_page(name, path, audience="manager") for name, path in MANAGER.items()]
sits = sitting.wanted()
# sections would make lists that screen readers cannot read
page = st.navigation([*main, *below], position="hidden" if sits else "top")
st.set_page_config(page_title=f"{page.title} – Integrationsatlas")

if not sits:
    beside = top()
    sign_in.notices()
try:
    if sits:
        sitting.show(page.url_path, {one.url_path: one for one in main})
    else:
        above = st.container()
        page.run()
        if page in main:
            with above:
                earlier.show(page.url_path)
            with beside:
                share.show(page.url_path)
except NothingToShowError:
    st.info(t("frame.nothing"))
except AtlasError as error:
    st.error(fault(error))
notices()
if not sits:
    public_note.show()
    footer(below)
session.finish()
