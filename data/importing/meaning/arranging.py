"""The rows of a file before their columns mean anything: joined columns, chosen rows, meant values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import shapely

from data.errors import Problem
from data.importing.options import Options
from data.importing.reading.raw import Raw

PLUS = " + "
SHOWN = 20


def arranged(raw: Raw, table: str, options: Options) -> tuple[Raw, list[Problem]]:  # noqa: ARG001
    """The file with columns joined (``street + number``) and only the rows that ``where`` chooses.

    Returns:
        The file, an error for each column that it does not have, and a note about the rows chosen.
    """
    texts, problems = _joined(raw.texts, options.mapping.values())
    keep = pd.Series(True, index=texts.index)
    for column in dict.fromkeys(column for column, _ in options.where):
        if column not in texts:
            known = {"known": ", ".join(map(str, texts))}
            problems.append(Problem("where_column", value=column, values=known))
            continue
        wanted = [value.strip() for name, value in options.where if name == column]
        keep &= texts[column].str.strip().isin(wanted)
    if options.where and not problems:
        counts = {"count": int(keep.sum()), "total": len(keep)}
        severity = "note" if keep.any() else "warning"
        problems.append(Problem("rows_chosen", severity, values=counts))  # type: ignore[arg-type]
        texts = texts[keep]
        if raw.geometry is not None:
            raw = replace(raw, geometry=gpd.GeoSeries(raw.geometry[keep.to_numpy()]))
    raw = replace(raw, texts=texts)
    if options.once and (again := repeated(raw)).any():
        listed = [str(row) for row in texts.index[again]]
        values = {"count": len(listed), "rows": ", ".join(listed[:SHOWN]) + (" …" if len(listed) > SHOWN else "")}
        problems.append(Problem("rows_once", "note", values=values))
        shapes = None if raw.geometry is None else gpd.GeoSeries(raw.geometry[~again.to_numpy()])
        raw = replace(raw, texts=texts[~again], geometry=shapes)
    return raw, problems


def repeated(raw: Raw, *, all_of_them: bool = False) -> pd.Series:
    """Rows that say in every column, and with their geometry, what a row before them (or any other) says."""
    texts = raw.texts
    if raw.geometry is not None:
        texts = texts.assign(**{"\0geometry": shapely.to_wkb(raw.geometry.to_numpy())})
    return texts.duplicated(keep=False if all_of_them else "first")


def parts(name: str) -> list[str]:
    """Columns that a joined column is made of.

    >>> parts("Straße + Nr.")
    ['Straße', 'Nr.']
    """
    return [part.strip() for part in name.split(PLUS)]


def _joined(texts: pd.DataFrame, names: Iterable[str]) -> tuple[pd.DataFrame, list[Problem]]:
    problems: list[Problem] = []
    for name in dict.fromkeys(names):
        if PLUS not in name or name in texts:
            continue
        missing = [part for part in parts(name) if part not in texts]
        if missing:
            continue  # that the file has no such column is said where columns are matched
        cells = texts[parts(name)[0]]
        for part in parts(name)[1:]:
            cells = cells.str.cat(texts[part], sep=" ")
        texts = texts.assign(**{name: cells.str.replace(r"\s+", " ", regex=True).str.strip()})
    return texts, problems


def meant(
    texts: pd.DataFrame, columns: Mapping[str, str], values: Iterable[tuple[str, str, str]]
) -> tuple[pd.DataFrame, dict[str, str], list[Problem]]:
    """Texts replaced by what they mean, before anything is typed.

    Args:
        texts: the file.
        columns: column of the contract to column of the file.
        values: column of the contract or of the file, text found, text meant.

    Returns:
        The file; the columns (a column of the file that several columns of the contract use is copied, so that
        only the one that was meant changes); problems.
    """
    columns, problems = dict(columns), []
    for column in dict.fromkeys(column for column, _, _ in values):
        name = columns.get(column, column)
        if name not in texts:
            problems.append(Problem("value_column", value=column, values={"known": ", ".join(map(str, texts))}))
            continue
        if column in columns and list(columns.values()).count(name) > 1:
            copied = f"{name} ({column})"
            texts, columns[column], name = texts.assign(**{copied: texts[name]}), copied, copied
        meanings = {found.strip(): new for about, found, new in values if about == column}
        cells = texts[name].str.strip()
        lost = sorted(set(meanings) - set(cells.unique()))
        problems += [Problem("value_not_found", "warning", column=column, value=found) for found in lost]
        texts = texts.assign(**{name: cells.map(meanings).fillna(texts[name]).astype("str")})
    return texts, columns, problems
