"""A drawing of what would come, over the outline of the city: shapes only, no text of the file goes in."""

from __future__ import annotations

import json
import math
from collections import Counter
from html import escape

import geopandas as gpd
import shapely
import streamlit as st

from components import cached, session
from components.map.symbols import SVG, image
from components.text import t
from components.upload.draft import Draft
from data.importing.report import Report

WIDTH, HEIGHT, EDGE = 640, 400, 14
STATES = {
    "kept": ("#8795a1", ""),
    "new": ("#2b8cbe", ""),
    "repaired": ("#7a5c00", "5 3"),
    "invalid": ("#b35806", "2 2"),
    "outside": ("#6a1b9a", "1 3"),
}
"""State to colour and dashes of the line: they differ in both."""


def show(draft: Draft, report: Report) -> None:
    """The drawing with its legend in words; nothing where the file holds no places."""
    features = json.loads(report.drawn)["features"] if report.drawn else []
    features = [feature for feature in features if feature.get("geometry")]
    if not features:
        return
    states = [str(feature["properties"].get("state", "new")) for feature in features]
    shapes = gpd.GeoSeries([shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features], crs=4326)
    outline = _outline(draft)
    counts = Counter(states)
    said = "; ".join(t(f"upload.map.{state}", count=counts[state]) for state in STATES if counts[state])
    drawing = drawn(shapes, states, outline)
    alt = escape(t("upload.map.alt", states=said))
    legend = "".join(_entry(state, counts[state]) for state in STATES if counts[state])
    outlined = f"<li>{_line('#1a1a1a', '')} {escape(t('upload.map.city'))}</li>" if outline is not None else ""
    st.html(
        f'<img src="{image(drawing)}" alt="{alt}" width="{WIDTH}" height="{HEIGHT}" '
        'style="max-width:100%;height:auto;background:#fff;border-radius:4px">'
        f'<ul class="atlas-legend" style="list-style:none;padding:0;margin:.3rem 0">{legend}{outlined}</ul>'
    )


def drawn(shapes: gpd.GeoSeries, states: list[str], outline: shapely.Geometry | None) -> str:
    """The shapes as SVG.

    Args:
        shapes: in degrees.
        states: one a shape, keys of :data:`STATES`.
        outline: of the city, in degrees.
    """
    every = [*shapes, *([outline] if outline is not None else [])]
    west, south, east, north = shapely.total_bounds(every)
    shrink = math.cos(math.radians((south + north) / 2)) or 1.0
    width, height = max((east - west) * shrink, 1e-6), max(north - south, 1e-6)
    scale = min((WIDTH - 2 * EDGE) / width, (HEIGHT - 2 * EDGE) / height)
    left, top = (WIDTH - width * scale) / 2, (HEIGHT - height * scale) / 2

    def path(shape: shapely.Geometry) -> str:
        flat = shapely.transform(
            shape, lambda x, y: (left + (x - west) * shrink * scale, top + (north - y) * scale), interleaved=False
        )
        flat = shapely.simplify(flat, 0.4)
        return "".join(_path(part) for part in shapely.get_parts(flat))

    body = "".join(
        f'<path d="{path(shape)}" fill="{colour}" fill-opacity=".25" stroke="{colour}" stroke-width="1.2"'
        f' stroke-dasharray="{dashes}"/>'
        for shape, (colour, dashes) in zip(
            shapes, (STATES.get(state, STATES["new"]) for state in states), strict=True
        )
    )
    border = ""
    if outline is not None:
        border = f'<path d="{path(outline)}" fill="none" stroke="#1a1a1a" stroke-width="1.6"/>'
    return f'<svg xmlns="{SVG}" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">{body}{border}</svg>'


def _path(part: shapely.Geometry) -> str:
    if part.geom_type == "Point":
        x, y = shapely.get_x(part), shapely.get_y(part)
        return f"M{x - 3:.1f} {y:.1f}a3 3 0 1 0 6 0a3 3 0 1 0-6 0"
    if part.geom_type == "Polygon":
        rings = [part.exterior, *part.interiors]
        return "".join(_line_path(ring) + "Z" for ring in rings if len(ring.coords) > 2)
    return _line_path(part) if part.geom_type in ("LineString", "LinearRing") else ""


def _line_path(line: shapely.Geometry) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y, *_ in line.coords)


def _outline(draft: Draft) -> shapely.Geometry | None:
    if draft.target.is_new:
        return None
    of = cached.snapshot(draft.target.city, session.viewer())
    top = of.level(of.city.levels[0].code)
    return top.geometry.to_crs(4326).union_all() if len(top) else None


def _line(colour: str, dashes: str) -> str:
    strokes = f'fill="{colour}" fill-opacity=".25" stroke="{colour}" stroke-width="1.6" stroke-dasharray="{dashes}"'
    ground = '<rect width="26" height="14" fill="#fff"/>'
    body = f'{ground}<rect x="1" y="1" width="24" height="12" {strokes}/>'
    svg = f'<svg xmlns="{SVG}" width="26" height="14">{body}</svg>'
    return f'<img src="{image(svg)}" alt="" width="26" height="14">'


def _entry(state: str, count: int) -> str:
    return f"<li>{_line(*STATES[state])} {escape(t(f'upload.map.{state}', count=count))}</li>"
