"""Where enough sites stand together: no area of one or two, not even as what is left over."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.publishing.allowed import Sums
from data.publishing.sums import _source, exposed, together

PARENTS = pd.Series({"K": "", "A": "K", "B": "K", "C": "K", "01": "A", "02": "A", "03": "B", "04": "B"})


@pytest.mark.parametrize(
    ("sites", "expected"),
    [
        pytest.param({"K": 2, "A": 2, "01": 2}, set(), id="too few in the whole city"),
        pytest.param({"K": 3, "A": 2, "B": 1, "01": 2, "03": 1}, {"K"}, id="merged upwards"),
        pytest.param({"K": 8, "A": 4, "B": 4, "01": 4, "03": 4}, {"K", "A", "B", "01", "03"}, id="enough everywhere"),
        pytest.param({"K": 9, "A": 4, "B": 4, "C": 1}, {"K", "B"}, id="one left over takes a neighbour with it"),
        pytest.param({"K": 5, "A": 4, "C": 1, "01": 4}, {"K"}, id="the rest of the city would be a single site"),
        pytest.param({"K": 7, "A": 7, "01": 3, "02": 4}, {"K", "A", "01", "02"}, id="all of it in two quarters"),
        pytest.param({"K": 4, "A": 3, "01": 3}, {"K"}, id="one site stands in no district"),
    ],
)
def test_areas_shown(sites: dict[str, int], expected: set[str]) -> None:
    counts = pd.Series(sites).reindex(PARENTS.index, fill_value=0)
    shown = together(counts, PARENTS, 3)
    assert shown == expected
    assert exposed(counts, PARENTS, shown, 3) == []


def test_control_every_area_with_enough_sites_would_expose_others() -> None:
    counts = pd.Series({"K": 9, "A": 4, "B": 4, "C": 1}).reindex(PARENTS.index, fill_value=0)
    assert exposed(counts, PARENTS, ["K", "A", "B"], 3) == ["K"]
    assert exposed(counts, PARENTS, ["K", "C"], 3) == ["C"]


@given(st.lists(st.integers(0, 7), min_size=8, max_size=8), st.integers(0, 2))
def test_no_town_exposes_a_site(leaves: list[int], unplaced: int) -> None:
    quarters = {f"0{number}": count for number, count in enumerate(leaves)}
    parents = pd.Series(
        {"K": "", **dict.fromkeys("ABCD", "K"), **{q: "ABCD"[n // 2] for n, q in enumerate(quarters)}}
    )
    districts = {d: sum(quarters[q] for q in quarters if parents[q] == d) for d in "ABCD"}
    counts = pd.Series({"K": sum(leaves) + unplaced, **districts, **quarters})
    assert exposed(counts, parents, together(counts, parents, 3), 3) == []


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        pytest.param(["a memo", *["office"] * 3], "office", id="most rows"),
        pytest.param(["a memo", "office", "office"], "", id="too few for any"),
        pytest.param([], "", id="none"),
    ],
)
def test_a_sum_names_no_source_of_single_sites(sources: list[str], expected: str) -> None:
    assert _source(pd.Series(sources, dtype="str"), Sums(("places",), 3)) == expected
