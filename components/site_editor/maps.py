"""Where a site is: by a click on the map, or typed as longitude and latitude."""

from __future__ import annotations

import streamlit as st

from components import cached, session
from components.care import Care
from components.map import MapView, Selection, SiteMark, show_map
from components.site_editor.draft import Draft
from components.text import t
from components.web import links

HEIGHT = 380
GROUND = "#f2f5f8"


def show(care: Care, draft: Draft) -> None:
    """Two fields and the map; a click fills the fields."""
    st.subheader(t("sites_page.position"), anchor=False)
    st.markdown(t("sites_page.position_how"))
    left, right = st.columns(2)
    for column, name in ((left, "lon"), (right, "lat")):
        with column:
            st.text_input(t(f"sites_page.{name}"), key=draft.key(name), placeholder=t(f"sites_page.{name}_example"))
    st.button(
        t("sites_page.no_position"),
        on_click=_nowhere,
        args=(draft,),
        type="tertiary",
        icon=":material/wrong_location:",
    )
    level = care.of.lowest_level
    show_map(
        MapView(
            geometry_url=links.areas(care.of, level),
            bounds=cached.bounds_of(care.of, level),
            form="rate",
            values=(0.0,) * len(care.of.level(level)),
            secret=frozenset(),
            decimals=0,
            unit="",
            breaks=(),
            colours=(GROUND,),
            selected=None,
            selected_site=None,
            sites=_mark(draft),
            site_urls=(),
            language=session.language(),
            label=t("sites_page.map_alt", city=care.of.city.name),
            words=(care.of.city.level(level).name(session.language()),),
            pick=True,
        ),
        key="site_map",
        height=HEIGHT,
        on_select=lambda chosen: _chosen(draft, chosen),
    )


def _chosen(draft: Draft, chosen: Selection) -> None:
    if chosen.point is None:
        return
    mark = "," if session.language() == "de" else "."
    for name, degrees in zip(("lon", "lat"), chosen.point, strict=True):
        session.fill(draft.key(name), f"{degrees:.6f}".replace(".", mark))


def _nowhere(draft: Draft) -> None:
    for name in ("lon", "lat"):
        session.fill(draft.key(name), "")


def _mark(draft: Draft) -> tuple[SiteMark, ...]:
    """The site where the fields say it is, if they say so."""
    try:
        lon, lat = (float(str(draft.value(name)).replace(",", ".")) for name in ("lon", "lat"))
    except ValueError:
        return ()
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return ()
    name = str(draft.value("name") or draft.site_id)
    return (SiteMark(draft.site_id, round(lon, 5), round(lat, 5), str(draft.value("category")), name),)
