"""Figures about areas: one a row (long), or one column an indicator or group (wide)."""

from __future__ import annotations

import pandas as pd

from data.contracts import TABLES
from data.errors import Problem
from data.importing.batch import Batch, unmarked
from data.importing.columns import chosen
from data.importing.options import Options
from data.importing.place import Place
from data.importing.raw import Raw
from data.importing.values import NUMBER, decimal_of, numbers, typed

NAMES = {"name", "bezeichnung", "plr_name", "pgr_name", "gebietsname"}


def read_statistics(batch: Batch, raw: Raw, place: Place, options: Options, extra: dict[str, str]) -> None:
    """Fill a batch with statistics.

    Wide are files where the mapping names indicators (``population.age_0_5``), and files without a column of
    values: there every column of figures that nothing else uses is an indicator of its own name.
    """
    constants = {key: value for key, value in options.constants.items() if key in TABLES["statistics"].columns}
    texts = chosen(raw.texts, batch.columns, constants)
    for column, code in (("area_id", "column_missing"), ("as_of", "as_of_missing")):
        if column not in texts:
            batch.problems.append(Problem(code, column=column, values={"known": ", ".join(raw.names)}))
    if batch.refused:
        return
    if extra or "value" not in texts:
        found = _long(batch, raw, texts, extra, constants.get("indicator"))
        if found is None:
            return
        texts = found
    elif "indicator" not in texts:
        batch.problems.append(Problem("column_missing", column="indicator", values={"known": ", ".join(raw.names)}))
        return
    batch.add("statistics", _cells(batch, raw, texts), place.city.crs)
    if batch.refused:
        batch.tables.clear()


def _long(
    batch: Batch, raw: Raw, texts: pd.DataFrame, extra: dict[str, str], indicator: str | None
) -> pd.DataFrame | None:
    if not extra:
        extra = {name: name for name in batch.ignored if name.lower() not in NAMES and _has_figures(raw.texts[name])}
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
    """Whether at least half of the filled cells are numbers; the others will be named as faults."""
    filled = column[column.str.strip() != ""].str.strip()
    looks = filled.str.replace(r"[.,'\s](?=\d)", "", regex=True).str.fullmatch(NUMBER)
    return bool(len(filled)) and bool(looks.mean() >= 0.5)


def _cells(batch: Batch, raw: Raw, texts: pd.DataFrame) -> pd.DataFrame:
    plain, markers, notes = unmarked(texts, ["value"])
    batch.decimal, found = decimal_of([plain["value"]], raw.delimiter)
    batch.problems += [*notes, *found]
    values, wrong = numbers(plain["value"], batch.decimal)
    names = texts["file_column"] if "file_column" in texts else pd.Series("value", index=texts.index)
    for row, name, value in zip(texts.index[wrong], names[wrong], texts["value"][wrong], strict=True):
        batch.problems.append(Problem("no_number", row=int(row), column=name, value=value))
    said = texts["marker"].str.strip() if "marker" in texts else pd.Series("", index=texts.index)
    marker = said.mask(said == "", markers["value"])
    marker = marker.mask(values.isna() & (marker == ""), "missing")
    frame, faults = typed("statistics", plain.drop(columns=["value", "file_column"], errors="ignore"), ".")
    batch.problems += faults
    return frame.assign(value=values, marker=marker)
