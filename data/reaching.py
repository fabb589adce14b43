"""What can be reached of a service across all borders: by catchment, or from everywhere (Z4).

Need is placed at one point inside each area (``representative_point``) of the finest level that has figures: where
exactly people live is not known. So what is reachable says nothing about ways shorter than an area is wide.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from data.figures import Counted
from data.services import Service
from data.snapshot import Snapshot
from data.supply import need_of, positions
from geo.access import floating_catchment, reach
from geo.rates import sum_known
from geo.supply import gap as measure
from geo.supply import reachable


def reached(
    of: Snapshot, service: Service, level: str, on: date, need: Counted, rows: pd.DataFrame | None
) -> tuple[dict[str, pd.Series], float]:
    """Coverage, capacity, missing, status and reason of what each area can reach.

    Args:
        of: the city as the viewer may use it.
        service: without bands, everybody comes to every site.
        level: code of a level.
        on: the day.
        need: persons in need at that level.
        rows: offers of the service (:func:`data.supply.supply`), None where none are known.

    Returns:
        Columns ``reachable`` (coverage), ``reachable_capacity``, ``reachable_missing``, ``reachable_status``,
        ``reachable_reason``, and the persons without in the whole city where everybody comes from everywhere,
        else NaN.
    """
    index = of.level(level).index
    if service.need is None or rows is None:
        capacity = pd.Series(np.nan, index=index)
    elif service.bands:
        capacity = _by_catchment(of, service, level, on, rows)
    else:
        return _from_everywhere(of, service, on, need, rows)
    found = measure(need.total, capacity, need_at_least=need.at_least, met=service.met, severe=service.severe)
    return _named(found, reasons(found["reason"], need.marker, service)), float("nan")


def _by_catchment(of: Snapshot, service: Service, level: str, on: date, rows: pd.DataFrame) -> pd.Series:
    """Capacity that falls to each area, shared among all in reach (E2SFCA), summed from the finest level up."""
    assert service.need is not None  # noqa: S101 -- asked for by the only caller
    finest, need = level, need_of(of, service.need, level, on)
    codes = [one.code for one in of.city.levels]
    for code in reversed(codes[codes.index(level) + 1 :]):
        if len(of.level(code)) and (below := need_of(of, service.need, code, on)).total.notna().any():
            finest, need = code, below
            break
    sites = rows.groupby("site_id")["persons"].agg(lambda values: values.sum(skipna=False))
    points = positions(of, sites.index)
    homes = of.level(finest).geometry.representative_point()
    if points.empty:
        return pd.Series(0.0, index=of.level(level).index)
    access = floating_catchment(need.total, sites[points.index], reach(homes, points, bands=service.bands))
    falling = reachable(need.total, access)
    if finest == level:
        return falling
    above = pd.Series({area: of.ancestor(str(area), level) for area in falling.index})
    return sum_known(falling, above, of.level(level).index)["total"]


def _from_everywhere(
    of: Snapshot, service: Service, on: date, need: Counted, rows: pd.DataFrame
) -> tuple[dict[str, pd.Series], float]:
    """Everybody reaches every site: one coverage for the whole city, and each area's part of it by need."""
    assert service.need is not None  # noqa: S101 -- asked for by the only caller
    index = need.total.index
    total = rows["persons"].sum(skipna=False)
    top = need_of(of, service.need, of.city.levels[0].code, on)
    everybody = top.total if len(top.total) == 1 else need.total
    persons = float(everybody.sum(skipna=False)) if len(everybody) else float("nan")
    whole = measure(
        pd.Series([persons]),
        pd.Series([float(total)]),
        capacity_at_least=pd.Series([float(rows["persons"].sum())]),
        met=service.met,
        severe=service.severe,
    ).iloc[0]
    status = "unknown" if np.isnan(persons) else str(whole["status"])
    coverage = float(whole["coverage"])
    found = pd.DataFrame(
        {
            "coverage": coverage,
            "capacity": need.total * coverage,
            "missing": np.maximum(0.0, need.total * (service.met - coverage)),
            "status": pd.Series(status, index=index, dtype="str").where(need.total != 0, "met"),
        },
        index=index,
    )
    reason = reasons(pd.Series(str(whole["reason"]), index=index), top.marker.reindex(index), service)
    return _named(found, reason.where(need.total != 0, "no_need")), float(whole["missing"])


def _named(found: pd.DataFrame, reason: pd.Series) -> dict[str, pd.Series]:
    return {
        "reachable": found["coverage"],
        "reachable_capacity": found["capacity"],
        "reachable_missing": found["missing"],
        "reachable_status": found["status"],
        "reachable_reason": reason,
    }


def reasons(found: pd.Series, marker: pd.Series, service: Service) -> pd.Series:
    """Why a status is not known, as exactly as it is known."""
    if service.need is None:
        return pd.Series("no_rate", index=found.index)
    return found.where(~found.isin(["need_unknown"]) | (marker != "secret"), "need_secret")
