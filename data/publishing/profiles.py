"""How a count leaves the house: rounded, or withheld where it is small; and what either says about the truth."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

Profile = Literal["rounding", "suppression"]
PROFILES: tuple[Profile, ...] = ("rounding", "suppression")

BASE = 10
"""Counts are rounded to the nearest multiple, 5 upwards. A count always gives the same number, on every day and in
every table: there is nothing to be averaged out, and a second publication of an unchanged count says nothing new."""

SMALL = 5
"""Counts from 1 to below this are small."""


def is_small(counts: pd.Series) -> pd.Series:
    """Which counts must not be found out."""
    return (counts >= 1) & (counts < SMALL)


def published(counts: pd.Series, profile: Profile) -> pd.Series:
    """The numbers that leave the house, NaN where none does."""
    if profile == "suppression":
        return counts.where(~is_small(counts))
    return (counts + BASE / 2) // BASE * BASE


def bounds(numbers: pd.Series, profile: Profile) -> tuple[pd.Series, pd.Series]:
    """Least and greatest count behind each published number; anything from 0 where none is published."""
    low, high = (0.0, 0.0) if profile == "suppression" else (BASE / 2, BASE / 2 - 1)
    return (numbers - low).clip(lower=0).fillna(0.0), (numbers + high).fillna(np.inf)
