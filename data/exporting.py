"""A table of a city as a file, to be read in again: its latest edition, or an earlier one.

Columns keep the names of the contract. Every file carries source, licence, date and edition of its rows: CSV and
GeoJSON in further columns of each row, XLSX and GeoPackage in a sheet or layer ``Quellen`` / ``quellen``.

An edition is exported with the other tables as they stood while it was the latest: ``sites`` with the offers of that
time, all with the sources of that time. Who is no manager sees of an earlier edition only sites that could be seen
then and can be seen today, so that what was taken back stays taken back.
"""

from __future__ import annotations

import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd

from data.audiences import Audience, Viewer, visible_sites
from data.contracts import TABLES, table
from data.licences import addresses
from data.roles import present
from data.standing import Standing, standing
from data.store import Store
from data.writing import Document, endings, guarded, require_ending, write

__all__ = ["document", "export_bytes", "export_file", "file_name", "guarded", "table_endings"]

BY_ROW = ("measures", "agendas")
"""Tables whose rows say themselves who may see them."""

CREDITS = ("title", "publisher", "licence", "attribution", "url", "as_of", "retrieved_at", "changed", "demo")


def export_file(
    store: Store, city: str, name: str, file: Path, *, viewer: Viewer, edition: int | None = None, exact: bool = False
) -> int:
    """Write a table to a file by its ending; the file appears complete or not at all.

    Args:
        store: where from.
        city: slug.
        name: table; ``sites`` has one row an offer, with all columns of both.
        file: ``.csv`` (Excel in German), ``.xlsx``, ``.geojson`` (EPSG:4326, tables with a geometry only) or
            ``.gpkg`` (the city's metric CRS).
        viewer: decides which rows there are.
        edition: number of the edition, by default the latest.
        exact: with the positions of protected shelters, for managers who move a whole table elsewhere.

    Returns:
        Number of rows written.

    Raises:
        UnknownEndingError: another ending, or ``.geojson`` for a table without geometry.
        UnknownEditionError: the table has no such edition.
        BeyondExcelError: XLSX does not hold that much.
    """
    require_ending(file.suffix.lower(), table(name).is_spatial)
    found = document(store, city, name, viewer=viewer, edition=edition, exact=exact)
    write(found, file)
    return len(found.rows)


def export_bytes(
    store: Store, city: str, name: str, ending: str, *, viewer: Viewer, edition: int | None = None
) -> bytes:
    """The content of such a file, for a download."""
    require_ending(ending, table(name).is_spatial)
    return content(document(store, city, name, viewer=viewer, edition=edition), ending)


def content(found: Document, ending: str) -> bytes:
    """A document as the content of a file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"rows{ending}"
        write(found, file)
        return file.read_bytes()


def file_name(city: str, name: str, edition: int, made: datetime, ending: str) -> str:
    """Name of a download: ``dresden-sites-a3-2026-11-22.csv``."""
    return f"{city}-{name}-a{edition}-{made:%Y-%m-%d}{ending}"


@cache
def table_endings(name: str) -> tuple[str, ...]:
    """Endings of the files that a table can be exported to."""
    return endings(table(name).is_spatial)


def document(
    store: Store, city: str, name: str, *, viewer: Viewer, edition: int | None = None, exact: bool = False
) -> Document:
    """The rows of a table that a viewer may see, with their credits; ``exact`` as :meth:`data.store.Store.read` says.

    Raises:
        UnknownCityError: there is none that the viewer may see.
        UnknownEditionError: the table has no such edition.
    """
    viewer = present(viewer)  # somebody may click long after the page was drawn
    store.city(city, viewer=viewer)
    stood = standing(store, city, name, edition)
    past = edition is not None and edition != store.edition(city, name)
    rows = _seen(store, city, name, viewer, stood, past=past, exact=exact)
    origin = _origin(store, city, name, viewer, stood, rows)
    if name == "sites":
        rows = _with_offers(rows, _seen(store, city, "offers", viewer, stood, past=past))
        origin = rows["source_id"]
    sources = store.read(city, "sources", viewer=viewer, edition=stood.editions["sources"])
    known = sources.assign(licence_url=sources["licence"].map(addresses)).set_index("source_id")
    number = stood.editions[name]
    credits_ = pd.DataFrame(index=rows.index)
    if origin is not None:
        columns = known[[*CREDITS[:3], "licence_url", *CREDITS[3:]]].add_prefix("source_")
        credits_ = pd.DataFrame({"source_id": origin}).join(columns, on="source_id").drop(columns="source_id")
        sources = sources[sources["source_id"].isin(origin)]
    return Document(
        name,
        rows,
        credits_.assign(edition=number),
        sources.assign(licence_url=sources["licence"].map(addresses), city=city, table=name, edition=number),
        made=max(stood.times[part] for part in ((name, "offers") if name == "sites" else (name,))),
        key=TABLES[name].key[0],
        points=name == "sites",
    )


def _seen(
    store: Store, city: str, name: str, viewer: Viewer, stood: Standing, *, past: bool, exact: bool = False
) -> pd.DataFrame:
    """Rows of an edition that a viewer may see."""
    rows = store.read(city, name, viewer=viewer, edition=stood.editions[name], exact=exact)
    if not past or viewer.audience == Audience.MANAGER:
        return rows
    if name in BY_ROW:
        key = TABLES[name].key[0]
        return rows[rows[key].isin(store.read(city, name, viewer=viewer)[key])].reset_index(drop=True)
    if "site_id" not in rows:
        return rows
    everyone = Viewer(Audience.MANAGER, "audience of an earlier edition")  # rows that no viewer gets from here
    sites, offers = (
        store.read(city, part, viewer=everyone, edition=stood.editions[part]) for part in ("sites", "offers")
    )
    protected = sites["site_id"].isin(offers.loc[offers["kind"] == "protected", "site_id"])
    then = visible_sites(sites.assign(protected=protected), viewer)["site_id"]
    today = store.read(city, "sites", viewer=viewer)["site_id"]
    allowed = (rows["site_id"].isin(then) & rows["site_id"].isin(today)) | (rows["site_id"] == "")
    return rows[allowed].reset_index(drop=True)


def _origin(
    store: Store, city: str, name: str, viewer: Viewer, stood: Standing, rows: pd.DataFrame
) -> pd.Series | None:
    """Source of each row; an offer's is that of its site. None where rows have none."""
    if name == "sources" or "source_id" in rows:
        return None if name == "sources" else rows["source_id"]
    if name != "offers":
        return None
    sites = store.read(city, "sites", viewer=viewer, edition=stood.editions["sites"]).set_index("site_id")
    return rows["site_id"].map(sites["source_id"]).fillna("")


def _with_offers(sites: pd.DataFrame, offers: pd.DataFrame) -> pd.DataFrame:
    joined = sites.merge(offers, on="site_id", how="left", indicator="offer")
    joined["offer"] = joined["offer"].astype("str").map({"both": "yes", "left_only": "no"})
    for column, kind in TABLES["offers"].dtypes.items():
        if kind == "text":
            joined[column] = joined[column].fillna("")
    return gpd.GeoDataFrame(joined, geometry="geometry", crs=getattr(sites, "crs", None))
