"""Sums over the sites of an area: the only thing about accommodation and about people at sites that is published."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from data.audiences import PUBLIC, visible_sites
from data.contracts import DECENTRAL
from data.figures import places
from data.publishing.allowed import Sums
from data.snapshot import Snapshot, open_on

DECENTRAL_ENDING = "_decentral"
"""Ending of the groups that count flats and projects alone; published for the whole city only (D2, Z2)."""

COLUMNS = ["indicator", "group", "area_id", "as_of", "value", "marker", "source_id", "sites"]


def sums_over_sites(of: Snapshot, allowed: dict[str, Sums]) -> pd.DataFrame:
    """Sums for every area of every level, at each date that has a count of people.

    Args:
        of: every row of the city.
        allowed: fields and the least number of sites, by category.

    Returns:
        Columns of ``statistics`` (``indicator`` is the category, ``group`` the field) and ``sites``, the number of
        sites in the sum. Where too few stand together the marker is ``secret``; the value stays, for the audit.
    """
    parts = [_category(of, name, one) for name, one in allowed.items()]
    found = pd.concat([part for part in parts if len(part)] or [pd.DataFrame(columns=COLUMNS)], ignore_index=True)
    return found[COLUMNS]


def _category(of: Snapshot, category: str, allowed: Sums) -> pd.DataFrame:
    sites = _counted(of, category)
    offers = of.offers[of.offers["site_id"].isin(sites.index)]
    caseload = of.caseload[of.caseload["site_id"].isin(sites.index) & (of.caseload["group"] == "total")]
    flats = set(offers.loc[offers["kind"].isin(DECENTRAL), "site_id"])
    mixed = set(offers.loc[~offers["kind"].isin(DECENTRAL), "site_id"])
    beside = _beside_sites(of, allowed)
    parts = []
    for day in sorted({*caseload["as_of"], *beside["as_of"]}):
        here = sites[open_on(sites, day.date())]
        latest = caseload[caseload["as_of"] <= day].sort_values("as_of").drop_duplicates("site_id", keep="last")
        held = {
            "places": places(offers).groupby(offers["site_id"]).agg(lambda one: one.sum(skipna=False)),
            **{field: latest.set_index("site_id")[field] for field in allowed.fields if field != "places"},
        }
        for field in allowed.fields:
            values = held[field].reindex(here.index).astype(float)
            more = _latest_beside(beside, field, day)
            if field != "places" and values.isna().all() and more.empty:
                continue
            source = _source(latest.loc[latest["site_id"].isin(here.index), "source_id"], allowed)
            parts.append(_by_area(of, values, more, allowed).assign(group=field, as_of=day, source_id=source))
            if category == "accommodation" and not flats & mixed:
                part = _decentral(of, values, flats, allowed)
                parts.append(part.assign(group=field + DECENTRAL_ENDING, as_of=day, source_id=source))
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)
    return found.assign(indicator=category)


def _source(sources: pd.Series, allowed: Sums) -> str:
    """Where most rows come from; nothing where so few do that the source would speak of single sites."""
    number = sources.value_counts().sort_index()
    return str(number.idxmax()) if len(number) and number.max() >= allowed.sites_at_least else ""


def _counted(of: Snapshot, category: str) -> pd.DataFrame:
    """Accommodation but for protected shelters; of other categories what the public may see."""
    protected = of.sites.index.isin(of.offers.loc[of.offers["kind"] == "protected", "site_id"])
    sites = of.sites[(of.sites["category"] == category) & ~protected]
    if category == "accommodation":
        return sites
    allowed = visible_sites(sites.rename_axis("site_id").reset_index().assign(protected=False), PUBLIC)
    return sites[sites.index.isin(allowed["site_id"])]


def _beside_sites(of: Snapshot, allowed: Sums) -> pd.DataFrame:
    """Counts of people by area that belong to no site, as office hours in a village hall; with sites few, none."""
    rows = of.caseload
    return rows[(rows["site_id"] == "") & (rows["group"] == "total") & (allowed.sites_at_least == 0)]


def _latest_beside(beside: pd.DataFrame, field: str, day: pd.Timestamp) -> pd.Series:
    """The latest of them not after a day, by area id."""
    if field not in beside:
        return pd.Series(dtype=float)
    rows = beside[beside[field].notna() & (beside["as_of"] <= day)].sort_values("as_of")
    return rows.drop_duplicates("area_id", keep="last").set_index("area_id")[field].astype(float)


def _by_area(of: Snapshot, values: pd.Series, more: pd.Series, allowed: Sums) -> pd.DataFrame:
    parts, counts = [], pd.Series(dtype=float)
    for level in of.city.levels:
        areas = of.level(level.code).index
        area = of.area_of_sites(level.code).reindex(values.index)
        sums = values.groupby(area).agg(lambda one: one.sum(skipna=False)).reindex(areas)
        number = area.value_counts().reindex(areas, fill_value=0)
        above = [of.ancestor(one, level.code) for one in more.index]
        whole = sums.where(number > 0, 0.0) + more.groupby(above).sum().reindex(areas, fill_value=0.0)
        parts.append(pd.DataFrame({"area_id": areas, "value": whole.to_numpy(), "sites": number}))
        counts = pd.concat([counts, number])
    found = pd.concat(parts, ignore_index=True)
    shown = together(counts, of.areas["parent_id"], allowed.sites_at_least)
    return found.assign(marker=_markers(found["value"], found["area_id"].isin(shown)))


def _decentral(of: Snapshot, values: pd.Series, flats: set[str], allowed: Sums) -> pd.DataFrame:
    top = of.level(of.city.levels[0].code).index
    part = values[values.index.isin(flats)]
    rest = len(values) - len(part)
    enough = len(top) == 1 and len(part) >= allowed.sites_at_least and not 0 < rest < allowed.sites_at_least
    found = pd.DataFrame({"area_id": top, "value": part.sum(skipna=False), "sites": len(part)})
    return found.assign(marker=_markers(found["value"], pd.Series(enough, index=found.index)))


def _markers(values: pd.Series, shown: pd.Series) -> pd.Series:
    return values.isna().map({True: "missing", False: ""}).where(shown, "secret")


def together(sites: pd.Series, parents: pd.Series, least: int) -> set[str]:
    """Areas where enough sites stand together, also in whatever of their larger area is not shown itself.

    Args:
        sites: number of sites by area id.
        parents: parent by area id.
        least: number of sites that is enough.

    Returns:
        Ids of areas. No larger area minus those shown within it holds from 1 to ``least − 1`` sites. An area with
        no site at all is not shown either: that there is none would tell where the others are.
    """
    shown = set(sites.index[sites >= least])
    for parent in _top_down(parents):
        within = sorted((one for one in _children(parents, parent) if one in shown), key=lambda one: sites[one])
        while within and parent in shown and 0 < sites[parent] - sum(sites[one] for one in within) < least:
            shown -= {within[0], *_below(parents, within[0])}
            within = within[1:]
    return shown


def exposed(sites: pd.Series, parents: pd.Series, shown: Iterable[str], least: int) -> list[str]:
    """Areas that are shown with too few sites, or that leave too few beside what is shown within them."""
    shown = set(shown)
    found = [area for area in shown if sites[area] < least]
    for area in shown:
        left = sites[area] - sum(sites[one] for one in _within(parents, area, shown))
        if 0 < left < least:
            found.append(area)
    return sorted(set(found))


def _within(parents: pd.Series, area: str, shown: set[str]) -> list[str]:
    """The largest areas below one that are shown."""
    found = []
    for child in _children(parents, area):
        found += [child] if child in shown else _within(parents, child, shown)
    return found


def _children(parents: pd.Series, area: str) -> list[str]:
    return [str(one) for one in parents.index[parents == area] if one != area]


def _below(parents: pd.Series, area: str) -> list[str]:
    return [one for child in _children(parents, area) for one in (child, *_below(parents, child))]


def _top_down(parents: pd.Series) -> list[str]:
    tops = [str(one) for one in parents.index if parents[one] not in parents.index or parents[one] == one]
    return [one for top in tops for one in (top, *_below(parents, top))]
