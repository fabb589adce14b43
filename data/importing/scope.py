"""What of a table an import replaces (rule 5 of the house): its own scope, and the demo rows it supersedes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from data.city import City
from data.contracts import TABLES
from data.errors import Problem
from data.importing.tables.areas import largest_overlap

Tables = dict[str, pd.DataFrame]
COMBINATION = ["indicator", "group", "as_of"]
WITH_SCOPE = ("areas", "sites", "statistics", "caseload", "measures")


@dataclass
class Merged:
    """Tables as they shall stand, and what has to be said about it."""

    tables: Tables
    problems: list[Problem] = field(default_factory=list)

    def demo_gave_way(self, table: str, before: pd.DataFrame, kept: pd.DataFrame, demo: set[str]) -> None:
        """Note how many demo rows of a table real ones superseded."""
        count = int(before["source_id"].isin(demo).sum() - kept["source_id"].isin(demo).sum())
        if count:
            values = {"table": table, "count": count}
            self.problems.append(Problem("demo_gave_way", "note", values=values))


def merge(name: str, coming: Tables, before: Tables, city: City, *, replace_all: bool, add: bool = False) -> Merged:
    """Put the rows of a file in the place of those they replace.

    Args:
        name: table of the import.
        coming: frames from the file; with sites come offers.
        before: every table of the city as it stands, sources with those of the file.
        city: settings.
        replace_all: whether the whole table gives way.
        add: whether the rows join those that stand, and only the same keys give way, whoever brought them.

    Returns:
        The tables that change, whole, and notes; an error for a key that another source already has.
    """
    rule = {"areas": _areas, "sites": _sites, "offers": _offers, "statistics": _statistics}
    rule |= {"caseload": _caseload, "measures": _measures, "agendas": _by_key, "sources": _by_key}
    scope = before | {name: before[name].iloc[:0]} if replace_all else before
    if replace_all and name == "sites":
        scope["offers"] = before["offers"].iloc[:0]
    if add and name in WITH_SCOPE and not replace_all:
        return _added(name, coming, before, city)
    return rule[name](name, coming, scope, before, city)


def demo_ids(sources: pd.DataFrame) -> set[str]:
    """Sources that were invented for demonstration."""
    return set(sources.loc[sources["demo"], "source_id"])


def _joined(kept: pd.DataFrame, coming: pd.DataFrame) -> pd.DataFrame:
    if kept.empty:
        return coming.reset_index(drop=True)
    return pd.concat([kept, coming]).reset_index(drop=True) if len(coming) else kept.reset_index(drop=True)


def _added(name: str, coming: Tables, before: Tables, city: City) -> Merged:
    """Rows beside those that stand; invented ones of the same subject still give way, but for areas."""
    rows, old, demo = coming[name], before[name], demo_ids(before["sources"])
    key = list(TABLES[name].key)
    mine = pd.MultiIndex.from_frame(rows[key])
    kept = old[~pd.MultiIndex.from_frame(old[key]).isin(mine)]
    real = rows[~rows["source_id"].isin(demo)]
    if len(real) and name != "areas":
        kept = kept[~(kept["source_id"].isin(demo) & _same_subject(name, kept, real, before))]
    merged = Merged({name: _joined(kept, rows)})
    if len(real):
        merged.demo_gave_way(name, old, kept, demo)
    if name == "areas":
        _renew_parents(merged, city)
    if name == "sites":
        _sites_with_theirs(merged, coming, before, before["offers"])
    return merged


def _same_subject(name: str, kept: pd.DataFrame, real: pd.DataFrame, before: Tables) -> pd.Series:
    """Which rows say something of what real ones are about: the category, or the indicator and group of a level.

    Measures are about the town: where its own are known, invented ones have nothing left to show.
    """
    if name == "measures":
        return pd.Series(True, index=kept.index, dtype="bool")
    if name == "sites":
        return kept["category"].isin(real["category"])
    if name == "caseload":
        subjects = set(_about(real, before))
        return pd.Series([about in subjects for about in _about(kept, before)], index=kept.index, dtype="bool")
    level_of = dict(zip(before["areas"]["area_id"], before["areas"]["level"], strict=True))
    shown = pd.MultiIndex.from_frame(_combinations(real, level_of, COMBINATION[:2])).unique()
    again = pd.MultiIndex.from_frame(_combinations(kept, level_of, COMBINATION[:2])).isin(shown)
    return pd.Series(again, index=kept.index, dtype="bool")


def _areas(name: str, coming: Tables, scope: Tables, before: Tables, city: City) -> Merged:
    rows, old = coming[name], scope[name]
    kept = old[~old["level"].isin(rows["level"])]
    merged = Merged({name: _joined(kept, rows)})
    merged.problems += _taken(rows, kept, "area_id")
    demo = demo_ids(before["sources"])
    gone = before[name][~before[name]["area_id"].isin(merged.tables[name]["area_id"])]
    if not rows["source_id"].isin(demo).all():
        merged.demo_gave_way(name, before[name], kept, demo)
    # invented figures of areas that no longer exist have nothing left to show
    for table in ("statistics", "caseload"):
        frame = before[table]
        lost = frame["area_id"].isin(gone["area_id"]) & frame["source_id"].isin(demo)
        if lost.any():
            merged.tables[table] = frame[~lost]
            merged.demo_gave_way(table, frame, frame[~lost], demo)
    _renew_parents(merged, city)
    return merged


def _renew_parents(merged: Merged, city: City) -> None:
    """Areas below a level that was replaced may name an area above that is gone."""
    areas = merged.tables["areas"]
    count = 0
    for upper, lower in zip(city.levels, city.levels[1:], strict=False):
        uppers = areas[areas["level"] == upper.code]
        lost = areas[(areas["level"] == lower.code) & ~areas["parent_id"].isin(uppers["area_id"])]
        if lost.empty or uppers.empty:
            continue
        found = largest_overlap(lost, uppers).dropna()
        areas.loc[found.index, "parent_id"] = found
        count += len(found)
    if count:
        merged.problems.append(Problem("parents_renewed", "note", values={"count": count}))


def _sites(name: str, coming: Tables, scope: Tables, before: Tables, _city: City) -> Merged:
    rows, old, demo = coming[name], scope[name], demo_ids(before["sources"])
    kept = old[~old["source_id"].isin(rows["source_id"])]
    real = rows[~rows["source_id"].isin(demo)]
    kept = kept[~(kept["source_id"].isin(demo) & _same_subject(name, kept, real, before))]
    merged = Merged({name: _joined(kept, rows)})
    if len(real):
        merged.demo_gave_way(name, before[name], kept, demo)
    merged.problems += _taken(rows, kept, "site_id")
    _sites_with_theirs(merged, coming, before, scope["offers"])
    return merged


def _sites_with_theirs(merged: Merged, coming: Tables, before: Tables, offers: pd.DataFrame) -> None:
    """Offers and caseload of the sites as they will stand."""
    sites = merged.tables["sites"]
    new_offers = coming.get("offers")
    if new_offers is None:  # the file says nothing of offers: those of sites it brings again stay
        merged.tables["offers"] = offers[offers["site_id"].isin(sites["site_id"])]
    else:
        others = offers["site_id"].isin(sites["site_id"]) & ~offers["site_id"].isin(coming["sites"]["site_id"])
        merged.tables["offers"] = _joined(offers[others], new_offers)
    caseload = before["caseload"]
    lost = (caseload["site_id"] != "") & ~caseload["site_id"].isin(sites["site_id"])
    if lost.any():
        merged.tables["caseload"] = caseload[~lost]
        merged.problems.append(Problem("caseload_removed", "note", values={"count": int(lost.sum())}))


def _offers(name: str, coming: Tables, scope: Tables, _before: Tables, _city: City) -> Merged:
    # offers have no source of their own: a file brings all offers of the sites it names
    rows, old = coming[name], scope[name]
    return Merged({name: _joined(old[~old["site_id"].isin(rows["site_id"])], rows)})


def _statistics(name: str, coming: Tables, scope: Tables, before: Tables, _city: City) -> Merged:
    # the level belongs to the scope: figures of districts do not replace those of neighbourhoods
    rows, old, demo = coming[name], scope[name], demo_ids(before["sources"])
    level_of = dict(zip(before["areas"]["area_id"], before["areas"]["level"], strict=True))
    mine = pd.MultiIndex.from_frame(_combinations(rows, level_of, COMBINATION)).unique()
    theirs = pd.MultiIndex.from_frame(_combinations(old, level_of, COMBINATION))
    kept = old[~theirs.isin(mine)]
    real = rows[~rows["source_id"].isin(demo)]
    kept = kept[~(kept["source_id"].isin(demo) & _same_subject(name, kept, real, before))]
    merged = Merged({name: _joined(kept, rows)})
    if len(real):
        merged.demo_gave_way(name, before[name], kept, demo)
    return merged


def _combinations(rows: pd.DataFrame, level_of: Mapping[str, str], columns: list[str]) -> pd.DataFrame:
    return rows[columns].assign(level=rows["area_id"].map(level_of).fillna(""))


def _caseload(name: str, coming: Tables, scope: Tables, before: Tables, _city: City) -> Merged:
    rows, old, demo = coming[name], scope[name], demo_ids(before["sources"])
    kept = old[~old["source_id"].isin(rows["source_id"])]
    real = rows[~rows["source_id"].isin(demo)]
    kept = kept[~(kept["source_id"].isin(demo) & _same_subject(name, kept, real, before))]
    merged = Merged({name: _joined(kept, rows)})
    if len(real):
        merged.demo_gave_way(name, before[name], kept, demo)
    key = ["site_id", "area_id", "group", "as_of"]
    merged.problems += _taken(rows, kept, *key)
    return merged


def _about(rows: pd.DataFrame, before: Tables) -> list[str]:
    """What each row of a caseload is about: the category of its site, or the level of its area."""
    category = dict(zip(before["sites"]["site_id"], before["sites"]["category"], strict=True))
    level = dict(zip(before["areas"]["area_id"], before["areas"]["level"], strict=True))
    pairs = zip(rows["site_id"], rows["area_id"], strict=True)
    return [str(category.get(site_id) or level.get(area_id) or "") for site_id, area_id in pairs]


def _measures(name: str, coming: Tables, scope: Tables, before: Tables, _city: City) -> Merged:
    rows, old, demo = coming[name], scope[name], demo_ids(before["sources"])
    # measures that were stored before they named a source give way to a file that has them
    sourceless = (old["source_id"] == "") & old["measure_id"].isin(rows["measure_id"])
    kept = old[~old["source_id"].isin(rows["source_id"]) & ~sourceless]
    real = rows[~rows["source_id"].isin(demo)]
    if len(real):
        kept = kept[~kept["source_id"].isin(demo)]
    merged = Merged({name: _joined(kept, rows)})
    if len(real):
        merged.demo_gave_way(name, before[name], kept, demo)
    merged.problems += _taken(rows, kept, "measure_id")
    return merged


def _by_key(name: str, coming: Tables, scope: Tables, _before: Tables, _city: City) -> Merged:
    # a row replaces the one of its own key, whoever brought it; an agenda comes whole
    rows, old = coming[name], scope[name]
    key = rows.columns[0]
    return Merged({name: _joined(old[~old[key].isin(rows[key])], rows)})


def _taken(rows: pd.DataFrame, kept: pd.DataFrame, *key: str) -> list[Problem]:
    """Keys of the file that rows of another scope already have."""
    columns = list(key)
    taken = pd.MultiIndex.from_frame(kept[columns])
    mine = pd.MultiIndex.from_frame(rows[columns])
    sources = dict(zip(taken, kept["source_id"], strict=True))
    problems = []
    for row, value in zip(rows.index, mine, strict=True):
        if value in sources:
            source = str(sources[value])
            # a key of another level is no newer word about the same area
            remedies = () if columns[0] == "area_id" else (f"--source {source}",)
            about: dict[str, Any] = {"column": columns[0], "value": str(value[0]), "values": {"source": source}}
            problems.append(Problem("key_of_other_source", row=int(row), remedies=remedies, **about))
    return problems
