"""The verbs of ``python -m data`` that compute: gaps, standards, concentration; as JSON and as sentences."""

from __future__ import annotations

import argparse
import math
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from data.audiences import Viewer
from data.city import City
from data.concentration import Concentration, concentration, history
from data.errors import UsageError
from data.gaps import Gap, Summary, gap, gaps, summary
from data.messages import LOCALES, message, texts
from data.rules import Rule
from data.snapshot import Snapshot
from data.standards import StandardResult, healing, standards
from data.store import Store

Found = tuple[dict[str, Any], list[str]]


class UnknownLevelError(UsageError):
    """The city has no level of this code, or no areas at it."""

    code = "level_unknown"


def gaps_found(asked: argparse.Namespace, store: Store, viewer: Viewer) -> Found:
    """``gaps CITY``: every service, worst first, or one."""
    of, level, on = _asked(asked, store, viewer)
    found = [gap(of, of.city.service(asked.service), level, on)] if asked.service else gaps(of, level, on)
    data = {"city": of.city.slug, "level": level, "as_of": on, "services": [_gap_json(of, one) for one in found]}
    return plain(data), [gap_line(of.city, one) for one in found]


def standards_found(asked: argparse.Namespace, store: Store, viewer: Viewer) -> Found:
    """``standards CITY``: every rule in force against its subjects."""
    of, level, on = _asked(asked, store, viewer)
    found = standards(of, on, level)
    heal = healing(found)
    rules = [rule for rule in of.city.rules if rule.in_force(on)]
    data = [
        vars(rule)
        | {"title": rule.title(), "healing": vars(heal[rule.id]) if rule.id in heal else None}
        | {"subjects": found[found["rule"] == rule.id].drop(columns=["rule", "threshold"]).to_dict("records")}
        for rule in rules
    ]
    lines = [rule_line(rule, found[found["rule"] == rule.id]) for rule in rules]
    return plain({"city": of.city.slug, "level": level, "as_of": on, "rules": data}), lines


def concentration_found(asked: argparse.Namespace, store: Store, viewer: Viewer) -> Found:
    """``concentration CITY``: where accommodation concentrates, beside what chance gives."""
    of, level, on = _asked(asked, store, viewer)
    found = concentration(of, level, on)
    named = found.table.assign(name=of.level(level)["name"])
    indices = {
        name: {key: value for key, value in vars(one).items() if key != "distribution"}
        for name, one in found.indices.items()
    }
    past = history(of, level)
    data = {
        "city": of.city.slug,
        "level": level,
        "as_of": on,
        "areas": _records(named),
        "indices": indices,
        "history": [
            {"date": day} | {".".join(column): past.at[day, column] for column in past.columns} for day in past.index
        ],
        "decentral": {
            by: vars(one) | {"rule": one.rule.id if one.rule else None} for by, one in found.decentral.items()
        },
        "freed": _records(found.freed),
        "operators": _records(found.operators),
        "sources": found.sources,
        "stand": found.stand,
        "sites": found.sites,
        "unplaced": found.unplaced,
    }
    return plain(data), _concentration_lines(of, found)


def _asked(asked: argparse.Namespace, store: Store, viewer: Viewer) -> tuple[Snapshot, str, date]:
    of = Snapshot(store, asked.city, viewer)
    known = [one.code for one in of.city.levels if len(of.level(one.code))]
    if asked.level and asked.level not in known:
        raise UnknownLevelError(value=asked.level, known=", ".join(known))
    return of, asked.level or of.lowest_level, asked.as_of or datetime.now(UTC).date()


def _gap_json(of: Snapshot, one: Gap) -> dict[str, Any]:
    service = one.service
    told = {key: value for key, value in vars(summary(one)).items() if key not in ("service", "until")}
    return {
        "id": service.id,
        "name": service.title(),
        "domain": service.domain,
        "applied": service.applied,
        "judged": service.judged,
        "key": service.key,
        "need": vars(service.need) if service.need else None,
        "source": service.source,
        "requirement": service.requirement,
        "assumed": one.assumed,
        "until": one.until,
        "stand": one.stand,
        "sources": one.sources,
        "unplaced": one.unplaced,
        "unlocated": one.unlocated,
        "summary": told,
        "areas": _records(one.table.assign(name=of.level(one.level)["name"])),
    }


