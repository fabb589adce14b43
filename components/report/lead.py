"""The sentences to read out: who lives there, what is missing, how much is placed there, what ends."""

from __future__ import annotations

import pandas as pd

from components import cached, labels
from components.accommodation.sentences import sentence as decentral_sentence
from components.accommodation.standards import about_accommodation, written
from components.gaps.matrix import told
from components.gaps.sentences import end, sentence, units
from components.report.facts import Row, Said, Subject
from components.report.gap_rows import applied, states
from components.text import number, t, value
from data.figures import Figures
from data.gaps import Gap, horizon
from data.profile import STATES

LACKING = ("severe", "short")
NAMED = 2
"""Services that lapse, by name; a longer sentence cannot be read out."""


def lead(subject: Subject) -> Row:
    """Two to four sentences."""
    if subject.kind == "comparison":
        return tuple(filter(None, [_range(subject), *(_lacking_in(subject, area) for area in subject.areas)]))
    said = [_people(subject), _gaps(subject)]
    if subject.kind == "area":
        said.append(places_in(subject, subject.areas[0]))
    return tuple(filter(None, [*said, _lapses(subject)]))


def accommodation(subject: Subject) -> Said:
    """How much is placed there; the whole city against its rules; single sites only for who may see them."""
    found = cached.concentration_of(subject.of, subject.level, subject.on)
    said: list[str] = []
    for area, name in zip(subject.areas, subject.names, strict=True):
        here = [places_in(subject, area)]
        row = found.table.loc[area]
        if pd.notna(row["people"]) and row["people"] > 0:
            here.append(t("report.accommodated", area=name, count=row["people"]))
        if not found.withheld and pd.notna(row["cut_rank"]) and pd.notna(row["places"]) and row["places"] > 0:
            here.append(t("report.cut_rank", area=name, rank=number(row["cut_rank"])))
        said += [" ".join(here), *_standards(subject, area)]
    if not subject.areas:
        said += [decentral_sentence(measure, result) for measure, result in found.decentral.items()]
    if found.withheld and not subject.areas:
        said.append(t("accommodation.withheld", count=found.withheld))
    return Said(t("report.accommodation"), tuple(said))


def places_in(subject: Subject, area: str) -> str:
    """Places of accommodation in an area, held against the city."""
    name = str(subject.of.areas.at[area, "name"])
    row = cached.figures_of(subject.of, "accommodation_places", subject.level, subject.on).table.loc[area]
    if row["marker"]:
        return t("report.places_unknown", area=name, value=value(row["value"], row["marker"]))
    if row["value"] == 0:
        return t("report.no_places", area=name)
    load = cached.concentration_of(subject.of, subject.level, subject.on).table.loc[area]
    if pd.isna(load["location_quotient"]):
        return t("report.places", area=name, count=row["value"])
    return t(
        "report.places_load",
        area=name,
        places=number(row["value"]),
        load=number(load["per_1000"], decimals=1),
        times=number(load["location_quotient"], decimals=1),
    )


def _standards(subject: Subject, area: str) -> list[str]:
    """Sites of the area that do not meet a standard of the town, as far as the viewer may see them."""
    found = cached.standards_of(subject.of, subject.on)
    placed = subject.of.area_of_sites(subject.level)
    here = placed.index[placed == area].intersection(subject.of.sites.index)
    rules = {rule.id: rule for rule in subject.of.city.rules if rule.applied and about_accommodation(rule)}
    found = found[(found["scope"] == "site") & found["subject"].isin(here) & found["rule"].isin(rules)]
    found = found[found["status"].isin(["missed", "near"])]
    return [
        t(
            "report.standard",
            site=row["name"],
            rule=labels.entry(rules[row["rule"]]),
            figure=written(rules[row["rule"]], row["figure"]),
            status=t(f"accommodation.status.{row['status']}"),
        )
        for row in found.to_dict("records")
    ]


