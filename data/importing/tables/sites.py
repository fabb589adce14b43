"""Sites with what they offer: flat rows, one an offer, or one a site with a column a kind."""

from __future__ import annotations

import pandas as pd

from data.contracts import CATEGORIES, TABLES
from data.errors import Problem
from data.importing.location.positions import located
from data.importing.meaning.columns import OFFER, chosen
from data.importing.meaning.keys import matched_areas
from data.importing.meaning.values import decimals_of, signs_text, typed
from data.importing.options import Options
from data.importing.place import Place
from data.importing.reading.raw import Raw
from data.importing.tables.batch import Batch, figures, unmarked

OWN = tuple(column for column in TABLES["sites"].columns if column not in ("site_id", "geometry"))


def read_sites(batch: Batch, raw: Raw, place: Place, options: Options, extra: dict[str, str]) -> None:
    """Fill a batch with sites and their offers.

    Args:
        batch: with its columns matched.
        raw: the file, corrected.
        place: the city.
        options: constants, among them such as ``under_3.capacity``.
        extra: columns a kind, as ``under_3.capacity``, with the columns of the file.
    """
    per_kind = {key: value for key, value in options.constants.items() if "." in key}
    plain = {key: value for key, value in options.constants.items() if "." not in key}
    texts = chosen(raw.texts, batch.columns, plain)
    for column in ("site_id", "category"):
        if column not in texts:
            code = "id_missing" if column == "site_id" else "column_missing"
            batch.problems.append(Problem(code, column=column, values={"known": ", ".join(raw.names)}))
    geometry, problems = located(raw, texts, place, options)  # its faults are told with those of the columns
    batch.problems += problems
    if batch.refused:
        return
    own = ["site_id", *(column for column in OWN if column in texts)]
    frame, wrong = typed("sites", texts[own].assign(geometry=geometry), ".")
    batch.problems += wrong
    if "area_id" in frame:
        frame, joining = matched_areas("sites", frame, place, options)
        batch.problems += joining
    total = "capacity" in {*options.mapping, *plain} - options.absent
    blocks = _blocks(texts, chosen(raw.texts, extra, per_kind), total)
    first = _one_row_a_site(batch, frame) if blocks else frame
    batch.add("sites", first, place.city.crs)
    if not blocks:
        return
    offers = _offers(batch, raw, blocks, options)
    category = offers["site_id"].map(dict(zip(first["site_id"], first["category"], strict=True)))
    _kinds(batch, offers, category)
    if not batch.refused:
        batch.add("offers", offers, place.city.crs)


def _one_row_a_site(batch: Batch, frame: pd.DataFrame) -> pd.DataFrame:
    """The first row of each site; its own columns must say the same in all its rows."""
    again = frame.duplicated("site_id") & (frame["site_id"] != "")
    first = frame[~again]
    if again.any():
        written = frame["geometry"].map(lambda point: point.wkt if point else "")
        cells = frame.assign(geometry=written).astype("str").fillna("")
        mine = cells.loc[first.index].drop_duplicates("site_id").set_index("site_id", drop=False)
        rows = pd.Series(first.index, index=first["site_id"].to_numpy())
        repeated = cells[again]
        for column in cells.columns:
            expected = repeated["site_id"].map(mine[column])
            differs = repeated[column] != expected
            for row, site_id, other in zip(
                repeated.index[differs], repeated["site_id"][differs], expected[differs], strict=True
            ):
                values = {"other_row": int(rows[site_id]), "other": other}
                batch.problems.append(
                    Problem("site_differs", row=int(row), column=column, value=site_id, values=values)
                )
    return first


def _blocks(texts: pd.DataFrame, per_kind: pd.DataFrame, total: bool) -> list[pd.DataFrame]:
    """Offers as text, one row an offer: those in the rows themselves, and one block a kind.

    A kind of which a row says nothing is not offered there; where it says nothing of any kind, the offer is
    there and its size not known (L4).
    """
    flat = texts[["site_id", *(column for column in OFFER if column in texts)]]
    if "offer" in texts:
        flat = flat[texts["offer"].str.strip().str.lower() != "no"]
    kinds = list(dict.fromkeys(str(name).rpartition(".")[0] for name in per_kind))
    if not kinds:
        return [flat] if len(flat.columns) > 1 else []
    blocks = [flat] if total else []
    silent = pd.Series(not total, index=texts.index)
    for kind in kinds:
        own = {
            str(name).rpartition(".")[2]: column
            for name, column in per_kind.items()
            if str(name).rpartition(".")[0] == kind
        }
        said = pd.DataFrame(own).apply(lambda column: column.str.strip() != "").any(axis=1)
        silent &= ~said
        block = flat.drop(columns="capacity", errors="ignore").assign(**own, kind=kind)
        blocks.append(block[said])
    blocks.append(flat.drop(columns="capacity", errors="ignore")[silent])
    return [block for block in blocks if len(block)]


def _offers(batch: Batch, raw: Raw, blocks: list[pd.DataFrame], options: Options) -> pd.DataFrame:
    texts = pd.concat(blocks).fillna("").sort_index(kind="stable")
    columns = figures("offers", texts)
    plain, _, notes = unmarked(texts, columns, options.markers)
    signs, found = decimals_of({column: plain[column] for column in columns}, raw.delimiter, options.decimal)
    batch.decimal = signs_text(signs.values())
    frame, wrong = typed("offers", plain, signs)
    batch.problems += [*notes, *found, *wrong]
    return frame


def _kinds(batch: Batch, offers: pd.DataFrame, category: pd.Series) -> None:
    if "kind" not in offers:
        return
    for row, kind, name in zip(offers.index, offers["kind"].fillna(""), category, strict=True):
        if kind and isinstance(name, str) and name in CATEGORIES and kind not in CATEGORIES[name]:
            values = {"category": name, "allowed": ", ".join(CATEGORIES[name])}
            batch.problems.append(Problem("kind_unknown", row=int(row), column="kind", value=kind, values=values))
