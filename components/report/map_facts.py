"""The map of a profile: drawn once, with its legend and in words."""

from __future__ import annotations

from components import cached, labels, session
from components.atlas_map import stand
from components.legend import circle_values, ranges
from components.map.colours import sequential
from components.map.symbols import radius
from components.report.facts import MapFacts, Row, Subject
from components.report.map_svg import SMALLER, circles, disc, drawing, fills, swatch
from components.text import number, t, value
from data.figures import Figures


def map_of(subject: Subject) -> MapFacts:
    """Areas by class (or a circle by number), hatched where there is no figure, the chosen ones outlined."""
    of = subject.of
    found = cached.figures_of(of, subject.indicator, subject.level, subject.on)
    bounds = cached.breaks_of(of, subject.indicator, subject.level, subject.on)
    drawn = cached.outlines_of(of, subject.level)
    values, markers = found.table["value"].astype(float), found.table["marker"]
    is_count = found.indicator.form == "count"
    filled = fills(values, markers, None if is_count else bounds, found.indicator.decimals)
    over = ""
    if is_count:
        over = circles(values, drawn, float(values.max()) if found.known else 0.0)
    svg = drawing(drawn, filled, subject.areas, over=over)
    return MapFacts(
        labels.indicator(found.indicator), svg, alt(subject, found), _legend(found, bounds), _notes(subject, found)
    )


def alt(subject: Subject, found: Figures) -> str:
    """The map in words: what it shows, from where to where, and the chosen areas."""
    of, decimals = subject.of, found.indicator.decimals
    level = of.city.level(subject.level).name(session.language(), plural=True)
    names = of.level(subject.level)["name"]
    said = [t("report.map.shows", city=of.city.name, level=level, indicator=labels.indicator(found.indicator))]
    known = found.table["value"].dropna().astype(float)
    if len(known) > 1:
        low, high = known.idxmin(), known.idxmax()
        ends = {"low": number(known[low], decimals=decimals), "high": number(known[high], decimals=decimals)}
        said.append(t("report.map.range", **ends, low_area=names[low], high_area=names[high]))
    if unknown := len(found.table) - len(known):
        said.append(t("report.map.unknown", count=unknown))
    for area in subject.areas:
        row = found.table.loc[area]
        said.append(
            t("report.map.chosen", area=names[area], value=value(row["value"], row["marker"], decimals=decimals))
        )
    return " ".join(said)


def _legend(found: Figures, bounds: tuple[float, ...]) -> tuple[tuple[str, str], ...]:
    items: list[tuple[str, str]] = []
    decimals = found.indicator.decimals
    if found.indicator.form == "count":
        largest = float(found.table["value"].max()) if found.known else 0.0
        sizes = circle_values(largest)
        items += [(disc(radius(size, largest) * SMALLER), number(size, decimals=decimals)) for size in sizes]
    elif found.known:
        colours = sequential(len(bounds) + 1)
        classes = ranges(bounds, float(found.table["value"].min()), decimals, session.language())
        items += list(zip(map(swatch, colours), classes, strict=True))
    markers = set(found.table.loc[found.table["value"].isna(), "marker"])
    items += [(swatch("url(#secret)"), t("map.legend.secret"))] if "secret" in markers else []
    items += [(swatch("url(#missing)"), t("map.legend.missing"))] if markers - {"secret"} else []
    return tuple(items)


def _notes(subject: Subject, found: Figures) -> Row:
    is_rate = found.indicator.form == "rate"
    how = t("map.legend.method", method=labels.term("method", "natural")) if is_rate else t("map.legend.circles")
    dates, source = stand(found.stand), labels.sources(subject.of, found.sources)
    return tuple(
        filter(
            None,
            [
                labels.unit(found.indicator),
                how,
                t("map.legend.stand", stand=dates) if dates else "",
                t("map.legend.source", source=source) if source else "",
            ],
        )
    )