def _people(subject: Subject) -> str:
    people = cached.figures_of(subject.of, "population", subject.level, subject.on)
    share = cached.figures_of(subject.of, "foreigners_share", subject.level, subject.on)
    place = subject.names[0] if subject.areas else subject.of.city.name
    count, part = _here(subject, people), _here(subject, share)
    if count != count:
        return t("report.people_unknown", place=place)
    if part != part:
        return t("report.people", place=place, people=number(count))
    known = {"place": place, "people": number(count), "share": number(part, decimals=1)}
    if subject.areas and share.total == share.total:
        whole = number(share.total, decimals=1)
        return t("report.people_share_against", **known, city=subject.of.city.name, whole=whole)
    return t("report.people_share", **known)


def _here(subject: Subject, found: Figures) -> float:
    return float(found.table.at[subject.areas[0], "value"]) if subject.areas else found.total


def _gaps(subject: Subject) -> str:
    judged = [gap for gap in applied(subject) if states(subject, gap)[0] != "unknown"]
    lacking = [gap for gap in judged if states(subject, gap)[0] in LACKING]
    if not judged:
        return t("report.nothing_judged")
    if not lacking:
        return t("report.all_met", count=len(judged))
    worst = min(lacking, key=lambda gap: (STATES.index(states(subject, gap)[0]), _coverage(subject, gap)))
    if subject.areas:
        what = told(worst, subject.areas[0])
    else:
        what = sentence(worst, subject.of.city.level(subject.level))
        what = what[:1].lower() + what[1:]  # it begins with "In" or the like, and stands in brackets here
    known = {"judged": number(len(judged)), "service": labels.entry(worst.service), "what": what.rstrip(".")}
    return t("report.lacking", count=len(lacking), **known)


def _coverage(subject: Subject, gap: Gap) -> float:
    """How much of the need is covered in the area; in the city all gaps keep their order, worst first."""
    if not subject.areas:
        return 0.0
    share = gap.table.at[subject.areas[0], "coverage" if gap.service.judged == "inside" else "reachable"]
    return float(share) if share == share else float("inf")


def _lapses(subject: Subject) -> str:
    until = horizon(subject.on)
    area = subject.areas[0] if subject.areas else ""
    parts = []
    for gap in applied(subject):
        amounts = gap.table["lapsing_units"]
        amount = amounts[area] if area else amounts.sum(skipna=False)
        if amount > 0:
            parts.append((amount, f"{labels.entry(gap.service)} ({units(amount, gap.service.measured)})"))
    if not parts:
        return ""
    named = [words for _, words in sorted(parts, key=lambda one: -one[0])]
    more = len(named) - NAMED
    listed = ", ".join(named[:NAMED])
    services = t("report.and_more", services=listed, count=more) if more > 0 else listed
    return t("report.lapsing", until=end(until), services=services)


def _range(subject: Subject) -> str:
    """The figure of the map, from the lowest to the highest of the areas compared."""
    found = cached.figures_of(subject.of, subject.indicator, subject.level, subject.on)
    known = found.table["value"].reindex(list(subject.areas)).dropna().astype(float)
    decimals, name = found.indicator.decimals, labels.indicator(found.indicator)
    if len(known) < 2:
        return t("report.range_unknown", indicator=name)
    names = subject.of.areas["name"]
    return t(
        "report.range",
        indicator=name,
        low=number(known.min(), decimals=decimals),
        low_area=names[known.idxmin()],
        high=number(known.max(), decimals=decimals),
        high_area=names[known.idxmax()],
        city=subject.of.city.name,
        whole=value(found.total, decimals=decimals),
    )


def _lacking_in(subject: Subject, area: str) -> str:
    place = subject.areas.index(area)
    judged = [gap for gap in applied(subject) if states(subject, gap)[place] != "unknown"]
    severe, lacking = (
        [gap for gap in judged if states(subject, gap)[place] in wanted] for wanted in (("severe",), LACKING)
    )
    name = subject.names[place]
    if not judged:
        return t("report.nothing_judged_in", area=name)
    known = {"judged": number(len(judged)), "severe": number(len(severe))}
    return t("report.lacking_in", area=name, lacking=number(len(lacking)), **known)
