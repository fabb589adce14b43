"""Standards: every rule in force against every site, operator, area or the city, as of a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from data.audiences import Audience
from data.contracts import CENTRAL, DECENTRAL
from data.figures import count_of, places
from data.gaps import gap
from data.indicators import Capacity, Statistic
from data.metrics import METRICS
from data.publishing.profiles import BASE
from data.rules import Rule
from data.snapshot import Snapshot
from data.supply import in_force, need_of, supply
from geo.concentration import per_1000
from geo.rates import rate
from geo.standards import Healing, evaluate, to_add, to_move
from geo.standards import healing as heal

COLUMNS = ("rule", "scope", "subject", "name", "figure", "threshold", "margin", "excess", "status", "applied")


@dataclass(frozen=True)
class StandardResult:
    """A share of the whole city against its rule (D2 by places, Z2 by people).

    Attributes:
        rule: the rule in force, None where the town has none of this metric.
        part: decentral places or people, NaN where not known.
        whole: all of them, protected shelters apart.
        figure: ``part / whole``, exact.
        threshold: share wanted, NaN without rule.
        margin: ``figure − threshold``.
        status: met, near, missed, unknown.
        protected: places (or people) in protected shelters, counted apart; NaN where not known or not visible.
        to_move: units to turn from central to decentral.
        to_add: decentral units to add, the rest as it is.
        rounded: how far ``part`` and ``whole`` may each lie from the truth, as published; 0 where they are exact.
            The status is unknown where the truth may lie on either side of the threshold.
    """

    rule: Rule | None
    part: float
    whole: float
    figure: float
    threshold: float
    margin: float
    status: str
    protected: float
    to_move: float
    to_add: float
    rounded: float = 0.0


def standards(of: Snapshot, on: date, level: str | None = None) -> pd.DataFrame:
    """Every rule in force on a day, evaluated.

    Args:
        of: the city as the viewer may use it: sites and operators only as far as the viewer may see the sites,
            areas and the city as figures count them.
        on: the day.
        level: of the areas; the finest where not given.

    Returns:
        One row a rule and subject: ``rule`` (id), ``scope`` (site, operator, area, city), ``subject`` (id),
        ``name``, ``figure``, ``threshold``, ``margin`` (negative beyond the threshold), ``excess``, ``status``
        (met, near, missed, unknown), ``applied``. Rules in the order of the city, subjects by id.
    """
    parts = []
    for rule in of.city.rules:
        if not rule.in_force(on):
            continue
        scope = METRICS[rule.metric].scope
        figures = _figures(of, rule, scope, level or of.lowest_level, on)
        found = evaluate(
            figures, comparison=rule.comparison, threshold=rule.threshold, tolerance=rule.tolerance
        ).rename_axis("subject")
        names = _names(of, scope)
        parts.append(
            found.reset_index().assign(
                rule=rule.id,
                scope=scope,
                threshold=rule.threshold,
                applied=rule.applied,
                name=[names.get(subject, str(subject)) for subject in found.index],
            )
        )
    if not parts:
        return pd.DataFrame(columns=list(COLUMNS))
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)]


def healing(found: pd.DataFrame) -> dict[str, Healing]:
    """What would heal each rule: "3 hostels, 58 places over the limit"; ``worst`` is a subject's id."""
    return {
        str(rule): heal(rows.set_index("subject")[["figure", "margin", "excess", "status"]])
        for rule, rows in found.groupby("rule", sort=False)
    }


def decentral(of: Snapshot, on: date, *, by: str) -> StandardResult:
    """Share of decentral accommodation in the whole city.

    Args:
        of: the city as the viewer may use it.
        on: the day.
        by: ``places`` (D2, C2) or ``people`` (Z2).
    """
    held = _held(of, on, by)
    if held.empty:
        return _rounded(_against(of, on, by, *_published(of, on, by), float("nan")))
    part, rest, apart = (
        _sum(held[held["kind"].isin(kinds)]["held"]) for kinds in (DECENTRAL, CENTRAL, ("protected",))
    )
    if of.viewer.audience < Audience.MANAGER:
        apart = float("nan")  # protected shelters are not counted for anyone else
    if held["kind"].eq("").any():
        part = rest = float("nan")  # whether these are flats, nobody has said
    return _against(of, on, by, part, part + rest, apart)


