"""The list of sources with those of a file, and what somebody says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from data.contracts import validate
from data.errors import Problem
from data.importing.meaning.values import typed
from data.importing.options import UnknownColumnError
from data.importing.scope import Tables
from data.importing.tables.batch import Batch

WITH_SOURCE = ("areas", "sites", "statistics", "caseload", "measures")
"""Tables whose rows name their source."""

ABOUT = ("title", "publisher", "licence", "attribution", "url", "as_of")
"""What can be said of a source with an import."""


def check_about(about: Mapping[str, str]) -> None:
    """Refuse facts of a source that there are none of.

    Raises:
        UnknownColumnError: for the first such fact.
    """
    for column in about:
        if column not in ABOUT:
            raise UnknownColumnError(column=column, table="sources", known=", ".join(ABOUT))


def with_sources(known: pd.DataFrame, coming: Tables, batch: Batch, file: str, today: date) -> pd.DataFrame:
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


def told(sources: pd.DataFrame, coming: Tables, about: Mapping[str, str]) -> tuple[pd.DataFrame, list[Problem]]:
    """The list of sources with what somebody said of those of the file."""
    used = {one for name in WITH_SOURCE if name in coming for one in coming[name]["source_id"].unique()}
    said, wrong = typed("sources", pd.DataFrame({key: [value] for key, value in about.items()}, dtype="str"), ".")
    mine = sources["source_id"].isin(used)
    for column in map(str, said):
        sources = sources.assign(**{column: sources[column].mask(mine, said[column].iloc[0])})
    wrong = [replace(problem, row=None, column=f"about.{problem.column}") for problem in wrong]
    return sources, wrong


def _parts(text: str) -> list[str]:
    return [part for part in text.split("; ") if part]
