"""Tables that come as they are: offers, caseload, measures, agendas, sources."""

from __future__ import annotations

from data.errors import Problem
from data.importing.meaning.columns import chosen
from data.importing.meaning.keys import matched_areas
from data.importing.options import Options
from data.importing.place import Place
from data.importing.reading.raw import Raw
from data.importing.tables.batch import Batch, read_cells

NEEDED = {
    "offers": ("site_id",),
    "caseload": ("as_of",),
    "measures": ("measure_id", "title"),
    "agendas": ("agenda_id", "position", "title"),
    "sources": ("source_id", "title"),
}


def read_plain(batch: Batch, raw: Raw, name: str, place: Place, options: Options) -> None:
    """Fill a batch with the rows of one such table."""
    texts = chosen(raw.texts, batch.columns, options.constants)
    for column in NEEDED[name]:
        if column not in texts:
            code = "as_of_missing" if column == "as_of" else "column_missing"
            batch.problems.append(Problem(code, column=column, values={"known": ", ".join(raw.names)}))
    if batch.refused:
        return
    if name == "sources" and "demo" in texts:
        texts["demo"] = texts["demo"].replace("", "no")
    frame = read_cells(batch, name, texts, raw.delimiter, options)
    if "area_id" in frame:
        frame, joining = matched_areas(name, frame, place, options)
        batch.problems += joining
    batch.add(name, frame, place.city.crs)