def gap_line(city: City, one: Gap) -> str:
    """One service in a sentence or two."""
    found, service = summary(one), one.service
    level = city.level(one.level)
    known: dict[str, Any] = {
        "service": service.title(),
        "there": amount(found.capacity_units, service.measured),
        "lacking": amount(found.missing_units, service.measured),
        "count": found.areas_short,
        "areas": found.areas,
        "unknown": found.unknown_areas,
        "level": level.name("de", plural=True),
        "reason": _reason(one),
        "lapsing": number(found.lapsing_units),
        "until": f"{found.until:%d.%m.%Y}",
    }
    parts = [_state(one, found)]
    if found.lapsing_units > 0:
        parts.append("lapsing_only" if parts[0] in ("met", "unknown") else "lapsing")
    if 0 < found.unknown_areas < found.areas:
        parts.append("partly")
    if not service.applied:
        parts.append("compared")
    return " ".join(message(f"cli.gaps.{part}", **known) for part in parts)


def _state(one: Gap, found: Summary) -> str:
    if found.unknown_areas == found.areas:
        return "unknown" if not math.isnan(found.capacity_units) else "nothing"
    if not found.areas_short:
        return "met"
    if one.service.judged == "reachable" and not one.service.bands:
        return "everywhere"
    return "short"


def _reason(one: Gap) -> str:
    codes = one.table.loc[one.table["judged"] == "unknown", "judged_reason"]
    return message(f"reasons.{codes.mode().iloc[0]}") if len(codes) and codes.iloc[0] else ""


def rule_line(rule: Rule, rows: pd.DataFrame) -> str:
    """One rule in a sentence: the figure of the city, or how many subjects keep it."""
    code = f"rules.unit.{rule.unit}"
    unit = message(code) if code in texts(LOCALES, "de") else rule.unit
    known: dict[str, Any] = {"rule": rule.title(), "unit": unit, "compared": ""}
    if not rule.applied:
        known["compared"] = " " + message("cli.gaps.compared")
    if rows.empty:
        return message("cli.standards.none", **known)
    if len(rows) == 1 and rows["scope"].iloc[0] == "city":
        only = rows.iloc[0]
        if only["status"] == "unknown":
            return message("cli.standards.unknown", **known)
        state = message(f"rules.status.{only['status']}")
        return message("cli.standards.city", **known, figure=shown(rule, only["figure"]), status=state)
    states: dict[str, Any] = {
        status: int((rows["status"] == status).sum()) for status in ("met", "near", "missed", "unknown")
    }
    excess = rows["excess"].sum()
    code = "cli.standards.many_excess" if excess > 0 and rule.unit == "places" and rule.metric == "places" else ""
    return message(code or "cli.standards.many", **known, **states, excess=number(float(excess)))


def shown(rule: Rule, figure: float) -> str:
    """A figure of a rule as people read it: shares in per cent."""
    return f"{number(figure * 100, 2)} %" if rule.unit == "share" else number(figure, 1)


def _concentration_lines(of: Snapshot, found: Concentration) -> list[str]:
    gini = found.indices["gini"]
    level = of.city.level(found.level)
    load = found.table["per_1000"].dropna().sort_values(ascending=False)
    lines = [
        message(
            "cli.concentration.index",
            gini=number(gini.observed, 2),
            expected=number(gini.expected, 2),
            lower=number(gini.lower, 2),
            upper=number(gini.upper, 2),
            percentile=number(gini.percentile, 0),
            sites=found.sites,
        ),
        message("cli.concentration.caveat"),
    ]
    names = of.level(found.level)["name"]
    for area in load.index[:3]:
        row = found.table.loc[area]
        known = {"area": names[area], "places": number(row["places"]), "per_1000": number(row["per_1000"], 1)}
        lines.append(message("cli.concentration.area", **known, quotient=number(row["location_quotient"], 1)))
    order = found.table["cut_rank"].dropna().sort_values().index[:5]
    lines.append(
        message(
            "cli.concentration.cut",
            level=level.name("de", plural=True),
            areas=", ".join(names[area] for area in order),
        )
    )
    return [*lines, *(_share_line(by, one) for by, one in found.decentral.items())]


def _share_line(by: str, one: StandardResult) -> str:
    known = {"share": number(one.figure * 100, 2), "part": number(one.part), "whole": number(one.whole)}
    state = message(f"rules.status.{one.status}")
    rule = one.rule.title() if one.rule else message("cli.concentration.no_rule")
    return message(f"cli.concentration.{by}", **known, rule=rule, status=state, to_move=number(one.to_move))


def amount(units: float, measured: str) -> str:
    """A number of places or full-time posts with their word."""
    return f"{number(units)} " + message(f"services.unit.{measured}.{'one' if units == 1 else 'other'}")


def number(value: float, decimals: int = 1) -> str:
    """A number as German readers write it; whole ones without decimals, unknown ones as a word."""
    if value is None or math.isnan(value):
        return message("cli.unknown")
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,"))


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.reset_index().to_dict("records")]


def plain(value: Any) -> Any:
    """A value as JSON has it: what is not known is null, never NaN."""
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if hasattr(value, "item"):
        return plain(value.item())
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else value
