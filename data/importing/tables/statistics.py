"""Figures about areas: one a row (long), one column an indicator or group, or one column a year (wide)."""

from __future__ import annotations

import re

import pandas as pd

from data.contracts import TABLES
from data.errors import Problem
from data.importing.meaning.columns import chosen, normalised
from data.importing.meaning.days import day
from data.importing.meaning.keys import matched_areas, without_figures
from data.importing.meaning.looks import FIGURE
from data.importing.meaning.values import bare, decimals_of, numbers, signs_text, typed
from data.importing.options import Options
from data.importing.place import Place
from data.importing.reading.raw import Raw
from data.importing.tables.batch import Batch, unmarked

NAMES = {"name", "bezeichnung", "plr_name", "pgr_name", "gebietsname", "stadtteil", "ortsteil", "gemeinde", "gen"}
YEARS = range(1900, 2101)
KEY = r"0\d+"
DAY = r"\d{1,2}\.\d{1,2}\.\d{2,4}"
NO_FIGURE = re.compile(
    rf"(?:.*_)?(?:lon|lat|lng|long|longitude|latitude|easting|northing|plz|postleitzahl|zip|key|code|rs|ars|ags|id|nr|{'|'.join(NAMES)})"
).fullmatch
"""Columns of numbers that are no figures about an area: keys, post codes and coordinates."""


def read_statistics(batch: Batch, raw: Raw, place: Place, options: Options, extra: dict[str, str]) -> None:
    """Fill a batch with statistics.

    Wide are files where the mapping names indicators (``population.age_0_5``), files whose columns of figures
    are named as years or days, and files without a column of values: there every column of figures that
    nothing else uses is an indicator of its own name.
    """
    constants = {key: value for key, value in options.constants.items() if key in TABLES["statistics"].columns}
    texts = chosen(raw.texts, batch.columns, constants)
    years = [] if extra or "value" in texts else _years(batch, raw)
    if "area_id" not in texts:
        batch.problems.append(_missing("column_missing", "area_id", raw))
    if "as_of" not in texts and not years:
        batch.problems.append(_missing("as_of_missing", "as_of", raw))
    if "indicator" not in texts and (years or ("value" in texts and not extra)):
        batch.problems.append(_missing("column_missing", "indicator", raw))
    if batch.refused:
        if "area_id" in texts:  # whatever is missing, the rows are about the same areas
            about = texts.assign(area_id=texts["area_id"].str.strip())
            _, joining = matched_areas("statistics", about, place, options, _names(raw, batch))
            batch.problems += [problem for problem in joining if problem.severity == "error"]
        return
    if years:
        texts = _over_years(batch, raw, texts, years)
    elif extra or "value" not in texts:
        found = _long(batch, raw, texts, extra, constants.get("indicator"))
        if found is None:
            return
        texts = found
    frame = _cells(batch, raw, texts, options)
    frame, joining = matched_areas("statistics", frame, place, options, _names(raw, batch))
    batch.problems += joining
    if options.add_up:
        frame, summed = added_up(frame)
        batch.problems += summed
    if not any(problem.severity == "error" for problem in joining):
        batch.add("statistics", frame, place.city.crs)
    if batch.refused:
        batch.tables.clear()
    elif "statistics" in batch.tables:
        batch.problems += without_figures(batch.tables["statistics"], place)


