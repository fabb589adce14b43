"""Evenness of many distributions at once: one row a distribution, one column an area.

The arithmetic of :mod:`geo.concentration` for arrays, so that a thousand chance placements cost as little as one.
"""

from __future__ import annotations

import numpy as np


def shares(amounts: np.ndarray) -> np.ndarray:
    """Share of each area in its row: ``x_i / Σx``; NaN all along where the sum is 0 or unknown.

    Args:
        amounts: 0 or more, NaN where not known; any number of rows.

    Example:
        >>> shares(np.array([[1.0, 3.0], [0.0, 0.0]])).tolist()
        [[0.25, 0.75], [nan, nan]]
    """
    total = amounts.sum(axis=-1, keepdims=True)
    return np.asarray(amounts / np.where(total > 0, total, np.nan))


def apart(placed: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Half the summed differences of two rows of shares (:func:`geo.concentration.dissimilarity`, Hoover).

    Args:
        placed: shares, one or many rows.
        base: shares, one row or as many.

    Example:
        >>> apart(np.array([[0.5, 0.5], [1.0, 0.0]]), np.array([0.5, 0.5])).tolist()
        [0.0, 0.5]
    """
    return np.asarray(np.abs(placed - base).sum(axis=-1) / 2)


def by_load(placed: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Positions of the areas of each row from the least per head of the base to the most.

    Args:
        placed: shares, one or many rows.
        base: shares, one row or as many; an area without base that holds something comes last.

    Example:
        >>> by_load(np.array([0.2, 0.8, 0.0]), np.array([0.0, 0.5, 0.5])).tolist()
        [2, 1, 0]
    """
    load = np.where(placed > 0, np.inf, 0.0)
    np.divide(placed, base, out=load, where=np.broadcast_to(base > 0, load.shape))
    return np.argsort(load, axis=-1, kind="stable")


def bow(placed: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Twice the area between the Lorenz curve and the diagonal (:func:`geo.concentration.gini`).

    Args:
        placed: shares, one or many rows.
        base: shares, one row or as many.

    Example:
        >>> bow(np.array([[0.75, 0.25], [0.5, 0.5]]), np.array([0.5, 0.5])).tolist()
        [0.25, 0.0]
    """
    order = by_load(placed, base)
    along = np.take_along_axis(np.broadcast_to(base, placed.shape), order, axis=-1)
    up = np.take_along_axis(placed, order, axis=-1)
    twice_below = (along * (2 * np.cumsum(up, axis=-1) - up)).sum(axis=-1)
    return np.asarray(np.maximum(0.0, 1 - twice_below))


def clumped(placed: np.ndarray) -> np.ndarray:
    """Sum of the squared shares of each row (:func:`geo.concentration.hhi`).

    Args:
        placed: shares, one or many rows.

    Example:
        >>> clumped(np.array([[0.75, 0.25], [0.5, 0.5]])).tolist()
        [0.625, 0.5]
    """
    return np.asarray((placed**2).sum(axis=-1))


def largest_ratio(placed: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Largest location quotient of each row, over the areas that have a base.

    Args:
        placed: shares, one or many rows.
        base: shares, one row.

    Example:
        >>> largest_ratio(np.array([[0.75, 0.25], [0.5, 0.5]]), np.array([0.25, 0.75])).tolist()
        [3.0, 2.0]
    """
    held = base > 0
    return np.asarray((placed[..., held] / base[held]).max(axis=-1, initial=np.nan if not held.any() else -np.inf))
