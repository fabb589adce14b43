"""What an attacker knows to add up."""

import pytest

from data.publishing.structure import Bond, bonds

PARENTS = {"K": "", "A": "K", "B": "K", "01": "A", "02": "A", "03": "B"}
DAY = "2024-12-31"


def found(counts: list[str]) -> set[tuple[str, str, bool]]:
    """``indicator.group@area`` in; kind, ``margin = parts`` and completeness out."""
    known = {}
    for one in counts:
        name, _, area = one.partition("@")
        indicator, _, group = name.partition(".")
        known[indicator, group, area or "K", DAY] = 0
    return {(one.kind[0], written(one), one.complete) for one in bonds(known, PARENTS)}


def written(bond: Bond) -> str:
    names = [f"{indicator}.{group}@{area}" for indicator, group, area, _ in (bond.margin, *bond.parts)]
    return f"{names[0]} = {' + '.join(sorted(names[1:]))}"


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param(
            ["p.total@K", "p.total@A", "p.total@B"],
            {("areas", "p.total@K = p.total@A + p.total@B", True)},
            id="the areas below",
        ),
        pytest.param(
            ["p.total@K", "p.total@A"], {("areas", "p.total@K = p.total@A", False)}, id="one of the areas below"
        ),
        pytest.param(
            ["p.total@K", "p.total@01", "p.total@02", "p.total@B"],
            {("areas", "p.total@K = p.total@01 + p.total@02 + p.total@B", True)},
            id="areas two levels below",
        ),
        pytest.param(
            ["p.total", "p.age_0_2", "p.age_3_plus"],
            {("ages", "p.total@K = p.age_0_2@K + p.age_3_plus@K", True)},
            id="all ages",
        ),
        pytest.param(
            ["p.total", "p.age_16_24", "p.age_25_64"],
            {("ages", "p.total@K = p.age_16_24@K + p.age_25_64@K", False)},
            id="some ages",
        ),
        pytest.param(
            ["p.age_0_5", "p.age_0_2", "p.age_3_5"],
            {("ages", "p.age_0_5@K = p.age_0_2@K + p.age_3_5@K", True)},
            id="classes within a class",
        ),
        pytest.param(
            ["p.total", "p.female", "p.male"], {("sexes", "p.total@K = p.female@K + p.male@K", True)}, id="sexes"
        ),
        pytest.param(
            ["foreigners.total", "foreigners.origin_a", "foreigners.origin_b"],
            {
                (
                    "origins",
                    "foreigners.total@K = foreigners.origin_a@K + foreigners.origin_b@K",
                    False,
                )
            },
            id="origins share nobody",
        ),
        pytest.param(
            ["h.total", "h.single_parent", "h.five_plus"],
            {("part", "h.total@K = h.single_parent@K", False), ("part", "h.total@K = h.five_plus@K", False)},
            id="groups that may overlap",
        ),
        pytest.param(
            ["population.total", "foreigners.total"],
            {("within", "population.total@K = foreigners.total@K", False)},
            id="a part of the population",
        ),
        pytest.param(["p.total@01", "p.total@03"], set(), id="nothing that adds up"),
    ],
)
def test_bonds(counts: list[str], expected: set[tuple[str, str, bool]]) -> None:
    assert found(counts) == expected
