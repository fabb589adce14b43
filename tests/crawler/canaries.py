"""A store with canaries: rows that must not leave the house, each cell of them unmistakable (S3).

Every free text and every number of a planted row is its own canary, taken from the contracts: a new column joins by
itself. Of each canary it is written down whether the manager's side shows it: a crawler that is blind finds none.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import Point

from data.audiences import Audience, Viewer
from data.contracts import TABLES, validate
from data.store import Change, Store
from tests.data.little_city import CITY, little_store

TOWN = "dresden"
PUBLISHED = (TOWN, "zwickau")
DAY = "2024-12-31"
MARK = "Kanarie"
STATED = {"category", "audience", "area_id", "role", "kind", "status", "domain", "marker", "level", "parent_id"}
"""Columns that hold a code of a closed list, or point elsewhere."""

IDS = {"site_id", "measure_id", "source_id", "agenda_id"}
NUMBERS = [60013, 63709, 67931, 71933, 73939, 76943, 78497, 79193, 83987, 86969, 87973, 89977, 92959, 93997, 97943]
NUMBERS += [61979, 64951, 65963, 68947, 69959, 72937, 74959, 75967, 77969, 81953, 82939, 84967, 85933, 88937, 91957]
NUMBERS += [99929, 99961, 99971, 99989, 99991]
"""Primes: no rounded count ends like one."""


@dataclass(frozen=True)
class Canary:
    """Something that must not leave.

    Attributes:
        mark: ``kanarie`` and six signs, or digits, or ``longitude latitude`` of a point.
        place: where it was planted.
        inside: whether the manager's side shows it; None where it may and need not.
    """

    mark: str
    place: str
    inside: bool | None = True


@dataclass
class Planted:
    """What was planted, by mark."""

    canaries: dict[str, Canary]
    points: dict[str, Point]

    def text(self, place: str, inside: bool | None = True) -> str:
        """A new name, with signs that every way of writing writes differently."""
        return f"{self.code(place, inside)} & „Söhne“"

    def code(self, place: str, inside: bool | None = True) -> str:
        """A new name of letters and digits alone."""
        mark = MARK.lower() + hashlib.sha256(place.encode()).hexdigest()[:6]
        self.canaries[mark] = Canary(mark, place, inside)
        return MARK + mark[len(MARK) :]

    def number(self, place: str, inside: bool | None = True) -> int:
        """A new number."""
        number = NUMBERS[sum(mark.isdigit() for mark in self.canaries)]
        self.canaries[str(number)] = Canary(str(number), place, inside)
        return number

    def point(self, place: str, lon: float, lat: float, inside: bool | None = True) -> tuple[float, float]:
        """A new place."""
        mark = f"{lon} {lat}"
        self.canaries[mark] = Canary(mark, place, inside)
        self.points[mark] = Point(lon, lat)
        return lon, lat

    def row(self, table: str, who: str, hidden: tuple[str, ...] = (), **known: Any) -> dict[str, Any]:
        """A row of a table: what is not stated is a canary.

        Args:
            table: its name.
            who: what the row is about.
            hidden: columns that the manager's side need not show.
            known: stated columns.
        """
        row = dict(known)
        for column, kind in TABLES[table].dtypes.items():
            place, inside = f"{table}.{column} of {who}", None if column in hidden else True
            if column in known or column in STATED:
                continue
            if kind == "text":
                row[column] = (self.code if column in IDS else self.text)(place, inside)
            elif kind in ("integer", "number"):
                row[column] = self.number(place, inside)
        return row


SITES = (
    ("the shelter", "accommodation", "council", "protected", (13.7654321, 51.0123456)),
    ("the hostel", "accommodation", "public", "hostel", (13.7712345, 51.0287654)),
    ("the kita of the council", "kita", "council", "under_3", (13.7254321, 51.0787654)),
    ("the manager's advice", "counselling", "manager", "MBE", (13.6954321, 51.0587654)),
)
"""Who, category, audience, kind, position; no boundary and no public site stands within 100 m of one."""


def plant(seeded: Path, folder: Path) -> Planted:
    """Copy a seeded data folder and plant canaries in every internal table, beside the tables and in a town."""
    shutil.copytree(seeded, folder)
    planted = Planted({}, {})
    clerk = Viewer(Audience.MANAGER, planted.code("who made a change"))
    store = Store(folder)
    with store.change(TOWN, viewer=clerk, action="import") as change:
        change.detail["file"] = planted.text("file name of an import", None)
        _sites(change, planted)
        _figures(change, planted)
    with store.change(TOWN, viewer=clerk, action="import") as change:
        _earlier(change, planted)
    store.close()
    _town(folder, planted)
    (folder / "roles.toml").write_text(f'[people]\n"{planted.code("role file", False)}@x.example" = "manager"\n')
    (folder / "texts").mkdir(exist_ok=True)
    (folder / "texts" / "notes.md").write_text(planted.text("a text that is no page", False), encoding="utf-8")
    (folder / "texts" / "imprint.de.md").write_text("Impressum der Stadt", encoding="utf-8")
    return planted


def _sites(change: Change, planted: Planted) -> None:
    areas = change.read("areas")
    area = areas.loc[areas["level"] == "neighbourhood", "area_id"].iloc[0]
    private = planted.row("sources", "the private source", ("url", "changed", "publisher"), demo=True)
    sites, offers, caseload, points = [], [], [], []
    for who, category, audience, kind, (lon, lat) in SITES:
        points.append(Point(planted.point(f"position of {who}", lon, lat, who != "the shelter")))
        stated = {"category": category, "audience": audience, "source_id": private["source_id"], "languages": "de"}
        sites.append(planted.row("sites", who, area_id="", **stated))
        key = {"site_id": sites[-1]["site_id"]}
        offers.append(planted.row("offers", who, ("reserve", "usable", "staff"), **key, kind=kind, role=""))
        numbers = {"consultations": None, "rejected": None, "waiting": None} if category != "counselling" else {}
        stated = {"as_of": DAY, "source_id": private["source_id"], "group": "total"}
        caseload.append(planted.row("caseload", who, **key, area_id="", **stated, **numbers))
    stated = {"as_of": DAY, "source_id": private["source_id"], "site_id": ""}
    numbers = {"consultations": None, "rejected": None, "waiting": None}
    caseload.append(planted.row("caseload", "an area", **stated, area_id=area, **numbers))
    now = change.read("sites")
    crs = now.crs
    metric = gpd.GeoSeries(points, crs=4326).to_crs(crs)
    _add(change, "sites", gpd.GeoDataFrame(sites, geometry=list(metric), crs=crs))
    public = now.loc[(now["audience"] == "public") & (now["category"] == "counselling"), "site_id"].iloc[0]
    funding = planted.text("offers.funding of a public site")
    offers.append({"site_id": public, "kind": "JMD", "role": "", "funding": funding})
    _add(change, "offers", pd.DataFrame(offers))
    _add(change, "caseload", pd.DataFrame(caseload))
    _add(change, "sources", pd.DataFrame([private]))
    known = {"area_id": area, "indicator": "", "source_id": private["source_id"]}
    _agendas(change, planted)
    measures = [
        planted.row("measures", f"a measure of the {audience}", **known, audience=audience)
        for audience in ("council", "manager")
    ]
    note, baseline = (f"measures.{column} of a public measure" for column in ("note", "baseline"))
    known = {"measure_id": "open", "title": "Offen", "audience": "public", "indicator": "rejected"}
    measures.append(known | {"note": planted.text(note), "baseline": planted.number(baseline)})
    _add(change, "measures", pd.DataFrame(measures))


def _agendas(change: Change, planted: Planted) -> None:
    """One for the council and one for managers; the page shows one of them at a time, so each may stay unseen."""
    rows = []
    for audience in ("council", "manager"):
        who = f"an agenda of the {audience}"
        key = {"agenda_id": planted.code(f"agendas.agenda_id of {who}", None), "audience": audience}
        for position, view in enumerate(("", f"?city={TOWN}")):
            stated = {**key, "position": position, "view": view}
            rows.append(planted.row("agendas", f"{who}, {position}", ("title", "reference"), **stated))
    _add(change, "agendas", pd.DataFrame(rows))


def _figures(change: Change, planted: Planted) -> None:
    areas = change.read("areas")
    area = areas.loc[areas["level"] == "neighbourhood", "area_id"].iloc[0]
    key = {"area_id": area, "as_of": DAY, "marker": "", "source_id": change.read("statistics")["source_id"].iloc[0]}
    rows = [
        planted.row("statistics", "an indicator not allowed", **key, group="total"),
        planted.row("statistics", "a group not allowed", **key, indicator="population"),
    ]
    _add(change, "statistics", pd.DataFrame(rows))


def _earlier(change: Change, planted: Planted) -> None:
    """A public site had another name in the edition before; that one is not what is published."""
    sites = change.read("sites")
    chosen = sites.index[(sites["audience"] == "public") & (sites["category"] == "kita")][0]
    name = sites.at[chosen, "name"]
    sites.loc[chosen, "name"] = planted.text("sites.name in an earlier edition", None)
    change.write("sites", sites)
    sites.loc[chosen, "name"] = name
    change.write("sites", sites)


def _town(folder: Path, planted: Planted) -> None:
    """A town that is not published."""
    slug = planted.code("slug of a town that is not published").lower()
    named = replace(CITY, slug=slug, name=planted.text("name of a town that is not published"), demo=False)
    store = little_store(folder, named)
    with store.change(slug, viewer=Viewer(Audience.MANAGER, "test"), action="import") as change:
        areas = change.read("areas")
        areas.loc[0, "name"] = planted.text("area of a town that is not published")
        change.write("areas", areas)
    store.close()


def _add(change: Change, name: str, rows: pd.DataFrame) -> None:
    """Rows more in a table."""
    old = change.read(name)
    for column, kind in TABLES[name].dtypes.items():
        if kind == "date" and column in rows:
            rows[column] = pd.to_datetime(rows[column])
    new = pd.concat([old, validate(name, rows.reset_index(drop=True))], ignore_index=True)
    if TABLES[name].is_spatial:
        new = gpd.GeoDataFrame(new, geometry="geometry", crs=old.crs)
    change.write(name, validate(name, new))
