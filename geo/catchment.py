"""What if: the figures of a whole town after one site changes, without computing the town anew."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.sparse import csc_array, csr_array

from geo.access import counts, per_head
from geo.counts import NegativeError

ROUNDING = 1e-12
"""Places per person that are nothing: what rounding leaves when the last reachable site closes."""


@dataclass(frozen=True, eq=False)
class Catchment:
    """A floating catchment area that remembers what a change of one site needs.

    ``R_j = S_j / D_j`` depends on the site alone, so that a change of ``S_j`` moves ``A_i = Σ_j w_ij·R_j`` only
    where ``w_ij > 0``. Give a site that may open a capacity of 0 and its column in ``reach``.

    Attributes:
        access: capacity per person at each need point, as :func:`geo.access.floating_catchment` gives it.
        capacity: persons each site can serve.
        demand: persons who share each site, by weight (``D_j = Σ_i P_i·w_ij``).
        ratio: capacity per person of each site (``R_j``).
        rows: reach, need points × sites.
        columns: the same by site.

    Example:
        >>> import pandas as pd
        >>> from scipy.sparse import csr_array
        >>> within = csr_array([[1.0, 0.0], [1.0, 0.5], [0.0, 1.0]])
        >>> town = Catchment.of(pd.Series([60.0, 40.0, 20.0]), pd.Series([50.0, 10.0], index=["a", "b"]), within)
        >>> town.access.tolist()
        [0.5, 0.625, 0.25]
        >>> town.with_capacity("b", 0).access.tolist()
        [0.5, 0.5, 0.0]
        >>> town.change("b", 0).tolist()
        [-0.125, -0.25]
    """

    access: pd.Series
    capacity: pd.Series
    demand: np.ndarray
    ratio: np.ndarray
    rows: csr_array[np.float64]
    columns: csc_array[np.float64]

    @classmethod
    def of(cls, need: pd.Series, capacity: pd.Series, reach: csr_array[np.float64]) -> Catchment:
        """The state of a town, computed once.

        Args:
            need: persons at each need point, in the order of the rows of ``reach``.
            capacity: persons each site can serve, indexed by site, in the order of its columns.
            reach: from :func:`geo.access.reach`.

        Raises:
            ShapeMismatchError: ``reach`` has other numbers of rows or columns.
            NegativeError: a need or capacity is below 0.
        """
        persons, places = counts(need, capacity, reach)
        columns = csc_array(reach)
        demand = columns.T @ persons
        ratio = per_head(places, demand)
        access = pd.Series(reach @ ratio, index=need.index, name="access")
        return cls(access, capacity.astype(float), demand, ratio, reach, columns)

    def change(self, site: object, capacity: float) -> pd.Series:
        """How access changes if one site had another capacity: ``w_ij·(R'_j − R_j)``.

        Args:
            site: label of the site in the index of ``capacity``.
            capacity: persons it could serve, NaN where not known.

        Returns:
            Series ``change`` for the need points in reach of the site, and no others; NaN where access is not
            known before or after.

        Raises:
            KeyError: there is no such site.
            NegativeError: the capacity is below 0.
        """
        column, touched = self._touched(site)
        after = self._after(column, touched, self._ratio(column, capacity))
        before = self.access.to_numpy()[touched]
        return pd.Series(after - before, index=self.access.index[touched], name="change")

    def with_capacity(self, site: object, capacity: float) -> Catchment:
        """The town with another capacity of one site: 0 closes it.

        Args:
            site: label of the site in the index of ``capacity``.
            capacity: persons it can then serve, NaN where not known.

        Returns:
            A new state, from which further changes can start.

        Raises:
            KeyError: there is no such site.
            NegativeError: the capacity is below 0.
        """
        column, touched = self._touched(site)
        access, places, ratio = self.access.to_numpy(copy=True), self.capacity.to_numpy(copy=True), self.ratio.copy()
        places[column], ratio[column] = capacity, self._ratio(column, capacity)
        access[touched] = self._after(column, touched, ratio[column])
        return replace(
            self,
            access=pd.Series(access, index=self.access.index, name="access", copy=False),
            capacity=pd.Series(places, index=self.capacity.index, name=self.capacity.name, copy=False),
            ratio=ratio,
        )

    def _touched(self, site: object) -> tuple[int, np.ndarray]:
        column = self.capacity.index.get_loc(site)
        if not isinstance(column, int):
            raise KeyError(f"{site!r} names several sites")
        start, stop = self.columns.indptr[column : column + 2]
        return column, self.columns.indices[start:stop]

    def _ratio(self, column: int, capacity: float) -> float:
        if capacity < 0:
            raise NegativeError(f"capacity is {capacity}, expected 0 or more")
        return float(per_head(np.array([capacity]), self.demand[[column]])[0])

    def _after(self, column: int, touched: np.ndarray, ratio: float) -> np.ndarray:
        """Access of the touched need points; summed anew where nothing can be added to what is not known."""
        if np.isnan(self.ratio[column]):
            ratios = self.ratio.copy()
            ratios[column] = ratio
            return np.asarray(self.rows[touched] @ ratios)
        start, stop = self.columns.indptr[column : column + 2]
        weight = self.columns.data[start:stop]
        after = self.access.to_numpy()[touched] + weight * (ratio - self.ratio[column])
        return np.where(after < ROUNDING, 0.0, after)
