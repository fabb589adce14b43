"""One import, from the file to the report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from data.audiences import Viewer, require_manager
from data.checks import check_references, kinds_of_offers, one_subject, outside, validity
from data.city import City
from data.contracts import TABLES, table, validate
from data.errors import DataRefusedError, Problem
from data.importing import areas as boundaries
from data.importing.arranging import arranged
from data.importing.batch import Batch
from data.importing.cities import city_row, new_city
from data.importing.columns import correct, ignored_note, known_names, match
from data.importing.files import read_file
from data.importing.keys import matched_areas
from data.importing.options import Options
from data.importing.place import Place
from data.importing.plain import read_plain
from data.importing.progress import Progress, silent
from data.importing.raw import Raw
from data.importing.reference import referenced
from data.importing.report import Report
from data.importing.scope import Tables, merge
from data.importing.sites import read_sites
from data.importing.statistics import read_statistics
from data.rows import to_frame
from data.store import Store

WITH_SOURCE = ("areas", "sites", "statistics", "caseload")


class _NotStored(Exception):  # noqa: N818 (no error: it ends a transaction without writing)
    """Leaves the transaction with nothing stored."""


def import_file(
    store: Store,
    city: str,
    name: str,
    file: Path,
    *,
    options: Options,
    viewer: Viewer,
    today: date,
    preview: bool = False,
    progress: Progress = silent,
) -> Report:
    """Read a file into a table of a city: all of it, or nothing.

    Args:
        store: where to.
        city: slug.
        name: table.
        file: GeoJSON, GeoPackage, Shapefile (``.shp`` or zipped), CSV or XLSX.
        options: how to read it.
        viewer: who imports; a manager.
        today: day of the import, for the list of sources.
        preview: also tell what the rows would look like.
        progress: is told each stage (of :data:`data.importing.progress.STAGES`).

    Returns:
        The report. With an error among its problems nothing was stored and ``edition`` is None.

    Raises:
        UsageError: an unknown city, table, column or ending; nobody's data are at fault.
        OSError: the file cannot be read.
    """
    require_manager(viewer)
    table(name)
    known_names(name, [*options.mapping, *options.constants], free=name == "statistics")
    settings = new_city(store, city, name, options, viewer) if options.new_city else store.city(city, viewer=viewer)
    report = Report(city, name, dry_run=options.dry_run, level=options.level if name == "areas" else None)
    place = Place(settings, _areas_of(store, settings, options, viewer))
    try:
        progress("reading")
        raw = read_file(file, options)
        progress("understanding")
        batch = _batch(report, raw, name, place, options, file.stem)
        report.find(batch.problems)
        if not report.refused:
            settings = _settled(settings, batch, options)
            progress("storing")
            _store(store, settings, batch, report, options, viewer, file.name, today)
    except DataRefusedError as error:
        report.find(error.problems)
    if report.refused:
        report.edition, report.added, report.changed, report.removed = None, 0, 0, 0
    report.judge()
    return report


def _areas_of(store: Store, city: City, options: Options, viewer: Viewer) -> gpd.GeoDataFrame:
    """Boundaries that the city has before the import; none for a new city."""
    if options.new_city:
        return gpd.GeoDataFrame(to_frame("areas", [], city.crs))
    return gpd.GeoDataFrame(store.read(city.slug, "areas", viewer=viewer))


def _batch(report: Report, raw: Raw, name: str, place: Place, options: Options, stem: str) -> Batch:
    raw, arranging = arranged(raw, name, options)
    raw, referencing = referenced(raw, place, options)
    report.rows_read = len(raw.texts)
    report.sheets, report.sheet = raw.sheets, raw.sheet
    report.header_rows, report.first_line = raw.header_rows, raw.first_line
    report.crs, report.encoding, report.delimiter = raw.crs, raw.encoding, raw.delimiter
    without = ("lon", "lat") if raw.geometry is not None else ()
    matched = match(name, raw.names, options, without)
    texts, wrong, done = correct(raw.texts, {**matched.extra, **matched.columns}, options.corrections)
    raw = replace(raw, texts=texts)
    batch = Batch(columns=matched.columns, ignored=matched.ignored, done=done)
    batch.problems += [*raw.notes, *arranging, *referencing, *matched.problems, *wrong]
    if not len(texts) and not options.replace_all:
        batch.problems.append(Problem("no_rows"))
    if not batch.refused:
        _read(batch, raw, name, place, options, matched.extra)
    if "area_id" in batch.tables.get(name, ()) and name != "areas":
        batch.tables[name], joining = matched_areas(name, batch.tables[name], place, options)
        batch.problems += joining
    report.columns = batch.columns | matched.extra
    report.decimal = batch.decimal
    batch.problems += ignored_note(batch.ignored)
    for frame_name, frame in batch.tables.items():
        if frame_name in WITH_SOURCE:
            given = frame["source_id"].replace("", stem)
            batch.tables[frame_name] = frame.assign(source_id=options.source or given)
    if name == "areas" and report.level is None and "areas" in batch.tables:
        report.level = ", ".join(batch.tables["areas"]["level"].unique())
    return batch


def _read(batch: Batch, raw: Raw, name: str, place: Place, options: Options, extra: dict[str, str]) -> None:
    if name == "areas":
        boundaries.read_areas(batch, raw, place, options)
    elif name == "sites":
        read_sites(batch, raw, place, options, extra)
    elif name == "statistics":
        read_statistics(batch, raw, place, options, extra)
    else:
        read_plain(batch, raw, name, place, options)


def _settled(city: City, batch: Batch, options: Options) -> City:
    """A new city gets its middle from its areas."""
    if not options.new_city or "areas" not in batch.tables:
        return city
    geometry = gpd.GeoSeries(batch.tables["areas"]["geometry"]).to_crs("EPSG:4326")
    west, south, east, north = geometry.total_bounds
    return replace(city, centre=(round((west + east) / 2, 5), round((south + north) / 2, 5)))


def _store(
    store: Store, city: City, batch: Batch, report: Report, options: Options, viewer: Viewer, file: str, today: date
) -> None:
    try:
        with store.change(city.slug, viewer=viewer, action="import") as change:
            # everything that stands is read inside the transaction, so that no import loses another's rows
            before = {name: change.read(name) for name in TABLES}
            if options.new_city:
                before = {name: _in_crs(frame, city.crs) for name, frame in before.items()}
                change.write("city", city_row(city))
            tables = _merged(batch, report, city, options, before, file, today)
            if report.refused:
                raise _NotStored
            change.detail |= _detail(file, options, batch)
            for name, frame in tables.items():
                made = change.write(name, frame)
                counts = {"added": made.added, "changed": made.changed, "removed": made.removed}
                if name == report.table:
                    report.edition = made.edition
                    report.added, report.changed, report.removed = made.added, made.changed, made.removed
                    report.added -= sum(problem.code == "whole_city_made" for problem in report.problems)
                elif any(counts.values()):
                    report.problems.append(Problem("also_written", "note", values={"table": name} | counts))
            if options.dry_run:
                raise _NotStored
    except _NotStored:
        report.edition = None


def _in_crs(frame: pd.DataFrame, crs: str) -> pd.DataFrame:
    return (
        frame.set_geometry(frame.geometry.set_crs(crs, allow_override=True))
        if isinstance(frame, gpd.GeoDataFrame)
        else frame
    )


def _detail(file: str, options: Options, batch: Batch) -> dict[str, Any]:
    known: dict[str, Any] = {"file": file, "columns": batch.columns}
    known |= {"constants": dict(options.constants)} if options.constants else {}
    known |= {"corrections": batch.done} if batch.done else {}
    known |= {"level": options.level} if options.level else {}
    return known | ({"replace_all": True} if options.replace_all else {})


def _merged(
    batch: Batch, report: Report, city: City, options: Options, before: Tables, file: str, today: date
) -> Tables:
    """Every table that changes, whole; findings go to the report."""
    name = report.table
    coming = dict(batch.tables)
    sources = _sources(before["sources"], coming, batch, file, today)
    if name == "areas":
        coming["areas"] = _areas(report, coming["areas"], before["areas"], city, options)
    merged = merge(name, coming, before | {"sources": sources}, city, replace_all=options.replace_all)
    report.find(merged.problems)
    after = before | {"sources": sources} | merged.tables
    report.find(_own_faults(name, coming, after, city))
    report.find(_left_without(before, after, coming))
    changed = dict(merged.tables)
    if name != "sources" and not sources.equals(before["sources"]):
        changed["sources"] = sources
    return changed


def _areas(report: Report, coming: pd.DataFrame, before: pd.DataFrame, city: City, options: Options) -> pd.DataFrame:
    report.find(boundaries.near(coming, before))
    if before.empty and not boundaries.inside_crs(coming):
        report.find([Problem("outside_crs", column="geometry", values={"crs": city.crs})])
    if options.new_city and city.levels[0].code not in set(coming["level"]):
        top = boundaries.whole_city(coming, city, str(coming["source_id"].iloc[0]))
        top.index = pd.Index([-1])
        coming = pd.concat([coming, validate("areas", top)])
        report.problems.append(Problem("whole_city_made", "note", value=city.slug))
    coming, notes = boundaries.with_parents(coming, before, city)
    report.find(notes)
    return coming


def _sources(known: pd.DataFrame, coming: Tables, batch: Batch, file: str, today: date) -> pd.DataFrame:
    """The list of sources with those of the file, and the corrections in their notes of change."""
    used = [source for name in WITH_SOURCE if name in coming for source in coming[name]["source_id"].unique()]
    used = list(dict.fromkeys(used))
    new = [source for source in used if source not in set(known["source_id"])]
    sources = known
    if new:
        rows = pd.DataFrame({"source_id": new, "title": file, "retrieved_at": pd.Timestamp(today)})
        added = validate("sources", rows)
        sources = pd.concat([known, added]).reset_index(drop=True) if len(known) else added
    if batch.done:
        mine = sources["source_id"].isin(used)
        notes = sources["changed"].map(lambda text: "; ".join(dict.fromkeys([*_parts(text), *batch.done])))
        sources = sources.assign(changed=sources["changed"].mask(mine, notes))
    return sources


def _parts(text: str) -> list[str]:
    return [part for part in text.split("; ") if part]


def _own_faults(name: str, coming: Tables, after: Tables, city: City) -> list[Problem]:
    """Faults of the rows of the file against everything that will stand."""
    found = [*check_references(coming, after)]
    if name == "areas":
        found += boundaries.parent_faults(coming["areas"], after["areas"], city)
    elif name == "sites":
        found += [*outside(after["areas"], coming["sites"]), *validity(coming["sites"])]
        count = int(coming["sites"]["geometry"].isna().sum())
        found += [Problem("unlocated", "note", values={"count": count})] if count else []
    elif name == "offers":
        found += kinds_of_offers(after["sites"], coming["offers"])
    elif name == "caseload":
        found += one_subject(coming["caseload"])
    return found


def _left_without(before: Tables, after: Tables, coming: Tables) -> list[Problem]:
    """Rows that stay and name something which this import takes away."""
    lost = {
        column: set(before[name][column]) - set(after[name][column])
        for name, column in (("areas", "area_id"), ("sites", "site_id"), ("sources", "source_id"))
    }
    found = []
    for name, frame in after.items():
        if name in coming and name != "areas":
            continue
        for column, gone in lost.items():
            own = TABLES[name].key == (column,)
            count = int(frame[column].isin(gone).sum()) if column in frame and gone and not own else 0
            if count:
                values = {"table": name, "count": count}
                found.append(Problem("left_without", "warning", column=column, values=values))
    return found
