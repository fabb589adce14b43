"""The server of ``app.py`` around the naive page."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from components.map import assets
from components.session import local_role
from components.web import geometry, shell
from components.web.headers import Headers

local_role()

app = st.App(
    Path(__file__).parent / "frame.py",
    routes=[*assets.ROUTES, *geometry.ROUTES, *shell.ROUTES],
    middleware=[Middleware(Headers), Middleware(shell.Shell)],
)
