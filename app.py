"""The server: routes and headers around the Streamlit script. ``streamlit run app.py`` finds ``app``."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from components.map import assets
from components.session import local_role
from components.web import below, geometry, shell
from components.web.headers import Headers

BASE = str(st.get_option("server.baseUrlPath") or "")

local_role()  # refuses to start a desk that others could reach

app = st.App(
    Path(__file__).parent / "components" / "frame.py",
    routes=below(BASE, [*assets.ROUTES, *geometry.ROUTES, *shell.ROUTES]),
    middleware=[Middleware(Headers), Middleware(shell.Shell, base=BASE)],
)
