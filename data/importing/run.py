"""One import, from the file to the report."""

from __future__ import annotations

from collections.abc import Mapping
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
from data.errors import ChangedMeanwhileError, DataRefusedError, Problem
from data.importing.cities import city_row, new_city, with_level
from data.importing.crediting import WITH_SOURCE, check_about, told, with_sources
from data.importing.location.coverage import coverage
from data.importing.location.drawing import drawn
from data.importing.location.reference import referenced
from data.importing.location.siting import sheltered, sited, unlocated
from data.importing.meaning.arranging import arranged, meant
from data.importing.meaning.columns import correct, ignored_note, known_names, match
from data.importing.meaning.proposals import of_another_register, proposed, remedied
from data.importing.options import Options
from data.importing.place import Place
from data.importing.preview import samples, shown
from data.importing.process.apart import read_apart
from data.importing.process.progress import FINISHING, Progress, silent
from data.importing.reading.raw import Raw
from data.importing.remembered import filled, remembered
from data.importing.report import Report
from data.importing.scope import Tables, merge
from data.importing.tables import areas as boundaries
from data.importing.tables.batch import FIRST, Batch
from data.importing.tables.plain import read_plain
from data.importing.tables.sites import read_sites
from data.importing.tables.statistics import read_statistics
from data.roles import present
from data.rows import to_frame
from data.store import Store

