"""Downloads of what a page shows, and of every table: made when somebody clicks, for the eyes that look."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import geopandas as gpd
import streamlit as st

from components import cached, labels, session
from components.gaps.scene import GapScene
from components.measures.scene import MeasuresScene
from components.scene import Scene
from components.text import t
from components.web import downloads as addresses
from data import views
from data.audiences import PUBLIC
from data.catalogue import FORMATS
from data.errors import UnknownCityError
from data.exporting import content, export_bytes, file_name, table_endings
from data.snapshot import Snapshot
from data.standing import standing
from data.writing import Document, endings


def figures(scene: Scene) -> None:
    """The indicator on the map, a row an area."""

    def view() -> Document:
        which = scene.figures.indicator
        bounds = cached.breaks_of(scene.of, which.code, scene.level, scene.on)
        about = {
            "indicator_name": labels.indicator(which),
            "unit": labels.unit(which),
            "definition": labels.about(which, "formula"),
            "limits": labels.about(which, "limits"),
        }
        return views.figures_view(scene.of, scene.figures, bounds, about)

    _menu("figures", scene.of, view)


def gaps(chosen: GapScene) -> None:
    """Need, capacity and what is missing of the chosen service, of all that are shown where none is chosen."""

    def view() -> Document:
        found = [chosen.gap] if chosen.gap else chosen.shown
        about = {"service_name": labels.entry(chosen.gap.service)} if chosen.gap else {}
        return views.gaps_view(chosen.scene.of, found, about)

    if chosen.gap or chosen.shown:
        _menu("gaps", chosen.scene.of, view)


def standards(scene: Scene) -> None:
    """Every rule against what the viewer may see."""
    _menu(
        "standards",
        scene.of,
        lambda: views.standards_view(scene.of, cached.standards_of(scene.of, scene.on), scene.on),
    )


def view(key: str, of: Snapshot, make: Callable[[], Document]) -> None:
    """Any other view of a page as a file."""
    _menu(key, of, make)


def measures(chosen: MeasuresScene) -> None:
    """The measures that the filters leave, as they stand today."""

    def view() -> Document:
        return views.measures_view(chosen.scene.of, chosen.shown, chosen.day)

    if len(chosen.shown):
        _menu("measures", chosen.scene.of, view)


@st.fragment
def _menu(key: str, of: Snapshot, view: Callable[[], Document]) -> None:
    """A small menu with the formats; what is in it is computed when it is opened, and sent only then."""
    menu = st.popover(t("downloads.label"), icon=":material/download:", key=f"menu_{key}", on_change="rerun")
    if not menu.open:
        return
    if session.viewer().audience < of.viewer.audience:  # the menu alone runs again when it is opened
        st.rerun()
    found = view()
    with menu:
        st.caption(t("downloads.view", count=len(found.rows)))
        for ending in endings(isinstance(found.rows, gpd.GeoDataFrame)):
            st.download_button(
                t(f"downloads.{ending[1:]}"),
                session.still(partial(content, found, ending)),
                file_name=views.view_name(of, found, ending),
                mime=FORMATS[ending][1],
                on_click="ignore",
                key=f"download_{key}{ending}",
                width="stretch",
            )


def table(scene: Scene, name: str) -> None:
    """Format, button and lasting addresses of one table."""
    slug = scene.of.city.slug
    with st.container(horizontal=True, vertical_alignment="bottom"):
        ending = st.segmented_control(
            t("downloads.format"),
            table_endings(name),
            format_func=lambda one: t(f"downloads.{one[1:]}"),
            default=".csv",
            required=True,
            key=f"format_{name}",
            wrap=True,
        )
        edition = scene.of.editions[name]
        made = standing(cached.store(), slug, name).times[name]
        st.download_button(
            t("downloads.label"),
            session.still(
                partial(export_bytes, cached.store(), slug, name, ending, viewer=scene.viewer, edition=edition)
            ),
            file_name=file_name(slug, name, edition, made, ending),
            mime=FORMATS[ending][1],
            icon=":material/download:",
            on_click="ignore",
            key="download_table",
        )
    _addresses(scene, name, str(ending))


def _addresses(scene: Scene, name: str, ending: str) -> None:
    """Where anyone finds the table: the latest edition, and this one; nothing where the public may not see it."""
    slug = scene.of.city.slug
    public = _public_rows(slug, name)
    if not public:
        st.caption(t("downloads.not_public"))
        return
    less = public < len(scene.of.table(name))
    st.caption(t("downloads.fewer" if less else "downloads.addresses", count=public))
    base = (addresses.publisher().address or _own_address()).rstrip("/")
    for edition in (None, scene.of.editions[name]):
        st.code(f"{base}/{addresses.path(slug, name, ending, edition)}", language=None, wrap_lines=True)


def _public_rows(slug: str, name: str) -> int:
    try:
        return len(cached.snapshot(slug, PUBLIC).table(name))
    except UnknownCityError:
        return 0


def _own_address() -> str:
    """Address of the atlas as this browser came to it."""
    return (st.context.url or "").partition("?")[0].rstrip("/").removesuffix("/daten")


def catalogue() -> None:
    """Where the catalogue of metadata stands."""
    names = {".ttl": "Turtle", ".rdf": "RDF/XML", ".jsonld": "JSON-LD"}
    links = " · ".join(f"[{name}](daten/katalog{ending})" for ending, name in names.items())
    st.markdown(t("downloads.catalogue", links=links))
