"""A city while one edition of one of its tables was the latest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from data import schema
from data.contracts import TABLES, table
from data.errors import UnknownEditionError
from data.store import Store

NEVER = datetime(1980, 1, 1, tzinfo=UTC)
"""Time of a table that nobody has written yet; files of archives know no earlier one."""


@dataclass(frozen=True)
class Standing:
    """Editions that stood together.

    Attributes:
        editions: of every table, 0 where it had none yet; the other tables as they stood last before the next
            edition of the table asked for.
        times: when each of these editions was made.
    """

    editions: dict[str, int]
    times: dict[str, datetime]


def standing(store: Store, city: str, name: str, edition: int | None = None) -> Standing:
    """What stood while an edition of a table was the latest; by default, what stands now.

    Raises:
        UnknownEditionError: the table has no such edition.
    """
    table(name)
    known = schema.editions
    query = sa.select(known.c.table_name, known.c.edition, known.c.entry, known.c.at).where(known.c.city == city)
    with store.connect() as connection:
        made = [tuple(row) for row in connection.execute(query.order_by(known.c.entry))]
    own = {number: entry for table_name, number, entry, _ in made if table_name == name}
    if edition is not None and edition not in own:
        raise UnknownEditionError(table=name, edition=edition)
    later = [entry for number, entry in own.items() if edition is not None and number > edition]
    editions = dict.fromkeys(TABLES, 0)
    times = dict.fromkeys(TABLES, NEVER)
    for table_name, number, entry, at in made:
        if table_name in editions and (not later or entry < min(later)):
            editions[table_name], times[table_name] = number, datetime.fromisoformat(at)
    return Standing(editions, times)
