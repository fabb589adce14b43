"""The server: routes and headers around the Streamlit script. ``streamlit run app.py`` finds ``app``."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from components.map import assets
from components.session import is_public_side, local_role
from components.web import below, downloads, geometry, shell, text_pages
from components.web.closed import Closed
from components.web.headers import Headers
from data.temporary import sweep

BASE = str(st.get_option("server.baseUrlPath") or "")

local_role()  # refuses to start a desk that others could reach
sweep()  # files of others that a killed server left

closed = [Middleware(Closed)] if is_public_side() else []

app = st.App(
    Path(__file__).parent / "components" / "frame.py",
    routes=below(BASE, [*assets.ROUTES, *geometry.ROUTES, *downloads.ROUTES, *text_pages.ROUTES, *shell.ROUTES]),
    middleware=[Middleware(Headers), *closed, Middleware(shell.Shell, base=BASE)],
)
