"""A city whose every text is an attempt: all of it must be shown, none of it must work."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
from shapely.geometry import Point, box

from data.audiences import Audience, Viewer
from data.city import City, Level, city_toml
from data.contracts import CATEGORIES, validate
from data.store import Store

ATTEMPTS = (
    "{{ 7*7 }}",
    "<script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=1>",
    "${alert(1)}",
    "=cmd()",
    "[x](javascript:window.hacked=1)",
    "![x](http://192.0.2.1/x.png)",
    "$\\frac{1}{2}$",
    ":material/home:",
    "**fett** `code` :red[rot] ~~weg~~",
    "</script><svg onload=window.hacked=1>",
    "{% for x in () %}{% endfor %}{city}",
)
ALL = " ".join(ATTEMPTS)
CRS = "EPSG:25833"
DAY = pd.Timestamp("2025-12-31")
WHO = Viewer(Audience.MANAGER, "test")
SLUG = "hostile"


def add_hostile_city(folder: Path) -> None:
    """Put the city into a store: one area below all others, every site in it."""
    store = Store(str(folder))
    with store.change(SLUG, viewer=WHO, action="seed") as change:
        change.write("city", pd.DataFrame({"slug": [SLUG], "toml": [city_toml(_city())]}))
        for name, frame in _tables().items():
            change.write(name, validate(name, frame))
    store.close()


def _city() -> City:
    levels = (Level("top", *ATTEMPTS[:4]), Level("part", *ATTEMPTS[6:10]))
    return City(SLUG, ALL, CRS, (13.7, 51.05), True, "Europe/Berlin", ("de", "en"), levels)


def _agenda() -> pd.DataFrame:
    """An agenda for everyone, called ``a``: of every attempt a title and a Vorlage."""
    view = f"?city={SLUG}&level=part&indicator=population"
    return pd.DataFrame(
        {
            "agenda_id": "a",
            "position": range(len(ATTEMPTS) + 1),
            "title": [ALL, *ATTEMPTS],
            "reference": [
                ALL,
                *(f"https://ratsinfo.example/{attempt}" for attempt in ATTEMPTS[:-1]),
                "javascript:hacked",
            ],
            "view": ["", *[view] * len(ATTEMPTS)],
            "audience": "public",
        }
    )


def _tables() -> dict[str, pd.DataFrame]:
    number = len(ATTEMPTS)
    keys = [f"p{position:02d}" for position in range(number)]
    source = {"source_id": ALL}
    shapes = [box(400_000 + 900 * i, 5_651_000, 400_900 + 900 * i, 5_656_000) for i in range(number)]
    ground = box(400_000, 5_650_000, 400_000 + 900 * number, 5_651_000)
    whole = box(400_000, 5_650_000, 400_000 + 900 * number, 5_656_000)
    areas = pd.DataFrame(
        {
            "area_id": ["all", "ground", *keys],
            "name": [ALL, ALL, *ATTEMPTS],
            "level": ["top", *["part"] * (number + 1)],
            "parent_id": ["", *["all"] * (number + 1)],
        }
    ).assign(**source)
    categories = [name for name in CATEGORIES if name != "accommodation"]
    sites = pd.DataFrame(
        {
            "site_id": [f"s{position:02d}" for position in range(number)],
            "category": [categories[position % len(categories)] for position in range(number)],
            "name": ATTEMPTS,
            "operator": ALL,
            "address": ALL,
            "languages": ALL,
            "area_id": "ground",
        }
    ).assign(**source)
    offers = pd.DataFrame({"site_id": sites["site_id"], "kind": [*ATTEMPTS[:-1], ""], "capacity": 3, "funding": ALL})
    figures = pd.DataFrame(
        [
            {"area_id": area, "indicator": name, "group": group, "as_of": DAY, "value": float(100 + position)}
            for position, area in enumerate(["all", "ground", *keys])
            for name, group in [("population", "total"), *((attempt, "total") for attempt in ATTEMPTS), ("x", "<b>")]
        ]
    ).assign(**source)
    sources = pd.DataFrame(
        {
            "source_id": [ALL, *ATTEMPTS],
            "title": [ALL, *ATTEMPTS],
            **dict.fromkeys(("publisher", "licence", "attribution", "changed", "url"), ALL),
            "demo": True,
            "as_of": DAY,
        }
    )
    measures = pd.DataFrame(
        {
            "measure_id": [ALL, *(f"m{position}" for position in range(number - 1))],
            "title": ATTEMPTS,
            "area_id": ["all", "ground", *keys[:-2]],
            **dict.fromkeys(
                ("target_group", "age_group", "origin_group", "responsible", "partners", "note"), ATTEMPTS
            ),
            "indicator": ["population", "", *(f"figure.{attempt}.total" for attempt in ATTEMPTS[:-2])],
            "due": [DAY, pd.NaT] * (number // 2),
            "baseline": 3.0,
            "target": 200.0,
            "status": "running",
            "audience": "public",
        }
    ).assign(**source)
    points = [Point(400_500 + 900 * i, 5_650_500) for i in range(number)]
    return {
        "areas": gpd.GeoDataFrame(areas, geometry=[whole, ground, *shapes], crs=CRS),
        "sites": gpd.GeoDataFrame(sites, geometry=points, crs=CRS),
        "offers": offers,
        "statistics": figures,
        "measures": measures,
        "agendas": _agenda(),
        "sources": sources,
    }
