"""Sentences about gaps: singular and plural right, what is not known said plainly."""

from datetime import date

import pandas as pd
import pytest

from components.gaps.sentences import areas, end, rate, sentence
from data.city import Level
from data.gaps import Gap
from data.services import Service

LEVEL = Level("quarter", "Stadtteil", "Quarter", "Stadtteile", "Quarters")
UNTIL = date(2027, 12, 31)


def gap(rows, *, measured="places", bands=((500.0, 1.0),), reason=""):
    """A gap from (judged, units, lapsing) a row; everything else follows."""
    service = Service(
        *("kita", "kita", "kita", ("under_3",), (), measured, None, 1.0, None, bands, 1.0, 0.5, "", "Satzung"),
        judged="inside" if bands else "reachable",
    )
    judged, units, lapsing = (list(column) for column in zip(*rows, strict=True))
    table = pd.DataFrame({"judged": judged, "judged_units": units, "lapsing_units": lapsing})
    missing = {"need": 10.0, "capacity_units": 7.0, "reachable_missing": table["judged_units"]}
    table = table.assign(judged_reason=reason, **missing)
    return Gap(service, "quarter", date(2025, 12, 31), UNTIL, table, {}, None, (), missing_in_all=sum(units))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            gap([("short", 12.0, 0.0), ("severe", 400.0, 80.0), ("met", 0.0, 0.0)]),
            "In 2 Stadtteilen fehlen zusammen 412 Plätze; 80 weitere fallen bis Ende 2027 weg.",
        ),
        (
            gap([("short", 1.0, 1.0), ("met", 0.0, 0.0)]),
            "In 1 Stadtteil fehlt 1 Platz; 1 weiterer fällt bis Ende 2027 weg.",
        ),
        (gap([("met", 0.0, 0.0)] * 2), "In allen 2 Stadtteilen gedeckt."),
        (gap([("met", 0.0, 3.0)] * 2), "In allen 2 Stadtteilen gedeckt; 6 Plätze fallen bis Ende 2027 weg."),
        (gap([("short", 1.5, 0.0)] * 2, measured="staff"), "In 2 Stadtteilen fehlen zusammen 3 Vollzeitstellen."),
        (gap([("short", 1.5, 0.0)] * 2, measured="staff", bands=()), "Insgesamt fehlen 3 Vollzeitstellen."),
        (
            gap([("unknown", float("nan"), 0.0)] * 2, reason="no_rate"),
            "Nicht zu beurteilen: es gibt keinen Maßstab für den Bedarf; vorhanden: 14 Plätze.",
        ),
        (
            gap([("unknown", float("nan"), 0.0), ("short", 3.0, 0.0)], reason="need_secret"),
            "In 1 Stadtteil fehlen 3 Plätze; für 1 Stadtteil nicht bekannt: der Bedarf ist geheim.",
        ),
    ],
)
def test_a_sentence_says_what_is_missing(found, expected):
    assert sentence(found, LEVEL) == expected


@pytest.mark.parametrize(
    ("count", "dative", "shown"),
    [(1, True, "1 Stadtteil"), (7, True, "7 Stadtteilen"), (7, False, "7 Stadtteile"), (0, True, "0 Stadtteilen")],
)
def test_areas_are_declined(count, dative, shown):
    assert areas(count, LEVEL, dative=dative) == shown


def test_a_horizon_is_the_end_of_a_year_or_a_day():
    assert (end(UNTIL), end(date(2027, 6, 30))) == ("Ende 2027", "30.06.2027")


@pytest.mark.parametrize(
    ("figure", "shown"), [(2 / 3, "2/3"), (1.0, "1"), (1.1, "1,1"), (0.0123, "0,0123"), (0.5, "0,5")]
)
def test_rates_are_written_as_people_write_them(figure, shown):
    assert rate(figure) == shown
