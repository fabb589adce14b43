"""The sites and offers of the demo: generic names, invented addresses, points thrown into the right area."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from tools.demo_place import Place, apportion

SITE_COLUMNS = [
    "site_id", "category", "name", "operator", "address", "languages", "self_catering", "common_room",
    "opened_on", "closes_on", "audience", "area_id", "source_id", "lon", "lat",
]  # fmt: skip
OFFER_COLUMNS = [
    "site_id", "kind", "capacity", "reserve", "staff", "role", "funded_until", "funding", "usable",
]  # fmt: skip
STREETS = ("Musterweg", "Beispielstraße", "Demoallee", "Probegasse", "Modellplatz")
TONGUES = ("ar", "en", "fa", "fr", "ku", "ro", "ru", "ti", "tr", "uk", "vi")
TITLES = {
    "hostel": "Wohnheim",
    "large_hostel": "Großwohnheim",
    "container": "Containerdorf",
    "gymnasium": "Turnhalle",
    "flat": "Wohnungsverbund",
    "project": "Wohnprojekt",
    "protected": "Schutzunterkunft",
    "MBE": "Migrationsberatung",
    "JMD": "Jugendmigrationsdienst",
    "FSA": "Flüchtlingssozialarbeit",
    "IBS": "IBS",
    "integration_companion": "Integrationsbegleitung",
    "Ü25": "Jobcenter-Team Ü25",
    "U25": "Jobcenter-Team U25",
    "kita": "Kita",
    "primary": "Grundschule",
    "lower_secondary": "Oberschule",
    "upper_secondary": "Gymnasium",
    "vocational": "Berufliche Schule",
    "preparatory": "Vorbereitungsklassen",
    "course": "Sprachschule",
    "clinic": "Ambulanz für Geflüchtete",
    "interpreting": "Sprachmittlung",
    "uninsured_fund": "Notfallfonds",
    "coordination": "Ehrenamtskoordination",
    "network": "Ehrenamtsnetzwerk",
    "community_centre": "Begegnungszentrum",
    "youth_centre": "Jugendtreff",
    "quarter_office": "Quartiersbüro",
    "work_opportunity": "Arbeitsgelegenheiten",
    "training_project": "Ausbildungsprojekt",
    "employer_contact": "Arbeitgeberkontakt",
}
RENAMED = {"duisburg": {"lower_secondary": "Gesamtschule"}}
OTHER_CATEGORIES = {
    "health": ("clinic", "interpreting", "uninsured_fund"),
    "volunteering": ("coordination", "network"),
    "meeting_place": ("community_centre", "youth_centre", "quarter_office"),
    "employment": ("work_opportunity", "training_project", "employer_contact"),
}
UNLOCATED = ("interpreting", "employer_contact", "uninsured_fund", "flat", "preparatory", "network")
"""One site of each of these kinds has no point: it is listed for placing."""


@dataclass
class Builder:
    """Collects sites and offers and numbers them."""

    place: Place
    dice: np.random.Generator
    sites: list[dict[str, Any]] = field(default_factory=list)
    offers: list[dict[str, Any]] = field(default_factory=list)
    used: dict[str, int] = field(default_factory=dict)
    unlocated: set[str] = field(default_factory=set)

    def site(self, category: str, title: str, area: str, *, numbered: bool = True, **values: Any) -> str:
        """Add a site, and give its id."""
        count = sum(1 for site in self.sites if site["category"] == category) + 1
        site_id = f"{self.place.plan['prefix']}-{category.replace('_', '-')}-{count:03d}"
        label = RENAMED.get(self.place.slug, {}).get(title, TITLES[title])
        name = f"{label} {self.place.short_name(area)}"
        self.used[name] = self.used.get(name, 0) + 1
        located = title not in UNLOCATED or title in self.unlocated
        self.unlocated.add(title)
        lon, lat = self.place.point_in(area, self.dice) if located else ("", "")
        street, number = STREETS[self.dice.integers(len(STREETS))], self.dice.integers(1, 120)
        site = dict.fromkeys(SITE_COLUMNS, "") | {
            "site_id": site_id,
            "category": category,
            "name": f"{name} {self.used[name]}" if numbered else name,
            "operator": f"Träger {'ABCDEFGH'[self.dice.integers(8)]} (Demo)",
            "address": f"{street} {number} (erfunden)",
            "audience": "public",
            "area_id": area,
            "source_id": "demo_sites",
            "lon": lon if lon == "" else f"{lon:.5f}",
            "lat": lat if lat == "" else f"{lat:.5f}",
        }
        self.sites.append(site | values)
        return site_id

    def offer(self, site_id: str, kind: str, **values: Any) -> None:
        """Add an offer of a site."""
        self.offers.append(dict.fromkeys(OFFER_COLUMNS, "") | {"site_id": site_id, "kind": kind} | values)

    def day(self, first: int, last: int) -> str:
        """The first of some month."""
        return f"{self.dice.integers(first, last + 1)}-{self.dice.integers(1, 13):02d}-01"

    def tongues(self, count: int) -> str:
        """German and some more languages."""
        return " ".join(["de", *sorted(self.dice.choice(TONGUES, count, replace=False))])

    def spread(self, count: int, weights: pd.Series) -> list[str]:
        """Areas for a number of sites, in proportion to the weights."""
        return list(np.repeat(weights.index, apportion(count, weights.to_numpy())))


def accommodation(build: Builder, people: pd.Series) -> None:
    """Hostels as planned, flats and projects where the load lies (D1 to D4, C2, Z2)."""
    plan, dice = build.place.plan, build.dice
    operators = plan["accommodation_operators"]
    hidden = iter(plan["protected_areas"])
    rows = [[kind, area or next(hidden), *rest] for kind, area, *rest in plan["central"]]
    weights = people * build.place.factors("load") * dice.uniform(0.8, 1.2, len(people))
    for kind in ("flat", "project"):
        areas = build.spread(plan[f"{kind}_sites"], weights)
        places = apportion(plan[f"{kind}_places"], dice.uniform(0.6, 1.6, len(areas)))
        for area, capacity in zip(areas, places, strict=True):
            usable = int(capacity * 0.9) if dice.random() < 0.12 else -1
            closes = ("2026-12-31", "2027-06-30", "2027-12-31")[dice.integers(3)] if dice.random() < 0.12 else ""
            rows.append([kind, area, int(capacity), 0, usable, "yes", "", build.day(2015, 2020), closes])
    for kind, area, capacity, reserve, usable, cooking, common, opened, closes in rows:
        operator = f"Träger {operators[dice.integers(len(operators))]} (Demo)"
        audience = "manager" if kind == "protected" else "council"
        site = build.site(
            "accommodation", kind, area, operator=operator, audience=audience, self_catering=cooking,
            common_room=common, opened_on=opened, closes_on=closes,
        )  # fmt: skip
        staff = round(max(capacity / 75 * dice.uniform(0.8, 1.1), 0.25) * 4) / 4
        build.offer(
            site, kind, capacity=capacity, reserve=reserve or "", usable="" if usable < 0 else usable,
            staff=staff if plan.get("staffed_accommodation") or kind not in ("flat", "project") else "",
        )  # fmt: skip


def counselling(build: Builder) -> None:
    """Centres of the plan; one centre may have several roles (C4, C5, Z3)."""
    known: dict[tuple[str, str, str], str] = {}
    for kind, area, operator, role, staff, until, funding in build.place.plan["counselling"]:
        if (kind, area, operator) not in known:
            opened = "2017-07-01" if kind == "IBS" else build.day(2008, 2019)
            known[kind, area, operator] = build.site(
                "counselling", kind, area, numbered=False, operator=f"Träger {operator} (Demo)",
                languages=build.tongues(int(build.dice.integers(2, 6))), opened_on=opened,
            )  # fmt: skip
        build.offer(known[kind, area, operator], kind, staff=staff, role=role, funded_until=until, funding=funding)


def kitas(build: Builder, ages: dict[str, pd.Series]) -> None:
    """Kitas where children live, fewer in the areas of the plan's gaps (section 24 SGB VIII, U3)."""
    plan, dice = build.place.plan, build.dice
    children = ages["age_0_2"] + ages["age_3_5"]
    wanted = children * build.place.factors("kita_factor") * dice.uniform(0.85, 1.15, len(children))
    wanted = wanted[wanted > 0]
    second = (wanted - wanted.sum() / plan["kita_sites"] / 2).clip(lower=0)
    areas = [*wanted.index, *build.spread(plan["kita_sites"] - len(wanted), second)]
    size = pd.Series(areas).map(wanted / pd.Series(areas).value_counts()).to_numpy()
    size = size * dice.uniform(0.75, 1.25, len(areas))
    groups = {"under_3": "age_0_2", "3_to_6": "age_3_5", "after_school": "age_6_9"}
    chosen = dice.random(len(areas)) < plan["after_school_share"]
    capacity = {
        kind: apportion(round(rate * ages[groups[kind]].sum()), size * (chosen if kind == "after_school" else 1))
        for kind, rate in plan["kita_rates"].items()
    }
    for number, area in enumerate(areas):
        closes = "2027-07-31" if dice.random() < 0.02 else ""
        opened = "2027-08-01" if number == len(areas) - 5 else build.day(1975, 2021)
        site = build.site("kita", "kita", area, opened_on=opened, closes_on=closes)
        short = dice.random() < 0.2
        for kind, ratio in (("under_3", 5.0), ("3_to_6", 11.5), ("after_school", 19.0)):
            if places := int(capacity[kind][number]):
                open_places = int(places * dice.uniform(0.82, 0.95)) if short else places
                staff = round(open_places / ratio * dice.uniform(0.85, 1.08) * 2) / 2
                build.offer(site, kind, capacity=places, usable=open_places if short else "", staff=staff)


