"""The caseload of the demo: who lives in, uses and is turned away from the sites, year by year."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tools.demo_place import YEARS, Place, apportion

COLUMNS = [
    "site_id", "area_id", "group", "as_of", "occupied", "consultations", "rejected", "waiting", "source_id",
]  # fmt: skip
CLIENTS = ("protection_status", "eu_citizen", "third_country_permit")


def _row(**values: Any) -> dict[str, Any]:
    return dict.fromkeys(COLUMNS, "") | {"group": "total", "source_id": "demo_caseload"} | values


def _open(site: pd.Series, year: str) -> bool:
    return (site["opened_on"] or "0") <= year and (site["closes_on"] or "9") > year


def accommodation(place: Place, sites: pd.DataFrame, offers: pd.DataFrame) -> list[dict[str, Any]]:
    """People who live in each accommodation at the end of each year (Z2)."""
    dice = place.dice("occupancy")
    places = offers.set_index("site_id")
    rows = []
    for _, site in sites[sites["category"] == "accommodation"].iterrows():
        offer = places.loc[site["site_id"]]
        limit = int(offer["usable"] or offer["capacity"])
        for year, rate in zip(YEARS, place.plan["occupancy"], strict=True):
            lived = min(round(limit * rate * dice.uniform(0.93, 1.07)), limit + int(offer["reserve"] or 0))
            if _open(site, year):
                rows.append(_row(site_id=site["site_id"], as_of=year, occupied=lived))
    return rows


def counselling(place: Place, sites: pd.DataFrame, offers: pd.DataFrame) -> list[dict[str, Any]]:
    """Consultations, rejections and waiting lists by group of clients (Z5, Z7, U8)."""
    dice = place.dice("counselling")
    staff = offers[offers["role"] != "KIK"].groupby("site_id")["staff"].sum()
    rows = []
    for _, site in sites[sites["category"] == "counselling"].iterrows():
        start = float(staff[site["site_id"]]) * dice.uniform(170, 260)
        shares = dice.dirichlet((12, 4, 5))
        for index, year in enumerate(YEARS):
            growth = (1 + place.plan["consultation_growth"] * dice.uniform(0.6, 1.4)) ** index
            parts = dict(zip(CLIENTS, apportion(round(start * growth), shares), strict=True))
            for name, share in (("rejected", 0.015 + 0.006 * index), ("waiting", 0.03 + 0.012 * index)):
                parts |= {(name, key): round(int(parts[key]) * share) for key in CLIENTS}
            for group in (*CLIENTS, "total"):
                keys = CLIENTS if group == "total" else (group,)
                rows.append(
                    _row(
                        site_id=site["site_id"],
                        group=group,
                        as_of=year,
                        consultations=sum(int(parts[key]) for key in keys),
                        rejected=sum(parts["rejected", key] for key in keys),
                        waiting=sum(parts["waiting", key] for key in keys),
                    )
                )
    return rows


def outreach(place: Place, sites: pd.DataFrame, people: pd.DataFrame) -> list[dict[str, Any]]:
    """Office hours in municipalities without a counselling centre, fewer every year (Z5)."""
    if not place.plan.get("rural_consultations"):
        return []
    dice = place.dice("outreach")
    served = set(sites.loc[sites["category"] == "counselling", "area_id"])
    rows = []
    for area in place.leaves.drop(list(served)):
        start, fall = people.at[area, YEARS[0]] * dice.uniform(0.018, 0.03), dice.uniform(0.83, 0.9)
        rows += [
            _row(area_id=area, as_of=year, consultations=round(start * fall**index))
            for index, year in enumerate(YEARS)
        ]
    return rows


def uptake(place: Place, sites: pd.DataFrame, offers: pd.DataFrame) -> list[dict[str, Any]]:
    """Children in Kitas, people in courses and projects, and who waits for them (U8)."""
    dice = place.dice("uptake")
    places = offers.assign(capacity=pd.to_numeric(offers["capacity"]), usable=pd.to_numeric(offers["usable"]))
    capacity = places["usable"].fillna(places["capacity"]).groupby(places["site_id"]).sum()
    scarce = set(places.loc[places["kind"].isin(["B2", "language_and_trade"]), "site_id"])
    short = place.plan["kita_factor"]
    rows = []
    for _, site in sites[sites["category"].isin(["kita", "course", "employment"])].iterrows():
        limit, kita = int(capacity[site["site_id"]]), site["category"] == "kita"
        for index, year in enumerate(YEARS):
            if not limit or not _open(site, year) or (kita and index < 3):
                continue
            tight = short.get(site["area_id"], 1.0) < 0.8 if kita else site["site_id"] in scarce
            used = round(limit * (dice.uniform(0.97, 1.0) if tight else dice.uniform(0.84, 0.98)))
            waiting = round(limit * (dice.uniform(0.15, 0.3) if tight else dice.uniform(0.0, 0.08)))
            rejected = round(waiting * dice.uniform(0.1, 0.4))
            rows.append(_row(site_id=site["site_id"], as_of=year, occupied=used, rejected=rejected, waiting=waiting))
    return rows


def health(place: Place, sites: pd.DataFrame) -> list[dict[str, Any]]:
    """Contacts of clinics, interpreters and the emergency fund (U7)."""
    dice = place.dice("health")
    rows = []
    for _, site in sites[sites["category"] == "health"].iterrows():
        part = dice.uniform(0.3, 0.6)
        for year, uninsured in zip(YEARS, place.plan["uninsured"], strict=True):
            count = round(uninsured * part * dice.uniform(0.95, 1.05))
            turned = round(count * dice.uniform(0.01, 0.04))
            rows.append(_row(site_id=site["site_id"], as_of=year, consultations=count, rejected=turned))
    return rows


def caseload(place: Place, sites: pd.DataFrame, offers: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """All rows of caseload.csv."""
    rows = accommodation(place, sites, offers) + counselling(place, sites, offers)
    rows += outreach(place, sites, people) + uptake(place, sites, offers) + health(place, sites)
    return pd.DataFrame(rows)[COLUMNS]


def housed(place: Place, sites: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """People in accommodation by smallest area and year."""
    lived = cases[cases["site_id"].isin(sites.loc[sites["category"] == "accommodation", "site_id"])]
    area = lived["site_id"].map(sites.set_index("site_id")["area_id"])
    sums = lived["occupied"].astype(int).groupby([area, lived["as_of"]]).sum().unstack(fill_value=0)
    return sums.reindex(place.leaves, fill_value=0)
