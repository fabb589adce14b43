"""Write sites, offers, statistics and caseload of the three bundled places.

    python -m tools.make_demo

Sites, capacities and caseloads are invented with a fixed seed; published figures are taken over from
tools/figures_<slug>.csv. The same plan and areas give the same bytes.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tools.demo_caseload import caseload, housed
from tools.demo_place import CITIES, YEARS, Place
from tools.demo_sites import build_sites
from tools.demo_statistics import ages, population, statistics

SLUGS = ("dresden", "duisburg", "zwickau")


def make(slug: str) -> dict[str, str]:
    """File name to text of one place."""
    place = Place(slug)
    people = population(place)
    latest = {group: values for (group, year), values in ages(place, people).items() if year == YEARS[-1]}
    sites, offers = build_sites(place, people[YEARS[-1]], latest)
    cases = caseload(place, sites, offers, people)
    figures = statistics(place, people, housed(place, sites, cases))
    tables: dict[str, pd.DataFrame] = {
        "sites": sites,
        "offers": offers,
        "statistics": figures,
        "caseload": cases,
    }
    return {f"{name}.csv": table.to_csv(index=False, lineterminator="\n") for name, table in tables.items()}


def main(folder: Path = CITIES) -> None:
    """Write all files below a folder of city packages."""
    for slug in SLUGS:
        for name, text in make(slug).items():
            (folder / slug / name).write_text(text, encoding="utf-8", newline="\n")
            print(f"{slug}/{name}: {text.count(chr(10)) - 1}")


if __name__ == "__main__":
    main()
