"""Single rows changed by hand: sites with their offers, or measures; in one transaction, checked like an import.

Rows that somebody else has changed since are never overwritten: see :mod:`data.meanwhile` for the rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from data import checks
from data.audiences import Viewer
from data.city import City
from data.contracts import TABLES, validate
from data.differences import difference
from data.edits import OWN, Edit, Key, Record, by_key, key_of, records
from data.errors import DataRefusedError, Problem
from data.indicators import UnknownIndicatorError, find
from data.meanwhile import RowsChangedError, conflicts, needed
from data.messages import message
from data.rows import to_rows
from data.store import Edition, Store

EDITABLE = ("sites", "offers")
"""Tables that are changed together: a site and what it has."""

MEASURES = ("measures",)
LANGUAGES = re.compile(r"([a-z]{2,3}( [a-z]{2,3})*)?")
Tables = Mapping[str, pd.DataFrame]


def change_rows(
    store: Store, city: str, edits: Sequence[Edit], *, read: Mapping[str, int], viewer: Viewer, note: str = ""
) -> dict[str, Edition]:
    """Change single sites and offers, or single measures: all of it, or nothing.

    Args:
        store: where.
        city: slug.
        edits: at most one a row, all about sites or all about measures; what is added without a source gets
            :data:`data.edits.OWN`.
        read: table to the edition that the edits were made from.
        viewer: a manager.
        note: for the history.

    Returns:
        The new edition of each table that differs now; empty where everything stood already.

    Raises:
        DataRefusedError: with a problem for each cell at fault; ``values["site_id"]`` names the site,
            ``values["measure_id"]`` the measure.
        RowsChangedError: somebody else has changed one of the rows since.
        NotAllowedError: the viewer is no manager.
    """
    settings = store.city(city, viewer=viewer)
    names = MEASURES if any(edit.table in MEASURES for edit in edits) else EDITABLE
    with store.change(city, viewer=viewer, action="edit") as change:
        stand = {name: change.read(name) for name in TABLES}
        # nobody else writes while this transaction is open, so the store's present editions are those of `stand`
        now = {name: store.edition(city, name) for name in names}
        theirs = {
            name: difference(store, city, name, now[name], viewer=viewer, since=read[name])
            for name in names
            if read.get(name, now[name]) < now[name]
        }
        wanted = needed([*edits, *_offers_of_removed(edits, stand["offers"])], stand, theirs)
        if found := conflicts(store, city, wanted, theirs, viewer):
            raise RowsChangedError(found, now)
        after = {name: _applied(stand[name], name, wanted) for name in names}
        after["sources"] = _with_own(stand["sources"], after[names[0]], settings)
        check = _check_measures if names == MEASURES else _check
        check(wanted, stand, stand | after)
        for name, frame in after.items():
            if to_rows(name, frame) != to_rows(name, stand[name]):
                change.write(name, frame)
        change.detail[names[0]] = sorted({edit.about for edit in wanted})
        change.detail |= {"note": " ".join(note.split())} if note.strip() else {}
    return change.editions


def _offers_of_removed(edits: Sequence[Edit], offers: pd.DataFrame) -> list[Edit]:
    gone = {edit.about for edit in edits if edit.table == "sites" and edit.what == "remove"}
    named = {edit.key for edit in edits if edit.table == "offers"}
    return [
        Edit("remove", "offers", key)
        for key in by_key("offers", offers[offers["site_id"].isin(gone)])
        if key not in named
    ]


def _applied(stand: pd.DataFrame, name: str, edits: Sequence[Edit]) -> pd.DataFrame:
    """The whole table after the edits.

    Raises:
        DataRefusedError: a cell is not of the contract, a row to be changed is gone, a key is taken.
    """
    rows = by_key(name, stand)
    own = [edit for edit in edits if edit.table == name]
    touched: dict[Key, Edit] = {}
    problems = []
    for edit in own:
        there = rows.get(edit.key)
        if edit.what == "remove":
            rows.pop(edit.key, None)
        elif edit.what == "change" and there is None:
            problems.append(_problem("row_gone", edit))
        elif edit.what == "add" and there is not None:
            problems.append(_problem("key_taken", edit))
        else:
            rows[edit.key] = (there or _new(name, edit)) | dict(edit.values)
            touched[edit.key] = edit
    problems += _languages(touched.values() if name == "sites" else ())
    frame = _typed(name, [rows[key] for key in touched], stand)
    try:
        frame = validate(name, frame)
    except DataRefusedError as error:
        about = [edit.about for edit in touched.values()]
        problems += [_named(problem, name, about[problem.row or 0]) for problem in error.problems]
    if problems:
        raise DataRefusedError(problems)
    keys = [key_of(name, row) for row in records(stand)]
    kept = stand[np.array([key in rows and key not in touched for key in keys], dtype=bool)]
    parts = [part for part in (kept, frame) if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else kept


def _new(name: str, edit: Edit) -> Record:
    row: Record = {column: "" if kind == "text" else None for column, kind in TABLES[name].dtypes.items()}
    row |= {"audience": "public", "source_id": OWN} if name == "sites" else {}
    row |= {"audience": "council", "source_id": OWN, "status": "proposed"} if name == "measures" else {}
    return row | dict(zip(TABLES[name].key, edit.key, strict=True))


def _typed(name: str, rows: list[Record], stand: pd.DataFrame) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=pd.Index(TABLES[name].columns), dtype="object")
    for column, kind in TABLES[name].dtypes.items():
        if kind == "date":
            frame[column] = pd.to_datetime(frame[column])
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=stand.crs) if TABLES[name].is_spatial else frame


def _check(edits: Sequence[Edit], stand: Tables, after: Tables) -> None:
    """What holds between tables, for the sites that were touched; faults elsewhere do not stand in the way."""
    touched = {edit.about for edit in edits}
    sites, offers = (after[name][after[name]["site_id"].isin(touched)].reset_index(drop=True) for name in EDITABLE)
    about_sites = [
        *checks.outside(after["areas"], sites),
        *checks.validity(sites),
        *checks.check_references({"sites": sites}, after),
    ]
    about_offers = [
        *checks.kinds_of_offers(after["sites"], offers),
        *checks.check_references({"offers": offers}, after),
    ]
    problems = [
        _named(problem, "sites", str(frame["site_id"].iloc[problem.row or 0]))
        for frame, found in ((sites, about_sites), (offers, about_offers))
        for problem in found
    ]
    counted = stand["caseload"]["site_id"].value_counts()
    gone = {edit.about for edit in edits if edit.table == "sites" and edit.what == "remove"}
    for site in sorted(gone & set(counted.index)):
        values = {"site_id": site, "count": int(counted[site])}
        problems.append(Problem("site_has_caseload", column="site_id", value=site, values=values))
    if problems:
        raise DataRefusedError(problems)


def _check_measures(edits: Sequence[Edit], stand: Tables, after: Tables) -> None:
    """What a measure names has to be there: its area, its source and its indicator."""
    touched = {edit.about for edit in edits}
    measures = after["measures"][after["measures"]["measure_id"].isin(touched)].reset_index(drop=True)
    found = [*checks.check_references({"measures": measures}, after)]
    before = by_key("measures", stand["measures"])
    for row in records(measures):
        old = before.get(key_of("measures", row), {})
        if row["indicator"] != old.get("indicator", "") and not _is_known(row["indicator"]):
            position = int(measures.index[measures["measure_id"] == row["measure_id"]][0])
            named = {"indicator": row["indicator"]}
            found.append(Problem("unknown_indicator", "error", position, "indicator", row["indicator"], named))
    if found:
        ids = measures["measure_id"]
        raise DataRefusedError(_named(one, "measures", str(ids.iloc[one.row or 0])) for one in found)


def _is_known(indicator: str) -> bool:
    try:
        return not indicator or bool(find(indicator))
    except UnknownIndicatorError:
        return False


def _languages(edits: Iterable[Edit]) -> list[Problem]:
    return [
        Problem("languages_unknown", column="languages", value=codes, values={"site_id": edit.about})
        for edit in edits
        if not LANGUAGES.fullmatch(codes := str(edit.values.get("languages", "")))
    ]


def _with_own(sources: pd.DataFrame, rows: pd.DataFrame, city: City) -> pd.DataFrame:
    """The sources, with that of what was entered by hand where there is such a row."""
    if OWN in set(sources["source_id"]) or OWN not in set(rows["source_id"]):
        return sources
    row = {"source_id": OWN, "title": message("cli.own_source"), "publisher": city.name, "attribution": city.name}
    return pd.concat([sources, validate("sources", pd.DataFrame([row]))], ignore_index=True)


def _problem(code: str, edit: Edit) -> Problem:
    key = TABLES[edit.table].key
    column, value = ("kind", edit.key[1]) if edit.table == "offers" else (key[0], edit.key[0])
    return Problem(code, column=column, value=str(value), values={key[0]: edit.about})


def _named(problem: Problem, table: str, about: str) -> Problem:
    """The problem of a row of some frame as one of a site or a measure."""
    values = problem.values | {TABLES[table].key[0]: about}
    return Problem(problem.code, problem.severity, None, problem.column, problem.value, values)
