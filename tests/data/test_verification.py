"""Any row edited behind the store's back is found."""

import sqlite3
from pathlib import Path

import pytest

from data.store import Store
from data.verification import verify

TAMPERING = {
    "cell": ("UPDATE sites SET name = 'Anders' WHERE site_id = 'k1'", "edition_damaged"),
    "figure": ("UPDATE statistics SET value = 111 WHERE value = 110", "edition_damaged"),
    "marker": ("UPDATE statistics SET marker = 'missing' WHERE marker = 'secret'", "edition_damaged"),
    "row gone": ("DELETE FROM offers WHERE kind = 'under_3'", "edition_damaged"),
    "row added": (
        "INSERT INTO sources (city, added_in, source_id, title, demo) VALUES ('muster', 1, 'x', 'X', 0)",
        "edition_damaged",
    ),
    "row of no edition": (
        "INSERT INTO sources (city, added_in, source_id, title, demo) VALUES ('muster', 7, 'x', 'X', 0)",
        "edition_not_logged",
    ),
    "row hidden": ("UPDATE sites SET removed_in = 2 WHERE site_id = 'k1'", "edition_not_logged"),
    "row of another city": ("UPDATE sites SET city = 'x' WHERE site_id = 'k1'", "edition_damaged"),
    "settings": ("UPDATE city_settings SET toml = replace(toml, 'true', 'false')", "edition_damaged"),
    "edition gone": ("DELETE FROM editions WHERE table_name = 'sites'", "edition_not_logged"),
    "digest": ("UPDATE editions SET digest = 'x' WHERE table_name = 'sites'", "edition_not_logged"),
    "actor in the log": ("UPDATE audit SET content = replace(content, 'seed', 'weed')", "audit_chain_broken"),
    "log cut": ("DELETE FROM audit", "edition_not_logged"),
    "hash": ("UPDATE audit SET hash = 'x'", "audit_chain_broken"),
}


@pytest.mark.parametrize("case", TAMPERING)
def test_tampering_is_found(case: str, town: Store, tmp_path: Path) -> None:
    statement, code = TAMPERING[case]
    assert verify(town) == []
    with sqlite3.connect(tmp_path / "var" / "atlas.sqlite") as connection:
        changed = connection.execute(statement).rowcount
    connection.close()
    assert changed
    assert code in {problem.code for problem in verify(town)}
