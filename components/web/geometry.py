"""Geometry for the browser: simplified, five decimals, compressed, kept for good by its edition."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components import cached
from components.web import links
from data.audiences import Audience, Viewer
from data.differences import difference
from data.errors import AtlasError
from data.snapshot import Snapshot, open_on
from geo.boundaries import simplified

DECIMALS = 5
"""About a metre, as RFC 7946 advises."""

FINEST = 10.0
"""Metres that a boundary may lose in a small place."""

PIXELS = 1200
"""A larger place loses about a pixel of a map of this width."""

READER = Viewer(Audience.MANAGER, "geometry")
FOREVER = {"Content-Encoding": "gzip", "Cache-Control": "private, max-age=31536000, immutable"}


def areas_geojson(of: Snapshot, level: str, edition: int | None = None) -> str:
    """Boundaries of a level with ``id`` and ``name``, in the order of their ids; by default those of today."""
    areas = of.level(level) if edition in (None, of.editions["areas"]) else _earlier(of, level, int(edition or 0))
    west, south, east, north = areas.total_bounds
    tolerance = max(FINEST, max(east - west, north - south) / PIXELS)
    shapes = simplified(areas.geometry, tolerance=tolerance).to_crs(4326)
    names = ({"id": str(area), "name": name} for area, name in areas["name"].items())
    return _collection(shapes, list(names))


def _earlier(of: Snapshot, level: str, edition: int) -> gpd.GeoDataFrame:
    every = cached.store().read(of.city.slug, "areas", viewer=READER, edition=edition).set_index("area_id")
    areas = every[every["level"] == level].sort_index()
    if areas.empty:
        raise LookupError(level)
    return gpd.GeoDataFrame(areas)


def changes_geojson(of: Snapshot, level: str, older: int, newer: int) -> str:
    """Boundaries of a level in the newer of two editions, and of the older those that are gone."""
    areas = changed_areas(of, level, older, newer)
    west, south, east, north = areas.total_bounds
    tolerance = max(FINEST, max(east - west, north - south) / PIXELS)
    shapes = areas.geometry.simplify(tolerance).to_crs(4326)
    names = [{"id": f"{row.area_id} {row.state}", "name": row.name} for row in areas.itertuples(index=False)]
    return _collection(shapes, names)


def changed_areas(of: Snapshot, level: str, older: int, newer: int) -> gpd.GeoDataFrame:
    """Areas of a level with a column ``state``: ``same``, ``added``, ``changed``, and last those ``removed``."""
    store, slug = cached.store(), of.city.slug
    found = difference(store, slug, "areas", newer, viewer=READER, since=older)
    stand = store.read(slug, "areas", viewer=READER, edition=newer)
    states = dict.fromkeys(found.added["area_id"], "added") | dict.fromkeys(found.after["area_id"], "changed")
    stand = stand.assign(state=[states.get(area_id, "same") for area_id in stand["area_id"]])
    every = pd.concat([stand, found.removed.assign(state="removed")], ignore_index=True)
    return gpd.GeoDataFrame(every[every["level"] == level], geometry="geometry", crs=of.city.crs)


def sites_geojson(of: Snapshot, layer: str, on: date) -> str:
    """Open sites of a layer that anyone may see, with ``id``, ``name`` and ``category``."""
    sites = of.open_to_all
    sites = sites[sites.geometry.notna() & open_on(sites, on) & sites.index.isin(of.in_layer(layer))]
    columns = zip(sites.index, sites["name"], sites["category"], strict=True)
    properties = [{"id": str(site), "name": name, "category": category} for site, name, category in columns]
    return _collection(sites.geometry.to_crs(4326), properties)


def _collection(shapes: gpd.GeoSeries, properties: list[dict[str, str]]) -> str:
    texts = shapely.to_geojson(shapely.set_precision(shapes.to_numpy(), 10**-DECIMALS, mode="pointwise"))
    features = [
        f'{{"type":"Feature","properties":{json.dumps(known, ensure_ascii=False)},"geometry":{text}}}'
        for known, text in zip(properties, texts, strict=True)
    ]
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'


def _answer(request: Request) -> Response:
    signature, path = request.path_params["signature"], request.path_params["path"]
    if not links.is_signed(path, signature):
        return Response(status_code=404)
    etag = {"ETag": f'"{signature}"'}
    if request.headers.get("if-none-match") == etag["ETag"]:
        return Response(status_code=304, headers=etag | FOREVER)
    try:
        body = cached.compressed(path, _make)
    except (AtlasError, LookupError, ValueError):  # where everyone can sign, everyone can ask for anything
        return Response(status_code=404)
    return Response(body, media_type="application/geo+json", headers=etag | FOREVER)


def _make(path: str) -> str:
    slug, kind, *rest = path.split("/")
    of = cached.snapshot(slug, READER)
    if kind == "areas":
        return areas_geojson(of, rest[0], int(rest[1]))
    if kind == "changes":
        older, _, newer = rest[1].partition("-")
        return changes_geojson(of, rest[0], int(older), int(newer))
    return sites_geojson(of, rest[0], date.fromisoformat(rest[1]))


ROUTES: list[Any] = [Route("/geo/{signature}/{path:path}.geojson", _answer)]
