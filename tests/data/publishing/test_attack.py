"""The attacker finds what can be found, and only that; the controls show that he is worth his name (S4)."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from data.publishing.attack import WIDTH, agreed, attack
from data.publishing.puzzle import ContradictionError, Puzzle, bundle, narrowed

INF = math.inf


def puzzle(bounds: list[tuple[float, float]], *sums: tuple[int, list[int]]) -> Puzzle:
    return bundle([low for low, _ in bounds], [high for _, high in bounds], list(sums), [])


@pytest.mark.parametrize(
    ("bounds", "sums", "expected"),
    [
        pytest.param([(3, 3)], [], (3, 3), id="published as it is"),
        pytest.param([(0, 4)], [], (0, 4), id="rounded to nothing"),
        pytest.param([(0, INF), (7, 7), (10, 10)], [(2, [0, 1])], (3, 3), id="the one number left out of a sum"),
        pytest.param([(0, INF), (0, INF), (4, 4)], [(2, [0, 1])], (0, 4), id="two numbers left out of a sum"),
        pytest.param([(0, INF), (5, 9), (10, 10)], [(2, [0, 1])], (1, 5), id="the other one rounded"),
        pytest.param([(0, 4)] * 4 + [(15, 24)], [(4, [0, 1, 2, 3])], (3, 4), id="four at the end of their range"),
        pytest.param(
            [(0, 4), (0, 4), (2, 2), (3, 3), (6, 6)],
            [(4, [0, 1, 2]), (4, [0, 3, 1])],
            (INF, INF),
            id="two sums that contradict each other",
        ),
        pytest.param(
            [(0, INF)] * 4 + [(5, 5), (6, 6), (3, 3), (8, 8), (11, 11)],
            [(4, [0, 1]), (5, [2, 3]), (6, [0, 2]), (7, [1, 3])],
            (0, 3),
            id="a table of four with its margins",
        ),
    ],
)
def test_interval_of_a_count(
    bounds: list[tuple[float, float]], sums: list[tuple[int, list[int]]], expected: tuple[float, float]
) -> None:
    if expected == (INF, INF):
        with pytest.raises(ContradictionError):
            attack(puzzle(bounds, *sums), np.array([0]))
        return
    found = attack(puzzle(bounds, *sums), np.array([0]))
    if expected[1] - expected[0] < WIDTH:
        assert (found.low[0], found.high[0]) == expected
    else:
        assert found.width[0] >= WIDTH
        assert expected[0] <= found.low[0]
        assert found.high[0] <= expected[1]


def test_whole_numbers_tell_more_than_fractions() -> None:
    """x + y = z + w = x + z + … : an odd cycle that fractions would leave half open."""
    found = attack(
        puzzle([(0, 1), (0, 1), (0, 1), (1, 1), (1, 1), (1, 1)], (3, [0, 1]), (4, [1, 2])), np.array([0, 2])
    )
    assert found.low.tolist() == [0, 0]
    assert found.high.tolist() == [1, 1]


def test_a_solution_that_is_known_counts_as_a_witness() -> None:
    of = puzzle([(0, INF), (0, INF), (4, 4)], (2, [0, 1]))
    found = attack(of, np.array([0]), known=np.array([4.0]))
    assert found.width[0] >= WIDTH


def test_without_time_a_count_is_taken_as_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.publishing.attack._Solver.solve", lambda *_, **__: None)
    of = puzzle([(0, INF), (0, INF), (40, 40)], (2, [0, 1]))
    assert attack(of, np.array([0])).narrow.all()


def test_sums_that_contradict_each_other_are_dropped() -> None:
    of = puzzle([(2, 2), (3, 3), (6, 6), (5, 5)], (2, [0, 1]), (3, [0, 1]))
    with pytest.raises(ContradictionError):
        narrowed(of)
    assert narrowed(agreed(of)).sums.shape == (1, 4)


# Controls: 64 districts × 4 groups, districts in three geographies of eight parts, all margins published.

Publish = Callable[[int], tuple[float, float]]


def town(publish: Publish, seed: int = 0) -> tuple[Puzzle, np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    counts = chance.poisson(chance.gamma(0.8, 7, (64, 4)))
    parts = [np.arange(64) // 8, np.arange(64) % 8, chance.permutation(64) // 8, np.zeros(64, dtype=int)]
    truth: list[int] = []

    def add(count: int) -> int:
        truth.append(int(count))
        return len(truth) - 1

    cells = [[add(count) for count in row] for row in counts]
    totals = [add(row.sum()) for row in counts]
    sums = list(zip(totals, cells, strict=True))
    for geography in parts:
        for part in np.unique(geography):
            inside = np.flatnonzero(geography == part)
            sums += [(add(counts[inside, g].sum()), [cells[d][g] for d in inside]) for g in range(4)]
            sums.append((add(counts[inside].sum()), [totals[d] for d in inside]))
    low, high = zip(*(publish(count) for count in truth), strict=True)
    values = np.array(truth)
    return bundle(list(low), list(high), sums, []), np.flatnonzero((values >= 1) & (values <= 4)), values


def suppressed(count: int) -> tuple[float, float]:
    return (0, INF) if 1 <= count <= 4 else (count, count)


def rounded(count: int, base: int) -> tuple[float, float]:
    number = (count + base // 2) // base * base
    return max(0, number - base // 2), number + (base - 1) // 2


def test_control_without_protection_everything_is_found() -> None:
    of, small, truth = town(lambda count: (count, count))
    assert attack(of, small).low.tolist() == truth[small].tolist()


def test_control_suppression_of_small_cells_alone_gives_most_of_them_away() -> None:
    of, small, truth = town(suppressed)
    found = attack(of, small)
    exactly = found.width == 0
    assert (found.low[exactly] == truth[small][exactly]).all()
    assert exactly.mean() >= 0.8


def test_control_rounding_to_five_leaks() -> None:
    of, small, _ = town(lambda count: rounded(count, 5))
    assert attack(of, small[:40], exact=False).narrow.mean() > 0.25


def test_rounding_to_ten_leaks_none() -> None:
    of, small, truth = town(lambda count: rounded(count, 10))
    found = attack(of, small, known=truth[small].astype(float))
    assert len(small) > 80
    assert not found.narrow.any()


def test_control_jitter_averages_out() -> None:
    """Noise of up to ±5, fresh with every release: after some releases little is left."""
    chance = np.random.default_rng(1)
    truth = np.array([1, 2, 3, 4] * 10)
    releases = truth + chance.integers(-5, 6, (30, len(truth)))
    low, high = np.maximum(0, releases.max(axis=0) - 5), releases.min(axis=0) + 5
    found = attack(bundle(list(low), list(high), [], []), np.arange(len(truth)))
    assert found.narrow.mean() > 0.8


def test_rounding_says_the_same_in_every_release() -> None:
    truth = [1, 2, 3, 4]
    seen = {count: {rounded(count, 10) for _ in range(30)} for count in truth}
    assert all(intervals == {(0, 4)} for intervals in seen.values())
