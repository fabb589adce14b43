"""The map alone, served as the atlas serves it."""

from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from components.map.assets import ROUTES
from tests.browser.map_app import geometry

KEPT = {"Cache-Control": "public, max-age=31536000, immutable"}


def areas(request: Request) -> JSONResponse:
    prefix = request.path_params["prefix"].strip("-")
    return JSONResponse(geometry.areas(request.path_params["count"], prefix=prefix), headers=KEPT)


def sites(request: Request) -> JSONResponse:
    return JSONResponse(geometry.sites(request.path_params["count"]), headers=KEPT)


app = st.App(
    Path(__file__).parent / "frame.py",
    routes=[
        *ROUTES,
        Route("/geo/{prefix}/areas-{count:int}.geojson", areas),
        Route("/geo/sites-{count:int}.geojson", sites),
    ],
)