def _published(of: Snapshot, on: date, by: str) -> tuple[float, float]:
    """Decentral and all places or people of the city as published in place of the sites, NaN where they are not."""
    field = {"places": "places", "people": "occupied"}[by]
    sums = (
        count_of(of, Statistic("accommodation", group), of.city.levels[0].code, on).total.astype(float)
        for group in (f"{field}_decentral", field)
    )
    part, whole = (float(one.sum(skipna=False)) if len(one) else float("nan") for one in sums)
    return part, whole


def _rounded(found: StandardResult) -> StandardResult:
    """The same from rounded numbers: no more is said than holds for every truth behind them."""
    nan, slack = float("nan"), BASE / 2
    least, most = (found.part + sign * slack for sign in (-1, 1))
    ends = [least / (found.whole + slack), most / (found.whole - slack)] if found.whole > slack else [nan, nan]
    status = found.status
    if found.rule is not None:
        held = evaluate(
            pd.Series(ends),
            comparison=found.rule.comparison,
            threshold=found.rule.threshold,
            tolerance=found.rule.tolerance,
        )["status"]
        status = str(held.iloc[0]) if held.nunique() == 1 else "unknown"
    return replace(found, status=status, to_move=nan, to_add=nan, rounded=slack)


def _against(of: Snapshot, on: date, by: str, part: float, whole: float, apart: float) -> StandardResult:
    share = part / whole if whole > 0 else float("nan")
    metric = f"decentral_share_{by}"
    rules = [rule for rule in of.city.rules if rule.metric == metric and rule.in_force(on)]
    rule = next((one for one in sorted(rules, key=lambda one: not one.applied)), None)
    if rule is None:
        nan = float("nan")
        return StandardResult(None, part, whole, share, nan, nan, "unknown", apart, nan, nan)
    found = evaluate(
        pd.Series([share]), comparison=rule.comparison, threshold=rule.threshold, tolerance=rule.tolerance
    ).iloc[0]
    wanted = {"at_least": rule.threshold}
    return StandardResult(
        rule,
        part,
        whole,
        share,
        rule.threshold,
        float(found["margin"]),
        str(found["status"]),
        apart,
        to_move(part, whole, **wanted),
        to_add(part, whole, **wanted),
    )


def _sum(values: pd.Series) -> float:
    return float(values.astype(float).sum(skipna=False)) if len(values) else 0.0


def _held(of: Snapshot, on: date, by: str) -> pd.DataFrame:
    """Places of each offer of accommodation, or people of each site under the kind that it mainly has."""
    rows = in_force(of, "accommodation", on)
    rows = rows.assign(held=places(rows) if by == "places" else rows["capacity"])
    if by == "places":
        return rows[["site_id", "kind", "held"]]
    main = rows.sort_values("held", ascending=False).drop_duplicates("site_id")
    return main.assign(held=main["site_id"].map(people(of, on)))[["site_id", "kind", "held"]]


def people(of: Snapshot, on: date) -> pd.Series:
    """People in each counted site: the latest count of all groups not after a day, indexed by site id."""
    rows = of.counted_caseload
    rows = rows[(rows["site_id"] != "") & (rows["group"] == "total") & (rows["as_of"] <= pd.Timestamp(on))]
    return rows.sort_values("as_of").drop_duplicates("site_id", keep="last").set_index("site_id")["occupied"]


def _names(of: Snapshot, scope: str) -> dict[object, str]:
    if scope == "site":
        return dict(of.sites["name"])
    return dict(of.areas["name"]) if scope in ("area", "city") else {}


def _figures(of: Snapshot, rule: Rule, scope: str, level: str, on: date) -> pd.Series:
    if scope == "site":
        return _of_sites(of, rule, on).sort_index()
    if scope == "operator":
        return _of_operators(of, rule, on).sort_index()
    if scope == "area":
        return _of_areas(of, rule, level, on)
    top = of.level(of.city.levels[0].code).index
    return pd.Series([_of_city(of, rule, on)], index=[top[0] if len(top) == 1 else of.city.slug])