def schools(build: Builder, ages: dict[str, pd.Series]) -> None:
    """Schools of each kind with their places."""
    pupils = {
        "primary": (ages["age_6_9"], 1.02),
        "lower_secondary": (ages["age_10_15"], 0.55),
        "upper_secondary": (ages["age_10_15"], 0.48),
        "vocational": (ages["age_16_24"], 0.22),
        "preparatory": (ages["age_6_9"] + ages["age_10_15"], 0.012),
    }
    for kind, count in build.place.plan["school_sites"].items():
        need, rate = pupils[kind]
        areas = build.spread(count, need * build.dice.uniform(0.7, 1.3, len(need)))
        places = apportion(round(need.sum() * rate / 10), build.dice.uniform(0.7, 1.3, len(areas))) * 10
        for area, capacity in zip(areas, places, strict=True):
            site = build.site("school", kind, area, opened_on=build.day(1950, 2019))
            build.offer(site, kind, capacity=int(capacity), staff=round(float(capacity) / 14.5 * 2) / 2)


def courses(build: Builder, people: pd.Series) -> None:
    """Language schools, each with a few levels; B1 is common and B2 rare (C6, D8, U4)."""
    dice = build.dice
    kinds = [kind for kind, count in build.place.plan["courses"].items() for _ in range(count)]
    kinds = [kinds[index] for index in dice.permutation(len(kinds))]
    areas = build.spread(max(len(kinds) // 2, 4), people * build.place.factors("load").clip(0.5, 3))
    schools = [
        build.site("course", "course", area, opened_on=build.day(2005, 2019), languages=build.tongues(2))
        for area in areas
    ]
    offered: set[tuple[str, str]] = set()
    for kind in kinds:
        free = [site for site in schools if (site, kind) not in offered]
        site = free[dice.integers(len(free))] if offered else schools[0]
        offered.add((site, kind))
        municipal = kind in ("B2", "C1", "language_and_trade")
        build.offer(
            site, kind, capacity=int(dice.integers(1, 5)) * (12 if municipal else 18),
            funding="Stadt und Land" if municipal else "Bund",
            funded_until=("2026-12-31", "2027-12-31")[dice.integers(2)] if municipal else "",
        )  # fmt: skip
    for site in schools:
        if not any(chosen == site for chosen, _ in offered):
            build.offer(site, "A1", capacity=18, funding="Bund")


def others(build: Builder, people: pd.Series) -> None:
    """Health, volunteering, meeting places and employment."""
    until = ("2026-12-31", "2027-12-31", "2028-12-31", "")
    for category, kinds in OTHER_CATEGORIES.items():
        for kind in kinds:
            count, places, staff = build.place.plan["places"][kind]
            weights = people * build.place.factors("load").clip(0.5, 3) * build.dice.uniform(0.3, 1.7, len(people))
            for area in build.spread(count, weights):
                site = build.site(
                    category, kind, area, opened_on=build.day(2005, 2020),
                    languages=build.tongues(int(build.dice.integers(1, 5))),
                )  # fmt: skip
                ends = until[build.dice.integers(len(until))]
                build.offer(
                    site, kind, capacity="" if places < 0 else places, staff=staff, funded_until=ends,
                    funding="Stadt" if ends else "",
                )  # fmt: skip


def build_sites(place: Place, people: pd.Series, ages: dict[str, pd.Series]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All sites and offers of a place.

    Args:
        place: the city or county.
        people: inhabitants of the smallest areas at the latest date.
        ages: the same by age group.
    """
    build = Builder(place, place.dice("sites"))
    accommodation(build, people)
    counselling(build)
    kitas(build, ages)
    schools(build, ages)
    courses(build, people)
    others(build, people)
    return pd.DataFrame(build.sites)[SITE_COLUMNS], pd.DataFrame(build.offers)[OFFER_COLUMNS]
