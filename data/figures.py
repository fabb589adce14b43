"""Figures of an indicator for every area of a level, as of a day: from a snapshot's rows to measures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.contracts import CATEGORIES
from data.indicators import Capacity, Cases, Indicator, Statistic, Term, catalogue, own
from data.snapshot import Snapshot, open_on
from geo.rates import rank, rate, sum_known

AGE_GROUP = re.compile(r"age_(\d+)_(\d+)")


@dataclass(frozen=True)
class Figures:
    """One indicator at one level.

    Attributes:
        indicator: what is shown.
        level: code of the level.
        on: the day asked for.
        table: by area id: ``value``, ``marker`` ("", missing, secret), ``rank`` (1 = highest), ``numerator``,
            ``denominator``, ``at_least`` (what is known of a numerator that is not wholly known).
        total: the value of the whole city, NaN where not known.
        stand: earliest and latest date of the figures used, None where nothing is known.
        sources: source ids.
    """

    indicator: Indicator
    level: str
    on: date
    table: pd.DataFrame
    total: float
    stand: tuple[date, date] | None
    sources: tuple[str, ...]

    @property
    def known(self) -> int:
        """Number of areas with a value."""
        return int(self.table["value"].notna().sum())


@dataclass(frozen=True)
class Counted:
    """A term by area: figures, what is known of them, markers; dates and sources used."""

    total: pd.Series
    at_least: pd.Series
    marker: pd.Series
    dates: tuple[pd.Timestamp, ...] = ()
    sources: tuple[str, ...] = ()


def figures(snapshot: Snapshot, indicator: Indicator, level: str, on: date) -> Figures:
    """Evaluate an indicator for every area of a level.

    "As of" a day means the latest figure not after it, and the sites open on it. An area for which a higher
    level's figure is not given gets the sum of the areas below it where all are known (unknown is not zero, L4).
    """
    table, used = _evaluate(snapshot, indicator, level, on)
    top = snapshot.city.levels[0].code
    whole = table if level == top else _evaluate(snapshot, indicator, top, on)[0]
    total = float(whole["value"].iloc[0]) if len(whole) == 1 else float("nan")
    dates = [moment.date() for term in used for moment in term.dates]
    sources = sorted({source for term in used for source in term.sources if source})
    stand = (min(dates), max(dates)) if dates else None
    return Figures(indicator, level, on, table, total, stand, tuple(sources))


def available(snapshot: Snapshot, level: str, on: date) -> list[Indicator]:
    """Indicators with at least one value at a level: the catalogue's first, then the city's own figures."""
    known = [
        indicator
        for indicator in catalogue().values()
        if _evaluate(snapshot, indicator, level, on)[0]["value"].notna().any()
    ]
    covered = {
        (term.indicator, term.group) for one in known for term in [one.numerator] if isinstance(term, Statistic)
    }
    here = snapshot.statistics["area_id"].isin(snapshot.level(level).index)
    pairs = snapshot.statistics.loc[here & snapshot.statistics["value"].notna(), ["indicator", "group"]]
    names = sorted(
        pair for pair in set(pairs.itertuples(index=False, name=None)) - covered if pair[0] not in CATEGORIES
    )
    return known + [own(name, group) for name, group in names]


_Evaluated = tuple[pd.DataFrame, tuple[Counted, ...]]


def _evaluate(snapshot: Snapshot, indicator: Indicator, level: str, on: date) -> _Evaluated:
    above = count_of(snapshot, indicator.numerator, level, on)
    table = pd.DataFrame({"numerator": above.total, "at_least": above.at_least, "marker": above.marker})
    used: tuple[Counted, ...] = (above,)
    if indicator.denominator is None:
        table["denominator"] = float("nan")
        table["value"] = table["numerator"]
    else:
        below = count_of(snapshot, indicator.denominator, level, on)
        table["denominator"] = below.total
        table["value"] = rate(table["numerator"], table["denominator"], per=indicator.per)
        table["marker"] = table["marker"].where(table["marker"] != "", below.marker)
        used = (above, below)
    table["marker"] = table["marker"].where((table["marker"] != "") | table["value"].notna(), "missing")
    table["rank"] = rank(table["value"].round(indicator.decimals))
    return table[["value", "marker", "rank", "numerator", "denominator", "at_least"]], used


def count_of(snapshot: Snapshot, term: Term, level: str, on: date) -> Counted:
    """One term of an indicator for every area of a level, as of a day; what is not known stays so."""
    if isinstance(term, Statistic):
        return _statistic(snapshot, term, level, on)
    if isinstance(term, Capacity):
        return _capacity(snapshot, term, level, on)
    if isinstance(term, Cases):
        return _cases(snapshot, term, level, on)
    areas = snapshot.level(level)
    return _exact(areas.geometry.area / 1e6, tuple(areas["source_id"].unique()))


def _exact(values: pd.Series, sources: tuple[str, ...] = ()) -> Counted:
    return Counted(values, values, values.isna().map({True: "missing", False: ""}), (), sources)


def _statistic(snapshot: Snapshot, term: Statistic, level: str, on: date) -> Counted:
    index = snapshot.level(level).index
    latest = _latest_rows(snapshot, term, on)
    here = latest[latest.index.isin(index)]
    total = here["value"].reindex(index)
    marker = here["marker"].reindex(index).fillna("missing").astype("str")
    sources, dates = set(here["source_id"]), set(here["as_of"])
    finer = _level_below(snapshot, level)
    absent = index.difference(here.index)
    if finer and len(absent):
        children = _statistic(snapshot, term, finer, on)
        parents = snapshot.level(finer)["parent_id"]
        sums = sum_known(children.total, parents, index)
        has_children = parents.value_counts().reindex(index, fill_value=0) > 0
        filled = sums["total"].where(has_children)[absent]
        if filled.notna().any():
            total = total.fillna(filled)
            marker = marker.where(~marker.index.isin(filled.dropna().index), "")
            sources, dates = sources | set(children.sources), dates | set(children.dates)
    return Counted(total, total, marker, tuple(sorted(dates)), tuple(sorted(sources)))


def _level_below(snapshot: Snapshot, level: str) -> str | None:
    codes = [one.code for one in snapshot.city.levels]
    lower = codes[codes.index(level) + 1 :]
    return next((code for code in lower if len(snapshot.level(code))), None)


def _latest_rows(snapshot: Snapshot, term: Statistic, on: date) -> pd.DataFrame:
    rows = snapshot.statistics
    rows = rows[(rows["indicator"] == term.indicator) & (rows["as_of"] <= pd.Timestamp(on))]
    groups = _groups(set(rows["group"]), term.group)
    rows = rows[rows["group"].isin(groups)].sort_values("as_of")
    rows = rows.drop_duplicates(["area_id", "group"], keep="last")
    if len(groups) == 1:
        return rows.set_index("area_id")
    by_area = rows.groupby("area_id")
    complete = by_area["value"].agg(lambda values: values.sum(skipna=False)).where(by_area.size() == len(groups))
    marker = by_area["marker"].max().where(complete.isna(), "").replace({"": "missing"}).where(complete.isna(), "")
    parts = {"value": complete, "marker": marker, "as_of": by_area["as_of"].min()}
    return pd.DataFrame(parts | {"source_id": by_area["source_id"].first()})


def _groups(present: set[str], wanted: str) -> list[str]:
    """The group itself, else age groups that together make it up (``age_0_2`` + ``age_3_5`` = ``age_0_5``)."""
    span = AGE_GROUP.fullmatch(wanted)
    if wanted in present or span is None:
        return [wanted]
    first, last = int(span[1]), int(span[2])
    by_start = {int(found[1]): found for found in map(AGE_GROUP.fullmatch, sorted(present)) if found}
    parts = []
    while first <= last and first in by_start and int(by_start[first][2]) <= last:
        parts.append(by_start[first][0])
        first = int(by_start[first][2]) + 1
    return parts if first == last + 1 else [wanted]


def _capacity(snapshot: Snapshot, term: Capacity, level: str, on: date) -> Counted:
    index = snapshot.level(level).index
    sites, offers = snapshot.counted_sites, snapshot.counted_offers
    sites = sites[sites["category"] == term.category]
    offers = offers[offers["site_id"].isin(sites.index)]
    if not offers["kind"].isin(term.kinds).any():  # nobody has told us about any
        return _published(snapshot, term.category, term.field if "" in term.kinds else "", level, on)
    sites = sites[open_on(sites, on)]
    offers = offers[offers["site_id"].isin(sites.index)]
    placed = snapshot.area_of_sites(level)
    wanted = offers[offers["kind"].isin(term.kinds)]
    area = placed.reindex(wanted["site_id"])
    if term.field == "sites":
        once = ~wanted["site_id"].duplicated()
        sums = sum_known(once.astype(float), area, index)
    else:
        values = places(wanted) if term.field == "places" else wanted["staff"]
        sums = sum_known(values, area, index)
    undivided = placed.reindex(offers.loc[offers["kind"] == "", "site_id"]) if "" not in term.kinds else area.iloc[:0]
    total = sums["total"].where(~index.isin(undivided))
    marker = total.isna().map({True: "missing", False: ""})
    used = tuple(sorted(set(sites.loc[sites.index.isin(wanted["site_id"]), "source_id"])))
    dates = snapshot.sources["as_of"].reindex(list(used)).dropna()
    return Counted(
        total, sums["at_least"], marker, tuple(sorted({min(day, pd.Timestamp(on)) for day in dates})), used
    )


def _published(snapshot: Snapshot, category: str, field: str, level: str, on: date) -> Counted:
    """A sum over sites as published in place of the sites (:mod:`data.publishing.sums`), missing where it is not."""
    return _statistic(snapshot, Statistic(category, field), level, on)


def places(offers: pd.DataFrame) -> pd.Series:
    """Places of each offer: those really open (``usable``) where stated, else as approved (``capacity``)."""
    return offers["usable"].fillna(offers["capacity"])


def _cases(snapshot: Snapshot, term: Cases, level: str, on: date) -> Counted:
    index = snapshot.level(level).index
    sites = snapshot.counted_sites
    sites = sites[(sites["category"] == term.category) & open_on(sites, on)]
    if term.kinds:
        offers = snapshot.counted_offers
        sites = sites[sites.index.isin(offers.loc[offers["kind"].isin(term.kinds), "site_id"])]
    rows = snapshot.counted_caseload
    rows = rows[rows["group"] == term.group]
    apart = set(rows.loc[(rows["site_id"] == "") & rows[term.field].notna(), "area_id"])
    rows = rows[rows["as_of"] <= pd.Timestamp(on)].sort_values("as_of")
    by_site = rows[rows["site_id"].isin(sites.index)].drop_duplicates("site_id", keep="last")
    by_area = rows[(rows["site_id"] == "") & rows[term.field].notna()].drop_duplicates("area_id", keep="last")
    rows = pd.concat([by_site, by_area])
    if rows.empty:  # a group of people is published nowhere
        field = term.field if term.group == "total" else f"{term.field}.{term.group}"
        return _published(snapshot, term.category, field, level, on)
    people = by_site.set_index("site_id")[term.field].reindex(sites.index)  # a site without a count is unknown
    people = pd.concat([people, by_area.set_index("area_id")[term.field]])
    areas = by_area["area_id"].map(lambda area: snapshot.ancestor(area, level))
    placed = pd.concat([snapshot.area_of_sites(level).reindex(sites.index), areas])
    sums = sum_known(people.reset_index(drop=True), placed.reset_index(drop=True), index)
    uncounted = index.isin([snapshot.ancestor(area, level) for area in apart - set(by_area["area_id"])])
    total = sums["total"].mask(uncounted)  # where people are counted beside any site, but were not yet
    marker = total.isna().map({True: "missing", False: ""})
    dates, sources = tuple(sorted(set(rows["as_of"]))), tuple(sorted(set(rows["source_id"])))
    return Counted(total, sums["at_least"], marker, dates, sources)