def _matching(rows: pd.DataFrame, rule: Rule, category: str) -> pd.DataFrame:
    kinds = {kind for each, _, kind in (one.partition(".") for one in rule.applies_to) if each == category}
    return rows if "" in kinds else rows[rows["kind"].isin(kinds)]


def _offers(of: Snapshot, rule: Rule, on: date) -> pd.DataFrame:
    """Offers in force that a rule applies to, of counted sites."""
    categories = sorted({one.partition(".")[0] for one in rule.applies_to})
    return pd.concat([_matching(in_force(of, each, on), rule, each) for each in categories], ignore_index=True)


def _visible(of: Snapshot, rule: Rule, on: date) -> pd.DataFrame:
    rows = _offers(of, rule, on)
    return rows[rows["site_id"].isin(of.sites.index)]


def _of_sites(of: Snapshot, rule: Rule, on: date) -> pd.Series:
    rows = _visible(of, rule, on)
    if rule.metric in ("self_catering", "common_room"):
        sites = of.sites.loc[sorted(set(rows["site_id"])), rule.metric]
        return pd.Series(sites.astype("boolean").astype("Float64").astype(float))
    numbers = rows.assign(
        places=rows["capacity"].astype(float),
        places_with_reserve=rows["capacity"].astype(float) + rows["reserve"].astype(float).fillna(0.0),
        staff=rows["staff"].astype(float),
    )
    sums = numbers.groupby("site_id")[["places", "places_with_reserve", "staff"]].agg(_sum)
    return rate(sums["places"], sums["staff"]) if rule.metric == "places_per_post" else pd.Series(sums[rule.metric])


def _of_operators(of: Snapshot, rule: Rule, on: date) -> pd.Series:
    rows = _visible(of, rule, on)
    rows = rows[rows["operator"] != ""]
    residents = pd.Series(people(of, on)).reindex(rows["site_id"].unique()).astype(float)
    operator = rows.drop_duplicates("site_id").set_index("site_id")["operator"]
    people_by = residents.groupby(operator).agg(_sum)
    return rate(people_by, rows.groupby("operator")["staff"].agg(_sum))


def _of_areas(of: Snapshot, rule: Rule, level: str, on: date) -> pd.Series:
    index = of.level(level).index
    if rule.metric == "coverage":
        found = gap(of, of.city.service(rule.applies_to[0]), level, on).table["coverage"]
        return pd.Series(found)
    kinds: dict[str, set[str]] = {}
    for one in rule.applies_to:
        category, _, kind = one.partition(".")
        kinds.setdefault(category, set()).add(kind)
    placed = pd.Series(0.0, index=index)
    for category, wanted in kinds.items():
        named = tuple(sorted(wanted)) if wanted != {""} else ("", *CENTRAL, *DECENTRAL)
        placed = placed + count_of(of, Capacity(category, named), level, on).total
    return per_1000(placed, count_of(of, Statistic("population", "total"), level, on).total)


def _of_city(of: Snapshot, rule: Rule, on: date) -> float:
    counted: dict[str, Callable[[pd.DataFrame], float]] = {
        "sites": lambda rows: float(rows["site_id"].nunique()),
        "operators": lambda rows: float(rows.loc[rows["operator"] != "", "operator"].nunique()),
    }
    if rule.metric in counted:
        return counted[rule.metric](_offers(of, rule, on))
    if rule.metric == "persons_per_post":
        return _per_post(of, rule, on)
    return decentral(of, on, by=rule.metric.rpartition("_")[2]).figure


def _per_post(of: Snapshot, rule: Rule, on: date) -> float:
    service = of.city.service(rule.applies_to[0])
    rows = supply(of, service, on)
    if service.need is None or rows is None:
        return float("nan")
    need = need_of(of, service.need, of.city.levels[0].code, on).total
    posts = _sum(rows["staff"])
    return float(need.sum(skipna=False)) / posts if posts > 0 and len(need) else float("nan")
