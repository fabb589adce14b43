"""Sites in words: as rows of a table, and one site with everything known about it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from components import cached, labels
from components.scene import Scene
from components.text import day, number, plain, t


def table(scene: Scene, area: str) -> pd.DataFrame:
    """Open sites of an area as text, one row an offer."""
    rows = cached.offers_of(scene.of, scene.level, scene.on)
    rows = rows[rows["area_id"] == area]
    columns = {
        "details.kind": [_kind(row) for row in rows.itertuples()],
        "details.name": list(rows["name"]),
        "details.places": [_capacity(row) for row in rows.itertuples()],
        "details.occupied": [_occupied(row) for row in rows.itertuples()],
    }
    return pd.DataFrame({t(code): cells for code, cells in columns.items()})


def card(scene: Scene, site_id: str) -> None:
    """Everything known about one site."""
    site = scene.of.sites.loc[site_id]
    rows = cached.offers_of(scene.of, scene.level, scene.on)
    offers = list(rows[rows["site_id"] == site_id].itertuples())
    with st.container(border=True):
        st.markdown(f"**{plain(site['name'])}** ({labels.term('category', site['category'])})")
        lines = [_offer(offer) for offer in offers] or [t("details.closed", date=day(scene.on))]
        lines += [t(f"details.site_{name}", value=plain(site[name])) for name in TEXTS if site[name]]
        if site["category"] == "accommodation":
            if offers:
                lines.append(t("details.site_occupied", value=_occupied(offers[0])))
            lines += [t(f"details.site_{name}", value=_truth(site[name])) for name in TRUTHS]
        lines += [t(f"details.site_{name}", value=day(site[name])) for name in DAYS if pd.notna(site[name])]
        if site_id in scene.of.unplaced:
            lines.append(t("details.unlocated"))
        elif site["geometry"] is None:
            lines.append(t("details.protected"))
        st.markdown("\n".join(f"- {line}" for line in lines))


TEXTS = ("operator", "address", "languages")
TRUTHS = ("self_catering", "common_room")
DAYS = ("opened_on", "closes_on")


def _kind(row: Any) -> str:
    name = labels.term("kind", row.kind) if row.kind else labels.term("category", row.category)
    role = labels.term("role", row.role) if row.role else ""
    return name if role in name else f"{name}: {role}"


def _capacity(row: Any) -> str:
    parts = [number(row.places)] if pd.notna(row.places) else []
    if pd.notna(row.reserve):
        parts.append(t("details.reserve", places=number(row.reserve)))
    if not parts and pd.notna(row.staff):
        parts.append(t("details.posts", count=row.staff))
    return " ".join(parts) or t("common.missing")


def _occupied(row: Any) -> str:
    if row.category != "accommodation":
        return ""
    return number(None if pd.isna(row.occupied) else row.occupied)


def _offer(row: Any) -> str:
    parts = [f"{plain(_kind(row))}: {_capacity(row)}"]
    if row.funding:
        parts.append(plain(row.funding))
    if pd.notna(row.funded_until):
        parts.append(t("details.funded_until", date=day(row.funded_until)))
    return ", ".join(parts)


def _truth(answer: Any) -> str:
    return t("common.missing") if pd.isna(answer) else t("common.yes" if answer else "common.no")
