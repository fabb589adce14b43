"""The null model of concentration beside loops over its placements, which draw the same random numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from benchmarks.context import Context
from benchmarks.rows import Goal, Row
from benchmarks.timing import cpu
from geo import concentration, evenness
from geo.chance import Chance, against_chance

FASTER = 50
EQUAL = 1e-9
PLACEMENTS, SITES, DISTRICTS = 999, 150, 64
Index = dict[str, float]


def run(context: Context) -> list[Row]:
    """The goal is against the loop that a reader of our own interface would write; a leaner one is reported."""
    sizes, areas, people = hostels(SITES, DISTRICTS)
    ours, found = cpu(lambda: against_chance(sizes, areas, people, placements=PLACEMENTS), context.times(11, 3))
    public, known = cpu(lambda: looped(sizes, people, PLACEMENTS, by_measures), context.times(3, 1))
    lean, _ = cpu(lambda: looped(sizes, people, PLACEMENTS, by_arrays), context.times(5, 1))
    name = f"null model, {PLACEMENTS} × {SITES} sites × {DISTRICTS} districts"
    return [
        Row(f"{name}; peer: loop calling geo.concentration", ours, public, "ms", Goal("times", FASTER)),
        Row(f"{name}; peer: loop calling NumPy", ours, lean, "ms"),
        Row(
            "largest difference to the loop, all indices and placements",
            apart(found, known) / EQUAL,
            unit="· 10⁻⁹",
            goal=Goal("at most", 1),
            decimals=8,
        ),
    ]


def hostels(sites: int, districts: int) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Places and district of each site, inhabitants of each district."""
    numbers = np.random.default_rng(sites)
    names = [f"{number:02d}" for number in range(districts)]
    people = pd.Series(numbers.integers(500, 20_000, districts).astype(float), index=names)
    sizes = pd.Series(numbers.integers(5, 66, sites).astype(float))
    return sizes, pd.Series(numbers.choice(names, sites)), people


def looped(
    sizes: pd.Series,
    people: pd.Series,
    placements: int,
    measured: Callable[[pd.Series, np.ndarray, pd.Series], Index],
) -> pd.DataFrame:
    """Every index of every placement, one placement after the other."""
    return pd.DataFrame([measured(sizes, area, people) for area in drawn(len(sizes), people, placements)])


def drawn(sites: int, people: pd.Series, placements: int) -> Iterator[np.ndarray]:
    """Position of the area of each site, placement by placement: the stream that seed 0 gives the null model."""
    numbers = np.random.default_rng(0)
    bounds = np.cumsum(people.to_numpy() / people.sum())
    bounds /= bounds[-1]
    for _ in range(placements):
        yield np.searchsorted(bounds, numbers.random(sites), side="right")


def by_measures(sizes: pd.Series, area: np.ndarray, people: pd.Series) -> Index:
    """The indices of one placement as the public measures give them."""
    placed = sizes.groupby(people.index[area]).sum().reindex(people.index, fill_value=0.0)
    return {
        "dissimilarity": concentration.dissimilarity(placed, people),
        "hoover": concentration.hoover(placed, people),
        "gini": concentration.gini(placed, people),
        "hhi": concentration.hhi(placed),
        "largest_share": concentration.largest_share(placed),
        "largest_ratio": float(concentration.location_quotient(placed, people).max()),
    }


def by_arrays(sizes: pd.Series, area: np.ndarray, people: pd.Series) -> Index:
    """The same without pandas: nothing but arithmetic on arrays for one placement at a time."""
    base = evenness.shares(people.to_numpy())
    share = evenness.shares(np.bincount(area, weights=sizes.to_numpy(), minlength=len(base)))
    return {
        "dissimilarity": float(evenness.apart(share, base)),
        "hoover": float(evenness.apart(share, base)),
        "gini": float(evenness.bow(share, base)),
        "hhi": float(evenness.clumped(share)),
        "largest_share": float(share.max()),
        "largest_ratio": float(evenness.largest_ratio(share, base)),
    }


def apart(found: dict[str, Chance], known: pd.DataFrame) -> float:
    """Largest difference between the null model and a loop, over all indices and placements."""
    return float(max(np.abs(chance.distribution - known[name].to_numpy()).max() for name, chance in found.items()))
