"""What columns and words of a file probably mean, by what stands in them; nothing of it is taken unasked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches

import pandas as pd

from data.contracts import CATEGORIES, TABLES
from data.errors import Problem
from data.importing.cities import level_remedies
from data.importing.meaning.arranging import repeated
from data.importing.meaning.columns import FLAT, Matched, normalised
from data.importing.meaning.days import day
from data.importing.meaning.keys import find
from data.importing.meaning.looks import Cells
from data.importing.meaning.words import category_meant, figures_meant, kind_meant, word_meant
from data.importing.options import Options
from data.importing.place import Place
from data.importing.reading.raw import Raw

SAMPLE = 3000
"""Rows whose cells are looked at."""

STREET = r".*(?:str(?:aße|asse|\.)?|weg|platz|allee|ring|gasse|ufer|damm|chaussee|markt|hof|berg|steig)\b.*"
NUMBERED = r".*[^\W\d_].*\s\d+\s?[a-zA-Z]?(?:\s?[-–/]\s?\d+\s?[a-zA-Z]?)?(?:\D.*)?"
HOUSE = r"\d{1,4}\s?[a-zA-Z]?(?:\s?[-–/]\s?\d+\s?[a-zA-Z]?)?"
CODE_AND_NAME = re.compile(r"([A-Z]{0,3}\d+)[_ -]+([^\W\d].*)")
"""Name of a file that says which area it holds, as ``304_laar``."""
IDS = ("id", "nr", "nummer", "schluessel", "kennung", "key", "code", "kennz")


def proposed(table: str, raw: Raw, matched: Matched, place: Place, options: Options) -> dict[str, str]:
    """Columns of the contract that no column of the file has been found for, with the column that may be meant.

    Returns:
        Column of the contract (or ``population.age_0_5`` for figures in columns) to column of the file, which
        may be a join (``name + street``).
    """
    known = {*matched.columns, *options.constants, *options.absent}
    free = [name for name in raw.names if name not in matched.columns.values() and name not in matched.extra.values()]
    cells = Cells(raw.texts[free].head(SAMPLE))
    found: dict[str, str] = {}
    wanted = [column for column in (*TABLES[table].columns, *FLAT.get(table, ())) if column not in known]
    if table == "statistics" and matched.extra:
        wanted = [column for column in wanted if column in ("area_id", "as_of")]
    for column in wanted:
        if column in ("lon", "lat") and raw.geometry is not None:
            continue
        name = _proposal(column, table, cells, place)
        if name is not None:
            found[column] = name
    if "site_id" in found or table != "sites" or "site_id" not in wanted:
        pass
    elif (joined := _joined_id(raw.texts, matched)) is not None:
        found["site_id"] = joined
    if table == "sites" and "address" not in options.mapping and (whole := _with_house(raw, matched)):
        found["address"] = whole
    if table == "statistics" and "value" not in known and not matched.extra:
        taken = set(found.values())
        found |= {key: name for key, name in figures_meant(free).items() if name not in taken and cells.figure(name)}
    return found


def _proposal(column: str, table: str, cells: Cells, place: Place) -> str | None:
    if column == "area_id":
        return _unique_key(cells) if table == "areas" else _areas_column(cells, place)
    if column in ("site_id", "measure_id", "source_id") and TABLES[table].key == (column,):
        return _unique_key(cells)
    if column == "name":
        return _most(cells, lambda name: _wordy(cells, name))
    if column == "address":
        return _address(cells)
    if column in ("lon", "lat"):
        return _coordinate(column, cells)
    if column == "as_of":
        return _most(cells, lambda name: _days(cells, name))
    if column == "kind":
        return _most(cells, lambda name: _kinds(cells, name))
    if column == "value" and table == "statistics":
        figures = [name for name in cells.names if cells.figure(name)]
        return figures[0] if len(figures) == 1 else None
    if column == "capacity":
        said = ("platz", "plaetz", "kapaz", "betten", "schuelerzahl", "schueler", "capacity", "places")
        return next((n for n in cells.names if any(s in cells.plain[n] for s in said) and cells.figure(n)), None)
    if column == "operator":
        return next((name for name in cells.names if "traeger" in cells.plain[name] and not cells.figure(name)), None)
    return None


def _most(cells: Cells, score: object) -> str | None:
    scored = [(float(score(name)), -place, name) for place, name in enumerate(cells.names)]  # type: ignore[operator]
    best = max(scored, default=(0.0, 0, ""))
    return best[2] if best[0] >= 0.5 else None


def _areas_column(cells: Cells, place: Place) -> str | None:
    areas = pd.DataFrame(place.areas[["area_id", "name", "level", "parent_id"]])
    if areas.empty:
        return None

    def score(name: str) -> float:
        texts = [str(text) for text in cells.of(name).unique()[:300]]
        if len(texts) < 2 and len(areas) > 2:
            return 0.0
        found = find(texts, areas)
        exact = len(found.sure) + len(found.odd) * 0.5
        return (exact + 0.7 * (len(found.keys) + len(found.names))) / len(texts) if texts else 0.0

    return _most(cells, score)


def _unique_key(cells: Cells) -> str | None:
    """A column whose texts are all different and look like keys; one that is called so before others."""
    found = [name for name in cells.names if cells.unique(name) and cells.share(name, r"[\w.\-/]{1,40}") == 1.0]
    found = [name for name in found if not cells.figure(name) or cells.share(name, r"\d+") == 1.0]
    called = [name for name in found if any(word in cells.plain[name].split("_") for word in IDS)]
    called += [name for name in found if any(cells.plain[name].endswith(word) for word in IDS)]
    named = [name for name in found if cells.share(name, r"(?:19|20)\d\d") < 1.0]
    return next(iter([*called, *named]), None)


def _joined_id(texts: pd.DataFrame, matched: Matched) -> str | None:
    """Name with address or other columns that together are different in every row."""
    order = [matched.columns[column] for column in ("name", "address", "operator") if column in matched.columns]
    order += [
        name for name in map(str, texts) if name not in order and normalised(name) in ("plz", "ort", "ortsteil")
    ]
    for count in range(1, len(order) + 1):
        joined = texts[order[:count]].agg(" ".join, axis=1).str.strip()
        if joined.is_unique and bool((joined != "").all()):
            return " + ".join(order[:count])
    return None


def _wordy(cells: Cells, name: str) -> float:
    texts = cells.of(name)
    if not len(texts) or cells.figure(name) or texts.str.contains(r"https?:|@", regex=True).any():
        return 0.0
    words = texts.str.contains(r"[^\W\d_]{3}", regex=True).mean()
    named = 0.3 if "name" in cells.plain[name] or "bezeichnung" in cells.plain[name] else 0.0
    return float(words * (texts.nunique() / len(texts)) * (0.7 + named)) if len(texts) > 1 else 0.0


def _address(cells: Cells) -> str | None:
    whole = _most(cells, lambda name: cells.share(name, NUMBERED) if cells.share(name, STREET) >= 0.3 else 0.0)
    if whole is not None:
        return whole
    street = _most(cells, lambda name: 2 * cells.share(name, STREET))
    if street is None:
        return None
    house = _house(cells, street)
    return f"{street} + {house}" if house else street


def _with_house(raw: Raw, matched: Matched) -> str | None:
    """A column of streets without numbers, joined with the column that holds those."""
    street = matched.columns.get("address")
    cells = Cells(raw.texts.head(SAMPLE))
    if street is None or not len(cells.of(street)) or cells.share(street, r".*\d.*") > 0.3:
        return None
    house = _house(cells, street)
    return f"{street} + {house}" if house else None


def _house(cells: Cells, street: str) -> str | None:
    said = ("haus", "hnr", "hsnr", "nr")
    houses = [name for name in cells.names if name != street and any(word in cells.plain[name] for word in said)]
    near = [name for name in houses if "haus" in cells.plain[name] or "hnr" in cells.plain[name]]
    return next((name for name in [*near, *houses] if cells.share(name, HOUSE) >= 0.8), None)


def _coordinate(column: str, cells: Cells) -> str | None:
    """A column whose numbers lie where longitudes or latitudes, eastings or northings of Germany lie."""
    degrees, metres = ((5, 16), ((2e5, 9.5e5), (2.5e6, 5.9e6))) if column == "lon" else ((47, 56), ((5.2e6, 6.2e6),))
    names = ("x", "lon", "ost", "east", "rechts") if column == "lon" else ("y", "lat", "nord", "north", "hoch")
    found = []
    for name in cells.names:
        middle = cells.middle(name)
        if middle is None:
            continue
        fits = degrees[0] <= middle <= degrees[1] and cells.share(name, r"-?\d+[.,]\d{3,}") > 0.5
        fits |= any(low <= middle <= high for low, high in metres)
        if fits and any(word in cells.plain[name] for word in names):
            found.append(name)
    return found[0] if len(found) == 1 else None


def _days(cells: Cells, name: str) -> float:
    texts = list(cells.of(name).unique()[:300])
    good = [text for text in texts if (found := day(text)[0]) is not None and 1900 <= found.year <= 2100]
    return len(good) / len(texts) if texts else 0.0


def _kinds(cells: Cells, name: str) -> float:
    texts = [str(text) for text in cells.of(name).unique()[:100]]
    if not texts or len(texts) > 60:
        return 0.0
    return max(sum(kind_meant(text, category) is not None for text in texts) for category in CATEGORIES) / len(texts)


def _year_said(texts: Iterable[str]) -> str | None:
    """The last day of the one year that stands in some names, without a month."""
    years = {year for text in texts for year in re.findall(r"(?<![\d.-])(?:19|20)\d\d(?![\d.-])", text)}
    return f"{years.pop()}-12-31" if len(years) == 1 else None


def remedied(
    problems: Iterable[Problem],
    found: dict[str, str],
    raw: Raw,
    place: Place,
    options: Options,
    file: str,
) -> list[Problem]:
    """Problems with the options that would settle them, where the file lets guess which."""
    problems = list(problems)
    twice = any(problem.code == "duplicate_key" for problem in problems)
    same = set(raw.texts.index[repeated(raw, all_of_them=True)]) if twice else set()
    remedied = []
    for problem in problems:
        if problem.code == "duplicate_key" and problem.row in same:
            problem = replace(problem, remedies=("--once", *problem.remedies))
        elif not problem.remedies:
            problem = replace(problem, remedies=_remedies(problem, found, raw, place, options, file))
        remedied.append(problem)
    return remedied


def _remedies(
    problem: Problem,
    found: dict[str, str],
    raw: Raw,
    place: Place,
    options: Options,
    file: str,
) -> tuple[str, ...]:
    column, value = problem.column or "", problem.value or ""
    if problem.code in ("column_missing", "id_missing", "as_of_missing"):
        if column in found:
            return (f"--map {column}={found[column]}",)
        if column == "category":
            category = category_meant(file) or category_meant(" ".join(raw.names))
            return (f"--constant category={category}",) if category else ()
        if column == "as_of":
            day = _year_said(raw.names) or _year_said([file])
            return (f"--constant as_of={day}",) if day else ()
        if column == "indicator":
            return ("--constant indicator=population",)
        if len(raw.texts) == 1 and (said := CODE_AND_NAME.fullmatch(file)) and column in ("area_id", "name"):
            return (f"--constant {column}={said[1] if column == 'area_id' else said[2].replace('_', ' ').title()}",)
        return ()
    if problem.code in ("level_unknown", "level_missing"):
        return level_remedies(problem, place.city, options, f"{file} {raw.sheet or ''}")
    if problem.code == "kind_unknown":
        meant = kind_meant(value, str(problem.values.get("category", "")))
        return (f"--value kind:{value}={meant or ''}",)  # nothing: the category as a whole
    if problem.code in ("not_listed", "no_truth"):
        meant = word_meant(column, value)
        return (f"--value {column}:{value}={meant}",) if meant else ()
    if problem.code in ("no_number", "no_integer") and value.strip() and not any(sign.isdigit() for sign in value):
        return tuple(f"--marker {value.strip()}={marker}" for marker in ("missing", "secret", "zero"))
    if problem.code == "correction_column":
        return tuple(f"--map {column}={name}" for name in get_close_matches(value, raw.names, 1))
    return ()


def of_another_register(problems: Iterable[Problem], columns: Mapping[str, str], rows: int) -> list[Problem]:
    """Where few sites of a file have the key of another source, two registers count alike.

    The key together with the name tells them apart; to take over the other source would end its sites.
    """
    found = list(problems)
    taken = {number for number, problem in enumerate(found) if problem.code == "key_of_other_source"}
    if columns.get("site_id") is None or len(taken) > rows / 2:
        return found
    parts = [columns[column] for column in ("site_id", "name") if column in columns]
    joined = (f"--map site_id={' + '.join(parts)}",) if len(set(parts)) == 2 else ()
    return [replace(one, remedies=joined) if number in taken else one for number, one in enumerate(found)]
