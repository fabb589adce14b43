"""Widgets around one map; the address chooses what it shows."""

import random

import streamlit as st

from components.legend import legend_html
from components.map import MapView, Selection, SiteMark, show_map
from components.map.colours import PUBU_5
from tests.browser.map_app import geometry

st.set_page_config(layout="wide")
asked = st.query_params
count, form = int(asked.get("n", 64)), asked.get("form", "rate")
language, public = asked.get("lang", "de"), int(asked.get("sites", 0))


def chosen(selection: Selection) -> None:
    st.session_state.calls = st.session_state.get("calls", 0) + 1
    if selection.area:
        st.session_state.area = selection.area
    st.session_state.site = selection.site


year = st.slider("Jahr", 2015, 2024, 2020)
level = st.radio("Ebene", ["fein", "grob"], horizontal=True)
if level == "grob":
    count = 12
rng = random.Random(year)  # noqa: S311
values = [round(rng.uniform(0, 100), 1) if form == "rate" else float(rng.randrange(900)) for _ in range(count)]
values[3] = None
marks = tuple(
    SiteMark(f"s{index}", lon, lat, category, geometry.HOSTILE if index == 0 else f"Ort {index}", index % 2 == 0)
    for index, ((lon, lat), category) in enumerate(zip(geometry.places(18), geometry.CATEGORIES * 2, strict=True))
)
breaks = (20.0, 40.0, 60.0, 80.0)
unit = asked.get("unit", "je 100 Kinder") if form == "rate" else "Plätze"
view = MapView(
    geometry_url=f"geo/{'-' if level == 'fein' else 'g'}/areas-{count}.geojson",
    bounds=(geometry.WEST, geometry.SOUTH, geometry.EAST, geometry.NORTH),
    form=form,
    values=tuple(values),
    secret=frozenset({5}),
    decimals=1 if form == "rate" else 0,
    unit=unit,
    breaks=breaks if form == "rate" else (),
    colours=PUBU_5 if form == "rate" else (),
    selected=st.session_state.get("area"),
    selected_site=st.session_state.get("site"),
    sites=marks if "marks" in asked else (),
    site_urls=(f"geo/sites-{public}.geojson",) if public else (),
    language=language,
    label=asked.get("label", "Karte: Kita-Plätze je 100 Kinder"),
)
left, right = st.columns([3, 2])
with left:
    show_map(view, key="map", on_select=chosen)
    legend = legend_html(
        form=form, breaks=view.breaks, colours=view.colours, unit=unit, decimals=view.decimals,
        method="gleiche Abstände", stand="31.12.2024", source="erfundene Zahlen", has_missing=True, has_secret=True,
        values_min=min((value for value in values if value is not None), default=0),
        values_max=max((value for value in values if value is not None), default=0), language=language,
        categories=("accommodation", "accommodation_decentral", *geometry.CATEGORIES[1:]) if view.sites else (),
    )  # fmt: skip
    st.html(legend)
right.header(f"Gebiet {st.session_state.get('area')}")
right.subheader(f"Ort {st.session_state.get('site')}")
right.text(f"Wahlen: {st.session_state.get('calls', 0)}")
for line in range(30):
    right.text(f"Zeile {line}")
