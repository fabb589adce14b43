"""Our measures equal those of PySAL on random cities, to 1e-9 (packages of requirements-reference.txt)."""

import warnings
from types import ModuleType

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from geo.access import floating_catchment, reach
from geo.concentration import dissimilarity, gini, hoover
from geo.distance import coordinates

pytestmark = pytest.mark.reference

SEEDS = range(6)
BANDS = [(500.0, 1.0), (1000.0, 0.68), (1500.0, 0.22)]


def peer(name: str) -> ModuleType:
    """A module of PySAL; what its own imports warn of is not our matter."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip(name, reason=f"{name}: install requirements-reference.txt to compare with it")


def city(seed: int) -> tuple[gpd.GeoSeries, gpd.GeoSeries, pd.Series, pd.Series]:
    """300 homes and 40 sites within four kilometres, one home far out."""
    rng = np.random.default_rng(seed)
    homes, sites = (rng.uniform(0, 4000, (number, 2)) for number in (300, 40))
    homes[0] = 90_000, 90_000
    need = pd.Series(rng.integers(1, 300, len(homes)).astype(float))
    capacity = pd.Series(rng.integers(0, 120, len(sites)).astype(float))
    return *(gpd.GeoSeries(gpd.points_from_xy(*places.T), crs=25833) for places in (homes, sites)), need, capacity


@pytest.mark.parametrize("seed", SEEDS)
def test_floating_catchments_equal_those_of_access(seed: int) -> None:
    fca = peer("access.fca")
    homes, sites, need, capacity = city(seed)
    metres = np.linalg.norm(coordinates(homes)[:, None] - coordinates(sites), axis=2)
    origin, dest = np.nonzero(metres <= BANDS[-1][0])
    cost = pd.DataFrame({"origin": origin, "dest": dest, "cost": metres[origin, dest]})
    theirs = fca.two_stage_fca(
        demand_df=pd.DataFrame({"demand": need}),
        supply_df=pd.DataFrame({"supply": capacity}),
        cost_df=cost,
        max_cost=BANDS[-1][0],
        demand_index=True,
        demand_name="demand",
        supply_name="supply",
        weight_fn=lambda cost: next(weight for bound, weight in BANDS if cost <= bound),
    )
    ours = floating_catchment(need, capacity, reach(homes, sites, bands=BANDS))
    assert ours[0] == 0.0  # theirs does not know a home that reaches nothing
    assert 0 not in theirs.index
    np.testing.assert_allclose(ours, theirs.reindex(need.index).fillna(0), rtol=1e-9, atol=1e-12)


def districts(seed: int) -> tuple[pd.Series, pd.Series]:
    """People of a group and all people of 64 districts, some without the group."""
    rng = np.random.default_rng(seed)
    people = rng.integers(50, 9000, 64)
    return pd.Series(rng.binomial(people, rng.beta(0.4, 6, 64)) * 1.0), pd.Series(people * 1.0)


@pytest.mark.parametrize("seed", SEEDS)
def test_dissimilarity_gini_and_hoover_equal_those_of_segregation(seed: int) -> None:
    singlegroup = peer("segregation.singlegroup")
    group, people = districts(seed)
    squares = [box(at * 100, 0, at * 100 + 100, height) for at, height in enumerate(people)]
    frame = gpd.GeoDataFrame({"group": group, "people": people}, geometry=squares, crs=25833)
    names = {"group_pop_var": "group", "total_pop_var": "people"}
    others = people - group
    assert dissimilarity(group, others) == pytest.approx(singlegroup.Dissim(frame, **names).statistic, abs=1e-9)
    assert gini(group, others) == pytest.approx(singlegroup.Gini(frame, **names).statistic, abs=1e-9)
    # Delta is Hoover's index against land; each square is as large as its people are many
    assert hoover(group, people) == pytest.approx(singlegroup.Delta(frame, **names).statistic, abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_gini_and_hoover_of_equal_areas_equal_those_of_inequality(seed: int) -> None:
    group, _ = districts(seed)
    each = pd.Series(1.0, index=group.index)
    assert gini(group, each) == pytest.approx(peer("inequality.gini").Gini(group.to_numpy()).g, abs=1e-9)
    pietra = peer("inequality.schutz").Schutz(pd.DataFrame({"group": group}), "group").distance
    assert hoover(group, each) == pytest.approx(pietra, abs=1e-9)
