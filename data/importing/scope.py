"""What of a table an import replaces (rule 5 of the house): its own scope, and the demo rows it supersedes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from data.city import City
from data.errors import Problem
from data.importing.areas import largest_overlap

Tables = dict[str, pd.DataFrame]
COMBINATION = ["indicator", "group", "as_of"]


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


def merge(name: str, coming: Tables, before: Tables, city: City, *, replace_all: bool) -> Merged:
    """Put the rows of a file in the place of those they replace.

    Args:
        name: table of the import.
        coming: frames from the file; with sites come offers.
        before: every table of the city as it stands, sources with those of the file.
        city: settings.
        replace_all: whether the whole table gives way.

    Returns:
        The tables that change, whole, and notes; an error for a key that another source already has.
    """
    rule = {"areas": _areas, "sites": _sites, "offers": _offers, "statistics": _statistics}
    rule |= {"caseload": _caseload, "measures": _by_key, "sources": _by_key}
    scope = before | {name: before[name].iloc[:0]} if replace_all else before
    if replace_all and name == "sites":
        scope["offers"] = before["offers"].iloc[:0]
    return rule[name](name, coming, scope, before, city)


def demo_ids(sources: pd.DataFrame) -> set[str]:
    """Sources that were invented for demonstration."""
    return set(sources.loc[sources["demo"], "source_id"])


def _joined(kept: pd.DataFrame, coming: pd.DataFrame) -> pd.DataFrame:
    if kept.empty:
        return coming.reset_index(drop=True)
    return pd.concat([kept, coming]).reset_index(drop=True) if len(coming) else kept.reset_index(drop=True)


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
    kept = kept[~(kept["source_id"].isin(demo) & kept["category"].isin(real["category"]))]
    merged = Merged({name: _joined(kept, rows)})
    if len(real):
        merged.demo_gave_way(name, before[name], kept, demo)
    merged.problems += _taken(rows, kept, "site_id")
    offers = scope["offers"]
    new_offers = coming.get("offers")
    if new_offers is None:  # the file says nothing of offers: those of sites it brings again stay
        stay = offers["site_id"].isin(merged.tables[name]["site_id"])
        merged.tables["offers"] = offers[stay]
    else:
        merged.tables["offers"] = _joined(offers[offers["site_id"].isin(kept["site_id"])], new_offers)
    caseload = before["caseload"]
    lost = (caseload["site_id"] != "") & ~caseload["site_id"].isin(merged.tables[name]["site_id"])
    if lost.any():
        merged.tables["caseload"] = caseload[~lost]
        merged.problems.append(Problem("caseload_removed", "note", values={"count": int(lost.sum())}))
    return merged


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
    shown = pd.MultiIndex.from_frame(_combinations(real, level_of, COMBINATION[:2])).unique()
    again = pd.MultiIndex.from_frame(_combinations(kept, level_of, COMBINATION[:2])).isin(shown)
    kept = kept[~(kept["source_id"].isin(demo) & again)]
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
    subjects = set(_about(real, before))
    same = pd.Series([about in subjects for about in _about(kept, before)], index=kept.index, dtype="bool")
    kept = kept[~(kept["source_id"].isin(demo) & same)]
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


def _by_key(name: str, coming: Tables, scope: Tables, _before: Tables, _city: City) -> Merged:
    # neither measures nor sources name a source: a row replaces the one of its own key
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
            values = {"source": sources[value]}
            problems.append(
                Problem("key_of_other_source", row=int(row), column=columns[0], value=str(value[0]), values=values)
            )
    return problems
