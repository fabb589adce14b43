"""The statistics of the demo: published figures as they are, everything else invented around them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tools.demo_place import YEARS, Place, apportion

COLUMNS = ["area_id", "indicator", "group", "as_of", "value", "marker", "source_id"]
LAST = YEARS[-1]
CHILDREN = ("age_0_2", "age_3_5", "age_6_9", "age_10_15", "age_16_24")


def population(place: Place) -> pd.DataFrame:
    """Inhabitants of the smallest areas, one column a year; the last agrees with what is published."""
    dice = place.dice("population")
    drift = place.plan["growth"] + dice.normal(0, 0.003, len(place.leaves))
    if place.slug == "dresden":
        last = _within(place, place.real("population", "total", LAST), _known(place, "household_population"))
    elif place.slug == "duisburg":
        weights = place.factors("weights") * dice.uniform(0.94, 1.06, len(place.leaves))
        last = pd.Series(apportion(place.plan["population"], weights.to_numpy()), index=place.leaves)
    else:
        before = place.real("population", "total", "2018-12-31").reindex(place.leaves)
        drift = drift - np.where(before < 6000, 0.002, 0.0)
        last = (before * (1 + 7 * drift)).round().astype(int)
    years = range(len(YEARS) - 1, -1, -1)
    columns = {year: (last * (1 - back * drift)).round().astype(int) for year, back in zip(YEARS, years, strict=True)}
    return pd.DataFrame(columns)


def _known(place: Place, indicator: str) -> pd.Series:
    return place.real(indicator, "total", LAST).reindex(place.leaves)


def _within(place: Place, totals: pd.Series, weights: pd.Series) -> pd.Series:
    """Totals of districts shared out among their neighbourhoods."""
    parts = [
        pd.Series(apportion(totals[parent], group.to_numpy(dtype=float)), index=group.index)
        for parent, group in weights.groupby(place.areas["parent_id"].reindex(weights.index))
    ]
    return pd.concat(parts).reindex(weights.index)


def ages(place: Place, people: pd.DataFrame) -> dict[tuple[str, str], pd.Series]:
    """(age group, date) to inhabitants of the smallest areas; the groups sum to all inhabitants."""
    dice = place.dice("ages")
    young = 1 + 0.05 * np.log2(place.factors("load").clip(0.5)) + dice.normal(0, 0.05, len(place.leaves))
    weights = people[LAST] / young**2 * dice.uniform(0.9, 1.1, len(place.leaves))
    old_total = place.plan["share_65_plus"] * people[LAST].sum()
    old = (weights / weights.sum() * old_total).round().astype(int)
    if place.slug == "dresden":
        old = _within(place, place.real("population", "age_65_plus", LAST), weights)
    shares = pd.DataFrame([place.plan["shares"]] * len(place.leaves), index=place.leaves)
    for group in CHILDREN:
        shares[group] *= young * dice.uniform(0.93, 1.07, len(place.leaves))
    result = {}
    for year in YEARS:
        aged = (old * people[year] / people[LAST]).round().astype(int)
        rest = people[year] - aged
        split = [apportion(rest[leaf], shares.loc[leaf].to_numpy()) for leaf in place.leaves]
        for column, group in enumerate(shares.columns):
            result[group, year] = pd.Series([row[column] for row in split], index=place.leaves)
        result["age_65_plus", year] = aged
    return result


def others(place: Place, people: pd.DataFrame, housed: pd.DataFrame) -> dict[tuple[str, str, str], pd.Series]:
    """(indicator, group, date) to values of the smallest areas: foreigners, seekers of protection, of jobs."""
    dice = place.dice("others")
    size = len(place.leaves)
    load = place.factors("load")
    lean, wide = dice.uniform(0.85, 1.15, size), 0.5 + 0.35 * load.clip(upper=6)
    result = {}
    for index, year in enumerate(YEARS):
        private = place.plan["protection_seekers"][index] - int(housed[year].sum())
        spread = apportion(private, (people[year] * wide * lean).to_numpy())
        result["protection_seekers", "total", year] = housed[year] + spread
        if share := place.plan["foreigner_share"]:
            total = int(share * (0.92 + 0.02 * index) * people[year].sum())
            result["foreigners", "total", year] = pd.Series(
                apportion(total, (people[year] * wide**0.8 * lean).to_numpy()), index=place.leaves
            )
        seeking = people[year] * place.plan["jobseeker_share"] * (1 + 0.02 * index)
        seeking = (seeking * (0.75 + 0.12 * load.clip(upper=6)) * lean).round().astype(int)
        young = (seeking * 0.17 * lean).round().astype(int)
        for group, values in (("total", seeking), ("age_16_24", young), ("age_25_64", seeking - young)):
            result["jobseekers", group, year] = values
    return result


def _rows(values: pd.Series, indicator: str, group: str, as_of: str, source: str) -> pd.DataFrame:
    rows = values.rename_axis("area_id").reset_index(name="value")
    return rows.assign(indicator=indicator, group=group, as_of=as_of, marker="", source_id=source)[COLUMNS]


def statistics(place: Place, people: pd.DataFrame, housed: pd.DataFrame) -> pd.DataFrame:
    """All rows of statistics.csv; where a figure is published, the invented one gives way."""
    parts = [_rows(place.upwards(people[year]), "population", "total", year, "demo_population") for year in YEARS]
    for (group, year), values in ages(place, people).items():
        parts.append(_rows(place.upwards(values), "population", group, year, "demo_population"))
    for (indicator, group, year), values in others(place, people, housed).items():
        rows = _rows(place.upwards(values), indicator, group, year, "demo_figures")
        parts.append(_hidden(place, rows) if indicator == "protection_seekers" else rows)
    for year, value in zip(YEARS, place.plan["uninsured"], strict=True):
        parts.append(_rows(pd.Series({place.plan["city"]: value}), "uninsured", "total", year, "demo_figures"))
    everything = pd.concat([place.published.assign(marker="")[COLUMNS], *parts])
    everything = everything.drop_duplicates(["area_id", "indicator", "group", "as_of"], keep="first")
    order = {area: number for number, area in enumerate(place.areas.index)}
    everything = everything.assign(order=everything["area_id"].map(order), value=everything["value"].astype("Int64"))
    return everything.sort_values(["indicator", "group", "as_of", "order"])[COLUMNS].reset_index(drop=True)


def _hidden(place: Place, rows: pd.DataFrame) -> pd.DataFrame:
    """Two neighbours kept secret and, in the last two years, one figure not delivered (rule 6)."""
    secret = rows["area_id"].isin(place.plan["secret"])
    missing = (rows["area_id"] == place.plan["missing"]) & rows["as_of"].isin(YEARS[-2:])
    value = rows["value"].astype("Int64").mask(secret | missing)
    marker = rows["marker"].mask(secret, "secret").mask(missing, "missing")
    return rows.assign(value=value, marker=marker)
