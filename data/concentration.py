"""Where accommodation concentrates: places by area, indices beside chance, and what the rules ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd

from data.contracts import CENTRAL, DECENTRAL
from data.figures import Counted, count_of, places
from data.gaps import horizon
from data.indicators import Capacity, Cases, Size, Statistic, Term
from data.shares import AREA
from data.snapshot import Snapshot, open_on
from data.standards import StandardResult, decentral, people
from data.supply import in_force
from geo.chance import Chance, against_chance
from geo.concentration import location_quotient, lorenz, per_1000
from geo.rates import rank, sum_known
from geo.reduction import cut_order
from geo.shares import fair_share

KINDS = ("", *CENTRAL, *DECENTRAL)
"""Kinds that count: all accommodation but protected shelters, which nobody may find in a figure."""

INDICES = ("dissimilarity", "hoover", "gini", "hhi", "largest_share", "largest_ratio")


@dataclass(frozen=True)
class Concentration:
    """Accommodation of a city at one level, as of a day.

    Attributes:
        level: code of the level.
        on: the day.
        table: by area id: ``places``, ``people`` (both NaN where not known), ``inhabitants``, ``per_1000``,
            ``location_quotient``, ``fair_share`` (places by inhabitants), ``over_fair`` (places beyond it),
            ``rank`` (of per_1000), ``cut_rank`` (order in which places would be cut, D5).
        indices: each index beside what chance gives (:class:`geo.chance.Chance`), by name (:data:`INDICES`).
        lorenz: Lorenz curve of places over inhabitants.
        decentral_places: D2, C2.
        decentral_people: Z2.
        freed: sites that close by the end of the year two years on, to be examined for other use (D6); only those
            that the viewer may see: ``name``, ``closes_on``, ``places``, ``area_id``, by date.
        operators: operators of what the viewer may see: ``sites``, ``places``, ``share``, ``people``,
            ``advice_centres`` (Z3), most places first.
        fair: by area id, a column a key of the city (``City.shares``): places that the area would hold by that key;
            NaN where a figure of the key is not known.
        stand: earliest and latest date of the figures used, None where nothing is known.
        sources: source ids.
        sites: number of sites counted.
        unplaced: sites in no area of the level, left out.
        withheld: areas whose places are published only as part of a larger area.
    """

    level: str
    on: date
    table: pd.DataFrame
    indices: dict[str, Chance]
    lorenz: pd.DataFrame
    decentral_places: StandardResult
    decentral_people: StandardResult
    freed: pd.DataFrame
    operators: pd.DataFrame
    fair: pd.DataFrame
    stand: tuple[date, date] | None
    sources: tuple[str, ...]
    sites: int
    unplaced: int
    withheld: int = 0

    @property
    def decentral(self) -> dict[str, StandardResult]:
        """Both measures, never merged: ``places`` (D2) and ``people`` (Z2)."""
        return {"places": self.decentral_places, "people": self.decentral_people}


def concentration(of: Snapshot, level: str, on: date, *, placements: int = 999, seed: int = 0) -> Concentration:
    """All figures on where accommodation concentrates.

    Args:
        of: the city as the viewer may use it.
        level: code of a level.
        on: the day.
        placements: number of chance placements.
        seed: of the chance placements, so that everyone gets the same.
    """
    areas = of.level(level)
    sites, area = _placed(of, level, on)
    known = area != ""
    sums = published(of, level, on) if sites.empty else {}
    held, living = (
        sums[name].total.astype(float)
        if sums
        else sum_known(sites.loc[known, name], area[known], areas.index)["total"]
        for name in ("places", "people")
    )
    inhabitants = count_of(of, Statistic("population", "total"), level, on)
    table = _table(held, living, inhabitants.total.astype(float))
    indices = against_chance(
        sites.loc[known, "places"], area[known], inhabitants.total, placements=placements, seed=seed
    )
    sources = {
        *inhabitants.sources,
        *sites["source_id"],
        *(one for sum_ in sums.values() for one in sum_.sources),
    } - {""}
    days = [
        *inhabitants.dates,
        *(one for sum_ in sums.values() for one in sum_.dates),
        *of.sources["as_of"].reindex(sorted(set(sites["source_id"]))).dropna(),
    ]
    dates = [min(day.date(), on) for day in days]
    return Concentration(
        level,
        on,
        table,
        indices,
        lorenz(table["places"], table["inhabitants"]),
        decentral(of, on, by="places"),
        decentral(of, on, by="people"),
        _freed(of, level, on),
        _operators(of, on),
        fair_places(of, level, on, float(held.sum(skipna=False))),
        (min(dates), max(dates)) if dates else None,
        tuple(sorted(sources)),
        sites=len(sites),
        unplaced=int((~known).sum()),
        withheld=int((sums["places"].marker == "secret").sum()) if sums else 0,
    )


def published(of: Snapshot, level: str, on: date) -> dict[str, Counted]:
    """Places and people by area as published in place of the sites; nothing where there is no publication."""
    if not (of.statistics["indicator"] == "accommodation").any():
        return {}
    terms: dict[str, Term] = {
        "places": Capacity("accommodation", KINDS),
        "people": Cases("occupied", "accommodation", KINDS[1:]),
    }
    return {name: count_of(of, term, level, on) for name, term in terms.items()}


def fair_places(of: Snapshot, level: str, on: date, places: float) -> pd.DataFrame:
    """Places that each area would hold by each key of the city.

    Args:
        of: the city as the viewer may use it.
        level: code of a level.
        on: the day of the figures.
        places: to be distributed.

    Returns:
        Frame by area id with a column a key; NaN throughout where a figure of the key is not known somewhere.
    """
    index = of.level(level).index
    found = {}
    for key in of.city.shares:
        parts = {part: _part(of, part, level, on) for part, _ in key.weights}
        figures = pd.DataFrame(parts, index=index)
        found[key.id] = fair_share(figures, dict(key.weights)) * places if len(index) else pd.Series(dtype=float)
    return pd.DataFrame(found, index=index)


def _part(of: Snapshot, part: str, level: str, on: date) -> pd.Series:
    term = Size() if part == AREA else Statistic(part, "total")
    return count_of(of, term, level, on).total.astype(float)


def history(of: Snapshot, level: str, *, placements: int = 199, seed: int = 0) -> pd.DataFrame:
    """Each index at each date that has figures, beside chance, the earliest first.

    Returns:
        Frame indexed by date with columns (index, ``observed``/``expected``/``lower``/``upper``/``percentile``),
        and (``sites``, ``observed``), (``places``, ``observed``); no date before the first site was open.
    """
    rows = {}
    for on in sorted(of.dates(level)):
        sites, area = _placed(of, level, on)
        known = area != ""
        if not known.any():
            continue
        inhabitants = count_of(of, Statistic("population", "total"), level, on).total
        found = against_chance(sites.loc[known, "places"], area[known], inhabitants, placements=placements, seed=seed)
        parts = ("observed", "expected", "lower", "upper", "percentile")
        row: dict[tuple[str, str], float] = {
            (name, part): getattr(one, part) for name, one in found.items() for part in parts
        }
        row["sites", "observed"] = float(known.sum())
        row["places", "observed"] = float(sites.loc[known, "places"].sum(skipna=False))
        rows[on] = row
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("date")


def _placed(of: Snapshot, level: str, on: date) -> tuple[pd.DataFrame, pd.Series]:
    """Sites of accommodation in force with their places and people, and the area of each."""
    rows = in_force(of, "accommodation", on)
    rows = rows[rows["kind"].isin(KINDS)]
    rows = rows.assign(places=places(rows).astype(float))
    sites = pd.DataFrame(
        {
            "places": rows.groupby("site_id")["places"].agg(lambda values: values.sum(skipna=False)),
            "source_id": rows.groupby("site_id")["source_id"].first(),
        }
    )
    sites["people"] = people(of, on).reindex(sites.index).astype(float)
    return sites, of.area_of_sites(level).reindex(sites.index).fillna("")


def _table(held: pd.Series, living: pd.Series, inhabitants: pd.Series) -> pd.DataFrame:
    share = fair_share(inhabitants.to_frame("population"), {"population": 1.0}) if len(inhabitants) else inhabitants
    fair = share * held.sum(skipna=False)
    load = per_1000(held, inhabitants)
    return pd.DataFrame(
        {
            "places": held,
            "people": living,
            "inhabitants": inhabitants,
            "per_1000": load,
            "location_quotient": location_quotient(held, inhabitants),
            "fair_share": fair,
            "over_fair": held - fair,
            "rank": rank(load),
            "cut_rank": cut_order(living),
        }
    )


def _freed(of: Snapshot, level: str, on: date) -> pd.DataFrame:
    sites: gpd.GeoDataFrame = of.sites
    ends = sites["closes_on"]
    due = open_on(sites, on) & ends.notna() & (ends <= pd.Timestamp(horizon(on)))
    sites = sites[(sites["category"] == "accommodation") & due]
    held = (
        of.offers.assign(places=places(of.offers)).groupby("site_id")["places"].agg(lambda one: one.sum(skipna=False))
    )
    found = pd.DataFrame(
        {
            "name": sites["name"],
            "closes_on": sites["closes_on"],
            "places": held.reindex(sites.index).astype(float),
            "area_id": of.area_of_sites(level).reindex(sites.index),
        }
    )
    return found.sort_values(["closes_on", "name"])


def _operators(of: Snapshot, on: date) -> pd.DataFrame:
    rows = in_force(of, "accommodation", on)
    rows = rows[rows["site_id"].isin(of.sites.index) & (rows["operator"] != "")]
    rows = rows.assign(places=places(rows).astype(float))
    by_site = rows.groupby(["operator", "site_id"])["places"].agg(lambda one: one.sum(skipna=False)).reset_index()
    by_site = by_site.assign(people=by_site["site_id"].map(people(of, on)).astype(float))
    found = by_site.groupby("operator").agg(
        sites=("site_id", "nunique"),
        places=("places", lambda one: one.sum(skipna=False)),
        people=("people", lambda one: one.sum(skipna=False)),
    )
    centres = in_force(of, "counselling", on)
    centres = centres[
        (centres["kind"] == "IBS") & centres["site_id"].isin(of.sites.index) & (centres["operator"] != "")
    ]
    number = centres.groupby("operator")["site_id"].nunique()
    found = found.reindex(found.index.union(number.index))
    found["sites"] = found["sites"].fillna(0).astype(int)
    found["share"] = found["places"] / found["places"].sum() if len(found) else np.nan
    found["advice_centres"] = number.reindex(found.index).fillna(0).astype(int)
    return found.sort_values(["places", "sites"], ascending=False)