def added_up(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Rows of one key as one row with their sum; with a part that is missing or secret, so is the sum."""
    key = list(TABLES["statistics"].key)
    again = frame.duplicated(key, keep=False)
    if not again.any():
        return frame, []
    rows = frame[again]
    groups = rows.groupby(key, sort=False, dropna=False)
    whole = groups["value"].transform("sum").mask(groups["value"].transform(lambda one: one.isna().any()))
    secret = (rows["marker"] == "secret").groupby([rows[column] for column in key], dropna=False).transform("any")
    marker = pd.Series("", index=rows.index, dtype="str").mask(whole.isna(), "missing").mask(secret, "secret")
    summed = rows.assign(value=whole, marker=marker)[~rows.duplicated(key)]
    values = {"count": len(rows), "total": len(summed)}
    joined = pd.concat([frame[~again], summed]).sort_index(kind="stable")
    return joined, [Problem("added_up", "note", values=values)]


def _missing(code: str, column: str, raw: Raw) -> Problem:
    return Problem(code, column=column, values={"known": ", ".join(raw.names)})


def _names(raw: Raw, batch: Batch) -> dict[str, str]:
    """Text that names an area to the name that stands beside it in the file."""
    column = batch.columns.get("area_id")
    beside = [name for name in raw.names if normalised(name) in NAMES and name != column]
    if column is None or column not in raw.texts or not beside:
        return {}
    return dict(zip(raw.texts[column].str.strip(), raw.texts[beside[0]], strict=True))


def _years(batch: Batch, raw: Raw) -> list[str]:
    """Columns of figures named as a year or a day, as ``2019`` or ``31.12.2019``."""
    found = []
    for name in batch.ignored:
        named, _ = day(name)
        if named is not None and named.year in YEARS and _has_figures(raw.texts[name]):
            found.append(name)
    return found


def _over_years(batch: Batch, raw: Raw, texts: pd.DataFrame, years: list[str]) -> pd.DataFrame:
    batch.columns |= {f"as_of.{name}": name for name in years}
    batch.ignored = [name for name in batch.ignored if name not in years]
    return pd.concat([texts.assign(as_of=name, value=raw.texts[name], file_column=name) for name in years])


def _long(
    batch: Batch, raw: Raw, texts: pd.DataFrame, extra: dict[str, str], indicator: str | None
) -> pd.DataFrame | None:
    if not extra:
        extra = {
            name: name for name in batch.ignored if not NO_FIGURE(normalised(name)) and _has_figures(raw.texts[name])
        }
        batch.columns |= extra
        batch.ignored = [name for name in batch.ignored if name not in extra]
        split = False
    else:
        split = indicator is None
    if not extra:
        batch.problems.append(Problem("no_figures"))
        return None
    kept = texts.drop(columns=["value", "indicator", "group"], errors="ignore")
    group = texts.get("group", "total")
    blocks = []
    for key, name in extra.items():
        head, _, tail = key.partition(".") if split else (key, "", "")
        if indicator is not None:
            named = kept.assign(indicator=indicator, group=key)
        else:
            named = kept.assign(indicator=head, group=tail or group)
        blocks.append(named.assign(value=raw.texts[name], file_column=name))
    return pd.concat(blocks)


def _has_figures(column: pd.Series) -> bool:
    """Whether at least half of the filled cells are numbers; the others will be named as faults.

    Texts as ``05`` are keys, texts as ``31.12.2020`` days.
    """
    cells = bare(column)
    filled = cells[cells != ""].head(2000)
    if filled.str.fullmatch(KEY).any() or filled.str.fullmatch(DAY).mean() >= 0.5:
        return False
    return bool(len(filled)) and bool(filled.str.fullmatch(FIGURE).mean() >= 0.5)


def _cells(batch: Batch, raw: Raw, texts: pd.DataFrame, options: Options) -> pd.DataFrame:
    plain, markers, notes = unmarked(texts, ["value"], options.markers)
    names = texts["file_column"] if "file_column" in texts else pd.Series("value", index=texts.index)
    columns = {str(name): plain["value"][names == name] for name in names.unique()}
    signs, found = decimals_of(columns, raw.delimiter, options.decimal)
    batch.decimal = signs_text(signs.values())
    batch.problems += [*notes, *found]
    values, wrong = numbers(plain["value"], next(iter(signs.values()), "."))
    for sign in set(signs.values()) - {next(iter(signs.values()))}:
        other = names.isin([name for name, used in signs.items() if used == sign]).to_numpy()
        again, false = numbers(plain["value"][other], sign)
        values.iloc[other.nonzero()[0]], wrong.iloc[other.nonzero()[0]] = again.to_numpy(), false.to_numpy()
    for row, name, value in zip(texts.index[wrong], names[wrong], texts["value"][wrong], strict=True):
        batch.problems.append(Problem("no_number", row=int(row), column=name, value=value))
    said = texts["marker"].str.strip() if "marker" in texts else pd.Series("", index=texts.index, dtype="str")
    marker = said.mask(said == "", markers["value"])
    marker = marker.mask(values.isna() & (marker == ""), "missing")
    frame, faults = typed("statistics", plain.drop(columns=["value", "file_column"], errors="ignore"), ".")
    batch.problems += faults
    return frame.assign(value=values, marker=marker)