ABOUT_FIGURES = ("areas", "statistics", "sources")
"""Tables whose import can touch figures; others leave that table, which may be very long, unread."""


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
    expected: Mapping[str, int] | None = None,
    called: str | None = None,
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
        progress: is told each stage (of :data:`data.importing.process.progress.STAGES`).
        expected: tables with the edition that somebody has seen; a later one keeps the file out.
        called: name of the file for people and the history; by default its own.

    Returns:
        The report. With an error among its problems nothing was stored and ``edition`` is None.

    Raises:
        UsageError: an unknown city, table, column or ending; nobody's data are at fault.
        ChangedMeanwhileError: a table has a later edition than ``expected``; nothing was stored.
        OSError: the file cannot be read.
    """
    require_manager(present(viewer))
    table(name)
    known_names(name, [*options.mapping, *options.constants], free=name == "statistics")
    check_about(options.about)
    settings = new_city(store, city, name, options, viewer) if options.new_city else store.city(city, viewer=viewer)
    report = Report(city, name, dry_run=options.dry_run, level=options.level if name == "areas" else None)
    if options.new_level and not options.new_city:
        settings = with_level(settings, options)
    place = Place(settings, _areas_of(store, settings, options, viewer))
    batch = None
    called = (called or file.name).encode("utf-8", "replace").decode()  # names of other systems may be no text
    try:
        progress("reading")
        raw, options = _read_remembering(store, city, report, file, options)
        progress("understanding")
        batch = _batch(report, raw, name, place, options, Path(called).stem)
        report.find(batch.problems)
        if preview:
            report.preview = shown(batch.tables.get(name, batch.first[name]).iloc[:FIRST])
        if not report.refused:
            settings = _settled(settings, batch, options)
            progress("storing")
            _store(store, settings, batch, report, options, viewer, called, today, expected or {}, progress)
    except DataRefusedError as error:
        report.find(error.problems)
    if preview and batch is not None:
        report.drawn = drawn(name, batch.drawn, place, report.problems)
    if report.refused:
        report.edition, report.added, report.changed, report.removed = None, 0, 0, 0
    report.judge()
    return report


def _areas_of(store: Store, city: City, options: Options, viewer: Viewer) -> gpd.GeoDataFrame:
    """Boundaries that the city has before the import; none for a new city."""
    if options.new_city:
        return gpd.GeoDataFrame(to_frame("areas", [], city.crs))
    return gpd.GeoDataFrame(store.read(city.slug, "areas", viewer=viewer))


def _read_remembering(store: Store, city: str, report: Report, file: Path, options: Options) -> tuple[Raw, Options]:
    """The file, read with what an earlier import of its source was told where that was asked for."""
    asked, name = options, report.table
    known = None
    if asked.as_before and not asked.new_city:
        known = remembered(store, city, name, source=asked.source, file=file.name)
        options = filled(asked, known[0]) if known else asked
    raw = read_apart(file, options)
    if asked.as_before and not asked.new_city and known is None and asked.source is None:
        known = remembered(store, city, name, raw.names)
        if known is not None:
            options = filled(asked, known[0])
            raw = read_apart(file, options)
    if known is not None:
        report.remembered = known[1].edition
    elif asked.as_before:
        report.problems.append(Problem("nothing_remembered", "warning"))
    report.options = options.as_json()
    return raw, options


def _batch(report: Report, raw: Raw, name: str, place: Place, options: Options, stem: str) -> Batch:
    header = raw.names
    raw, arranging = arranged(raw, name, options)
    raw, referencing = referenced(raw, place, options) if TABLES[name].is_spatial else (raw, [])
    report.rows_read = len(raw.texts)
    report.sheets, report.sheet = raw.sheets, raw.sheet
    report.header_rows, report.first_line = raw.header_rows, raw.first_line
    report.crs, report.encoding, report.delimiter = raw.crs, raw.encoding, raw.delimiter
    report.file_columns = samples(raw.texts)
    without = ("lon", "lat") if raw.geometry is not None else ()
    matched = match(name, raw.names, options, without)
    report.proposed = proposed(name, raw, matched, place, options)
    texts, wrong, done = correct(raw.texts, {**matched.extra, **matched.columns}, options.corrections)
    texts, matched.columns, lost = meant(texts, matched.columns, options.values)
    raw = replace(raw, texts=texts)
    batch = Batch(columns=matched.columns, ignored=matched.ignored, done=done, header=header)
    known = {column: texts[own] for column, own in matched.columns.items() if own in texts}
    batch.first[name] = pd.DataFrame(known, index=texts.index).iloc[:FIRST]
    batch.problems += [*raw.notes, *arranging, *referencing, *matched.problems, *wrong, *lost]
    if not len(texts) and not options.replace_all:
        batch.problems.append(Problem("no_rows"))
    if not batch.refused:
        _read(batch, raw, name, place, options, matched.extra)
    batch.problems = remedied(batch.problems, report.proposed, raw, place, options, stem)
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
        sited(batch, place, options)
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
    store: Store,
    city: City,
    batch: Batch,
    report: Report,
    options: Options,
    viewer: Viewer,
    file: str,
    today: date,
    expected: Mapping[str, int],
    progress: Progress,
) -> None:
    try:
        with store.change(city.slug, viewer=viewer, action="import") as change:
            for table_name, edition in expected.items():
                if store.edition(city.slug, table_name) != edition:
                    raise ChangedMeanwhileError(table=table_name, edition=store.edition(city.slug, table_name))
            # everything that stands is read inside the transaction, so that no import loses another's rows
            needed = [name for name in TABLES if name != "statistics" or report.table in ABOUT_FIGURES]
            before = {name: change.read(name) for name in needed}
            if options.new_city:
                before = {name: _in_crs(frame, city.crs) for name, frame in before.items()}
                change.write("city", city_row(city))
            elif options.new_level:
                standing = change.settings()
                change.write("city", city_row(with_level(standing or city, options)))
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
            progress(FINISHING)
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
    known |= {"replace_all": True} if options.replace_all else {}
    known |= {"note": options.note} if options.note else {}
    sources = {
        one for name in WITH_SOURCE if name in batch.tables for one in batch.tables[name]["source_id"].unique()
    }
    return known | {"options": options.as_json(), "sources": sorted(sources), "header": batch.header}


def _merged(
    batch: Batch, report: Report, city: City, options: Options, before: Tables, file: str, today: date
) -> Tables:
    """Every table that changes, whole; findings go to the report."""
    name = report.table
    coming = dict(batch.tables)
    sources = with_sources(before["sources"], coming, batch, file, today)
    if options.about and name != "sources":
        sources, wrong = told(sources, coming, options.about)
        report.find(wrong)
    if "sites" in coming:
        coming["sites"], notes = sheltered(coming["sites"], before)
        report.find(notes)
    if name == "areas":
        coming["areas"] = _areas(report, coming["areas"], before["areas"], city, options)
    merged = merge(
        name, coming, before | {"sources": sources}, city, replace_all=options.replace_all, add=options.add
    )
    report.find(of_another_register(merged.problems, batch.columns, len(coming[name])))
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
    column = "area_id" if options.add else "level"
    others = before[~before[column].isin(coming[column])]
    if not report.refused:
        made = any(problem.code == "whole_city_made" for problem in report.problems)
        together = pd.concat([others, coming])
        report.find(coverage(together, coming["level"].unique(), city, whole_made=made))
    return coming


def _own_faults(name: str, coming: Tables, after: Tables, city: City) -> list[Problem]:
    """Faults of the rows of the file against everything that will stand."""
    found = [*check_references(coming, after)]
    if name == "areas":
        found += boundaries.parent_faults(coming["areas"], after["areas"], city)
    elif name == "sites":
        found += [*outside(after["areas"], coming["sites"]), *validity(coming["sites"])]
        found += unlocated(coming["sites"])
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
