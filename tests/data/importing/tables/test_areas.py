"""Boundaries come with the keys that the city has, also where a file lost their zeros."""

import pandas as pd
import pytest

from data.importing.options import Options
from data.importing.tables.areas import with_zeros

BEFORE = pd.DataFrame(
    {
        "area_id": ["1", "2", "01", "02", "10", "11"],
        "name": ["Nord", "Süd", "Mitte", "Hafen", "Heide", "Wald"],
        "level": ["district"] * 2 + ["quarter"] * 4,
    }
)


def coming(*keys: str, level: str = "quarter") -> pd.DataFrame:
    return pd.DataFrame({"area_id": keys, "name": keys, "level": level}, dtype="str")


def test_keys_that_lost_their_zeros_are_offered_with_what_they_were() -> None:
    frame, problems = with_zeros(coming("1", "2", "10", "11"), BEFORE, Options())
    assert [(p.code, p.severity, p.value, p.values, p.remedies) for p in problems] == [
        ("keys_short", "error", "1", {"count": 2, "proposal": "01", "name": "Mitte"}, ("--match keys",))
    ]
    assert frame["area_id"].to_list() == ["01", "02", "10", "11"]  # so that the other faults are the real ones


def test_whoever_says_so_gets_the_keys_of_the_city() -> None:
    frame, problems = with_zeros(coming("1", "2", "10", "11"), BEFORE, Options(match=("keys",)))
    assert [(p.code, p.severity, p.values["pairs"]) for p in problems] == [("keys_matched", "note", "1 → 01, 2 → 02")]
    assert frame["area_id"].to_list() == ["01", "02", "10", "11"]


@pytest.mark.parametrize(
    "keys",
    [
        ("01", "02", "10", "11"),  # as they are
        ("1", "2", "01", "02"),  # both are there
        ("1", "20", "21", "22"),  # other areas
        ("1", "001"),  # two would become one
    ],
)
def test_other_keys_stay(keys: tuple[str, ...]) -> None:
    frame, problems = with_zeros(coming(*keys), BEFORE, Options())
    assert (frame["area_id"].to_list(), problems) == ([*keys], [])


def test_each_level_has_keys_of_its_own() -> None:
    both = pd.concat([coming("1", "2", level="district"), coming("1", "2", "10", "11")], ignore_index=True)
    frame, _ = with_zeros(both, BEFORE, Options())
    assert frame["area_id"].to_list() == ["1", "2", "01", "02", "10", "11"]


def test_a_new_city_has_no_keys_yet() -> None:
    assert with_zeros(coming("1", "2"), BEFORE.iloc[:0], Options())[1] == []
