"""Reach: what people can get to across all borders, and how many share it."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from geo.counts import count
from geo.crs import require_projected
from geo.distance import MICROMETRE, coordinates


class BandsError(ValueError):
    """Distance bands are not increasing positive metres with weights of 0 or more."""


class ShapeMismatchError(ValueError):
    """Need, capacity and the matrix of reach do not belong together."""


def reach(
    need_points: gpd.GeoSeries, site_points: gpd.GeoSeries, *, bands: Sequence[tuple[float, float]]
) -> csr_array[np.float64]:
    """Weight of each site for each need point by straight distance: ``w_ij = weight of the band of d_ij``.

    The step weights of the enhanced two-step floating catchment area (Luo & Qi 2009,
    doi 10.1016/j.healthplace.2009.06.002). A distance beyond the last bound has no weight.

    Args:
        need_points: where people live; points in a projected CRS (metres).
        site_points: where the service is; the same CRS.
        bands: pairs of metres (upper bound, included to a micrometre) and weight, bounds increasing.

    Returns:
        Sparse matrix, need points × sites in the order given; pairs out of reach are not stored.

    Raises:
        NotProjectedError: a CRS is missing or in degrees.
        DifferentCrsError: the two are not in one CRS.
        UnlocatedError: a point is missing; leave it out beforehand and say so.
        BandsError: the bands are not increasing, or a weight is negative or unknown.

    Example:
        >>> import geopandas as gpd
        >>> from shapely.geometry import Point
        >>> homes = gpd.GeoSeries([Point(0, 0), Point(900, 0)], crs=25833)
        >>> sites = gpd.GeoSeries([Point(500, 0), Point(5000, 0)], crs=25833)
        >>> reach(homes, sites, bands=[(400, 1.0), (1000, 0.5)]).toarray().tolist()
        [[0.5, 0.0], [1.0, 0.0]]
    """
    require_projected(need_points, site_points)
    bounds, weights = _checked(bands)
    near = cKDTree(coordinates(need_points)).sparse_distance_matrix(
        cKDTree(coordinates(site_points)), bounds[-1], output_type="ndarray"
    )
    weight = weights[np.searchsorted(bounds, near["v"], side="left")]
    pairs = csr_array((weight, (near["i"], near["j"])), shape=(len(need_points), len(site_points)))
    pairs.eliminate_zeros()
    return pairs


def floating_catchment(need: pd.Series, capacity: pd.Series, reach: csr_array[np.float64]) -> pd.Series:
    """Capacity per person at each need point, shared among all who reach it (E2SFCA).

    ``R_j = S_j / Σ_i P_i·w_ij`` and ``A_i = Σ_j w_ij·R_j`` (Luo & Wang 2003, doi 10.1068/b29120; with bands
    Luo & Qi 2009, doi 10.1016/j.healthplace.2009.06.002); ``Σ_i P_i·A_i`` is all capacity that anybody reaches.

    Args:
        need: persons at each need point (P), NaN where not known; in the order of the rows of ``reach``.
        capacity: persons each site can serve (S), NaN where not known; in the order of its columns.
        reach: from :func:`reach`.

    Returns:
        Series ``access`` indexed as ``need``. 0 where nothing is reachable, or only what nobody needs. NaN where
        it depends on an unknown figure: a reachable site of unknown capacity, or one shared with unknown need.

    Raises:
        ShapeMismatchError: ``reach`` has other numbers of rows or columns.
        NegativeError: a need or capacity is below 0.

    Example:
        >>> import pandas as pd
        >>> from scipy.sparse import csr_array
        >>> within = csr_array([[1.0, 0.0], [1.0, 0.5], [0.0, 0.0]])
        >>> floating_catchment(pd.Series([60.0, 40.0, 7.0]), pd.Series([50.0, 10.0]), within).tolist()
        [0.5, 0.75, 0.0]
    """
    persons, places = counts(need, capacity, reach)
    return pd.Series(reach @ per_head(places, reach.T @ persons), index=need.index, name="access")


def crowding(need: pd.Series, capacity: pd.Series, reach: csr_array[np.float64]) -> pd.Series:
    """Need that falls on one place of each site, each person spread over the places in reach (inverted 2SFCA).

    ``C_j = Σ_i w_ij·P_i / Σ_l S_l·w_il`` (Wang 2020, doi 10.1080/13658816.2020.1811868), so that
    ``Σ_j S_j·C_j`` is all need that reaches anything. With posts as capacity: clients on one case worker.

    Args:
        need: persons at each need point, NaN where not known; in the order of the rows of ``reach``.
        capacity: places (or posts) of each site, NaN where not known; in the order of its columns.
        reach: from :func:`reach`.

    Returns:
        Series ``crowding`` indexed as ``capacity``, persons per place. NaN where a site has no place, or where
        it depends on an unknown figure.

    Raises:
        ShapeMismatchError: ``reach`` has other numbers of rows or columns.
        NegativeError: a need or capacity is below 0.

    Example:
        >>> import pandas as pd
        >>> from scipy.sparse import csr_array
        >>> within = csr_array([[1.0, 0.0], [1.0, 1.0]])
        >>> crowding(pd.Series([40.0, 30.0]), pd.Series([20.0, 10.0]), within).tolist()
        [3.0, 1.0]
    """
    persons, places = counts(need, capacity, reach)
    falling = reach.T @ per_head(persons, reach @ places)
    return pd.Series(np.where(places == 0, np.nan, falling), index=capacity.index, name="crowding")


def counts(need: pd.Series, capacity: pd.Series, reach: csr_array[np.float64]) -> tuple[np.ndarray, np.ndarray]:
    """Need and capacity as arrays that fit a matrix of reach.

    Args:
        need: persons at each need point, NaN where not known.
        capacity: persons each site can serve, NaN where not known.
        reach: need points × sites.

    Raises:
        ShapeMismatchError: they do not fit.
        NegativeError: a count is below 0.

    Example:
        >>> import pandas as pd
        >>> from scipy.sparse import csr_array
        >>> counts(pd.Series([1, 2]), pd.Series([3]), csr_array([[1.0]]))
        Traceback (most recent call last):
        geo.access.ShapeMismatchError: reach is (1, 1), need and capacity are (2, 1)
    """
    if reach.shape != (len(need), len(capacity)):
        raise ShapeMismatchError(f"reach is {reach.shape}, need and capacity are {(len(need), len(capacity))}")
    return count(need, "need"), count(capacity, "capacity")


def per_head(shared: np.ndarray, among: np.ndarray) -> np.ndarray:
    """What one gets: ``shared / among``, 0 where there is nothing to share or nobody to share it.

    Args:
        shared: capacity, NaN where not known.
        among: persons, NaN where not known.

    Returns:
        One ratio each; NaN where it depends on an unknown figure.

    Example:
        >>> per_head(np.array([6.0, 6.0, 0.0, 6.0]), np.array([3.0, 0.0, np.nan, np.nan])).tolist()
        [2.0, 0.0, 0.0, nan]
    """
    found = np.zeros(len(shared))
    np.divide(shared, among, out=found, where=(among != 0) & (shared != 0))
    return found


def _checked(bands: Sequence[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    table = np.array(list(bands), dtype=float).reshape(-1, 2)
    bounds, weights = table.T
    if (
        not len(table)
        or not (np.diff(bounds, prepend=0) > 0).all()
        or not ((weights >= 0) & (weights < np.inf)).all()
    ):
        raise BandsError(f"expected increasing metres with weights of 0 or more, got {list(bands)}")
    return bounds + MICROMETRE, weights
