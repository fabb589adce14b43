"""Floating catchments (E2SFCA) beside those of PySAL ``access``: same town, same pairs, one thread each."""

from __future__ import annotations

import warnings
from importlib import import_module, metadata
from types import ModuleType

import pandas as pd
from scipy.spatial import cKDTree

from benchmarks.context import Context
from benchmarks.rows import Goal, Row
from benchmarks.timing import cpu
from benchmarks.towns import BANDS, CITY, REGION, Extent, Town, town
from geo.access import floating_catchment, reach
from geo.distance import coordinates

FASTER = 200
EQUAL = 1e-9
"""Persons served per person."""

FARTHEST = BANDS[-1][0]


def run(context: Context) -> list[Row]:
    """A city, and a region that gives the peer some 6 million pairs: it takes seconds for each million."""
    return [
        *compared(CITY, peer(), ours=context.times(21, 5), theirs=context.times(3, 1), has_plain=True),
        *compared(REGION, peer(), ours=context.times(11, 3), theirs=1),
    ]


def peer() -> ModuleType | None:
    """PySAL's floating catchments; None where the package is not installed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what its own imports warn of is not our matter
            return import_module("access.fca")
    except ModuleNotFoundError:
        return None


def compared(extent: Extent, fca: ModuleType | None, *, ours: int, theirs: int, has_plain: bool = False) -> list[Row]:
    """The rows of one town.

    Args:
        extent: of the town.
        fca: the peer; where there is none its goal counts as missed, and the row says why.
        ours: repetitions of our measure.
        theirs: repetitions of the peer.
        has_plain: whether to compare 2SFCA as well, where the peer calls no weight function for each pair.
    """
    at = town(extent)
    building, within = cpu(lambda: reach(at.homes, at.sites, bands=BANDS), 1)
    milliseconds, found = cpu(lambda: floating_catchment(at.need, at.capacity, within), ours)
    name = f"E2SFCA, {extent}, {within.nnz:,} pairs"
    built = Row(f"building the pairs, {extent}", building, unit="ms")
    if fca is None:
        absent = f"{name}; no peer: PySAL access is not installed"
        return [Row(absent, milliseconds, unit="ms", goal=Goal("times", FASTER), decimals=2), built]
    cost, version = pairs(at), metadata.version("access")
    peer_time, known = cpu(lambda: catchments(fca, at, cost, has_bands=True), theirs)
    apart = float((found - known).abs().max(skipna=False))
    rows = [
        Row(f"{name}; peer: access {version}", milliseconds, peer_time, "ms", Goal("times", FASTER), 2),
        Row(
            f"largest difference to access, {extent}",
            apart / EQUAL,
            unit="· 10⁻⁹",
            goal=Goal("at most", 1),
            decimals=8,
        ),
        built,
    ]
    if has_plain:
        one_band = reach(at.homes, at.sites, bands=[(FARTHEST, 1.0)])
        plain, _ = cpu(lambda: floating_catchment(at.need, at.capacity, one_band), ours)
        peer_plain, _ = cpu(lambda: catchments(fca, at, cost, has_bands=False), theirs)
        rows.append(Row(f"2SFCA (one band, no weight function), {extent}", plain, peer_plain, "ms", decimals=2))
    return rows


def pairs(at: Town) -> pd.DataFrame:
    """What the peer takes: ``origin``, ``dest`` and ``cost`` in metres of every pair in reach."""
    near = cKDTree(coordinates(at.homes)).sparse_distance_matrix(
        cKDTree(coordinates(at.sites)), FARTHEST, output_type="ndarray"
    )
    return pd.DataFrame({"origin": near["i"], "dest": near["j"], "cost": near["v"]})


def catchments(fca: ModuleType, at: Town, cost: pd.DataFrame, *, has_bands: bool) -> pd.Series:
    """The peer's answer with its own step function; 0 for a home that reaches nothing, which it leaves out."""
    step = import_module("access.weights").step_fn({int(bound): weight for bound, weight in BANDS})
    found: pd.Series = fca.two_stage_fca(
        demand_df=pd.DataFrame({"demand": at.need}),
        supply_df=pd.DataFrame({"supply": at.capacity}),
        cost_df=cost,
        max_cost=FARTHEST,
        demand_index=True,
        demand_name="demand",
        supply_name="supply",
        weight_fn=step if has_bands else None,
    )
    return found.reindex(at.need.index, fill_value=0.0)
