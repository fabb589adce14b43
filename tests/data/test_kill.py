"""Killed at any moment, the store keeps every edition it acknowledged, whole, and no half one (S7).

``make torture`` does the same five hundred times and more.
"""

import itertools
from pathlib import Path

from data.store import Store
from tests.data.killing import WAYS, Watch, nursery

KILLS = 25
TRIES = 60


def test_no_acknowledged_import_is_lost_and_none_is_half_there(town: Store, tmp_path: Path) -> None:
    with nursery(tmp_path / "var") as children:
        watch = Watch(town, children, seed=2)
        for way in itertools.islice(itertools.cycle(WAYS), KILLS):
            assert watch.kill(way) == []
    assert watch.acknowledged


def test_without_one_transaction_for_all_the_same_kills_leave_half_imports(town: Store, tmp_path: Path) -> None:
    """The control: otherwise the kills would prove nothing."""
    with nursery(tmp_path / "var", is_protected=False) as children:
        watch = Watch(town, children, seed=2)
        assert any(watch.kill("writing") for _ in range(TRIES))
